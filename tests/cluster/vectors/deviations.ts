import type { Deviation } from "../deviations.ts";

/** Files of vectors that no cluster takes: lists and objects as text keep their own spelling here alone. */
export const REFUSED: readonly string[] = ["ndjson_nested"];

const BOTH = ["flink", "spark"] as const;
const OTHER_FORM =
  "a job reads times in the form that the first row has; weir reads each as it is (check tells it: P009)";
const LENIENT =
  "DuckDB, and so weir, takes hexadecimal and `_` between digits in texts; clusters read plain digits";
const HALVES =
  "halves of a number in a text go away from zero, as in DuckDB, and those of a number to the even one; clusters take both to the even one";
const TRUTH_OF_NUMBERS =
  "weir takes any number but zero for true, clusters 0 and 1 alone";
const LEAP =
  "the second 60 is the first of the next minute, and no time on clusters";
const NUMBER_AS_TEXT =
  "the text of a number is spelt by the engine: read it as a number";
const SURROGATES =
  "a surrogate without its other half is no character; weir writes U+FFFD, and each engine something else";
const FAR =
  "a whole number that is no double is nearest to 1e17, from where on weir takes counts for nanoseconds";

/** What engines read otherwise than weir. */
export const VECTOR_DEVIATIONS: readonly Deviation[] = [
  {
    on: BOTH,
    where: "csv_bigint",
    what: ["plain: '0x10'", "plain: '1_000'"],
    why: LENIENT,
  },
  { on: BOTH, where: "csv_double", what: ["plain: '1_000'"], why: LENIENT },
  {
    on: BOTH,
    where: "ndjson_bigint",
    what: ["in quotes: '0x10'", "in quotes: '1_000'"],
    why: LENIENT,
  },
  {
    on: BOTH,
    where: "ndjson_double",
    what: ["in quotes: '1_000'"],
    why: LENIENT,
  },
  { on: BOTH, where: "csv_bigint", what: ["plain: '.5'"], why: HALVES },
  {
    on: BOTH,
    where: "ndjson_bigint",
    what: ["in quotes: '2.5'", "in quotes: '.5'"],
    why: HALVES,
  },
  {
    on: BOTH,
    where: "csv_boolean",
    what: ["plain: '2'", "plain: '1.0'"],
    why: TRUTH_OF_NUMBERS,
  },
  {
    on: BOTH,
    where: "ndjson_boolean",
    what: ["2", "0.5"],
    why: TRUTH_OF_NUMBERS,
  },
  { on: BOTH, where: "csv_varchar", what: ["a number"], why: NUMBER_AS_TEXT },
  { on: BOTH, where: "ndjson_varchar", what: ["-0"], why: NUMBER_AS_TEXT },
  {
    on: ["flink"],
    where: "ndjson_varchar",
    what: ["a number with a point", "an exponent"],
    why: NUMBER_AS_TEXT,
  },
  {
    on: BOTH,
    where: "ndjson_varchar",
    what: ["a lone surrogate", "surrogates in the wrong order"],
    why: SURROGATES,
  },
  {
    on: BOTH,
    where: "ndjson_line",
    what: ["U+FEFF before"],
    why:
      "a cluster does not tell which line is the first of a file, so a byte order mark is passed over in every line",
  },
  {
    on: ["flink"],
    where: "combined_request",
    what: ["bytes that are no UTF-8"],
    why: "URL_DECODE writes U+FFFD; weir keeps the escape as it stands",
  },
  { on: BOTH, where: "csv_timestamp_iso", what: ["digits"], why: OTHER_FORM },
  {
    on: BOTH,
    where: "ndjson_timestamp_clf",
    what: [
      "hour 24",
      "no zone",
      "one digit of the day",
      "a fraction",
      "a zone with a colon",
      "ISO among them",
    ],
    why: OTHER_FORM,
  },
  {
    on: ["flink"],
    where: "ndjson_timestamp_clf",
    what: ["small letters"],
    why: OTHER_FORM,
  },
  { on: BOTH, where: "ndjson_timestamp_clf", what: ["leap second"], why: LEAP },
  {
    on: BOTH,
    where: "ndjson_timestamp_epoch",
    what: ["ISO among numbers"],
    why: OTHER_FORM,
  },
  {
    on: BOTH,
    where: "ndjson_timestamp_epoch",
    what: ["the greatest microseconds"],
    why: FAR,
  },
  {
    on: ["flink"],
    where: "ndjson_timestamp_epoch",
    what: ["a negative fraction"],
    why: "fractions of milliseconds before 1970 go up there, not down",
  },
  {
    on: BOTH,
    where: "ndjson_timestamp_iso",
    what: ["slashes", "nothing between", "a number among texts"],
    why: OTHER_FORM,
  },
  { on: BOTH, where: "ndjson_timestamp_iso", what: ["leap second"], why: LEAP },
  {
    on: ["flink"],
    where: "ndjson_timestamp_iso",
    what: ["year 0"],
    why: "the years of Flink begin with 1",
  },
  {
    on: ["flink"],
    where: "ndjson_timestamp_iso",
    what: ["blanks around"],
    why: OTHER_FORM,
  },
  {
    on: ["spark"],
    where: "ndjson_timestamp_iso",
    what: ["small t and z", "no seconds, with zone", "24:00"],
    why: OTHER_FORM,
  },
];
