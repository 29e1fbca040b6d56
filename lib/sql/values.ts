import { EXACT_LIMIT } from "../core/mod.ts";

/** A length of time in three parts that do not convert into each other: a month has no fixed number of days. */
export interface Interval {
  /** Whole months. */
  readonly months: number;
  /** Whole days. */
  readonly days: number;
  /** Whole microseconds. */
  readonly us: number;
}

/** A JSON object or array inside a row, as its own text. */
export interface Nested {
  /** The text, as it stood. */
  readonly json: string;
}

/**
 * A value inside an expression. Whole numbers are `number` up to 2^53 and
 * `bigint` beyond; moments and dates are numbers of microseconds.
 */
export type Scalar =
  | null
  | boolean
  | number
  | bigint
  | string
  | Interval
  | Nested;

/** Thrown, inside the language only, where an expression fails on a row (V5). Not an error: a row in a million may be thrown for, so it carries no stack. */
export const FAILED: unique symbol = Symbol("failed on this row");

const BIG_LIMIT = BigInt(EXACT_LIMIT);
const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;
const LEAST_HUGE = -(2n ** 127n);
const GREATEST_HUGE = 2n ** 127n - 1n;

/** A whole number in the form that a {@linkcode Scalar} has: a `number` up to 2^53, a `bigint` beyond. */
export function wholeFromBig(value: bigint): number | bigint {
  return value <= BIG_LIMIT && value >= -BIG_LIMIT ? Number(value) : value;
}

/** A 64-bit result, or `undefined` where it overflows. */
export function within64(value: bigint): number | bigint | undefined {
  return value < LEAST || value > GREATEST ? undefined : wholeFromBig(value);
}

/** A 128-bit result, or `undefined` where it overflows. */
export function within128(value: bigint): number | bigint | undefined {
  return value < LEAST_HUGE || value > GREATEST_HUGE
    ? undefined
    : wholeFromBig(value);
}

/**
 * Whether a number counts as whole where its kind depends on the value
 * (NUMBER): beyond 2^53 a `number` can only have come from a double.
 */
export function isExactWhole(value: number | bigint): boolean {
  return typeof value === "bigint" ||
    (Number.isInteger(value) && value <= EXACT_LIMIT && value >= -EXACT_LIMIT);
}

/**
 * Orders texts by their UTF-8 bytes (V7). JavaScript orders UTF-16 units,
 * which puts what lies beyond U+FFFF before U+E000.
 */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) {
      if (a >= 0xd800 && b >= 0xd800) {
        // Surrogates go last, whatever follows them.
        return rank(a) - rank(b);
      }
      return a - b;
    }
  }
  return left.length - right.length;
}

function rank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Orders doubles as DuckDB does: NaN equals itself and is greater than all else. */
export function compareDoubles(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  if (left === right) return 0;
  return (left !== left ? 1 : 0) - (right !== right ? 1 : 0);
}

/** Orders numbers exactly, `bigint` beside `number` too. */
export function compareNumbers(
  left: number | bigint,
  right: number | bigint,
): number {
  if (typeof left === "number" && typeof right === "number") {
    return compareDoubles(left, right);
  }
  if (left !== left) return 1;
  if (right !== right) return -1;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** As DuckDB rounds a double on its way to a whole number: halves to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Whether a value is an {@linkcode Interval}. */
export function isInterval(value: Scalar): value is Interval {
  return typeof value === "object" && value !== null && "months" in value;
}

/** Whether a value is {@linkcode Nested}. */
export function isNested(value: Scalar): value is Nested {
  return typeof value === "object" && value !== null && "json" in value;
}
