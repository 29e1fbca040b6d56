import { EXACT, type Judgement, no } from "../construct.ts";
import { javaPattern, patternJudgement } from "../java_pattern.ts";
import {
  atLeast,
  type Constants,
  type Rule,
  rule,
  type Rules,
} from "./rules.ts";
import { firstMatch, text } from "./sql_text.ts";

/** What is known of a regular expression when it is printed. */
interface Searched {
  readonly java: string;
  readonly all: boolean;
  readonly captures: number;
  /** Whether it matches the empty text, behind which Java and weir go on at different places. */
  readonly matchesEmpty: boolean;
  /** What a user must know of it, whatever is done with it. */
  readonly judgement: Judgement;
}

function searched(
  constants: Constants,
  optionsAt: number,
): Searched | Judgement {
  const pattern = constants[1];
  const letters = optionsAt < constants.length ? constants[optionsAt] : "";
  if (typeof pattern !== "string" || typeof letters !== "string") {
    return no(
      "P007",
      "the pattern and its options must stand in the text",
      "Write them as texts",
    );
  }
  const found = javaPattern(pattern, letters);
  if (typeof found === "string") {
    return no("P007", found, "Write the pattern without it");
  }
  const { source, all, captures, matchesEmpty } = found;
  const judgement = patternJudgement(found);
  return { java: source, all, captures, matchesEmpty, judgement };
}

/** A rule for a call with a pattern as its second argument. */
function pattern(
  types: string,
  optionsAt: number,
  sql: (
    args: readonly string[],
    found: Searched,
    constants: Constants,
  ) => string,
  judge: (constants: Constants, found: Searched) => Judgement = () => EXACT,
): Rule {
  return rule(
    types,
    (args, constants) =>
      sql(args, searched(constants, optionsAt) as Searched, constants),
    (constants) => {
      const found = searched(constants, optionsAt);
      if (!("java" in found)) return found;
      const own = judge(constants, found);
      return own === EXACT ? found.judgement : own;
    },
  );
}

const matches = (args: readonly string[], { java }: Searched) =>
  `REGEXP(${args[0]}, ${text(java)})`;
const matchesAll = (args: readonly string[], { java }: Searched) => {
  const flags = /^\(\?[ius]+\)/u.exec(java)?.[0] ?? "";
  return `REGEXP(${args[0]}, ${
    text(`${flags}\\A(?:${java.slice(flags.length)})\\z`)
  })`;
};

/** '' where nothing is found, NULL only for NULL. */
function extract(
  args: readonly string[],
  { java }: Searched,
  constants: Constants,
): string {
  const group = constants.length > 2 ? Number(constants[2]) : 0;
  const [value = ""] = args;
  return `COALESCE(${firstMatch(value, java, group)}, LEFT(${value}, 0))`;
}

/** The text that takes the place of a match: pieces of text and numbers of groups; `null` where it is none. */
function pieces(
  replacement: unknown,
  captures: number,
): readonly (string | number)[] | null {
  if (typeof replacement !== "string") return null;
  const found: (string | number)[] = [];
  for (const [, escaped, plain] of replacement.matchAll(/\\(.?)|([^\\]+)/gsu)) {
    if (plain !== undefined) found.push(plain);
    else if (escaped === "\\") found.push("\\");
    else if (/^\d$/u.test(escaped!) && Number(escaped) <= captures) {
      found.push(Number(escaped));
    } else return null;
  }
  return found;
}

/** Flink itself replaces all matches: the first is put together from what stands before, in and behind it. */
function replaceFirst(
  [value]: readonly string[],
  { java, captures }: Searched,
  constants: Constants,
): string {
  const flags = /^\(\?[ius]+\)/u.exec(java)?.[0] ?? "";
  const source = java.slice(flags.length);
  const part = (pattern: string, group: number) =>
    firstMatch(value!, flags + pattern, group);
  const split = `\\A([\\s\\S]*?)(?:${source})`;
  const match = `\\A[\\s\\S]*?(${source})`;
  const written = pieces(constants[2], captures)!.map((piece) =>
    typeof piece === "string"
      ? text(piece)
      : piece === 0
      ? part(match, 1)
      : `COALESCE(${part(split, piece + 1)}, '')`
  );
  const whole = [
    part(split, 1),
    ...written,
    part(`${split}([\\s\\S]*)`, captures + 2),
  ];
  return `COALESCE(${whole.join(" || ")}, ${value})`;
}

const replaces = (
  constants: Constants,
  { all, captures, matchesEmpty }: Searched,
): Judgement => {
  const found = pieces(constants[2], captures);
  if (found === null) {
    return no(
      "P007",
      "the replacement must stand in the text, with \\1 for groups that there are",
      "Write it as a text",
    );
  }
  if (!all) return EXACT;
  if (matchesEmpty) {
    return no(
      "P007",
      "a pattern that matches the empty text is replaced at other places there",
      "Ask for one character at least: + for *",
    );
  }
  return found.every((piece) => typeof piece === "string") ? EXACT : no(
    "P007",
    "groups cannot be named where all matches are replaced",
    "Leave out g to replace the first, or take it apart with regexp_extract",
  );
};

const groups = (constants: Constants): Judgement =>
  atLeast(constants[2] ?? 0, 0) ? EXACT : no(
    "P007",
    "the number of the group must stand in the text",
    "Write it as a number in the text",
  );

/** Functions that look for patterns: only those of the text, and only where Java reads them in the same way. */
export const PATTERN_RULES: Rules = {
  regexp_matches: [
    pattern("VARCHAR VARCHAR", 2, matches),
    pattern("VARCHAR VARCHAR VARCHAR", 2, matches),
  ],
  regexp_full_match: [
    pattern("VARCHAR VARCHAR", 2, matchesAll),
    pattern("VARCHAR VARCHAR VARCHAR", 2, matchesAll),
  ],
  regexp_extract: [
    pattern("VARCHAR VARCHAR", 3, extract),
    pattern("VARCHAR VARCHAR BIGINT", 3, extract, groups),
    pattern("VARCHAR VARCHAR BIGINT VARCHAR", 3, extract, groups),
  ],
  regexp_replace: [
    pattern("VARCHAR VARCHAR VARCHAR", 3, replaceFirst, replaces),
    pattern(
      "VARCHAR VARCHAR VARCHAR VARCHAR",
      3,
      (args, found, constants) =>
        found.all
          ? `REGEXP_REPLACE(${args[0]}, ${text(found.java)}, ${
            text(pieces(constants[2], found.captures)!.join(""))
          })`
          : replaceFirst(args, found, constants),
      replaces,
    ),
  ],
};
