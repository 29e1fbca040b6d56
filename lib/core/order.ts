import type { Value } from "./column.ts";

/**
 * Compares two texts by their UTF-8 bytes (V7).
 *
 * UTF-16 code units sort the same way except that surrogates, which stand for
 * characters from U+10000 up, sort below U+E000 to U+FFFF; so they are lifted.
 *
 * @returns Negative, zero or positive.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) {
      const xIsSurrogate = x < 0xe000;
      const yIsSurrogate = y < 0xe000;
      if (xIsSurrogate !== yIsSurrogate) return xIsSurrogate ? 1 : -1;
    }
    return x - y;
  }
  return a.length - b.length;
}

/**
 * Orders two values as ORDER BY does: false before true, numbers by size with
 * NaN greatest, texts by their UTF-8 bytes, NULL last. Values of different
 * kinds, which one typed column never holds, sort truth values, then numbers,
 * then texts.
 *
 * @returns Negative, zero or positive.
 */
export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) {
    return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  }
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return kind - kindOf(b);
  if (kind === 2) return compareText(a as string, b as string);
  if (kind === 0) return Number(a) - Number(b);
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0);
}

function kindOf(value: Exclude<Value, null>): number {
  if (typeof value === "boolean") return 0;
  return typeof value === "string" ? 2 : 1;
}
