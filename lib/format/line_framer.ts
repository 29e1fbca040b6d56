import { type ChunkBuffer, findLineEnd } from "./chunk_buffer.ts";
import type { RawFault, RawRows } from "./raw_rows.ts";
import { tooLong } from "./row_fault.ts";

const CR = 13;

/**
 * Looks at one line.
 *
 * @param end Offset after its last byte, a carriage return before the line feed left out.
 * @returns What is wrong with it, if anything.
 */
export type LookAtLine = (
  bytes: Uint8Array,
  start: number,
  end: number,
  row: number,
) => RawFault | null;

/** Finds the rows of formats in which a row is a line. Blank lines are no rows. */
export class LineFramer {
  /** Bytes after `buffer.begin` in which there is no line end. */
  #lookedThrough = 0;

  /** Frames lines that are complete, as a scanner does, and shows each to `look`. */
  frame(
    buffer: ChunkBuffer,
    last: boolean,
    rows: RawRows,
    look: LookAtLine,
  ): void {
    const { bytes, words, end, maxRowBytes } = buffer;
    const { starts, ends, capacity } = rows;
    let at = buffer.begin;
    let lines = 0;
    let row = 0;
    let from = at + this.#lookedThrough;
    this.#lookedThrough = 0;
    while (at < end && row < capacity) {
      // The line feed after the last byte stops the search.
      const lineEnd = findLineEnd(bytes, words, from);
      const complete = lineEnd < end || last;
      if (!complete && end - at <= maxRowBytes) {
        this.#lookedThrough = end - at;
        break;
      }
      if (lineEnd < end) lines++;
      const textEnd = lineEnd > at && bytes[lineEnd - 1] === CR
        ? lineEnd - 1
        : lineEnd;
      if (textEnd > at) {
        starts[row] = at;
        ends[row] = lineEnd;
        let fault: RawFault | null;
        if (lineEnd - at > maxRowBytes) {
          fault = tooLong(at, maxRowBytes);
          ends[row] = at + maxRowBytes;
          buffer.skipping = !complete;
        } else {
          fault = look(bytes, at, textEnd, row);
        }
        if (fault !== null) rows.bad.push({ row, ...fault });
        row++;
      }
      at = from = Math.min(lineEnd + 1, end);
    }
    rows.rows = row;
    buffer.begin = at;
    buffer.line += lines;
  }
}
