// Decimal to the nearest double: exact arithmetic where a double can hold all
// parts (Clinger), else the method of Eisel and Lemire with 128-bit powers of five.

import { FIVES } from "./powers_of_five";

const LEAST_POWER: i32 = -342;
const GREATEST_POWER: i32 = 308;
/** Powers of ten that are exact as doubles. */
// deno-fmt-ignore
const TENS: usize = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
  1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
], 16);

/** What {@link eiselLemire} gives where it cannot tell: the bits of a NaN. */
export const UNKNOWN: u64 = 0x7ff8000000000000;
const INFINITE: u64 = 0x7ff0000000000000;

/** A power of ten from 0 to 22. */
@inline
export function ten(power: i32): f64 {
  return load<f64>(TENS + (<usize> power << 3));
}

/** The upper 64 bits of a product. */
@inline
function upperHalf(a: u64, b: u64): u64 {
  const aLow: u64 = a & 0xffffffff;
  const aHigh: u64 = a >> 32;
  const bLow: u64 = b & 0xffffffff;
  const bHigh: u64 = b >> 32;
  const middle: u64 = aHigh * bLow + (aLow * bLow >> 32);
  const other: u64 = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (other >> 32);
}

/**
 * The bits of the double nearest to `digits * 10^power`, without sign.
 *
 * @param digits Not 0.
 */
export function eiselLemire(digits: u64, power: i32): u64 {
  if (power < LEAST_POWER) return 0;
  if (power > GREATEST_POWER) return INFINITE;
  const shift = <i32> clz(digits);
  const normal = digits << shift;
  const five = FIVES + (<usize> (power - LEAST_POWER) << 4);
  const first = load<u64>(five);
  let high = upperHalf(normal, first);
  let low = normal * first;
  if ((high & 0x1ff) == 0x1ff) {
    // The 64 bits of the power do not decide: take its next 64.
    const more = upperHalf(normal, load<u64>(five, 8));
    low += more;
    if (more > low) high++;
  }
  const upper = <i32> (high >> 63);
  let mantissa = high >> (upper + 9);
  // floor(log2(10^power)) for the powers of a double.
  let exponent = ((217706 * power) >> 16) + 63 + upper - shift + 1023;
  if (exponent <= 0) {
    const down = 1 - exponent;
    if (down >= 64) return 0;
    mantissa >>= down;
    mantissa += mantissa & 1;
    // A carry into the 53rd bit makes it normal, as its bits say by themselves.
    return mantissa >> 1;
  }
  // Half way between two doubles, which only these powers can give: to the even one.
  if (
    low <= 1 && power >= -4 && power <= 23 && (mantissa & 3) == 1 &&
    mantissa << (upper + 9) == high
  ) {
    mantissa &= ~1;
  }
  mantissa += mantissa & 1;
  mantissa >>= 1;
  if (mantissa >= <u64> 1 << 53) {
    mantissa = <u64> 1 << 52;
    exponent++;
  }
  if (exponent >= 0x7ff) return INFINITE;
  return (mantissa & 0xfffffffffffff) | (<u64> exponent << 52);
}

/**
 * The bits of the double nearest to a decimal, without sign.
 *
 * @param digits The first 19 significant digits, or all of them.
 * @param more Whether digits were left away.
 * @returns {@link UNKNOWN} where those that were left away decide.
 */
export function nearest(digits: u64, power: i32, more: bool): u64 {
  if (digits == 0) return 0;
  if (!more && digits <= 0x20000000000000 && power >= -22 && power <= 22) {
    const whole = <f64> <i64> digits;
    return reinterpret<u64>(power < 0 ? whole / ten(-power) : whole * ten(power));
  }
  const bits = eiselLemire(digits, power);
  return more && eiselLemire(digits + 1, power) != bits ? UNKNOWN : bits;
}
