/**
 * Finds the first byte of text that is not well-formed UTF-8.
 *
 * @returns Its offset, or `null` where all is well: no overlong forms, no
 * surrogates, nothing beyond U+10FFFF, nothing cut off.
 */
export function utf8Fault(
  bytes: Uint8Array,
  start: number,
  end: number,
): number | null {
  for (let at = start; at < end;) {
    const lead = bytes[at]!;
    if (lead < 128) {
      at++;
      continue;
    }
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4 || at + length > end) return at;
    const second = bytes[at + 1]!;
    // The second byte tells overlong forms, surrogates and what is too great.
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return at;
    for (let next = at + 2; next < at + length; next++) {
      if ((bytes[next]! & 0xc0) !== 0x80) return at;
    }
    at += length;
  }
  return null;
}
