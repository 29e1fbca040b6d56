import type { Batch, Clock } from "../core/mod.ts";
import type { Emit, Step } from "./step.ts";

/** Options of {@linkcode arrivalStep}. */
export interface ArrivalOptions {
  /** What time it is. */
  readonly clock: Clock;
  /**
   * First moment after the window of a moment, so that nothing is told before
   * it; every tick is told where not given.
   */
  readonly endOf?: (timeUs: number) => number;
}

/**
 * Gives rows the time at which they are read (T9), and tells the steps behind
 * what time it is while none come. A clock that is put back stands still until
 * it has caught up, so no row is before another.
 *
 * Which rows are in which window follows from the speed of the input and of
 * the machine: runs over it are outside D1.
 */
export function arrivalStep({ clock, endOf }: ArrivalOptions): Step {
  let timesUs = new Float64Array(0);
  let marksUs = new Float64Array(0);
  let newestUs = -Infinity;
  /** When something may be complete. */
  let dueUs = Infinity;
  /** The last batch: one without rows has its columns. */
  let last: Batch | null = null;

  return {
    push(batch: Batch, emit: Emit): void {
      const nowUs = Math.max(newestUs, clock.nowUs());
      const { rows } = batch;
      if (timesUs.length < rows) {
        timesUs = new Float64Array(rows);
        marksUs = new Float64Array(rows);
      }
      timesUs.fill(nowUs, 0, rows);
      marksUs.fill(nowUs, 0, rows);
      if (batch.selected > 0) {
        const first = batch.selection === null ? 0 : batch.selection[0]!;
        marksUs[first] = newestUs;
        dueUs = endOf?.(nowUs) ?? nowUs;
      }
      newestUs = nowUs;
      last = batch;
      emit({
        ...batch,
        timesUs,
        newestUs: marksUs,
        newestAfterUs: newestUs,
      });
    },
    tick(emit: Emit): void {
      const nowUs = clock.nowUs();
      if (last === null || nowUs < dueUs || nowUs <= newestUs) return;
      newestUs = nowUs;
      // Rows of one window are complete at its end; nothing is open behind it.
      if (endOf !== undefined) dueUs = Infinity;
      emit({
        ...last,
        rows: 0,
        selection: null,
        selected: 0,
        timesUs,
        newestUs: marksUs,
        newestAfterUs: newestUs,
      });
    },
    report: () => ({ reached: { newestUs, newestRowUs: newestUs } }),
    end() {},
  };
}
