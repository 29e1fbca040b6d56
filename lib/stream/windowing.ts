import type { Batch, WindowRows } from "../core/mod.ts";
import type { WindowAssigner } from "../window/mod.ts";

/** When the windows of a step complete. */
export interface Windowing {
  /** Tells where windows end. */
  readonly assigner: WindowAssigner;
  /** How long they wait for rows out of order; Infinity for `end`. */
  readonly delayUs: number;
}

/** The watermark that a newest event time stands for; nothing is complete under a delay of Infinity. */
export function watermarkAt(newestUs: number, windowing: Windowing): number {
  return windowing.delayUs === Infinity
    ? -Infinity
    : newestUs - windowing.delayUs;
}

/**
 * Times and marks of the rows of completed windows: a result's time is the
 * last moment of its window (W6), and no later result is before it.
 *
 * @param rows How many rows there are.
 * @param windows Their windows, in order.
 * @param reachedUs What the watermark has reached once these rows are taken.
 */
export function resultTimes(
  rows: number,
  windows: readonly WindowRows[],
  reachedUs: number,
): Required<Pick<Batch, "timesUs" | "newestUs" | "newestAfterUs">> {
  const timesUs = new Float64Array(rows);
  for (const { endUs, from, to } of windows) timesUs.fill(endUs - 1, from, to);
  const lastUs = windows.at(-1)!.endUs - 1;
  return {
    timesUs,
    newestUs: timesUs,
    newestAfterUs: Math.max(lastUs, reachedUs),
  };
}
