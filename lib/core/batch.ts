import type { Column } from "./column.ts";

/** A span of event time, `[startUs, endUs)`, in microseconds since the epoch. */
export interface TimeWindow {
  /** First moment inside. */
  readonly startUs: number;
  /** First moment after. */
  readonly endUs: number;
}

/** Where the rows of a batch stand in their input, so that they can be passed on or shown as they came. */
export interface Lines {
  /** The bytes of the input that hold the rows. */
  readonly bytes: Uint8Array;
  /** Offset of the first byte of each row. */
  readonly starts: Uint32Array;
  /** Offset after the last byte of each row, its line end not included. */
  readonly ends: Uint32Array;
  /** Name of the input: a path, or `stdin`. */
  readonly source: string;
  /** Name of the input of a row, where rows of several were put together. */
  readonly sourceOf?: (row: number) => string;
  /** Physical line of a row in its input, counted from 1. Counts lines on each call. */
  lineOf(row: number): number;
  /** The physical line of each row, where the bytes do not stand as they stood in the input; it may be longer than the rows. */
  readonly numbers?: Float64Array;
}

const LF = 10;

/** Rows of one batch may go to many windows, each of which asks. */
const counted = new WeakMap<Lines, Float64Array>();

/** The physical line of each row in its input, counted from 1, in one pass over the bytes. */
export function lineNumbers(lines: Lines, rows: number): Float64Array {
  const known = lines.numbers ?? counted.get(lines);
  if (known !== undefined && known.length >= rows) return known;
  const numbers = new Float64Array(rows);
  counted.set(lines, numbers);
  if (rows === 0) return numbers;
  const { bytes, starts } = lines;
  let line = lines.lineOf(0);
  let next = bytes.indexOf(LF, starts[0]!);
  for (let row = 0; row < rows; row++) {
    for (; next !== -1 && next < starts[row]!; line++) {
      next = bytes.indexOf(LF, next + 1);
    }
    numbers[row] = line;
  }
  return numbers;
}

/** Which telling of a window some rows are, where windows may leave more than once (W8). */
export interface Telling {
  /** A small integer that names the window until it is forgotten. */
  readonly window: number;
  /** Why it leaves: before it is complete, because it is, for rows that came after that, or because it has joined another. */
  readonly kind: "update" | "result" | "refire" | "withdrawal";
  /** Whether it will not leave again. */
  readonly last: boolean;
  /** Windows that will not leave again either, and whose names may come again from here on. */
  readonly forgotten: readonly number[];
}

/** A window that leaves: its bounds, and which telling of it this is. */
export interface ToldWindow extends TimeWindow {
  /** Which telling it is; not there where windows leave once. */
  readonly telling?: Telling;
  /** What leads its results behind its bounds: its key, and the number of its telling, as columns of one row that own their memory; there where it counts even without rows (`--fill`). */
  readonly leading?: readonly Column[];
}

/** A completed window and the rows of a batch that belong to it. */
export interface WindowRows extends ToldWindow {
  /** First of its rows, as a position in the selection. */
  readonly from: number;
  /** Position after the last of its rows. */
  readonly to: number;
}

/**
 * Rows in arrival order as columns: the only chunk between transforms.
 *
 * `columns` stand in the order of the schema that the plan fixed for this
 * place in the pipeline. Dropping a row takes it out of the selection and
 * moves nothing.
 *
 * A batch is valid until the transform that made it is asked for the next
 * one, because its columns may be views of a decoder's memory.
 */
export interface Batch {
  /** How many rows the columns hold, dropped ones included. */
  readonly rows: number;
  /** The columns, as the schema of this place in the pipeline orders them. */
  readonly columns: readonly Column[];
  /** The rows still in, ascending; `null` when all are. It may be longer than `selected`. */
  readonly selection: Uint32Array | null;
  /** How many rows are still in. */
  readonly selected: number;
  /** The original bytes; `null` once rows no longer stand for lines of an input. */
  readonly lines: Lines | null;
  /** Event time of each row in microseconds, NaN where there is none; `null` when no stage asks. */
  readonly timesUs: Float64Array | null;
  /** The newest event time that stood before each row (T4); `null` when no stage asks. */
  readonly newestUs: Float64Array | null;
  /** The newest event time after the last row; not there while no stage asks. */
  readonly newestAfterUs?: number;
  /** First moment of each row's open window, NaN where the row is in none; only between a window stage and the stage that completes its windows. */
  readonly windowStartsUs?: Float64Array;
  /** 1 for each row that was late and is read again (`weir restate`), so that its window is told anew. */
  readonly restated?: Uint8Array;
  /** The completed windows whose rows these are, in order; `null` before any window stage has completed one. */
  readonly windows: readonly WindowRows[] | null;
}

/** The row number at a position of the selection. */
export function rowAt(batch: Batch, position: number): number {
  return batch.selection === null ? position : batch.selection[position]!;
}
