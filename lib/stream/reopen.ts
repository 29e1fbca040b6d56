import type { Batch } from "../core/mod.ts";
import type { Emit, Step } from "./step.ts";

/** Gives the rows of completed windows their window again, so that a fold can take them in by window. */
export function reopenStep(): Step {
  return {
    push(batch: Batch, emit: Emit): void {
      if (batch.windows === null) {
        emit(batch);
        return;
      }
      const windowStartsUs = new Float64Array(batch.rows);
      for (const { startUs, from, to } of batch.windows) {
        for (let at = from; at < to; at++) {
          const row = batch.selection === null ? at : batch.selection[at]!;
          windowStartsUs[row] = startUs;
        }
      }
      emit({ ...batch, windowStartsUs, windows: null });
    },
    end() {},
  };
}
