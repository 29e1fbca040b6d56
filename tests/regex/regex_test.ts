import { assert, assertEquals, assertThrows } from "@std/assert";
import { compilePattern } from "../../lib/regex/compile_pattern.ts";
import { backtrackingCost } from "../../lib/regex/cost.ts";
import { parsePattern } from "../../lib/regex/parse_pattern.ts";
import { makeProgram } from "../../lib/regex/program.ts";
import { runProgram } from "../../lib/regex/run_program.ts";
import { patternSource, sourceFlags } from "../../lib/regex/source_text.ts";
import { PatternError } from "../../lib/regex/syntax.ts";
import { seeded } from "../sql/differential/generate.ts";

const FLAGS = { folds: false, lines: false, dotAll: false, swapped: false };
const OPTIONS = { folds: false, literal: false, dotAll: false, whole: false };
const parse = (text: string) => parsePattern(text, FLAGS);

/** A random pattern. */
function randomPattern(random: () => number, depth: number): string {
  const pick = <T>(list: readonly T[]) =>
    list[Math.floor(random() * list.length)]!;
  if (depth === 0) {
    return pick(["a", "b", "c", ".", "[ab]", "[^a]", "\\d", "é", "😀", "\\w"]);
  }
  const part = () => randomPattern(random, depth - 1);
  switch (Math.floor(random() * 8)) {
    case 0:
      return `${part()}|${part()}`;
    case 1:
      return `(${part()})`;
    case 2:
      return `(?:${part()})${pick(["?", "{2}", "{1,2}", "??"])}`;
    case 3:
      return `${pick(["a", "[bc]", ".", "\\w"])}${
        pick(["*", "+", "*?", "+?", "{0,2}"])
      }`;
    case 4:
      return pick(["^", "$", "\\b", "\\B"]) + part();
    default:
      return part() + part();
  }
}

Deno.test("both engines find the same matches and groups", () => {
  const random = seeded(31);
  let compared = 0;
  for (let round = 0; round < 3000; round++) {
    const text = randomPattern(random, 3);
    const { pattern, captures } = parse(text);
    const flags = sourceFlags(pattern);
    // Where a round of a loop may be empty JavaScript does not do what RE2 does.
    if (flags === null || backtrackingCost(pattern).power === Infinity) {
      continue;
    }
    const slots = 2 * (captures + 1);
    const native = new RegExp(patternSource(pattern), `${flags}gd`);
    const program = makeProgram(pattern);
    for (let each = 0; each < 5; each++) {
      const subject = Array.from(
        { length: Math.floor(random() * 9) },
        () => ["a", "b", "c", "é", "😀", "1", " "][Math.floor(random() * 7)],
      ).join("");
      native.lastIndex = 0;
      const match = native.exec(subject);
      const wanted = match === null ? null : Array.from(
        { length: slots },
        (_, slot) => match.indices![slot >> 1]?.[slot & 1] ?? -1,
      );
      const found = runProgram(program, slots, subject, 0);
      assertEquals(
        found === null ? null : [...found],
        wanted,
        `${text} in ${JSON.stringify(subject)}`,
      );
      compared++;
    }
  }
  assert(compared > 10_000);
});

Deno.test("no pattern takes more than a moment, whatever the text", () => {
  const subject = "a".repeat(30_000) + "!";
  const hard = [
    "^(a+)+$",
    "(a|aa)+$",
    "(a*)*b",
    "(.*)*x",
    "(a|a)*$",
    "([a-z]+)*$",
    "(a?){30}a{30}b",
    ".*.*.*=.*;",
    "(\\w+\\s?)*$",
    "a*a*a*a*a*b",
  ];
  for (const text of hard) {
    const start = performance.now();
    compilePattern(text, OPTIONS).matches(subject.slice(0, 10_000));
    const ms = performance.now() - start;
    assert(ms < 2000, `${text} took ${ms} ms`);
  }
});

Deno.test("the bound on the time tells harmless patterns from others", () => {
  const power = (text: string) => backtrackingCost(parse(text).pattern).power;
  assertEquals(power("GET /api"), 1);
  assertEquals(power("^GET"), 0);
  assertEquals(power("^\\d+/x"), 1);
  assertEquals(power("\\d+ ms"), 2);
  assertEquals(power("^.*foo.*bar"), 2);
  assertEquals(power("(a+)+"), Infinity);
  assertEquals(power("(a|b)+"), Infinity);
});

Deno.test("what RE2 does not take is refused with what to write", () => {
  const cases = [
    "(?=a)",
    "(?<!a)",
    "(?<n>a)",
    "(?>a)",
    "\\1",
    "(a",
    "a)",
    "[a",
    "a**",
    "a{1001}",
    "a{2,1}",
    "*a",
    "\\",
    "\\Z",
    "\\h",
    "[z-a]",
    "\\p{Nope}",
    "a++",
    "[[:nope:]]",
  ];
  for (const text of cases) {
    const error = assertThrows(() => parse(text), PatternError);
    assert(error.message.length > 5, text);
  }
  assertThrows(
    () => compilePattern("((a{1000}){1000}){1000}", OPTIONS),
    PatternError,
  );
});

Deno.test("locate() tells where all groups stand, on either engine", () => {
  const offsetsOf = (text: string, subject: string) => {
    const pattern = compilePattern(text, OPTIONS);
    const offsets = new Int32Array(2 * (pattern.captures + 1));
    return pattern.locate(subject, offsets) ? [...offsets] : null;
  };
  assertEquals(offsetsOf("(a)(b)?()", "xaé"), [1, 2, 1, 2, -1, -1, 2, 2]);
  // What repeats a group of several characters is not left to JavaScript.
  assertEquals(offsetsOf("(?:(ab)|(c))+", "xabc"), [1, 4, 1, 3, 3, 4]);
  assertEquals(offsetsOf("a", "x"), null);
  assertEquals(offsetsOf("(?:aa)+", "x"), null);
});

Deno.test("groups have their names, which two may share as in DuckDB", () => {
  const names = (text: string, shortNames = false) =>
    compilePattern(text, { ...OPTIONS, shortNames }).names;
  assertEquals(names("(?P<b>x)(y)(?:z)(?P<a_1>)"), ["b", null, "a_1"]);
  assertEquals(names("(?<a>x)(?P<b>y)", true), ["a", "b"]);
  // DuckDB's RE2 is older than the short form.
  assertThrows(() => names("(?<a>x)"), PatternError, "written otherwise");
  assertEquals(names("(?P<a>x)(?P<a>y)"), ["a", "a"]);
});
