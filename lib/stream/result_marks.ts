import type { Batch } from "../core/mod.ts";
import { rowAt } from "../core/mod.ts";
import type { Emit, Step } from "./step.ts";

/**
 * Marks results with the newest that stood before each, for a window over them (T4, W6).
 *
 * Results mostly leave in the order of time, and bring their own time as
 * their mark. Those of counted rows, of conditions, of a clock for each key
 * and of answers that come again do not: by their own marks they would open
 * windows anew that have answered.
 */
export function resultMarksStep(): Step {
  let marksUs = new Float64Array(0);
  let newest = -Infinity;
  return {
    push(batch: Batch, emit: Emit): void {
      const { timesUs, newestAfterUs } = batch;
      if (timesUs === null) {
        emit(batch);
        return;
      }
      if (marksUs.length < batch.rows) marksUs = new Float64Array(batch.rows);
      for (let at = 0; at < batch.selected; at++) {
        const row = rowAt(batch, at);
        marksUs[row] = newest;
        if (timesUs[row]! > newest) newest = timesUs[row]!;
      }
      newest = Math.max(newest, newestAfterUs ?? -Infinity);
      emit({ ...batch, newestUs: marksUs, newestAfterUs: newest });
    },
    end() {},
  };
}
