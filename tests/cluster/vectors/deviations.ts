import type { Deviation } from "../deviations.ts";

/** Files of vectors that no cluster takes: lists and objects as text keep their own spelling here alone. */
export const REFUSED: readonly string[] = ["ndjson_nested"];

const BOTH = ["flink", "spark"] as const;
const OTHER_FORM =
  "a job reads times in the form that the first row has; weir reads each as it is (check tells it: P009)";
const ZONES =
  "weir reads the American names of zones that RFC 2822 has, clusters UTC and offsets";
const FAR_YEARS = "years of more than four digits are spelt with fewer zeros";
const YEARS = "the years of Flink begin with 1, and have four digits";
const NUMBER_AS_TEXT =
  "the text of a number is spelt by the engine: read it as a number";
const BASED = "Flink has no function that reads digits of another base";
const ODD_COUNT =
  "weir takes the minus of 1e-3 for that of 1-Feb-2024, and exponents of more than three digits for numbers";
const LONG = "weir reads no time of more than 64 characters";
const PARENT =
  "Spark's text of a field does not say whether it was in quotes, so that a text with an object in it has members";
const DIGITS = "Flink keeps more digits of a number than a double has";

const ODD_NUMBER =
  "as a text it is a number to Flink only where ASCII blanks stand around it, without _ in it, and with the digits that a double has";
const LEAST = "the least whole number is where Flink ends what is too small";
const SERVERS =
  "Flink reads the times of access logs in the one form that servers write";
const HALVES = "half of a surrogate pair becomes ? on Flink";
const BYTES =
  "escaped bytes that are no UTF-8 become U+FFFD on Flink; weir keeps the escapes";

/** What engines read otherwise than weir. */
export const VECTOR_DEVIATIONS: readonly Deviation[] = [
  {
    on: ["flink"],
    where: "csv_bigint",
    what: ["plain: '0x10'", "plain: '0b101'", "in quotes, hexadecimal"],
    why: BASED,
  },
  {
    on: ["flink"],
    where: "ndjson_bigint",
    what: ["in quotes: '0x10'", "in quotes: '0b101'", "in quotes: '0X1F'"],
    why: BASED,
  },
  {
    on: ["spark"],
    where: "ndjson_member_bigint",
    what: ["a text that looks like a parent"],
    why: PARENT,
  },
  {
    on: ["flink"],
    where: "pattern_bigint",
    what: ["plain: '0x10'", "plain: '0b101'"],
    why: BASED,
  },
  {
    on: BOTH,
    where: "pattern_varchar",
    what: ["a number", "an exponent", "-0"],
    why: NUMBER_AS_TEXT,
  },
  {
    on: BOTH,
    where: "csv_varchar",
    what: ["a number", "an exponent", "-0"],
    why: NUMBER_AS_TEXT,
  },
  {
    on: BOTH,
    where: "ndjson_varchar",
    what: ["-0", "1e20", "1e400", "100000000000000000000.5"],
    why: NUMBER_AS_TEXT,
  },
  {
    on: ["flink"],
    where: "ndjson_varchar",
    what: ["a number with a point", "an exponent"],
    why: NUMBER_AS_TEXT,
  },
  {
    on: ["spark"],
    where: "ndjson_varchar",
    what: ["0.0001", "12345678.5"],
    why: NUMBER_AS_TEXT,
  },
  {
    on: BOTH,
    where: "ndjson_line",
    what: ["U+FEFF before"],
    why:
      "a cluster does not tell which line is the first of a file, so a byte order mark is passed over in every line",
  },
  {
    on: BOTH,
    where: "csv_timestamp_iso",
    what: ["digits", "'-1'", "'1709210096.5'", "'2024'"],
    why: OTHER_FORM,
  },
  {
    on: BOTH,
    where: "pattern_timestamp_iso",
    what: ["digits", "'-1'", "'1709210096.5'", "'2024'"],
    why: OTHER_FORM,
  },
  {
    on: BOTH,
    where: "ndjson_timestamp_clf",
    what: ["ISO among them", "a number"],
    why: OTHER_FORM,
  },
  {
    on: ["flink"],
    where: "ndjson_timestamp_clf",
    what: ["'01/Jan/0000:00:00:00 +0000'"],
    why: YEARS,
  },
  {
    on: BOTH,
    where: "ndjson_timestamp_epoch",
    what: ["ISO among numbers"],
    why: OTHER_FORM,
  },
  {
    on: BOTH,
    where: "ndjson_timestamp_epoch",
    what: ["in quotes: '1e-3'", "in quotes: '1e-999999999'"],
    why: ODD_COUNT,
  },
  {
    on: ["spark"],
    where: "ndjson_timestamp_epoch",
    what: ["in quotes: '1e-400'"],
    why: ODD_COUNT,
  },
  {
    on: ["flink"],
    where: "ndjson_timestamp_epoch",
    what: ["a number: 1709210096123.9999"],
    why: DIGITS,
  },
  {
    on: ["flink"],
    where: "ndjson_timestamp_epoch",
    what: ["a number: -99999999999", "a number: -99999999999.5"],
    why: YEARS,
  },
  {
    on: ["spark"],
    where: "ndjson_timestamp_epoch",
    what: ["a number: -99999999999", "a number: -99999999999.5"],
    why: FAR_YEARS,
  },
  {
    on: BOTH,
    where: "ndjson_timestamp_iso",
    what: [
      "nothing between",
      "'20240229T123456.5+0200'",
      "'20240229T1234Z'",
      "'20240229'",
      "'20240229T123456'",
      "a number among texts",
      "a small number",
      "a fraction",
    ],
    why: OTHER_FORM,
  },
  {
    on: BOTH,
    where: "ndjson_timestamp_iso",
    what: ["'2024-02-29 12:34:56 EST'", "'2024-02-29 12:34:56PDT'"],
    why: ZONES,
  },
  {
    on: BOTH,
    where: "ndjson_timestamp_iso",
    what: [
      "'2024-02-29T12:34:56.123456789012345678901234567890123456789012345678Z'",
    ],
    why: LONG,
  },
  {
    on: ["flink"],
    where: "ndjson_timestamp_iso",
    what: [
      "year 0",
      "'0000-03-01T00:00:00Z'",
      "'0000-02-29T12:00:00Z'",
      "'0001-01-01T00:00:00+01:00'",
      "'9999-12-31T23:59:59-01:00'",
      "'+012345-01-01T00:00:00Z'",
      "'-000001-01-01T00:00:00Z'",
      "'+002024-02-29T12:34:56Z'",
    ],
    why: YEARS,
  },
  {
    on: ["spark"],
    where: "ndjson_timestamp_iso",
    what: [
      "'9999-12-31T23:59:59-01:00'",
      "'+012345-01-01T00:00:00Z'",
      "'-000001-01-01T00:00:00Z'",
    ],
    why: FAR_YEARS,
  },
  {
    on: ["flink"],
    where: "combined_request",
    what: [
      "bytes that are no UTF-8",
      "a letter, then a byte",
      "a byte, then a letter",
      "a letter cut in two",
      "a surrogate in bytes",
      "bytes that are too long",
      "bytes, then a letter of UTF-8",
      "a byte of ASCII",
      "a percent and bytes that are no UTF-8",
      "bytes of TLS",
    ],
    why: BYTES,
  },
  {
    on: ["flink"],
    where: "csv_bigint",
    what: ["plain: '1_000'", "plain: '\\x0912'"],
    why: ODD_NUMBER,
  },
  {
    on: ["flink"],
    where: "csv_double",
    what: ["plain: '1_000'", "plain: '\\x091.5'", "in quotes, digits with _"],
    why: ODD_NUMBER,
  },
  {
    on: ["flink"],
    where: "ndjson_bigint",
    what: [
      "in quotes: '1_000'",
      "in quotes: '\\x0912\\x0a'",
      "in quotes: '0.49999999999999999999'",
      "in quotes: '1_0.5'",
      "in quotes: '1e1_0'",
      "in quotes: '9223372036854775807.4'",
      "in quotes: '1e-999999999'",
    ],
    why: ODD_NUMBER,
  },
  {
    on: ["flink"],
    where: "ndjson_bigint",
    what: ["a number: -9223372036854775808.0"],
    why: LEAST,
  },
  {
    on: ["flink"],
    where: "ndjson_double",
    what: [
      "in quotes: '1_000'",
      "in quotes: '\\x091.5\\x0a'",
      "in quotes: '1_0.5'",
      "in quotes: '1_0.5_0e1_0'",
    ],
    why: ODD_NUMBER,
  },
  {
    on: ["flink"],
    where: "ndjson_timestamp_clf",
    what: [
      "hour 24",
      "leap second",
      "no zone",
      "one digit of the day",
      "a fraction",
      "a zone with a colon",
      "' 29/Feb/2024:12:34:56 +0000 '",
      "'29/Feb/2024:12:34 +0000'",
      "'29/Feb/2024 12:34:56 +0000'",
      "'29-Feb-2024:12:34:56 +0000'",
      "'29 Feb 2024 12:34:56 +0000'",
      "'29/Feb/2024:12:34:56 Z'",
      "'29/Feb/2024:12:34:56+0000'",
      "'29/Feb/2024:12:34:56 GMT'",
      "'29/Feb/2024:12:34:56 +02'",
      "'9/Feb/2024:12:34:56 +0200'",
    ],
    why: SERVERS,
  },
  {
    on: ["flink"],
    where: "ndjson_varchar",
    what: [
      "a lone surrogate",
      "surrogates in the wrong order",
      "half a pair at the end",
      "half a pair, then a pair",
      "a pair, then half of one",
      "capitals of half a pair",
      "two backslashes, then half a pair",
      "an escape and a letter behind half a pair",
    ],
    why: HALVES,
  },
  {
    on: ["flink"],
    where: "pattern_bigint",
    what: ["plain: '1_000'", "plain: '\\x0912'"],
    why: ODD_NUMBER,
  },
  {
    on: ["flink"],
    where: "pattern_double",
    what: ["plain: '1_000'", "plain: '\\x091.5'"],
    why: ODD_NUMBER,
  },
];
