import { Fault, type FieldType } from "../../core/mod.ts";
import type { Checked } from "../../sql/mod.ts";
import type { Judgement } from "../construct.ts";
import { refusal } from "../refusal.ts";
import { flinkCast, noCast } from "./casts.ts";
import { flinkCall } from "./functions.ts";
import { date, flinkType, moment, name, text } from "./sql_text.ts";

/** Where a column is, as SQL: nearly always its own name. */
export type ColumnSql = (column: string) => string;

/** A column by its own name. */
const asNamed: ColumnSql = name;

/**
 * An expression of a job in Flink SQL.
 *
 * @throws {Fault} Where it holds what Flink has not; `check` tells it before.
 */
export function printExpression(
  node: Checked,
  column: ColumnSql = asNamed,
): string {
  const print = (part: Checked) => printExpression(part, column);
  switch (node.kind) {
    case "constant":
      return constant(node.value, node.type);
    case "field":
      return column(String(node.path[0]));
    case "call": {
      const types = node.args.map(({ type }) => type);
      const constants = node.args.map((arg) =>
        arg.kind === "constant" ? arg.value : undefined
      );
      const { judgement, sql } = flinkCall(node.name, types, constants);
      demand(judgement, node.name);
      // Intervals are printed by the rule: Flink has no value of that type.
      return sql(
        node.args.map((arg) => arg.type === "INTERVAL" ? "" : print(arg)),
      );
    }
    case "and":
    case "or":
      return `(${node.args.map(print).join(` ${node.kind.toUpperCase()} `)})`;
    case "in":
      return `(${print(node.operand)} IN (${node.list.map(print).join(", ")}))`;
    case "case": {
      const branches = node.branches.map(({ when, then }) =>
        `WHEN ${print(when)} THEN ${typed(then, node.type, print)}`
      );
      const otherwise = node.otherwise.type === "NULL"
        ? ""
        : ` ELSE ${print(node.otherwise)}`;
      return `CASE ${branches.join(" ")}${otherwise} END`;
    }
    case "coalesce":
      return `COALESCE(${
        node.args.map((arg) => typed(arg, node.type, print)).join(", ")
      })`;
    case "cast": {
      const { type: from } = node.operand;
      const cast = flinkCast(from, node.type);
      if (cast === null) {
        demand(noCast(from, node.type), `CAST AS ${node.target.name}`);
        return "";
      }
      const value = cast.sql(print(node.operand));
      const { range } = node.target;
      return range === null
        ? value
        : `CASE WHEN ${value} BETWEEN ${range[0]} AND ${
          range[1]
        } THEN ${value} END`;
    }
    case "now":
      demand(flinkCall("now", [], []).judgement, "now()");
      return "";
    case "slot":
      throw new TypeError(
        "Cannot print an expression over aggregates that are not columns yet",
      );
  }
}

/** The value of a column or a branch: literals get the type that they have in weir. */
export function printValue(
  node: Checked,
  column: ColumnSql = asNamed,
): string {
  return node.kind === "constant" && node.type === "VARCHAR" &&
      node.value !== null
    ? `CAST(${printExpression(node, column)} AS STRING)`
    : typed(node, node.type, (part) => printExpression(part, column));
}

/** A part that must have the type of the whole: Flink wants NULL to say which. */
function typed(
  part: Checked,
  type: FieldType,
  print: (part: Checked) => string,
): string {
  if (part.kind !== "constant") return print(part);
  if (part.value === null) {
    return `CAST(NULL AS ${flinkType(type) ?? "STRING"})`;
  }
  // A whole literal is an INT there, and sums of those wrap at 2^31.
  return type === "BIGINT" ? `CAST(${print(part)} AS BIGINT)` : print(part);
}

function constant(value: unknown, type: FieldType): string {
  if (value === null) return `CAST(NULL AS ${flinkType(type) ?? "STRING"})`;
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

/** Stops where a judgement is `no`: a text that was not understood never leaves. */
export function demand(judgement: Judgement, what: string): void {
  if (judgement.verdict !== "no") return;
  throw refusal(what, "flink", judgement);
}
