import type { FieldType } from "../../core/mod.ts";
import type { MomentForm } from "../portable_job.ts";
import { momentFrom } from "./moments.ts";
import { text } from "./sql_text.ts";

const WHOLE = "^ *[+-]?0*[0-9]{1,19} *\\z";
/** A number with a point or an exponent. */
const FRACTION =
  "^ *[+-]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)? *\\z";
const DOUBLE =
  "^ *[+-]?(?:(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|Infinity) *\\z";

const TRUTH = "^(?i:true|false|t|f|yes|no|y|n|1|0)\\z";

/** Added to a double and taken off again, it rounds to the even neighbour, as weir does: 1.5 times 2^52. */
const TO_EVEN = "6755399441055744E0";

/**
 * The value of a type that a text says; NULL where it says none (V2). Flink's
 * own TRY_CAST reads more than weir does, such as `1d` and half of `1.9`, so
 * that patterns stand before it.
 *
 * @param value An expression of type STRING; it is repeated.
 * @param form How a moment is written.
 * @param bare The text where it stands without quotes, else NULL; `null` where that makes no difference.
 * @returns `null` where Flink has no such type.
 */
export function readText(
  value: string,
  type: FieldType,
  form: MomentForm | null,
  bare: string | null = null,
): string | null {
  switch (type) {
    case "VARCHAR":
      return value;
    case "BIGINT":
      return firstOf([
        read(value, WHOLE, "BIGINT"),
        [matches(value, FRACTION), wholeOf(rounded(value, bare))],
        ...truth(value, bare),
      ]);
    case "DOUBLE":
      return firstOf([read(value, DOUBLE, "DOUBLE"), ...truth(value, bare)]);
    case "BOOLEAN":
      return bare === null ? `TRY_CAST(${value} AS BOOLEAN)` : firstOf([
        read(value, TRUTH, "BOOLEAN"),
        [matches(value, "^-?[0-9]"), `TRY_CAST(${bare} AS DOUBLE) <> 0E0`],
      ]);
    case "TIMESTAMP":
      return momentFrom(value, form ?? "iso");
    case "DATE":
      return `CAST(${momentFrom(value, form ?? "iso")} AS DATE)`;
    default:
      return null;
  }
}

/**
 * A text cast to a type. A field says more: `true` without quotes is 1, and
 * what is a number without quotes rounds otherwise.
 *
 * @param value An expression of type STRING; it is repeated.
 */
export function castText(
  value: string,
  type: "BIGINT" | "DOUBLE" | "BOOLEAN",
): string {
  switch (type) {
    case "BIGINT":
      return firstOf([
        read(value, WHOLE, "BIGINT"),
        [
          matches(value, FRACTION),
          wholeOf(awayFromZero(`TRY_CAST(${value} AS DOUBLE)`)),
        ],
      ]);
    case "DOUBLE":
      return firstOf([read(value, DOUBLE, "DOUBLE")]);
    case "BOOLEAN":
      return `TRY_CAST(${value} AS BOOLEAN)`;
  }
}

/** A condition, and the value where it holds. */
type Way = readonly [condition: string, value: string];

/** CASE reads one way, and the rest only where it must; COALESCE of Flink computes all of them first. */
function firstOf(ways: readonly Way[]): string {
  const lines = ways.map(([condition, value]) =>
    `  WHEN ${condition} THEN ${value}\n`
  );
  return `CASE\n${lines.join("")}END`;
}

function read(value: string, pattern: string, type: string): Way {
  return [matches(value, pattern), `TRY_CAST(${value} AS ${type})`];
}

function matches(value: string, pattern: string): string {
  return `REGEXP(${value}, ${text(pattern)})`;
}

/** `true` and `false` are numbers where they stand without quotes. */
function truth(value: string, bare: string | null): readonly Way[] {
  const says = (word: string) =>
    bare === null
      ? `${value} = '${word}'`
      : `${value} = '${word}' AND ${bare} = '${word}'`;
  return [[says("true"), "1"], [says("false"), "0"]];
}

/** Halves of numbers go to the even neighbour, halves in texts away from zero. */
function rounded(value: string, bare: string | null): string {
  const number = `TRY_CAST(${value} AS DOUBLE)`;
  const even = `${number} + ${TO_EVEN} - ${TO_EVEN}`;
  return bare === null
    ? even
    : `IF(${bare} IS NULL, ${awayFromZero(number)}, ${even})`;
}

/** ROUND stops the job at what is infinite. */
function awayFromZero(number: string): string {
  return `IF(ABS(${number}) < 1E19, ROUND(${number}, 0), ${number})`;
}

/** Beyond 64 bits Flink stays at the end of them, where no double is but the least. */
function wholeOf(double: string): string {
  return `NULLIF(NULLIF(CAST(${double} AS BIGINT), 9223372036854775807), -9223372036854775808)`;
}
