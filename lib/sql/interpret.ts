import type { FieldType } from "../core/mod.ts";
import { makeCast } from "./cast.ts";
import {
  type Call,
  type Checked,
  type FieldUse,
  partsOf,
  type Slot,
} from "./checked.ts";
import { signatureOf } from "./functions/catalog.ts";
import { comparer } from "./functions/comparer.ts";
import { FAILED, type Scalar } from "./values.ts";

/** Where an expression finds what it does not hold itself. */
export interface RowSource {
  /** A function that gives a field of a row, as the type of its use; NULL where it cannot be read. */
  field(field: FieldUse): (row: number) => Scalar;
  /** A function that gives the result of an aggregate or the key of a group. */
  slot(slot: Slot): (row: number) => Scalar;
  /** Called where two values of no declared type cannot be compared. */
  incomparable(field: FieldUse, row: number): void;
  /** What `now()` is, in microseconds. */
  readonly nowUs: number;
}

/** Computes an expression for a row. Throws {@linkcode FAILED} where it fails there (V5). */
export type Evaluate = (row: number) => Scalar;

/** Whether an expression has the same value for every row. */
export function isConstant(node: Checked): boolean {
  if (node.kind === "field" || node.kind === "slot") return false;
  return partsOf(node).every(isConstant);
}

/**
 * Turns an expression into a function of a row: exact for every value, slow
 * beside the compiled loops, which leave to it what they do not handle and are
 * tested against it.
 *
 * The parts of AND and OR are all evaluated, whatever the first ones say, as
 * DuckDB does; CASE and coalesce stop where they are decided.
 */
export function interpreter(node: Checked, source: RowSource): Evaluate {
  switch (node.kind) {
    case "constant": {
      const { value } = node;
      return () => value;
    }
    case "field":
      return source.field(node);
    case "slot":
      return source.slot(node);
    case "now":
      return () => source.nowUs;
    case "call":
      return buildCall(node, source);
    case "and":
    case "or":
      return buildLogic(node.args, node.kind === "or", source);
    case "in":
      return buildMembership(node.operand, node.list, source);
    case "case": {
      const branches = node.branches.map(({ when, then }) => ({
        when: interpreter(when, source),
        then: interpreter(then, source),
      }));
      const otherwise = interpreter(node.otherwise, source);
      return (row) => {
        for (const { when, then } of branches) {
          if (when(row) === true) return then(row);
        }
        return otherwise(row);
      };
    }
    case "coalesce": {
      const args = node.args.map((arg) => interpreter(arg, source));
      return (row) => {
        for (const arg of args) {
          const value = arg(row);
          if (value !== null) return value;
        }
        return null;
      };
    }
    case "cast": {
      const operand = interpreter(node.operand, source);
      const cast = makeCast(node.operand.type, node.target);
      const { trying } = node;
      return (row) => {
        const value = cast(operand(row));
        if (value !== undefined) return value;
        if (trying) return null;
        throw FAILED;
      };
    }
  }
}

/** Evaluates every part: one that fails makes the whole fail, wherever it stands. */
function buildLogic(
  parts: readonly Checked[],
  decisive: boolean,
  source: RowSource,
): Evaluate {
  const args = parts.map((part) => interpreter(part, source));
  return (row) => {
    let result: boolean | null = !decisive;
    for (const arg of args) {
      const value = arg(row);
      if (value === decisive) result = decisive;
      else if (value === null && result !== decisive) result = null;
    }
    return result;
  };
}

function buildMembership(
  operand: Checked,
  list: readonly Checked[],
  source: RowSource,
): Evaluate {
  const wanted = interpreter(operand, source);
  const members = list.map((each) => interpreter(each, source));
  const compare = comparer(operand.type);
  return (row) => {
    const value = wanted(row);
    let result: boolean | null = value === null ? null : false;
    for (const member of members) {
      const other = member(row);
      if (value === null) continue;
      const order = other === null ? null : compare(value, other);
      if (order === 0) result = true;
      else if (order === null && result !== true) result = null;
    }
    return result;
  };
}

function buildCall(node: Call, source: RowSource): Evaluate {
  const signature = signatureOf(node);
  const args = node.args.map((arg) => interpreter(arg, source));
  const types = node.args.map((arg) => arg.type);
  const call = signature.make(types, constantsOf(node));
  const { seesNull = false } = signature;
  const values: Scalar[] = new Array(args.length).fill(null);
  const incomparable = incomparableField(node);
  return (row) => {
    let absent = false;
    for (let at = 0; at < args.length; at++) {
      const value = args[at]!(row);
      if (value === null) absent = true;
      values[at] = value;
    }
    if (absent && !seesNull) return null;
    const result = call(...values);
    if (result === undefined) throw FAILED;
    if (result === null && !absent && incomparable !== null) {
      source.incomparable(incomparable, row);
    }
    return result;
  };
}

/** The values of the arguments that are the same for every row. */
export function constantsOf(node: Call): (Scalar | undefined)[] {
  return node.args.map((arg) =>
    arg.kind === "constant" ? arg.value : undefined
  );
}

const COMPARISONS: ReadonlySet<string> = new Set([
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
]);

/** The field to name where a comparison of values of no declared type finds none it can make. */
function incomparableField(node: Call): FieldUse | null {
  const open: FieldType = "ANY";
  if (!COMPARISONS.has(node.name) || node.args[0]?.type !== open) return null;
  for (const arg of node.args) if (arg.kind === "field") return arg;
  return null;
}
