import type { FieldType } from "../../core/mod.ts";
import { type Constant, type Interval, isInterval } from "../../sql/mod.ts";
import { type ConstantPlace, ExpressionWriter } from "../write_expression.ts";
import { sparkCast } from "./casts.ts";
import { sparkFunction } from "./functions.ts";
import { sqlName, sqlText } from "./text.ts";
import { sparkType } from "./types.ts";

/** Expressions of a job in Spark's SQL. */
export const sparkWriter: ExpressionWriter = new ExpressionWriter({
  target: "spark",
  coalesce: "coalesce",
  column: sqlName,
  constant,
  call: sparkFunction,
  cast: sparkCast,
});

function constant(
  { value, type }: Constant,
  place: ConstantPlace,
  wanted: FieldType,
): string {
  if (value === null) {
    const name = sparkType(wanted);
    return name === null ? "NULL" : `CAST(NULL AS ${name})`;
  }
  switch (typeof value) {
    case "boolean":
      return value ? "TRUE" : "FALSE";
    case "string":
      return sqlText(value);
    case "bigint":
    case "number":
      return numberText(value, type, place === "compared");
    default:
      return isInterval(value) ? intervalText(value) : sqlText(value.json);
  }
}

function numberText(
  value: number | bigint,
  type: FieldType,
  isCompared: boolean,
): string {
  switch (type) {
    case "TIMESTAMP":
      return `TIMESTAMP '${momentText(Number(value))}Z'`;
    case "DATE":
      return `DATE '${momentText(Number(value)).slice(0, 10)}'`;
    case "HUGEINT":
      return `CAST(${value}BD AS DECIMAL(38, 0))`;
    case "DOUBLE":
      return Number.isFinite(value)
        ? `${Object.is(value, -0) ? "-0.0" : value}D`
        : `CAST('${value}' AS DOUBLE)`;
    default:
      // The least whole number is none that Spark's reader takes with its sign.
      return value === -(2n ** 63n)
        ? `CAST('${value}' AS BIGINT)`
        : isCompared
        ? String(value)
        : `${value}L`;
  }
}

/** `2024-01-31 10:05:03.5` */
function momentText(us: number): string {
  const text = new Date(Math.floor(us / 1_000)).toISOString()
    .replace("T", " ").slice(0, -1);
  const micros = String(((us % 1_000) + 1_000) % 1_000).padStart(3, "0");
  return `${text}${micros}`.replace(/\.?0+$/u, (zeros, at: number) =>
    // The zeros of seconds stay.
    at < 19 ? zeros.slice(0, 19 - at) : "");
}

function intervalText(
  { months, days, us }: Interval,
): string {
  return `make_interval(0, ${months}, 0, ${days}, 0, 0, ${us / 1_000_000})`;
}
