import { Mark, type RawRows } from "./raw_rows.ts";
import { NO_SLOT } from "./scanner.ts";

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Why the loop came to an end. */
export const CsvStop = {
  /** The table is full, or there are no more bytes. */
  DONE: 0,
  /** The row at `at` does not end, or is not well-formed. */
  ROW: 1,
  /** A row was taken whose number of cells is another than usual. */
  COUNT: 2,
} as const;

/** What the loop reads and writes, kept for the next call. */
export interface CsvLoop {
  /** The byte between cells. */
  readonly delimiter: number;
  /** For each cell of a row its slot, `NO_SLOT` where nobody wants it. */
  slotOfCell: Int16Array;
  /** How many cells a row has; 0 while unknown. */
  width: number;
  /** Offset of the first byte not taken. */
  at: number;
  /** Physical lines that were passed. */
  lines: number;
  /** Cells of the row that was taken last. */
  cells: number;
}

/**
 * The one loop over all bytes of CSV: finds rows and cells, and writes where
 * the wanted ones stand. It makes nothing and calls nothing; what is out of
 * the ordinary it leaves to its caller, so that it stays fast to compile and
 * plain enough for a kernel.
 *
 * The byte at `end` must be a line feed.
 *
 * @param last Whether the input ends at `end`, so that the last row needs no line end.
 * @returns Why it came to an end, as {@linkcode CsvStop} has it.
 */
export function scanCsv(
  loop: CsvLoop,
  bytes: Uint8Array,
  end: number,
  last: boolean,
  maxRowBytes: number,
  rows: RawRows,
): number {
  const { delimiter, slotOfCell, width } = loop;
  const { starts, ends, marks, spans, capacity } = rows;
  const known = slotOfCell.length;
  // Most bytes are above both, so that one comparison passes them.
  const top = Math.max(delimiter, LF);
  let { at, lines } = loop;
  let row = rows.rows;
  let escaped = false;
  let stop: number = CsvStop.DONE;
  while (at < end && row < capacity) {
    let byte = bytes[at]!;
    if (byte === LF) {
      lines++;
      at++;
      continue;
    }
    if (byte === CR && bytes[at + 1] === LF) {
      if (at + 1 === end && !last) break;
      if (at + 1 < end) lines++;
      at = Math.min(at + 2, end);
      continue;
    }
    const start = at;
    let cell = 0;
    let inner = 0;
    let sound = true;
    for (;;) {
      let from = at;
      let length: number;
      let mark: number = Mark.BARE;
      if (byte === QUOTE) {
        from++;
        mark = Mark.TEXT;
        let next = from;
        for (;;) {
          byte = bytes[next]!;
          while (byte > QUOTE || (byte !== QUOTE && byte !== LF)) {
            byte = bytes[++next]!;
          }
          if (byte === LF) {
            if (next >= end) break;
            inner++;
            next++;
          } else if (bytes[next + 1] === QUOTE) {
            mark = Mark.ESCAPED;
            escaped = true;
            next += 2;
          } else break;
        }
        length = next - from;
        at = next + 1;
        byte = bytes[at]!;
        if (byte === CR && bytes[at + 1] === LF) byte = bytes[++at]!;
        sound = next < end && (byte === delimiter || byte === LF);
        if (!sound) break;
      } else {
        while (byte > top || (byte !== delimiter && byte !== LF)) {
          byte = bytes[++at]!;
        }
        length = at - from;
        if (byte === LF && bytes[at - 1] === CR) length--;
      }
      const slot = cell < known ? slotOfCell[cell]! : NO_SLOT;
      if (slot !== NO_SLOT) {
        const index = slot * capacity + row;
        marks[index] = mark;
        spans[2 * index] = from;
        spans[2 * index + 1] = length;
      }
      cell++;
      if (byte === LF) break;
      byte = bytes[++at]!;
    }
    if (!sound || at - start > maxRowBytes || (at >= end && !last)) {
      at = start;
      stop = CsvStop.ROW;
      break;
    }
    starts[row] = start;
    ends[row] = at;
    row++;
    lines += inner;
    if (at < end) {
      lines++;
      at++;
    }
    if (cell !== width) {
      loop.cells = cell;
      stop = CsvStop.COUNT;
      break;
    }
  }
  rows.rows = row;
  if (escaped) rows.escaped = true;
  loop.at = at;
  loop.lines = lines;
  return stop;
}
