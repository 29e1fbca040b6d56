import type { Batch } from "../core/mod.ts";

/** The batch with other columns: those of the given indexes, in that order. */
export function arranged(batch: Batch, indexes: readonly number[]): Batch {
  return {
    ...batch,
    columns: indexes.map((index) => batch.columns[index]!),
  };
}
