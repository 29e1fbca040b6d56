import type { FieldType } from "../../core/mod.ts";
import type { Call, Checked } from "../checked.ts";
import { isMoment, isNumeric } from "../types.ts";
import { compareTexts } from "../values.ts";
import { anyNull, type Emitted, type Emitter, notNull } from "./emitter.ts";

const TURNED: Readonly<Record<string, string>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "=": "=",
  "<>": "<>",
};

/** Code for comparisons and tests; `null` for any other call. */
export function emitComparison<E extends { readonly emitter: Emitter }>(
  emission: E,
  node: Call,
  emitValue: (emission: E, node: Checked) => Emitted,
): Emitted | null {
  const { emitter } = emission;
  const [first, second] = node.args;
  if (node.name === "not") {
    const { value, isNull } = emitValue(emission, first!);
    return { value: emitter.declare(`!${value}`), isNull };
  }
  const about = /^is (not )?(null|true|false)$/u.exec(node.name);
  if (about !== null) {
    const { value, isNull } = emitValue(emission, first!);
    const held = about[2] === "null"
      ? isNull
      : notNull(isNull) === "true"
      ? `${about[2] === "true" ? "" : "!"}${value}`
      : `(${notNull(isNull)} && ${about[2] === "true" ? "" : "!"}${value})`;
    const test = about[1] === undefined ? held : `!(${held})`;
    return { value: emitter.declare(test), isNull: "false" };
  }
  const turned = TURNED[node.name];
  const compare = turned === undefined ? null : comparison(first!.type);
  if (turned === undefined || compare === null) return null;
  const operand = (arg: Checked): Emitted =>
    farConstant(arg) ?? emitValue(emission, arg);
  const left = operand(first!);
  const right = operand(second!);
  const isNull = anyNull([left, right]);
  // Constants go to the right, where NaN costs nothing.
  const swap = isNumber(left.value) && !isNumber(right.value);
  const test = swap
    ? compare(right.value, turned, left.value)
    : compare(left.value, node.name, right.value);
  // An order of texts is a call, and not made on NULL.
  const guarded = test.includes("(k") && isNull !== "false" && isNull !== "true"
    ? `!${isNull} && ${test}`
    : test;
  return { value: emitter.declare(guarded), isNull };

  function comparison(
    type: FieldType,
  ): ((left: string, operator: string, right: string) => string) | null {
    if (
      type === "BOOLEAN" || type === "BIGINT" || type === "HUGEINT" ||
      isMoment(type)
    ) {
      return (a, operator, b) => `${a} ${symbolOf(operator)} ${b}`;
    }
    if (isNumeric(type)) return compareDoubles;
    if (type !== "VARCHAR") return null;
    return (a, operator, b) => {
      if (operator === "=" || operator === "<>") {
        return `${a} ${symbolOf(operator)} ${b}`;
      }
      const order = emitter.capture(compareTexts);
      return `(${order}(${a}, ${b}) ${operator} 0)`;
    };
  }
}

/** A whole constant beyond 2^53, as a double that compares as it does with all values of the fast loop. */
function farConstant(node: Checked): Emitted | null {
  if (node.kind !== "constant" || typeof node.value !== "bigint") return null;
  return { value: node.value > 0n ? "Infinity" : "-Infinity", isNull: "false" };
}

function symbolOf(operator: string): string {
  return operator === "=" ? "===" : operator === "<>" ? "!==" : operator;
}

function isNumber(text: string): boolean {
  return /^\(?-?(?:\d|Infinity)/u.test(text);
}

/** NaN equals itself and is greater than all else, as in DuckDB. */
function compareDoubles(a: string, operator: string, b: string): string {
  if (isNumber(b)) {
    switch (operator) {
      case ">":
        return `!(${a} <= ${b})`;
      case ">=":
        return `!(${a} < ${b})`;
      default:
        return `${a} ${symbolOf(operator)} ${b}`;
    }
  }
  switch (operator) {
    case "=":
      return `(${a} === ${b} || ${a} !== ${a} && ${b} !== ${b})`;
    case "<>":
      return `(${a} !== ${b} && (${a} === ${a} || ${b} === ${b}))`;
    case "<":
      return `(${a} < ${b} || ${b} !== ${b} && ${a} === ${a})`;
    case "<=":
      return `(${a} <= ${b} || ${b} !== ${b})`;
    case ">":
      return `(${a} > ${b} || ${a} !== ${a} && ${b} === ${b})`;
    default:
      return `(${a} >= ${b} || ${a} !== ${a})`;
  }
}
