import type { ChunkBuffer } from "./chunk_buffer.ts";
import { unescapeCombined } from "./combined_escapes.ts";
import { COMBINED_FIELDS, CombinedLine } from "./combined_line.ts";
import { LineFramer } from "./line_framer.ts";
import { Mark, type RawRows } from "./raw_rows.ts";
import { NO_SLOT, type Scanner } from "./scanner.ts";

/** Scans access logs in the common and the combined format of Apache and nginx. */
export class CombinedScanner implements Scanner {
  /** What the format is called in messages. */
  readonly title = "combined log";
  /** The fields of the combined format. */
  readonly fields: readonly string[] = COMBINED_FIELDS;
  readonly #framer = new LineFramer();
  readonly #line = new CombinedLine();
  /** The wanted fields by slot. */
  #wanted: readonly number[] = [];

  /** There is no header. */
  begin(): boolean {
    return true;
  }

  /** Asks for fields. */
  want(slotOfCell: Int16Array): void {
    this.#wanted = [...slotOfCell.keys()]
      .filter((cell) => slotOfCell[cell] !== NO_SLOT)
      .sort((a, b) => slotOfCell[a]! - slotOfCell[b]!);
  }

  /** Scans lines that are complete. */
  scan(buffer: ChunkBuffer, last: boolean, rows: RawRows): void {
    const { marks, spans, capacity } = rows;
    const line = this.#line;
    const wanted = this.#wanted;
    this.#framer.frame(buffer, last, rows, (bytes, start, end, row) => {
      const fault = line.read(bytes, start, end);
      if (fault !== null) return fault;
      for (let slot = 0; slot < wanted.length; slot++) {
        const field = wanted[slot]!;
        const cell = slot * capacity + row;
        const mark = line.marks[field]!;
        if (mark === Mark.ESCAPED) rows.escaped = true;
        marks[cell] = mark;
        spans[2 * cell] = line.spans[2 * field]!;
        spans[2 * cell + 1] = line.spans[2 * field + 1]!;
      }
      return null;
    });
  }

  /** Writes what a quoted part means. */
  unescape(
    bytes: Uint8Array,
    from: number,
    length: number,
    to: number,
  ): number {
    return unescapeCombined(bytes, from, length, to);
  }
}
