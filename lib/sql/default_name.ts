import type { BinaryNode, CallNode, CaseNode, Expression } from "./ast.ts";
import { quoteName, quoteText } from "./keywords.ts";

/**
 * The name of a column that the user did not name: of a field its last name,
 * of anything else what DuckDB would write above it, so that a query answers
 * under the same names whoever runs it.
 */
export function defaultName(node: Expression): string {
  if (node.kind !== "name") return print(node);
  const last = node.path.at(-1)!;
  return typeof last === "string" ? last : print(node);
}

/** Names that DuckDB's own grammar turns into calls of functions that have keywords for names. */
const KEYWORD_CALLS: Readonly<Record<string, string>> = {
  trim: 'main."trim"',
  ltrim: "main.ltrim",
  rtrim: "main.rtrim",
  position: 'main."position"',
  substring: 'main."substring"',
  extract: "main.date_part",
};

function print(node: Expression): string {
  switch (node.kind) {
    case "number":
      return printNumber(node.digits);
    case "text":
      return quoteText(node.value);
    case "constant":
      if (node.value === null) return "NULL";
      return `CAST('${node.value ? "t" : "f"}' AS BOOLEAN)`;
    case "parameter":
      return `$${node.name}`;
    case "interval":
      return printInterval(node.amount, node.unit);
    case "name":
      return node.path.map((part, index) =>
        typeof part === "number"
          ? `[${part}]`
          : `${index === 0 ? "" : "."}${quoteName(part)}`
      ).join("");
    case "unary":
      return printUnary(node.operator, node.operand);
    case "binary":
      return printBinary(node);
    case "is":
      if (node.value === null) {
        return `(${print(node.operand)} IS ${node.negated ? "NOT " : ""}NULL)`;
      }
      return `(CAST(${print(node.operand)} AS BOOLEAN) IS ${
        node.negated ? "" : "NOT "
      }DISTINCT FROM ${node.value})`;
    case "between": {
      const range = `(${print(node.operand)} BETWEEN ${print(node.low)} AND ${
        print(node.high)
      })`;
      return node.negated ? `(NOT ${range})` : range;
    }
    case "in":
      return `(${print(node.operand)} ${node.negated ? "NOT " : ""}IN (${
        node.list.map(print).join(", ")
      }))`;
    case "like": {
      const [text, pattern] = [print(node.operand), print(node.pattern)];
      if (node.escape !== null) {
        const name = `${node.negated ? "not_" : ""}${
          node.insensitive ? "i" : ""
        }like_escape`;
        return `main.${name}(${text}, ${pattern}, ${print(node.escape)})`;
      }
      const operator = `${node.negated ? "!" : ""}~~${
        node.insensitive ? "*" : ""
      }`;
      return `(${text} ${operator} ${pattern})`;
    }
    case "case":
      return printCase(node);
    case "cast":
      return `${node.trying ? "TRY_" : ""}CAST(${print(node.operand)} AS ${
        TYPE_NAMES[node.type] ?? node.type
      })`;
    case "call":
      return printCall(node);
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  INT: "INTEGER",
  INT4: "INTEGER",
  SIGNED: "INTEGER",
  INT8: "BIGINT",
  LONG: "BIGINT",
  INT2: "SMALLINT",
  SHORT: "SMALLINT",
  INT1: "TINYINT",
  TEXT: "VARCHAR",
  STRING: "VARCHAR",
  CHAR: "VARCHAR",
  BPCHAR: "VARCHAR",
  CHARACTER: "VARCHAR",
  BOOL: "BOOLEAN",
  LOGICAL: "BOOLEAN",
  FLOAT8: "DOUBLE",
  DATETIME: "TIMESTAMP",
};

function printNumber(digits: string): string {
  if (/[eE]/u.test(digits)) {
    const value = Number(digits);
    return Number.isInteger(value) && Math.abs(value) < 1e15
      ? `${value}.0`
      : String(value);
  }
  return digits.replace(/\.$/u, "");
}

function printInterval(amount: Expression, unit: string | null): string {
  if (unit === null) return `CAST(${print(amount)} AS INTERVAL)`;
  const seconds = unit === "second" || unit === "millisecond";
  const name = unit === "century"
    ? "to_centuries"
    : unit === "millennium"
    ? "to_millennia"
    : `to_${unit}s`;
  const double = `CAST(${print(amount)} AS DOUBLE)`;
  return seconds
    ? `${name}(${double})`
    : `${name}(CAST(trunc(${double}) AS BIGINT))`;
}

function printUnary(operator: "-" | "+" | "not", operand: Expression): string {
  if (operator === "not") return `(NOT ${print(operand)})`;
  if (operator === "-" && operand.kind === "number") {
    return `-${print(operand)}`;
  }
  return `${operator}(${print(operand)})`;
}

function printBinary(node: BinaryNode): string {
  const { operator } = node;
  if (operator === "and" || operator === "or") {
    // DuckDB joins a chain of one operator into a single list.
    const parts: string[] = [];
    let left: Expression = node;
    while (left.kind === "binary" && left.operator === operator) {
      parts.unshift(print(left.right));
      left = left.left;
    }
    return `(${[print(left), ...parts].join(` ${operator.toUpperCase()} `)})`;
  }
  const symbol = operator === "<>" ? "!=" : operator.toUpperCase();
  return `(${print(node.left)} ${symbol} ${print(node.right)})`;
}

function printCase(node: CaseNode): string {
  const branches = node.branches.map(({ when, then }) => {
    const condition = node.operand === null
      ? print(when)
      : `(${print(node.operand)} = ${print(when)})`;
    return ` WHEN (${condition}) THEN (${print(then)})`;
  });
  const otherwise = node.otherwise === null ? "NULL" : print(node.otherwise);
  return `CASE ${branches.join("")} ELSE ${otherwise} END`;
}

function printCall(node: CallNode): string {
  const args = node.arguments.map(print);
  const filter = node.filter === null
    ? ""
    : ` FILTER (WHERE ${print(node.filter)})`;
  if (node.star && node.name === "count") return `count_star()${filter}`;
  if (node.name === "if" && args.length === 3) {
    return `CASE  WHEN (${args[0]}) THEN (${args[1]}) ELSE ${args[2]} END`;
  }
  if (node.name === "coalesce" || node.name === "ifnull") {
    return `COALESCE(${args.join(", ")})`;
  }
  if (node.name === "current_date") return "current_date";
  const name = KEYWORD_CALLS[node.name] ?? quoteName(node.name);
  const distinct = node.distinct ? "DISTINCT " : "";
  return `${name}(${distinct}${args.join(", ")})${filter}`;
}
