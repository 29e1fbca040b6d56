import {
  type ConstructKind,
  EXACT,
  exactWhere,
  type Judgement,
  within,
} from "./construct.ts";

/** Two libraries of mathematics. */
export const LAST_DIGITS: Judgement = within(
  "approximate",
  "P011",
  "two libraries of mathematics may differ in the last digit",
);

/** Sums of doubles. */
export const SUMS: Judgement = exactWhere(
  "P011",
  "where values do not cancel each other out: of 1e16, 1 and -1e16 the sum is 1 here and 0 there",
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

/** Whole numbers beyond 64 bits. */
export const WRAPS: Judgement = exactWhere(
  "P028",
  "where 64 bits hold the result: one that they do not is NULL here, and begins again from the other end there",
);

/** Texts that are read as moments and dates. */
export const OTHER_TIMES: Judgement = exactWhere(
  "P009",
  "where texts are times as ISO 8601 has them: such as are read here alone are NULL there",
);

/**
 * What holds for lines that every cluster reads as weir does: what departs from
 * it stands behind it.
 *
 * @param more What an engine asks beside that.
 */
export function readWhere(
  { format, header }: ConstructKind & { readonly kind: "format" },
  more: readonly string[] = [],
): Judgement {
  const conditions = [
    ...(format === "ndjson"
      ? [
        "each line is an object (any other JSON value is a row with the field value here, and a bad line there)",
      ]
      : []),
    ...(format === "csv" || format === "tsv"
      ? [
        "each row is a line (one that goes on over a line end in quotes is read here, and makes bad lines there)",
      ]
      : []),
    ...(header
      ? ["no row says what the header says (such are left out there)"]
      : []),
    ...more,
  ];
  return conditions.length === 0
    ? EXACT
    : exactWhere("P011", `where ${conditions.join(", and where ")}`);
}

/** Moments other than the event time. */
export const WHOLE_MILLISECONDS: Judgement = exactWhere(
  "P026",
  "where its moments are in whole milliseconds: what is finer is cut off there alone",
);
