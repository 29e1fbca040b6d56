import { type Judgement, no } from "./construct.ts";
import { type JavaPattern, javaPattern } from "./java_pattern.ts";
import { type Counterpart, inText, type Rule, whenever } from "./rules.ts";

/**
 * A rule for a call that searches a text for a pattern, its second argument.
 *
 * @param optionsAt Which argument holds the pattern's options.
 * @param then What there is for a pattern that Java reads as weir does.
 */
export function patternRule(
  optionsAt: number,
  then: (
    java: JavaPattern,
    constants: readonly unknown[],
  ) => Counterpart | Judgement,
): Rule {
  return whenever(([type]) => type === "VARCHAR", ({ constants }) => {
    const { [1]: pattern, [optionsAt]: options = "" } = constants;
    if (
      typeof pattern !== "string" || typeof options !== "string" ||
      (optionsAt < constants.length && constants[optionsAt] === undefined)
    ) return inText("the pattern and its options", "P007");
    const java = javaPattern(pattern, options);
    return typeof java === "string"
      ? no("P007", java, "Write the pattern without it")
      : then(java, constants);
  });
}

/** What takes the place of a match is no text, or names a group that is not there. */
export const NO_REPLACEMENT: Judgement = no(
  "P007",
  "the replacement must stand in the text, with \\1 for groups that there are",
  "Write it as a text",
);

/** Behind the empty text Java and weir go on at different places. */
export const REPLACES_EMPTY: Judgement = no(
  "P007",
  "a pattern that matches the empty text is replaced at other places there",
  "Ask for one character at least: + for *",
);

/** Which group is wanted must be known. */
export const NO_GROUP: Judgement = inText("the number of the group", "P007");
