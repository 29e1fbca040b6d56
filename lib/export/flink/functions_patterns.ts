import { no } from "../construct.ts";
import {
  flagsOf,
  fromEndToEnd,
  type JavaPattern,
  patternJudgement,
} from "../java_pattern.ts";
import {
  NO_GROUP,
  NO_REPLACEMENT,
  patternRule,
  REPLACES_EMPTY,
} from "../pattern_rule.ts";
import { calls, isWhole, type Rules } from "../rules.ts";
import { firstMatch, text } from "./sql_text.ts";

const matches = (sourceOf: (source: string) => string) =>
  patternRule(2, (java) =>
    calls(
      (x) => `REGEXP(${x}, ${text(sourceOf(java.source))})`,
      patternJudgement(java),
    ));

/** '' where nothing is found, NULL only for NULL. */
const extracted = patternRule(
  3,
  (java, [, , group = 0]) =>
    isWhole(group, 0)
      ? calls(
        (x) => `COALESCE(${firstMatch(x!, java.source, group)}, LEFT(${x}, 0))`,
        patternJudgement(java),
      )
      : NO_GROUP,
);

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
  { source, captures }: JavaPattern,
  by: readonly (string | number)[],
): (x: string) => string {
  const [flags, rest] = flagsOf(source);
  const split = `${flags}\\A([\\s\\S]*?)(?:${rest})`;
  const match = `${flags}\\A[\\s\\S]*?(${rest})`;
  return (x) => {
    const part = (pattern: string, group: number) =>
      firstMatch(x, pattern, group);
    const written = by.map((piece) =>
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
    return `COALESCE(${whole.join(" || ")}, ${x})`;
  };
}

const replaced = patternRule(3, (java, [, , replacement]) => {
  const by = pieces(replacement, java.captures);
  if (by === null) return NO_REPLACEMENT;
  const judgement = patternJudgement(java);
  if (!java.all) {
    const sql = replaceFirst(java, by);
    return calls((x) => sql(x!), judgement);
  }
  if (java.matchesEmpty) return REPLACES_EMPTY;
  if (by.some((piece) => typeof piece === "number")) {
    return no(
      "P007",
      "groups cannot be named where all matches are replaced",
      "Leave out g to replace the first, or take it apart with regexp_extract",
    );
  }
  return calls(
    (x) => `REGEXP_REPLACE(${x}, ${text(java.source)}, ${text(by.join(""))})`,
    judgement,
  );
});

/** Functions that look for patterns: only those of the text, and only where Java reads them in the same way. */
export const PATTERN_RULES: Rules = {
  regexp_matches: matches((source) => source),
  regexp_full_match: matches(fromEndToEnd),
  regexp_extract: extracted,
  regexp_replace: replaced,
};
