import { no } from "../construct.ts";
import {
  behindGroup,
  flagsOf,
  fromEndToEnd,
  javaReplacement,
  patternJudgement,
} from "../java_pattern.ts";
import {
  NO_GROUP,
  NO_REPLACEMENT,
  patternRule,
  REPLACES_EMPTY,
} from "../pattern_rule.ts";
import { calls, isWhole, operators, type Rules } from "../rules.ts";
import { sqlText } from "./text.ts";

const matches = (sourceOf: (source: string) => string) =>
  patternRule(2, (java) =>
    operators(
      (x) => `${x} RLIKE ${sqlText(sourceOf(java.source))}`,
      patternJudgement(java),
    ));

const extracted = patternRule(3, (java, [, , group = 0]) => {
  if (!isWhole(group, 0)) return NO_GROUP;
  // Spark stops the job at a group that is not there; weir says ''.
  return group > java.captures
    ? no("P007", `the pattern has no group ${group}`, "Correct the number")
    : calls(
      (x) => `regexp_extract(${x}, ${sqlText(java.source)}, ${group})`,
      patternJudgement(java),
    );
});

const replaced = patternRule(3, (java, [, , text]) => {
  const { source, all, captures, matchesEmpty } = java;
  // What stands before the first match is a group, and so is the match.
  const replacement = typeof text === "string"
    ? javaReplacement(text, captures, all ? 0 : 2)
    : null;
  if (replacement === null) return NO_REPLACEMENT;
  if (all && matchesEmpty) return REPLACES_EMPTY;
  // Spark replaces all; what stands before the first match is kept with it.
  const [flags, rest] = flagsOf(source);
  const pattern = all ? source : `${flags}\\A([\\s\\S]*?)(${rest})`;
  const by = all ? replacement : behindGroup("$1", replacement);
  return calls(
    (x) => `regexp_replace(${x}, ${sqlText(pattern)}, ${sqlText(by)})`,
    patternJudgement(java),
  );
});

/** Functions that look for patterns: only those of the text, and only where Java reads them in the same way. */
export const PATTERN_RULES: Rules = {
  regexp_matches: matches((source) => source),
  regexp_full_match: matches(fromEndToEnd),
  regexp_extract: extracted,
  regexp_replace: replaced,
};
