import type { FieldType } from "../../core/mod.ts";
import type { CallNode, Expression } from "../ast.ts";
import type { CheckAggregate } from "../infer.ts";
import { truth } from "../truth.ts";
import type { Checked, Slot } from "../checked.ts";
import {
  checkFault,
  type Checking,
  coerce,
  constant,
  convert,
  spanText,
  typeText,
} from "../checking.ts";
import type { Span } from "../lex.ts";
import { isMoment, isNumeric } from "../types.ts";
import type { Scalar } from "../values.ts";
import { type AggregateEntry, AGGREGATES } from "./catalog.ts";

/** One aggregate over the rows of a group. */
export interface CheckedAggregate {
  /** The aggregate's own name: `quantile_cont`, never `p99` or `median`. */
  readonly name: string;
  /** What it takes of each row; none for `count(*)`. */
  readonly args: readonly Checked[];
  /** What it takes once: a fraction, a separator. */
  readonly constants: readonly Scalar[];
  /** Whether each value counts once. */
  readonly distinct: boolean;
  /** Which rows count; `null` for all. */
  readonly filter: Checked | null;
  /** The type of its result. */
  readonly type: FieldType;
  /** What a fold holds for a group: partial results, a sketch, or every value. */
  readonly holds: AggregateEntry["holds"];
  /** Where it stands in the text. */
  readonly span: Span;
}

/** Collects aggregates: each different one once, in the order of the text. */
export class AggregateCollector {
  /** The aggregates so far. */
  readonly aggregates: CheckedAggregate[] = [];
  readonly #keys = new Map<string, number>();

  /** A check of calls that puts a slot in the place of each aggregate. */
  checker(
    checking: Checking,
    rowInfer: (node: Expression) => Checked,
  ): CheckAggregate {
    return (node) => {
      const entry = AGGREGATES.get(node.name);
      if (entry === undefined) return null;
      return this.#slot(checkAggregate(checking, entry, node, rowInfer));
    };
  }

  #slot(aggregate: CheckedAggregate): Slot {
    const { span, type } = aggregate;
    const key = sameKey(aggregate);
    let index = this.#keys.get(key);
    if (index === undefined) {
      index = this.aggregates.push(aggregate) - 1;
      this.#keys.set(key, index);
    }
    return { kind: "slot", of: "aggregate", index, type, span };
  }
}

/** A text that is equal for trees that are, wherever they stand. */
export function sameKey(value: unknown): string {
  return JSON.stringify(
    value,
    (name, each) =>
      name === "span"
        ? undefined
        : typeof each === "bigint"
        ? `${each}n`
        : each,
  );
}

function checkAggregate(
  checking: Checking,
  entry: AggregateEntry,
  node: CallNode,
  infer: (node: Expression) => Checked,
): CheckedAggregate {
  const { span } = node;
  const name = entry.shortFor?.name ?? entry.name;
  const filter = node.filter === null
    ? null
    : truth(checking, infer(node.filter));
  const { distinct } = node;
  const holds = distinct && !UNCHANGED.has(name) ? "values" : entry.holds;
  const wrong = (what: string) =>
    checkFault(checking, span, "arguments", what, `Call it as ${entry.usage}`);

  if (node.star || (name === "count" && node.arguments.length === 0)) {
    if (name !== "count") throw wrong(`${node.name}(*) means nothing`);
    if (distinct) throw wrong("count(DISTINCT *) means nothing");
    return {
      name,
      args: [],
      constants: [],
      distinct,
      filter,
      type: "BIGINT",
      holds,
      span,
    };
  }
  const rowArguments = entry.parameters.length;
  const constants = entry.constants ?? [];
  const most = rowArguments + constants.length;
  const least = most - (entry.optionalConstants ?? 0);
  const given = node.arguments.length;
  if (given < least || given > most) {
    throw wrong(
      `${node.name} is called with ${given} argument${given === 1 ? "" : "s"}`,
    );
  }
  const args = node.arguments.slice(0, rowArguments).map((argument, at) =>
    brought(checking, entry, node.name, infer(argument), at)
  );
  return {
    name,
    args,
    constants: entry.shortFor?.constants ??
      constants.slice(0, given - rowArguments).map((kind, at) =>
        fixed(
          checking,
          node.name,
          kind,
          infer(node.arguments[rowArguments + at]!),
        )
      ),
    distinct,
    filter,
    type: entry.result(args.map((arg) => arg.type)),
    holds,
    span,
  };
}

/** What gives the same however often a value comes. */
const UNCHANGED: ReadonlySet<string> = new Set([
  "min",
  "max",
  "bool_and",
  "bool_or",
  "any_value",
  "first",
  "last",
  "arg_min",
  "arg_max",
  "approx_count_distinct",
]);

const ORDERED: ReadonlySet<string> = new Set([
  "median",
  "quantile_cont",
  "p50",
  "p90",
  "p95",
  "p99",
]);

function brought(
  checking: Checking,
  entry: AggregateEntry,
  label: string,
  arg: Checked,
  at: number,
): Checked {
  const parameter = entry.parameters[at]!;
  const reason = `an argument of ${label}`;
  if (arg.type === "INTERVAL") return convert(arg, "VARCHAR");
  if (parameter === "BOOLEAN") return truth(checking, arg);
  if (parameter === "TEXT") {
    return coerce(checking, arg, "VARCHAR", reason) ?? convert(arg, "VARCHAR");
  }
  if (parameter === "EACH" && !ORDERED.has(entry.name)) {
    if (arg.kind === "constant" && arg.value === null) {
      return constant(null, "NULL", arg.span);
    }
    return arg;
  }
  // Between two values lies a value only where they are numbers or moments.
  if (ORDERED.has(entry.name) && isMoment(arg.type)) return convertDate(arg);
  if (
    parameter === "NUMERIC" && arg.type === "BOOLEAN" && entry.name === "sum"
  ) {
    return convert(arg, "BIGINT");
  }
  const wanted = parameter === "DOUBLE"
    ? "DOUBLE"
    : isNumeric(arg.type)
    ? arg.type
    : "NUMBER";
  const numeric = arg.type === "BOOLEAN"
    ? null
    : coerce(checking, arg, wanted, reason);
  if (numeric !== null) return numeric;
  throw checkFault(
    checking,
    arg.span,
    "argument-type",
    `${label} wants a number here, and this is ${typeText(arg.type)}`,
    mendOfArgument(checking, entry, arg),
  );
}

/** What to write in place of an argument that is no number. */
function mendOfArgument(
  checking: Checking,
  entry: AggregateEntry,
  arg: Checked,
): string {
  const text = spanText(checking, arg.span);
  if (arg.type === "BOOLEAN") {
    return `Write count_if(${text}), or avg(CAST(... AS BIGINT))`;
  }
  if (!isMoment(arg.type)) return `Write CAST(${text} AS DOUBLE)`;
  // One percent of a moment is years.
  return entry.name === "approx_quantile"
    ? `Write quantile_cont(${text}, ...), which takes moments`
    : `Write epoch(${text}), which counts seconds`;
}

function convertDate(arg: Checked): Checked {
  return arg.type === "DATE" ? convert(arg, "TIMESTAMP") : arg;
}

function fixed(
  checking: Checking,
  label: string,
  kind: "fraction" | "text",
  arg: Checked,
): Scalar {
  const value = arg.kind === "constant" ? arg.value : undefined;
  if (kind === "text") {
    if (typeof value === "string") return value;
    throw checkFault(
      checking,
      arg.span,
      "arguments",
      `the separator of ${label} is one text for all rows`,
      "Write it in single quotes: ', '",
    );
  }
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw checkFault(
    checking,
    arg.span,
    "arguments",
    `the fraction of ${label} is a number from 0 to 1`,
    typeof value === "number" && value > 1 && value <= 100
      ? `Write ${value / 100}`
      : "Write it as 0.99",
  );
}
