import { type Batch, rowAt, type Value, valueAt } from "../core/mod.ts";
import { ensureRows, narrowed } from "./filter.ts";
import type { Emit, Step } from "./step.ts";

/**
 * Keeps the first `count` rows of each group of each completed window, or of a
 * batch that is the whole input. Rows of a group must stand together.
 *
 * @param count How many rows of a group stay.
 * @param columns Indexes of the columns whose values make a group; none: all rows of a window are one.
 */
export function groupLimitStep(
  count: number,
  columns: readonly number[],
): Step {
  let buffer = new Uint32Array(0);
  return {
    push(batch: Batch, emit: Emit): void {
      buffer = ensureRows(buffer, batch.selected);
      let kept = 0;
      for (
        const { from, to } of batch.windows ??
          [{ from: 0, to: batch.selected }]
      ) {
        let group: Value[] | null = null;
        let taken = 0;
        for (let at = from; at < to; at++) {
          const row = rowAt(batch, at);
          const found = columns.map((column) =>
            valueAt(batch.columns[column]!, row)
          );
          if (group === null || found.some((one, i) => one !== group![i])) {
            group = found;
            taken = 0;
          }
          if (taken++ < count) buffer[kept++] = row;
        }
      }
      emit(narrowed(batch, buffer, kept));
    },
    end() {},
  };
}
