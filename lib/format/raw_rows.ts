/** The most rows in a batch: about a chunk of usual log lines, and small enough that their columns stay in the processor's cache. */
export const BATCH_ROWS = 4096;

/**
 * What a scanner tells about a cell, before its value is made.
 */
export const Mark = {
  /** The row has no such cell. */
  MISSING: 0,
  /** The format's own sign for no value. */
  NULL: 1,
  /** Bare text: its kind follows from its bytes. */
  BARE: 2,
  /** Text, whatever it looks like. */
  TEXT: 3,
  /** Text with escapes of its format. */
  ESCAPED: 4,
} as const;

/** What is wrong with a row. */
export interface RawFault {
  /** A stable code of the form `area/cause`. */
  readonly code: string;
  /** What is wrong, in words that follow `cannot read row as CSV: `. */
  readonly what: string;
  /** Offset of the spot. */
  readonly at: number;
}

/** A row that is not well-formed. */
export interface RawBad extends RawFault {
  /** The row in its batch. */
  readonly row: number;
}

/** What a scanner finds: where rows stand, the wanted cells of each, and rows that are not well-formed. */
export class RawRows {
  /** How many rows were found. */
  rows = 0;
  /** Offset of the first byte of each row. */
  readonly starts: Uint32Array;
  /** Offset after the last byte of each row. */
  readonly ends: Uint32Array;
  /** Per wanted cell and row, slot by slot: a {@linkcode Mark}. */
  marks: Uint8Array = new Uint8Array(0);
  /** Per wanted cell and row, slot by slot: offset and length. */
  spans: Uint32Array = new Uint32Array(0);
  /** Whether any cell has escapes, so that all need not be looked at. */
  escaped = false;
  /** The rows that are not well-formed, ascending. */
  bad: RawBad[] = [];
  /** The most rows it holds; slot `s` begins at `s * capacity`. */
  readonly capacity: number;

  /**
   * Allocates room for rows; none yet for cells.
   *
   * @param capacity The most rows it holds.
   */
  constructor(capacity: number = BATCH_ROWS) {
    this.capacity = capacity;
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
  }

  /** Makes room for so many wanted cells a row. */
  allot(slots: number): void {
    this.marks = new Uint8Array(slots * this.capacity);
    this.spans = new Uint32Array(2 * slots * this.capacity);
  }

  /** Takes its cells from a row. */
  blank(row: number): void {
    for (let cell = row; cell < this.marks.length; cell += this.capacity) {
      this.marks[cell] = Mark.MISSING;
    }
  }

  /** Forgets the rows. */
  clear(): void {
    this.rows = 0;
    this.escaped = false;
    if (this.bad.length > 0) this.bad = [];
  }
}
