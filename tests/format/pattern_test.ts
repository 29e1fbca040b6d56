import fc from "fast-check";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Fault, Tag, type Value } from "../../lib/core/mod.ts";
import { patternFormat } from "../../lib/format/mod.ts";
import { corpusTest, decoding, texts } from "./decoding.ts";

const PYTHON = patternFormat(
  "^(?P<time>\\S+ [0-9:,]+) (?P<level>[A-Z]+) (?:\\[(?P<pid>[0-9]+)\\] )?(?P<text>.*)$",
);

Deno.test("a pattern makes a field of each named group, in order", () => {
  const { fields, rows } = decoding(
    patternFormat("(\\w+) (?P<b>\\w+) (?<a>\\w+)"),
    "x y z\r\n\none two three",
  );
  assertEquals(fields, ["b", "a"]);
  assertEquals(rows, [["y", "z"], ["two", "three"]]);
});

Deno.test("a group that took no part is NULL, an empty one is ''", () => {
  const { rows, tags } = decoding(
    PYTHON,
    "d 1 INFO [7] up\nd 2 INFO \n",
  );
  assertEquals(rows, [["d 1", "INFO", 7, "up"], ["d 2", "INFO", null, ""]]);
  assertEquals(tags[1]![2], Tag.NULL);
});

Deno.test("a group is what a CSV cell without quotes is", () => {
  const { rows } = decoding(
    patternFormat("^(?P<v>.*)$"),
    "5\n-0.5e3\n007\n+1\ntrue\nfalse\nTrue\n9007199254740993\n 1\n{}",
  );
  assertEquals<readonly Value[]>(rows.flat(), [
    5,
    -500,
    "007",
    "+1",
    true,
    false,
    "True",
    9007199254740993n,
    " 1",
    "{}",
  ]);
});

Deno.test("a pattern matches anywhere unless it is anchored, and a line it does not match is bad", () => {
  const { rows, bad, lineNumbers } = decoding(
    patternFormat("took (?P<ms>\\d+)"),
    "it took 5 ms\nnothing\nö took 7\n",
  );
  assertEquals(rows.flat(), [5, 7]);
  assertEquals(bad, [
    "2:1 cannot read row as --pattern has it: it does not match",
  ]);
  assertEquals(lineNumbers, [1, 2, 3]);
  assertEquals(
    decoding(patternFormat("^took (?P<ms>\\d+)$"), "it took 5 ms\ntook 7")
      .rows.flat(),
    [7],
  );
});

Deno.test("every line is matched, whatever fields are wanted", () => {
  for (const want of [[], ["level"], ["nowhere"], ["text", "level", "text"]]) {
    const { rows, bad } = decoding(PYTHON, "d 1 INFO up\noops\n", { want });
    assertEquals([rows.length, bad.length], [1, 1], want.join());
  }
  assertEquals(
    decoding(PYTHON, "d 1 INFO up", { want: ["text", "level", "text"] }).rows,
    [["up", "INFO", "up"]],
  );
});

Deno.test("a pattern takes UTF-8 apart by characters, and groups inside of groups", () => {
  const format = patternFormat("(?P<all>(?P<one>.)(?P<two>.))(?P<rest>.*)");
  assertEquals(decoding(format, "😀é漢x\naé\n").rows, [
    ["😀é", "😀", "é", "漢x"],
    ["aé", "a", "é", ""],
  ]);
});

Deno.test("invalid UTF-8 is bad as such, and said to be so before the pattern is", () => {
  const bytes = Uint8Array.of(97, 10, 98, 0xe9, 10, 0xc3, 0xa9, 10);
  const { rows, bad } = decoding(patternFormat("^(?P<v>[a-zé])$"), bytes);
  assertEquals(rows.flat(), ["a", "é"]);
  assertEquals(bad, ["2:2 cannot read row as --pattern has it: invalid UTF-8"]);
});

Deno.test("NUL, bare carriage returns and a byte order mark stay as in lines", () => {
  assertEquals(
    decoding(patternFormat("^(?P<v>.*)$"), "\ufeffa\0b\rc\r\n\ufeffd").rows
      .flat(),
    ["a\0b\rc", "\ufeffd"],
  );
});

Deno.test("a line that is too long is bad, and the next one is read", () => {
  const input = `${"x".repeat(3_000_000)}\nab\n`;
  const { rows, bad } = decoding(patternFormat("(?P<v>[a-z]+)"), input, {
    maxRowBytes: 1 << 20,
    cut: () => 65_536,
  });
  assertEquals(rows.flat(), ["ab"]);
  assertEquals(bad.length, 1);
});

Deno.test("a pattern that goes back too often does not hang, and means the same", () => {
  const format = patternFormat("^(?P<v>(?:a+)+)(?P<b>b)?$");
  const input = `${"a".repeat(5000)}c\n${"a".repeat(5000)}\n`;
  const start = performance.now();
  const { rows, bad } = decoding(format, input);
  assert(performance.now() - start < 5000);
  assertEquals(rows.map(([v, b]) => [String(v).length, b]), [[5000, null]]);
  assertEquals(bad.length, 1);
});

Deno.test("a line that is too long to look for such a pattern is bad, and the next one is read", () => {
  const { rows, bad } = decoding(
    patternFormat("(?P<v>(?:ab|c){1,900}d)"),
    `${"x".repeat(3_000_000)}\nccd\n`,
  );
  assertEquals(rows.flat(), ["ccd"]);
  assertEquals(bad, [
    "1:1 cannot read row as --pattern has it: it is too long for a pattern whose time nothing bounds",
  ]);
});

Deno.test("what is no pattern of fields is refused with how to mend it", () => {
  const faultOf = (text: string) =>
    assertThrows(() => patternFormat(text), Fault);
  const cases: readonly [pattern: string, what: string, mend: string][] = [
    ["\\d+", "has no group", "(?P<time>"],
    ["(\\d+)", "no group of the pattern has a name", "(?P<time>"],
    [
      "(?P<a>x)|(?<a>y)",
      "two groups of the pattern are called a",
      "name of its own",
    ],
    ["(?P<a>x", "a ( is not closed", "\\("],
    ["(?=x)(?P<a>x)", "looks ahead or behind", ""],
  ];
  for (const [text, what, mend] of cases) {
    const fault = faultOf(text);
    assertEquals(fault.code, "input/pattern");
    assert(fault.message.includes(what), fault.message);
    assert((fault.mend ?? "").includes(mend), fault.mend ?? "");
  }
});

/** Patterns that JavaScript reads as RE2 does, and lines that some of them match. */
const SHAPES = [
  "^(?<a>[^ ]+) (?<b>[0-9]+)?(?<c>.*)$",
  "(?<a>[0-9.]+)|(?<b>[a-z]+)",
  "(?<a>(?<b>[^= ]*)=(?<c>[^= ]*))",
  "^(?<a>)(?<b>x*)",
  "(?<a>é|😀)",
];
const PIECES = [
  "a",
  "b=1",
  "-2.5",
  "0",
  " ",
  "=",
  "true",
  "é",
  "漢",
  "😀",
  "\0",
  "\ufeff",
  "x",
  "\r",
  "\t",
];

/** What a field is, told the slow way. */
function valueOf(text: string | undefined): Value {
  if (text === undefined) return null;
  if (text === "true" || text === "false") return text === "true";
  return /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(text) ? Number(text) : text;
}

Deno.test("rows are what a slow reading of the whole text gives, however it is cut", () => {
  const line = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.constantFrom(...SHAPES),
      fc.array(line, { maxLength: 12 }),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
      (shape, lines, ended, cuts) => {
        const input = lines.join("\n") + (ended ? "\n" : "");
        const rows: Value[][] = [];
        let bad = 0;
        for (const each of input.replace(/^\ufeff/, "").split("\n")) {
          const text = each.replace(/\r$/, "");
          if (text === "") continue;
          const groups = new RegExp(shape, "su").exec(text)?.groups;
          if (groups === undefined) bad++;
          else rows.push(Object.values(groups).map(valueOf));
        }
        let next = 0;
        const format = patternFormat(shape);
        for (const cut of [undefined, () => cuts[next++ % cuts.length]!]) {
          const decoded = decoding(format, input, cut ? { cut } : {});
          assertEquals([decoded.rows, decoded.bad.length], [rows, bad]);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

corpusTest(
  "a pattern of everything reads what plain lines read",
  "lnav-logs",
  async (root) => {
    const { lines } = await import("../../lib/format/mod.ts");
    const all = patternFormat("^(?P<line>[\\s\\S]*)$");
    let rows = 0;
    for (const { name, isFile } of Deno.readDirSync(root)) {
      if (!isFile) continue;
      const bytes = Deno.readFileSync(new URL(encodeURIComponent(name), root));
      try {
        const wanted = texts(lines, bytes);
        assertEquals(texts(all, bytes), wanted, name);
        assertEquals(
          decoding(all, bytes).lineNumbers,
          decoding(lines, bytes).lineNumbers,
        );
        rows += wanted.length;
      } catch (error) {
        assert(error instanceof Fault, `${name}: ${error}`);
      }
    }
    assert(rows > 1000);
  },
);
