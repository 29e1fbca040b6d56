import type { Batch, Column } from "../core/mod.ts";
import type { Emit, Step } from "./step.ts";

/** An expression as a loop over columns that fills a column of values. */
export type Projection = (
  columns: readonly Column[],
  rows: number,
  selection: Uint32Array | null,
  selected: number,
) => Column;

/** Adds computed columns behind those that are there; each sees the columns before this step only. */
export function computeStep(projections: readonly Projection[]): Step {
  return {
    push(batch: Batch, emit: Emit): void {
      const added = projections.map((project) =>
        project(batch.columns, batch.rows, batch.selection, batch.selected)
      );
      emit({ ...batch, columns: [...batch.columns, ...added] });
    },
    end() {},
  };
}
