import type { ChunkBuffer } from "./chunk_buffer.ts";
import type { RawRows } from "./raw_rows.ts";

/**
 * Finds rows and cells of one format in bytes. It makes no values and no
 * strings: that is the one loop over all bytes, which a kernel may replace.
 */
export interface Scanner {
  /** What the format is called in messages: `CSV`. */
  readonly title: string;
  /** The names of the cells; `null` while unknown. */
  readonly fields: readonly string[] | null;
  /** The header as it came, without its line end, once known. */
  readonly headerLine?: Uint8Array | null;
  /**
   * Reads what stands before the first row: a header, or a look at the first row to count its cells.
   *
   * @returns Whether it is known now; `false` where more bytes are needed.
   */
  begin(buffer: ChunkBuffer, source: string, last: boolean): boolean;
  /** Asks for cells: for each cell of a row its slot among the wanted ones, `NO_SLOT` where nobody wants it. */
  want(slotOfCell: Int16Array<ArrayBuffer>): void;
  /**
   * Scans rows that are complete, from `buffer.begin` on, as many as the table holds, and moves `begin` and `line` on.
   *
   * @param last Whether the input ends where the buffer ends.
   */
  scan(buffer: ChunkBuffer, last: boolean, rows: RawRows): void;
  /**
   * Writes what a text with escapes means.
   *
   * @param to Where to write it, in the same bytes; there is room for `length`.
   * @returns How many bytes were written.
   */
  unescape(bytes: Uint8Array, from: number, length: number, to: number): number;
}

/** The slot of a cell that nobody wants. */
export const NO_SLOT = -1;
