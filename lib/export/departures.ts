import { exactWhere, type Judgement, within } from "./construct.ts";

/** Two libraries of mathematics. */
export const LAST_DIGITS: Judgement = within(
  "approximate",
  "P011",
  "two libraries of mathematics may differ in the last digit",
);

/** Upper and lower case by other tables. */
export const CASES: Judgement = within(
  "approximate",
  "P011",
  "letters whose case is more than one letter, such as ß and İ, change otherwise",
);

/** Patterns of ASCII letters, whatever their case. */
export const CASES_OF_ASCII: Judgement = exactWhere(
  "P011",
  "where the texts have no İ, which is i in lower case here and two characters there",
);

/** Texts from the end on. */
export const TAKEN_APART: Judgement = within(
  "approximate",
  "P011",
  "letters that are made of several characters are taken apart",
);

/** What stands around a text. */
export const ASCII_BLANKS: Judgement = exactWhere(
  "P011",
  "where blanks are those of ASCII: others, such as U+00A0, are trimmed here alone",
  "Name the characters: trim(x, ' ...')",
);

/** Texts that are read as moments and dates. */
export const OTHER_TIMES: Judgement = exactWhere(
  "P009",
  "where texts are times as ISO 8601 has them: such as are read here alone are NULL there",
);
