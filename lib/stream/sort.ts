import {
  type Batch,
  compareValues,
  rowAt,
  type Value,
  valueAt,
} from "../core/mod.ts";
import type { Projection } from "./compute.ts";
import { RowBuffer, sharedDictionaries } from "./row_buffer.ts";
import type { Emit, Step } from "./step.ts";

/** One item of an order. */
export interface SortKey {
  /** The value to sort by. */
  readonly value: Projection;
  /** Whether greater values come first. */
  readonly descending: boolean;
  /** Whether NULLs come first; last is the rule (V7). */
  readonly nullsFirst: boolean;
}

/**
 * Sorts the rows of each completed window, or of a batch that is the whole
 * input; equal rows stay in arrival order.
 *
 * The rows must have been gathered before: nothing is sorted across batches.
 */
export function sortStep(keys: readonly SortKey[]): Step {
  return {
    push(batch: Batch, emit: Emit): void {
      const order = sortedRows(batch, keys);
      const keeping = {
        columns: batch.columns.map((_, index) => index),
        layouts: batch.columns.map((column) => column.layout),
        lines: batch.lines !== null,
      };
      const sorted = new RowBuffer(keeping, sharedDictionaries(keeping));
      sorted.append(batch, order, order.length);
      const moved = (values: Float64Array | null): Float64Array | null =>
        values && Float64Array.from(order, (row) => values[row]!);
      emit({
        ...batch,
        ...sorted.batch(),
        timesUs: moved(batch.timesUs),
        newestUs: moved(batch.newestUs),
        windows: batch.windows,
      });
    },
    end() {},
  };
}

/** The selected rows of a batch, each window's in order. */
function sortedRows(batch: Batch, keys: readonly SortKey[]): Uint32Array {
  const order = Uint32Array.from(
    { length: batch.selected },
    (_, at) => rowAt(batch, at),
  );
  // Values by row; a projection may reuse its column, so they are read at once.
  const values = keys.map((key) => {
    const column = key.value(
      batch.columns,
      batch.rows,
      batch.selection,
      batch.selected,
    );
    const read: Value[] = new Array(batch.rows);
    for (const row of order) read[row] = valueAt(column, row);
    return read;
  });
  const compare = (a: number, b: number): number => {
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!;
      const x = values[at]![a]!;
      const y = values[at]![b]!;
      if (x === null || y === null) {
        if (x === y) continue;
        return (x === null) === key.nullsFirst ? -1 : 1;
      }
      const difference = compareValues(x, y);
      if (difference !== 0) return key.descending ? -difference : difference;
    }
    return a - b;
  };
  const spans = batch.windows ?? [{ from: 0, to: batch.selected }];
  for (const { from, to } of spans) order.subarray(from, to).sort(compare);
  return order;
}
