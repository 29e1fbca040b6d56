import type { ChunkBuffer } from "./chunk_buffer.ts";
import { LineFramer } from "./line_framer.ts";
import { Mark, type RawRows } from "./raw_rows.ts";
import { NO_SLOT, type Scanner } from "./scanner.ts";

/** The one field of plain lines. */
export const LINE_FIELD = "line";

/** Scans plain lines: each is one cell. */
export class LinesScanner implements Scanner {
  /** What the format is called in messages. */
  readonly title = "text";
  /** The one field. */
  readonly fields: readonly string[] = [LINE_FIELD];
  readonly #framer = new LineFramer();
  #wanted = false;

  /** There is no header. */
  begin(): boolean {
    return true;
  }

  /** Asks for the line. */
  want(slotOfCell: Int16Array): void {
    this.#wanted = slotOfCell[0] !== NO_SLOT;
  }

  /** Scans lines that are complete. */
  scan(buffer: ChunkBuffer, last: boolean, rows: RawRows): void {
    const { marks, spans } = rows;
    const wanted = this.#wanted;
    this.#framer.frame(buffer, last, rows, (_bytes, start, end, row) => {
      if (wanted) {
        marks[row] = Mark.TEXT;
        spans[2 * row] = start;
        spans[2 * row + 1] = end - start;
      }
      return null;
    });
  }

  /** Nothing in a plain line stands for anything else. */
  unescape(): number {
    throw new TypeError("Cannot unescape a plain line: it has no escapes");
  }
}
