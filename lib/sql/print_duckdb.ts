import type { FieldType } from "../core/mod.ts";
import type { PathParts } from "./ast.ts";
import type { Call, Checked, Constant, Conversion } from "./checked.ts";
import { quoteName, quoteText } from "./keywords.ts";
import { textOf } from "./text_of.ts";
import { isMoment, isNumeric } from "./types.ts";
import { isExactWhole } from "./values.ts";

/** What the printer is told beside the tree. */
export interface PrintOptions {
  /** What `now()` is, in microseconds: DuckDB gets it as a literal (T8). */
  readonly nowUs: number;
  /** How a field is written; by its own path when not given. */
  readonly field?: (path: PathParts) => string;
  /** How the result of an aggregate or the key of a group is written. */
  readonly slot?: (index: number, of: "aggregate" | "group") => string;
}

/**
 * Prints an expression as DuckDB's SQL that means the same: every literal with
 * its type, every implied cast that DuckDB would make otherwise, buckets of
 * time with their origin.
 *
 * @example A literal with a point is a DOUBLE everywhere
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const span = { start: 0, end: 3 };
 * const node = { kind: "constant", value: 1.5, type: "DOUBLE", adapts: false, span } as const;
 * assertEquals(printDuckdb(node, { nowUs: 0 }), "1.5e0");
 * ```
 */
export function printDuckdb(node: Checked, options: PrintOptions): string {
  return print(node);

  function print(node: Checked): string {
    switch (node.kind) {
      case "constant":
        return printConstant(node);
      case "field":
        return options.field?.(node.path) ?? printPath(node.path);
      case "slot":
        return options.slot?.(node.index, node.of) ??
          `$${node.of}_${node.index}`;
      case "now":
        return `TIMESTAMP '${textOf(options.nowUs, "TIMESTAMP")}'`;
      case "and":
      case "or":
        return `(${node.args.map(print).join(` ${node.kind.toUpperCase()} `)})`;
      case "in":
        return `(${print(node.operand)} IN (${
          node.list.map(print).join(", ")
        }))`;
      case "case":
        return `CASE ${
          node.branches.map(({ when, then }) =>
            `WHEN ${print(when)} THEN ${wide(then)} `
          ).join("")
        }ELSE ${wide(node.otherwise)} END`;
      case "coalesce":
        return `coalesce(${node.args.map(wide).join(", ")})`;
      case "cast":
        return printCast(node);
      case "call":
        return printCall(node);
    }
  }

  /** A whole literal as BIGINT: by itself DuckDB takes it for 32 bits, and computes in 32 bits. */
  function wide(node: Checked): string {
    const text = print(node);
    const narrow = node.kind === "constant" && node.type === "BIGINT" &&
      node.value !== null;
    return narrow ? `CAST(${text} AS BIGINT)` : text;
  }

  function printCast(node: Conversion): string {
    const operand = print(node.operand);
    const from = node.operand.type;
    const { target, written } = node;
    if (target.type === "NUMBER") return operand;
    // DuckDB widens numbers by itself, in the same places.
    if (!written && target.type === "DOUBLE" && isNumeric(from)) return operand;
    const verb = node.trying ? "TRY_CAST" : "CAST";
    const cast = `${verb}(${operand} AS ${target.name})`;
    return target.name === target.type
      ? cast
      : `CAST(${cast} AS ${target.type})`;
  }

  function printCall(node: Call): string {
    const { name } = node;
    const [first, second, third] = node.args;
    switch (name) {
      case "+":
      case "-":
      case "*":
      case "//":
      case "%": {
        // One BIGINT among the operands makes the operation one of 64 bits.
        const literal = node.args.every((arg) =>
          arg.kind === "constant" || arg.kind === "case" || arg.kind === "call"
        );
        const operand = literal ? wide : print;
        const [left, right] = [operand(first!), operand(second!)];
        if (isMoment(node.type) && second!.type === "BIGINT") {
          // DuckDB counts the days of a DATE in 32 bits.
          return `(${left} ${name} CAST(${right} AS INTEGER))`;
        }
        if (name === "//" && node.type === "NUMBER") {
          return `trunc(${left} / ${right})`;
        }
        return `(${left} ${name} ${right})`;
      }
      case "negate":
        return `(-${wide(first!)})`;
      case "not":
        return `(NOT ${print(first!)})`;
      case "like":
      case "ilike": {
        const escape = third === undefined ? "" : ` ESCAPE ${print(third)}`;
        return `(${print(first!)} ${name.toUpperCase()} ${
          print(second!)
        }${escape})`;
      }
      case "date_trunc":
        // With a NULL for an argument DuckDB forgets that days and longer parts are dates.
        return node.type === "DATE"
          ? `CAST(date_trunc(${print(first!)}, ${print(second!)}) AS DATE)`
          : `date_trunc(${print(first!)}, ${print(second!)})`;
      case "sign":
        return `CAST(sign(${print(first!)}) AS BIGINT)`;
      case "to_timestamp":
        return `make_timestamp(CAST(round(${print(first!)} * 1e6) AS BIGINT))`;
      case "time_bucket":
        return `time_bucket(${print(first!)}, ${print(second!)}, ${
          third === undefined
            ? EPOCH[second!.type] ?? EPOCH.TIMESTAMP
            : print(third)
        })`;
      case "abs":
      case "round":
      case "greatest":
      case "least":
        return `${name}(${
          [
            wide(first!),
            ...node.args.slice(1).map(name === "round" ? print : wide),
          ].join(", ")
        })`;
    }
    if (name.startsWith("is ") && second === undefined) {
      return `(${print(first!)} ${name.toUpperCase()})`;
    }
    if (/^[a-z]\w*$/u.test(name)) {
      return `${name}(${node.args.map(print).join(", ")})`;
    }
    return `(${print(first!)} ${name.toUpperCase()} ${print(second!)})`;
  }
}

/** DuckDB counts buckets from 2000; weir from 1970, as it does windows. */
const EPOCH: Partial<Record<FieldType, string>> & { TIMESTAMP: string } = {
  TIMESTAMP: "TIMESTAMP '1970-01-01'",
  DATE: "DATE '1970-01-01'",
};

function printPath(path: PathParts): string {
  return path.map((part, index) =>
    typeof part === "number"
      ? `[${part}]`
      : `${index === 0 ? "" : "."}${quoteName(part)}`
  ).join("");
}

function printConstant(node: Constant): string {
  const { value, type } = node;
  if (value === null) {
    return type === "NULL" || type === "ANY" || type === "NUMBER"
      ? "NULL"
      : `CAST(NULL AS ${type})`;
  }
  if (typeof value === "string") return quoteText(value);
  const text = textOf(value, type);
  if (isMoment(type)) return `${type} ${quoteText(text)}`;
  if (type === "INTERVAL") return `INTERVAL ${quoteText(text)}`;
  if (type === "JSON") return `${quoteText(text)}::JSON`;
  if (typeof value === "number") return printNumber(value, type);
  // Digits beyond 64 bits would be a HUGEINT, and so would those of the least BIGINT without its sign.
  if (typeof value === "bigint") return `CAST('${text}' AS ${type})`;
  return text;
}

function printNumber(value: number, type: FieldType): string {
  if (type !== "DOUBLE" && isExactWhole(value)) {
    return value < 0 ? `(${value})` : String(value);
  }
  if (!Number.isFinite(value)) {
    return `CAST('${textOf(value, "DOUBLE")}' AS DOUBLE)`;
  }
  const digits = Object.is(value, -0) ? "-0" : String(value);
  const text = digits.includes("e") ? digits : `${digits}e0`;
  return text.startsWith("-") ? `(${text})` : text;
}
