import type { FieldType } from "../../core/mod.ts";
import type { MomentForm } from "../portable_job.ts";
import { momentFrom } from "./moments.ts";
import { indented, text } from "./sql_text.ts";

const WHOLE = "^ *[+-]?[0-9]{1,19} *$";
/** A number with a point or an exponent. */
const FRACTION =
  "^ *[+-]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)? *$";
const DOUBLE =
  "^ *[+-]?(?:(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|Infinity) *$";

/** Added to a double and taken off again, it rounds to the even neighbour, as weir does: 1.5 times 2^52. */
const TO_EVEN = "6755399441055744E0";

/**
 * The value of a type that a text says; NULL where it says none (V2). Flink's
 * own TRY_CAST reads more than weir does, such as `1d` and half of `1.9`, so
 * that patterns stand before it.
 *
 * @param value An expression of type STRING; it may be repeated.
 * @param form How a moment is written.
 * @returns `null` where Flink has no such type.
 */
export function readText(
  value: string,
  type: FieldType,
  form: MomentForm | null,
): string | null {
  switch (type) {
    case "VARCHAR":
      return value;
    case "BIGINT":
      return firstOf([
        tried(value, WHOLE, "BIGINT"),
        wholeOf(
          `${tried(value, FRACTION, "DOUBLE")} + ${TO_EVEN} - ${TO_EVEN}`,
        ),
        truth(value),
      ]);
    case "DOUBLE":
      return firstOf([tried(value, DOUBLE, "DOUBLE"), truth(value)]);
    case "BOOLEAN":
      return `TRY_CAST(${value} AS BOOLEAN)`;
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
 */
export function castText(
  value: string,
  type: "BIGINT" | "DOUBLE" | "BOOLEAN",
): string {
  switch (type) {
    case "BIGINT":
      return `COALESCE(${tried(value, WHOLE, "BIGINT")}, ${
        wholeOf(`ROUND(${tried(value, FRACTION, "DOUBLE")}, 0)`)
      })`;
    case "DOUBLE":
      return tried(value, DOUBLE, "DOUBLE");
    case "BOOLEAN":
      return `TRY_CAST(${value} AS BOOLEAN)`;
  }
}

function truth(value: string): string {
  return `CASE ${value} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`;
}

function firstOf(ways: readonly string[]): string {
  return `COALESCE(\n${ways.map(indented).join(",\n")}\n)`;
}

/** Beyond 64 bits Flink stays at the end of them, where no double is but the least. */
function wholeOf(double: string): string {
  return `NULLIF(NULLIF(CAST(${double} AS BIGINT), 9223372036854775807), -9223372036854775808)`;
}

function tried(value: string, pattern: string, type: string): string {
  return `TRY_CAST(REGEXP_EXTRACT(${value}, ${text(pattern)}) AS ${type})`;
}
