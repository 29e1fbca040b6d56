import { Fault, type FieldType } from "../../core/mod.ts";
import type { Checked, Constant } from "../../sql/mod.ts";
import { type ConstantPlace, ExpressionWriter } from "../write_expression.ts";
import { flinkCast } from "./casts.ts";
import { flinkFunction } from "./functions.ts";
import { date, flinkType, moment, name, text } from "./sql_text.ts";

/** Where a column is, as SQL: nearly always its own name. */
export type ColumnSql = (column: string) => string;

/** Expressions of a job in Flink SQL. */
export class FlinkWriter extends ExpressionWriter {
  constructor(column: ColumnSql = name) {
    super({
      target: "flink",
      coalesce: "COALESCE",
      column,
      constant,
      call: flinkFunction,
      cast: flinkCast,
    });
  }

  /** The value of a column: literals get the type that they have in weir. */
  value(node: Checked): string {
    return node.kind === "constant"
      ? constant(node, "alone", node.type)
      : this.whole(node);
  }
}

function constant(
  node: Constant,
  place: ConstantPlace,
  type: FieldType,
): string {
  const { value } = node;
  if (value === null) return `CAST(NULL AS ${flinkType(type) ?? "STRING"})`;
  const written = literal(value, node.type);
  // A whole literal is an INT there, and sums of those wrap at 2^31.
  const isWhole = type === "BIGINT" && typeof value === "number";
  if (isWhole && (place === "branch" || place === "alone")) {
    return `CAST(${written} AS BIGINT)`;
  }
  // A text literal has its length for a type, to which IN cuts its list.
  return type === "VARCHAR" && place === "alone"
    ? `CAST(${written} AS STRING)`
    : written;
}

function literal(value: Constant["value"], type: FieldType): string {
  // Flink has no value of that type: what moves a moment writes it.
  if (type === "INTERVAL") return "";
  switch (typeof value) {
    case "boolean":
      return value ? "TRUE" : "FALSE";
    case "string":
      return text(value);
    case "bigint":
      return type === "HUGEINT"
        ? `CAST('${value}' AS DECIMAL(38, 0))`
        : `CAST(${value} AS BIGINT)`;
    case "number":
      return number(value, type);
    default:
      throw new Fault(
        "export/P006",
        "cannot print a constant of a type that Flink has not",
      );
  }
}

function number(value: number, type: FieldType): string {
  switch (type) {
    case "TIMESTAMP":
      return moment(Math.floor(value / 1_000));
    case "DATE":
      return date(Math.floor(value / 1_000));
    case "DOUBLE":
      return /[.e]/u.test(String(value))
        ? String(value).replace(/e\+?|$/u, (end) => end === "" ? "E0" : "E")
        : `${value}E0`;
    default:
      return String(value);
  }
}
