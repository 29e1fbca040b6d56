/**
 * Compares two spans of bytes: texts as V7 orders them.
 *
 * @returns Negative, zero or positive.
 */
export function compareBytes(
  a: Uint8Array,
  offsetA: number,
  lengthA: number,
  b: Uint8Array,
  offsetB: number,
  lengthB: number,
): number {
  const length = Math.min(lengthA, lengthB);
  for (let at = 0; at < length; at++) {
    const difference = a[offsetA + at]! - b[offsetB + at]!;
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

/** Compares a text by its UTF-8 with a span of bytes; it is encoded only where it is equal up to a character beyond ASCII. */
export function compareTextToBytes(
  text: string,
  bytes: Uint8Array,
  offset: number,
  length: number,
): number {
  const shorter = Math.min(text.length, length);
  for (let at = 0; at < shorter; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 127) {
      const own = encoder.encode(text);
      return compareBytes(own, 0, own.length, bytes, offset, length);
    }
    const difference = unit - bytes[offset + at]!;
    if (difference !== 0) return difference;
  }
  // All of it was ASCII, or it goes on where the bytes end.
  return text.length - length;
}

const encoder = new TextEncoder();
