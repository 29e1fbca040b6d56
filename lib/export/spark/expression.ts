import type { FieldType } from "../../core/mod.ts";
import type { Checked } from "../../sql/mod.ts";
import { refusal } from "../refusal.ts";
import { sparkCast } from "./casts.ts";
import { sparkFunction } from "./functions.ts";
import { isLowered, sparkType } from "./rules.ts";
import { sqlName, sqlText } from "./text.ts";

/** Text, and whether operators stand on its outside. */
interface Written {
  readonly text: string;
  readonly loose: boolean;
}

/**
 * An expression of a job in Spark's SQL.
 *
 * @throws {Fault} Where something in it has no counterpart: what the judgement of it says.
 */
export function sparkExpression(node: Checked): string {
  return write(node).text;
}

/** The same, in brackets where operators stand on its outside. */
export function sparkOperand(node: Checked): string {
  return tight(node);
}

/** A condition beside others: AND and OR stand in brackets, comparisons need none. */
export function sparkCondition(node: Checked): string {
  return node.kind === "and" || node.kind === "or"
    ? `(${sparkExpression(node)})`
    : sparkExpression(node);
}

function tight(node: Checked, isCompared = false): string {
  const { text, loose } = write(node, isCompared);
  return loose ? `(${text})` : text;
}

/** Beside a column, a whole number needs no letter for its size. */
const COMPARED: ReadonlySet<string> = new Set(
  ["=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"],
);

function write(node: Checked, isCompared = false): Written {
  switch (node.kind) {
    case "constant":
      return { text: constantText(node, isCompared), loose: false };
    case "field":
      return { text: sqlName(String(node.path[0])), loose: false };
    case "and":
    case "or":
      return {
        text: node.args.map(sparkCondition).join(
          ` ${node.kind.toUpperCase()} `,
        ),
        loose: true,
      };
    case "in":
      return {
        text: `${tight(node.operand)} IN (${
          node.list.map((one) => write(one, true).text).join(", ")
        })`,
        loose: true,
      };
    case "case":
      return {
        text: `CASE ${
          node.branches.map(({ when, then }) =>
            `WHEN ${write(when).text} THEN ${write(then).text}`
          ).join(" ")
        } ELSE ${write(node.otherwise).text} END`,
        loose: false,
      };
    case "coalesce":
      return {
        text: `coalesce(${node.args.map((arg) => write(arg).text).join(", ")})`,
        loose: false,
      };
    case "cast": {
      const { target, operand } = node;
      const found = sparkCast({
        from: operand.type,
        to: node.type,
        range: target.range,
      });
      if (!("sql" in found)) throw refusal("a cast", "spark", found);
      if (operand.type === node.type && target.range === null) {
        return write(operand);
      }
      return { text: found.sql(tight(operand)), loose: false };
    }
    case "call": {
      const found = sparkFunction({
        name: node.name,
        types: node.args.map(({ type }) => type),
        result: node.type,
        constants: node.args.map((arg) =>
          arg.kind === "constant" ? arg.value : undefined
        ),
      });
      if (!isLowered(found)) throw refusal(node.name, "spark", found);
      const plain = COMPARED.has(node.name);
      const args = node.args.map((arg) =>
        found.loose ? tight(arg, plain) : write(arg, plain).text
      );
      return { text: found.sql(...args), loose: found.loose };
    }
    default:
      throw new TypeError(
        `Cannot print a ${node.kind} for Spark: it was refused before`,
      );
  }
}

function constantText(
  { value, type }: Checked & { readonly kind: "constant" },
  isCompared: boolean,
): string {
  if (value === null) {
    const name = sparkType(type);
    return name === null ? "NULL" : `CAST(NULL AS ${name})`;
  }
  switch (typeof value) {
    case "boolean":
      return value ? "TRUE" : "FALSE";
    case "string":
      return sqlText(value);
    case "bigint":
    case "number":
      return numberText(value, type, isCompared);
    default:
      return "months" in value ? intervalText(value) : sqlText(value.json);
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
  { months, days, us }: {
    readonly months: number;
    readonly days: number;
    readonly us: number;
  },
): string {
  return `make_interval(0, ${months}, 0, ${days}, 0, 0, ${us / 1_000_000})`;
}
