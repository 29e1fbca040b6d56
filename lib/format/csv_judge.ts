import type { ChunkBuffer } from "./chunk_buffer.ts";
import { csvTrouble } from "./csv_cells.ts";
import type { RawFault } from "./raw_rows.ts";
import { sizeText, tooLong } from "./row_fault.ts";

const LF = 10;
const QUOTE = 34;

/** A row of CSV that is not taken as it stands. */
export type CsvVerdict =
  /** It may go on in bytes that were not read yet; there is no use in looking before this byte is among them. */
  | { readonly kind: "wait"; readonly awaited: number }
  /** It is bad: it ends at `end`, and the next row begins at `next`. */
  | {
    readonly kind: "bad";
    readonly end: number;
    readonly next: number;
    readonly fault: RawFault;
  };

/**
 * Judges a row that is incomplete, too long, or not well-formed.
 *
 * What it finds depends on at most `maxRowBytes` from the start of the row,
 * and so never on how much happens to be read. A row whose quotes are wrong
 * ends with the line on which the offending quote opens. Where the rest of a
 * row that was cut has still to come, the buffer is told to skip it.
 *
 * @param last Whether the input ends where the buffer ends.
 */
export function judgeCsvRow(
  buffer: ChunkBuffer,
  start: number,
  last: boolean,
  delimiter: number,
): CsvVerdict {
  const { bytes, end, maxRowBytes } = buffer;
  const limit = start + maxRowBytes;
  const full = end > limit;
  const stop = full ? limit : end;
  const trouble = csvTrouble(bytes, start, stop, delimiter);
  const more = !full && !last;
  if (more && trouble.kind !== "text") {
    const awaited = trouble.kind === "open" ? QUOTE : LF;
    return { kind: "wait", awaited };
  }
  const opened = trouble.kind === "long" ? stop : trouble.opened;
  const found = bytes.subarray(opened, stop).indexOf(LF);
  if (found === -1 && more) return { kind: "wait", awaited: LF };
  const lineEnd = found === -1 ? stop : opened + found;
  let fault = tooLong(start, maxRowBytes);
  if (trouble.kind === "text") {
    // Where the row ends before the closing quote, what is wrong with it is the opening one.
    fault = trouble.at <= lineEnd
      ? {
        code: "csv/text_after_quote",
        what: "text after a closing quote",
        at: trouble.at,
      }
      : {
        code: "csv/text_after_quote",
        what: "a quote opens here, and text follows where it closes",
        at: opened,
      };
  } else if (trouble.kind === "open") {
    const what = full
      ? `a quote is not closed within ${sizeText(maxRowBytes)}`
      : "a quote is never closed";
    fault = { code: "csv/unclosed_quote", what, at: opened };
  }
  return found === -1
    ? {
      kind: "bad",
      end: Math.min(limit, end),
      next: rest(buffer, stop),
      fault,
    }
    : { kind: "bad", end: lineEnd, next: lineEnd + 1, fault };
}

/** Where the line after a row that was cut begins, as far as it was read. */
function rest(buffer: ChunkBuffer, from: number): number {
  const lineEnd = buffer.bytes.indexOf(LF, from);
  if (lineEnd < buffer.end) return lineEnd + 1;
  buffer.skipping = true;
  return buffer.end;
}
