import { EXACT_LIMIT, type FieldType } from "../../core/mod.ts";
import { isExactWhole, within128, within64 } from "../values.ts";

type Numeric = number | bigint;

/** A function of two numbers of one type. */
export type NumericFunction = (
  left: Numeric,
  right: Numeric,
) => Numeric | null | undefined;

/**
 * Makes an operation on numbers of a type from its two halves.
 *
 * Doubles are computed as they are. Whole numbers are computed as doubles
 * while the result is below 2^53, where that is exact, and as `bigint` beyond;
 * NUMBER goes by the values: whole ones are computed exactly, others as doubles.
 */
export function arithmetic(
  type: FieldType,
  near: (left: number, right: number) => number,
  exact: (left: bigint, right: bigint) => bigint,
): NumericFunction {
  if (type === "DOUBLE") {
    return (left, right) => near(left as number, right as number);
  }
  const within = type === "HUGEINT" ? within128 : within64;
  return (left, right) => {
    if (typeof left === "number" && typeof right === "number") {
      const result = near(left, right);
      // At 2^53 itself a rounded result may have arrived.
      if (result < EXACT_LIMIT && result > -EXACT_LIMIT) return result + 0;
    }
    if (isExactWhole(left) && isExactWhole(right)) {
      return within(exact(BigInt(left), BigInt(right)));
    }
    return near(Number(left), Number(right)) + 0;
  };
}

/** `//`: the whole part of the quotient; NULL where the divisor is zero. On doubles DuckDB divides in full. */
export function integerDivision(type: FieldType): NumericFunction {
  if (type === "DOUBLE") {
    return (left, right) =>
      right === 0 ? null : (left as number) / (right as number);
  }
  const divide = arithmetic(
    type,
    // The remainder is exact, so the quotient of what is left is exact as well.
    (left, right) =>
      isWhole(left) && isWhole(right)
        ? (left - left % right) / right
        : Math.trunc(left / right),
    (left, right) => left / right,
  );
  return (left, right) => Number(right) === 0 ? null : divide(left, right);
}

function isWhole(value: number): boolean {
  return value % 1 === 0;
}

/** `%`: what is left of the division, with the sign of the dividend; NULL where the divisor is zero. */
export function remainder(type: FieldType): NumericFunction {
  const divide = arithmetic(
    type,
    (left, right) => left % right,
    (left, right) => left % right,
  );
  return (left, right) => {
    if (Number(right) === 0) return null;
    // The one quotient that 64 bits cannot hold fails in DuckDB, its remainder too.
    if (
      right === -1 && typeof left === "bigint" && left === -(2n ** 63n) &&
      type !== "HUGEINT"
    ) return undefined;
    return divide(left, right);
  };
}

/** `-x` for a type. */
export function negation(
  type: FieldType,
): (value: Numeric) => Numeric | undefined {
  if (type === "DOUBLE") return (value) => -(value as number);
  const within = type === "HUGEINT" ? within128 : within64;
  return (value) => typeof value === "bigint" ? within(-value) : 0 - value;
}

/** `abs(x)` for a type. */
export function magnitude(
  type: FieldType,
): (value: Numeric) => Numeric | undefined {
  const within = type === "HUGEINT" ? within128 : within64;
  return (value) =>
    typeof value === "bigint"
      ? within(value < 0n ? -value : value)
      : Math.abs(value);
}
