/** Bytes below this are looked at one by one: making a view of words costs more. */
const WORDS_PAY_BYTES = 64;
/** The high bit of each byte of a 32-bit word. */
const HIGH_BITS = 0x80808080 | 0;

/** Whether a stretch of bytes is ASCII alone, four bytes at a time. */
export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  if (to - from >= WORDS_PAY_BYTES) {
    while (((bytes.byteOffset + at) & 3) !== 0) {
      if (bytes[at++]! > 127) return false;
    }
    const count = (to - at) >> 2;
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, count);
    const blocks = count & ~7;
    let word = 0;
    for (; word < blocks; word += 8) {
      const any = words[word]! | words[word + 1]! | words[word + 2]! |
        words[word + 3]! | words[word + 4]! | words[word + 5]! |
        words[word + 6]! | words[word + 7]!;
      if ((any & HIGH_BITS) !== 0) return false;
    }
    at += word * 4;
  }
  for (; at < to; at++) if (bytes[at]! > 127) return false;
  return true;
}

/**
 * Finds the first byte that does not belong to well-formed UTF-8: overlong
 * forms, surrogates, code points beyond U+10FFFF and cut sequences are none.
 *
 * @returns Its offset; `to` where all is well.
 */
export function firstInvalidUtf8(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let at = from;
  while (at < to) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at++;
      continue;
    }
    if (lead < 0xc2 || lead > 0xf4) return at;
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > to) return at;
    const second = bytes[at + 1]!;
    // The second byte alone rules out overlong forms, surrogates and what is beyond the last code point.
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const greatest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > greatest) return at;
    for (let next = 2; next < length; next++) {
      if ((bytes[at + next]! & 0xc0) !== 0x80) return at;
    }
    at += length;
  }
  return to;
}
