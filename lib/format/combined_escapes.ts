import { firstInvalidUtf8 } from "./utf8.ts";

const BACKSLASH = 92;
const LOWER_X = 120;
/** What Apache writes with one letter: the letter, and the byte it stands for. */
const LETTERS: ReadonlyMap<number, number> = new Map(
  [
    ["b", "\b"],
    ["n", "\n"],
    ["r", "\r"],
    ["t", "\t"],
    ["v", "\v"],
    ['"', '"'],
    ["\\", "\\"],
  ]
    .map(([letter, meant]) => [letter!.charCodeAt(0), meant!.charCodeAt(0)]),
);

/**
 * Writes what a quoted part of an access log means: `\"`, `\\` and `\n` as
 * Apache writes them, `\x22` as both servers do. Any other backslash stands
 * for itself.
 *
 * Bytes written as `\xE4` that make no UTF-8 together stay as they were
 * written, since what weir hands on is always valid.
 *
 * @returns How many bytes were written at `to`.
 */
export function unescapeCombined(
  bytes: Uint8Array,
  from: number,
  length: number,
  to: number,
): number {
  const written = write(bytes, from, length, to, true);
  if (firstInvalidUtf8(bytes, to, to + written) === to + written) {
    return written;
  }
  return write(bytes, from, length, to, false);
}

function write(
  bytes: Uint8Array,
  from: number,
  length: number,
  to: number,
  highBytes: boolean,
): number {
  const end = from + length;
  let out = to;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    bytes[out] = byte;
    if (byte === BACKSLASH && at + 1 < end) {
      const next = bytes[at + 1]!;
      const letter = LETTERS.get(next);
      if (letter !== undefined) {
        bytes[out] = letter;
        at++;
      } else if (next === LOWER_X && at + 3 < end) {
        const value = hexAt(bytes, at + 2) * 16 + hexAt(bytes, at + 3);
        if (value < 128 || (value < 256 && highBytes)) {
          bytes[out] = value;
          at += 3;
        }
      }
    }
    out++;
  }
  return out - to;
}

/** A hexadecimal digit; NaN where there is none. */
function hexAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]!;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : NaN;
}
