/** Below this a number counts seconds (T2). */
const SECONDS_BELOW = 1e11;
/** Below this a number counts milliseconds. */
const MILLISECONDS_BELOW = 1e14;
/** Below this a number counts microseconds, and from it on nanoseconds. */
const MICROSECONDS_BELOW = 1e17;

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;
const WITH_EXPONENT = /^[+-]?\d+(?:\.\d*)?[eE][+-]?\d+$/;

/**
 * Reads a count of seconds, milliseconds, microseconds or nanoseconds since
 * the epoch, told apart by magnitude (T2): below 1e11 seconds, below 1e14
 * milliseconds, below 1e17 microseconds, else nanoseconds.
 *
 * Whole numbers beyond 2^53, which only nanoseconds reach, are exact where
 * they are given as `bigint` or text. Finer digits are floored, by the
 * decimal digits that a number prints with.
 *
 * @returns Microseconds since the epoch; NaN where the value is no finite decimal number.
 *
 * @example The same moment in four units
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const moment = 1_431_857_103_123_456;
 * assertEquals(epochToUs(1431857103.123456), moment);
 * assertEquals(epochToUs(1431857103123), moment - 456);
 * assertEquals(epochToUs(1431857103123456), moment);
 * assertEquals(epochToUs(1431857103123456789n), moment);
 * ```
 */
export function epochToUs(value: number | bigint | string): number {
  if (typeof value === "number") {
    if (Number.isInteger(value)) return wholeToUs(value);
    if (!Number.isFinite(value)) return NaN;
    return decimalToUs(String(value));
  }
  if (typeof value === "bigint") {
    const number = Number(value);
    return Math.abs(number) < MICROSECONDS_BELOW
      ? wholeToUs(number)
      : Number(floorDivide(value, 1_000n));
  }
  return decimalToUs(value);
}

function wholeToUs(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude < SECONDS_BELOW) return value * 1_000_000;
  if (magnitude < MILLISECONDS_BELOW) return value * 1_000;
  if (magnitude < MICROSECONDS_BELOW) return value;
  return Math.floor(value / 1_000);
}

/** Shifts the point of a decimal number by its digits, since a product of doubles can fall a microsecond short. */
function decimalToUs(text: string): number {
  const match = DECIMAL.exec(text);
  if (match === null) {
    const value = WITH_EXPONENT.test(text) ? Number(text) : NaN;
    if (Number.isInteger(value)) return wholeToUs(value);
    // Below 1e21 this spells the number out; what it leaves away is far below a microsecond.
    return Math.abs(value) < 1e21 ? decimalToUs(value.toFixed(12)) : NaN;
  }
  const [, sign, whole, fraction = ""] = match as unknown as [
    string,
    string,
    string,
    string | undefined,
  ];
  const magnitude = Number(whole);
  if (!Number.isFinite(magnitude)) return NaN;
  const digits = magnitude < SECONDS_BELOW
    ? 6
    : magnitude < MILLISECONDS_BELOW
    ? 3
    : magnitude < MICROSECONDS_BELOW
    ? 0
    : -3;
  const negative = sign === "-";
  let kept: string;
  let dropped: string;
  if (digits >= 0) {
    kept = whole + fraction.slice(0, digits).padEnd(digits, "0");
    dropped = fraction.slice(digits);
  } else {
    kept = whole.slice(0, digits);
    dropped = whole.slice(digits) + fraction;
  }
  const us = Number(kept);
  // Floored, so away from zero before the epoch.
  const floored = negative && /[1-9]/.test(dropped) ? us + 1 : us;
  return negative ? 0 - floored : floored;
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}
