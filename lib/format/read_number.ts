import { EXACT_LIMIT, Tag } from "../core/mod.ts";

const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const LOWER_E = 101;
/** Up to so many digits a count in a double is exact. */
const EXACT_DIGITS = 15;
/** Powers of ten that are exact in a double. */
const POWERS = Float64Array.from(
  { length: 23 },
  (_, power) => Number(`1e${power}`),
);

/** The number that {@linkcode readNumber} read last, where its tag is `INTEGER` or `DOUBLE`. */
export let numberRead = 0;

/**
 * Reads bytes that are exactly a JSON number: no sign but `-`, no leading
 * zeros, no spaces. The number itself is left in {@linkcode numberRead}, which
 * spares an object a cell.
 *
 * @returns `INTEGER`, `DOUBLE`, or `BIG` for a whole number beyond 2^53; `STRING` where it is no such number.
 */
export function readNumber(
  bytes: Uint8Array,
  from: number,
  length: number,
): Tag {
  const to = from + length;
  let at = from;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  const first = at;
  let whole = 0;
  let byte = at < to ? bytes[at]! : 0;
  while (byte >= ZERO && byte <= NINE) {
    whole = whole * 10 + (byte - ZERO);
    byte = ++at < to ? bytes[at]! : 0;
  }
  const digits = at - first;
  if (digits === 0 || (digits > 1 && bytes[first] === ZERO)) return Tag.STRING;
  if (at === to) {
    if (digits > EXACT_DIGITS) return readBig(bytes, from, to);
    // Plus zero, so that -0 is 0: it is a whole number.
    numberRead = negative ? 0 - whole : whole;
    return Tag.INTEGER;
  }
  return readDouble(bytes, from, to, at, whole, digits, negative);
}

/** A whole number of 16 digits or more. */
function readBig(bytes: Uint8Array, from: number, to: number): Tag {
  // The rounding of Number is monotonic, so only 2^53 itself is in doubt.
  const text = asciiText(bytes, from, to);
  const value = Number(text);
  if (Math.abs(value) > EXACT_LIMIT) return Tag.BIG;
  if (Math.abs(value) === EXACT_LIMIT && BigInt(text) !== BigInt(value)) {
    return Tag.BIG;
  }
  numberRead = value;
  return Tag.INTEGER;
}

function readDouble(
  bytes: Uint8Array,
  from: number,
  to: number,
  pointAt: number,
  whole: number,
  digits: number,
  negative: boolean,
): Tag {
  let at = pointAt;
  let scale = 0;
  let byte = bytes[at]!;
  if (byte === POINT) {
    const first = ++at;
    byte = at < to ? bytes[at]! : 0;
    while (byte >= ZERO && byte <= NINE) {
      whole = whole * 10 + (byte - ZERO);
      byte = ++at < to ? bytes[at]! : 0;
    }
    if (at === first) return Tag.STRING;
    digits += at - first;
    scale = first - at;
  }
  if (at < to) {
    if ((byte | 32) !== LOWER_E) return Tag.STRING;
    byte = ++at < to ? bytes[at]! : 0;
    const minus = byte === MINUS;
    if (minus || byte === PLUS) byte = ++at < to ? bytes[at]! : 0;
    const first = at;
    let exponent = 0;
    while (byte >= ZERO && byte <= NINE) {
      if (exponent < 10_000) exponent = exponent * 10 + (byte - ZERO);
      byte = ++at < to ? bytes[at]! : 0;
    }
    if (at === first || at < to) return Tag.STRING;
    scale += minus ? -exponent : exponent;
  }
  // Both numbers are exact, so their quotient or product is rounded once.
  if (digits <= EXACT_DIGITS && scale <= 22 && scale >= -22) {
    const value = scale < 0 ? whole / POWERS[-scale]! : whole * POWERS[scale]!;
    numberRead = negative ? -value : value;
  } else {
    numberRead = Number(asciiText(bytes, from, to));
  }
  return Tag.DOUBLE;
}

function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
