import type { Account, Batch, Column } from "../core/mod.ts";
import type { Emit, Step } from "./step.ts";

/**
 * A predicate as a loop over columns: writes the rows for which it is true
 * to `out` and tells how many they are.
 */
export type Predicate = (
  columns: readonly Column[],
  rows: number,
  selection: Uint32Array | null,
  selected: number,
  out: Uint32Array,
) => number;

/** Rows of a selection buffer: grows, never shrinks. */
export function ensureRows(
  buffer: Uint32Array<ArrayBuffer>,
  rows: number,
): Uint32Array<ArrayBuffer> {
  return buffer.length >= rows ? buffer : new Uint32Array(rows);
}

/** The rows from 0 up, so many at least: the selection of a batch that has all its rows. */
export function firstRows(
  rows: Uint32Array<ArrayBuffer>,
  count: number,
): Uint32Array<ArrayBuffer> {
  return rows.length >= count
    ? rows
    : Uint32Array.from({ length: count }, (_, row) => row);
}

/**
 * Keeps the rows for which a predicate is true; false and NULL drop a row.
 *
 * @param predicate The compiled condition.
 * @param account Where dropped rows are counted; `null` where rows no longer stand for rows of the input.
 */
export function filterStep(
  predicate: Predicate,
  account: Account | null,
): Step {
  let buffer = new Uint32Array(0);
  return {
    push(batch: Batch, emit: Emit): void {
      buffer = ensureRows(buffer, batch.selected);
      const kept = predicate(
        batch.columns,
        batch.rows,
        batch.selection,
        batch.selected,
        buffer,
      );
      if (account !== null) account.filtered += batch.selected - kept;
      if (kept === batch.selected) {
        emit(batch);
      } else {
        emit(narrowed(batch, buffer, kept));
      }
    },
    end() {},
  };
}

/** The batch with fewer rows in its selection; the bounds of its windows follow. */
export function narrowed(
  batch: Batch,
  selection: Uint32Array,
  selected: number,
): Batch {
  if (batch.windows === null) return { ...batch, selection, selected };
  let to = 0;
  const windows = batch.windows.map((window) => {
    const from = to;
    const after = window.to < batch.selected
      ? (batch.selection === null ? window.to : batch.selection[window.to]!)
      : Infinity;
    while (to < selected && selection[to]! < after) to++;
    return { ...window, from, to };
  });
  return { ...batch, selection, selected, windows };
}
