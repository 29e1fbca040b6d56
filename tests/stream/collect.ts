import {
  type Batch,
  type Column,
  rowAt,
  Tag,
  type Value,
  valueAt,
  type WindowRows,
} from "../../lib/core/mod.ts";
import type { Step } from "../../lib/stream/mod.ts";

/** A value as a test writes it: a moment is `{ timeUs }`, a double that is whole `{ double }`. */
export type Shown = Value | { readonly timeUs: number } | {
  readonly double: number;
};

/** A batch as it was when it was handed on, copied out of memory that is used again. */
export interface Snapshot {
  /** The selected rows, a list of values each. */
  readonly rows: readonly (readonly Shown[])[];
  /** The windows that they belong to. */
  readonly windows: readonly WindowRows[] | null;
  /** Event times of the selected rows. */
  readonly timesUs: readonly number[] | null;
  /** What stood before each of the selected rows. */
  readonly newestUs: readonly number[] | null;
  /** What stood after the last row. */
  readonly newestAfterUs: number | undefined;
}

/** The value of a row, told apart where plain values are not. */
export function shown(column: Column, row: number): Shown {
  const value = valueAt(column, row);
  const tag = column.tags[row]!;
  if (tag === Tag.TIME) return { timeUs: Number(value) };
  if (tag === Tag.DOUBLE && Number.isInteger(value)) {
    return { double: Number(value) };
  }
  return value;
}

/** Copies what a step hands on. */
export function snapshot(batch: Batch): Snapshot {
  const rows = Array.from(
    { length: batch.selected },
    (_, at) => rowAt(batch, at),
  );
  return {
    rows: rows.map((row) => batch.columns.map((column) => shown(column, row))),
    windows: batch.windows,
    timesUs: batch.timesUs === null
      ? null
      : rows.map((row) => batch.timesUs![row]!),
    newestUs: batch.newestUs === null
      ? null
      : rows.map((row) => batch.newestUs![row]!),
    newestAfterUs: batch.newestAfterUs,
  };
}

/** Pushes batches through a step and ends it. */
export function collect(step: Step, batches: readonly Batch[]): Snapshot[] {
  const taken: Snapshot[] = [];
  const emit = (batch: Batch): void => void taken.push(snapshot(batch));
  for (const batch of batches) step.push(batch, emit);
  step.end(emit);
  return taken;
}

/** The rows of all that a step handed on. */
export function rowsOf(taken: readonly Snapshot[]): (readonly Shown[])[] {
  return taken.flatMap(({ rows }) => rows);
}

/** Windows of a batch, given by how many rows each has: ten microseconds each, from 0 on. */
export function windowsOf(counts: readonly number[]): WindowRows[] {
  let from = 0;
  return counts.map((count, at) => {
    const to = from + count;
    const window = { startUs: at * 10, endUs: at * 10 + 10, from, to };
    from = to;
    return window;
  });
}
