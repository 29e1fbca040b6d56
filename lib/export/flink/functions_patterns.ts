import { EXACT, type Judgement, no } from "../construct.ts";
import { javaPattern } from "../java_pattern.ts";
import {
  atLeast,
  type Constants,
  type Rule,
  rule,
  type Rules,
} from "./rules.ts";
import { text } from "./sql_text.ts";

/** What is known of a regular expression when it is printed. */
interface Searched {
  readonly java: string;
  readonly all: boolean;
  /** Whether it matches the empty text, behind which Java and weir go on at different places. */
  readonly matchesEmpty: boolean;
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
  const { source, all, matchesEmpty } = found;
  return { java: source, all, matchesEmpty };
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
      return "java" in found ? judge(constants, found) : found;
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
  return `COALESCE(REGEXP_EXTRACT(${args[0]}, ${text(java)}, ${group}), LEFT(${
    args[0]
  }, 0))`;
}

const replaces = (
  constants: Constants,
  { all, matchesEmpty }: Searched,
): Judgement => {
  if (matchesEmpty) {
    return no(
      "P007",
      "a pattern that matches the empty text is replaced at other places there",
      "Ask for one character at least: + for *",
    );
  }
  if (!all) {
    return no(
      "P007",
      "Flink replaces all matches, never the first alone",
      "Give the option g: regexp_replace(text, pattern, other, 'g')",
    );
  }
  return typeof constants[2] === "string" && !constants[2].includes("\\")
    ? EXACT
    : no(
      "P007",
      "groups of the match cannot be named in the replacement",
      "Take it apart with regexp_extract",
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
    pattern("VARCHAR VARCHAR VARCHAR", 3, () => "", replaces),
    pattern(
      "VARCHAR VARCHAR VARCHAR VARCHAR",
      3,
      (args, { java }) =>
        `REGEXP_REPLACE(${args[0]}, ${text(java)}, ${args[2]})`,
      replaces,
    ),
  ],
};
