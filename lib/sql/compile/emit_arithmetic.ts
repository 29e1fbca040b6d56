import { EXACT_LIMIT } from "../../core/mod.ts";
import type { Call, Checked } from "../checked.ts";
import { isNumeric } from "../types.ts";
import { anyNull, type Emitted, type Emitter, notNull } from "./emitter.ts";

/** Below this the quotient of whole numbers is never rounded up to a whole one. */
const SAFE = EXACT_LIMIT / 2;

/** Code for the operators on numbers; `null` for any other call. */
export function emitArithmetic<E extends { readonly emitter: Emitter }>(
  emission: E,
  node: Call,
  emitValue: (emission: E, node: Checked) => Emitted,
): Emitted | null {
  const { emitter } = emission;
  const { type } = node;
  if (!isNumeric(type) || !node.args.every((arg) => isNumeric(arg.type))) {
    return null;
  }
  switch (node.name) {
    case "+":
    case "-":
    case "*": {
      const [left, right] = operands();
      return result(
        anyNull([left, right]),
        `${left.value} ${node.name} ${right.value}`,
      );
    }
    case "negate": {
      const [operand] = operands();
      return result(
        operand.isNull,
        type === "DOUBLE" ? `-(${operand.value})` : `0 - ${operand.value}`,
      );
    }
    case "/":
    case "//":
    case "%": {
      const [left, right] = operands();
      const isNull = emitter.declare(
        join(anyNull([left, right]), `${right.value} === 0`),
      );
      return result(isNull, quotient(left.value, right.value));
    }
    default:
      return null;
  }

  function operands(): [Emitted, Emitted] {
    const all = node.args.map((arg) => emitValue(emission, arg));
    return all as [Emitted, Emitted];
  }

  function quotient(left: string, right: string): string {
    if (node.name === "/" || type === "DOUBLE") {
      return node.name === "%" ? `${left} % ${right}` : `${left} / ${right}`;
    }
    if (node.name === "%") {
      // A remainder of doubles is a call; of 32 bits it is one instruction.
      return `((${left} | 0) === ${left} && (${right} | 0) === ${right} ? (${left} | 0) % (${right} | 0) : ${left} % ${right})`;
    }
    // Below 2^52 the quotient is not rounded up to the next whole number.
    // Beyond, the remainder is exact, and so what is left divides exactly.
    const exact = `(${left} - ${left} % ${right}) / ${right}`;
    const near = `Math.trunc(${left} / ${right})`;
    const rest = type === "NUMBER"
      ? `(${left} % 1 === 0 && ${right} % 1 === 0 ? ${exact} : ${near})`
      : exact;
    return `(${left} < ${SAFE} && ${left} > -${SAFE} ? ${near} : ${rest})`;
  }

  function result(isNull: string, computed: string): Emitted {
    if (type === "DOUBLE") return { value: emitter.declare(computed), isNull };
    // + 0: a whole number has no -0. Beyond 2^53 the row is computed exactly elsewhere.
    const value = emitter.declare(`${computed} + 0`);
    const outside =
      `!(${value} < ${EXACT_LIMIT} && ${value} > -${EXACT_LIMIT})`;
    emitter.push(`if (${join2(notNull(isNull), outside)}) break fast;`);
    return { value, isNull };
  }
}

function join(left: string, right: string): string {
  return left === "false" ? right : `${left} || ${right}`;
}

function join2(left: string, right: string): string {
  return left === "true" ? right : `${left} && ${right}`;
}
