import type { Batch } from "../core/mod.ts";
import type { StepReport } from "./report.ts";

/** Where a step hands its batches on to. */
export type Emit = (batch: Batch) => void;

/**
 * The logic of one transform, without a stream around it.
 *
 * A batch handed on is valid only during the call of `emit`: whoever keeps
 * rows copies them. What a step hands on may not depend on where batches
 * were cut.
 */
export interface Step {
  /** Takes the next batch. */
  push(batch: Batch, emit: Emit): void;
  /** Takes the end of input: hands on whatever is still held. */
  end(emit: Emit): void;
  /**
   * Called when a stretch of input has been pushed and the run is about to
   * wait or to read on: work saved up for company starts now.
   */
  flush?(emit: Emit): void;
  /**
   * Called while a live input is silent: event time goes on with the wall
   * clock (T7), and is now so many microseconds past the newest row.
   */
  advance?(byUs: number, emit: Emit): void;
  /**
   * Called now and then while input is waited for, where rows have the time at
   * which they are read (T9): the steps behind are told what time it is. No
   * step behind it is told to `advance`.
   */
  tick?(emit: Emit): void;
  /**
   * What it knows of time and what it holds, for `weir why`. Asked rarely: it
   * may walk over all that is held.
   */
  report?(): StepReport;
  /**
   * For a step whose answers come later: settles when all that it was given
   * so far has been handed on. A run waits for it before `end` goes further
   * down, and whenever `backlogBytes` is too much.
   */
  settle?(): Promise<void>;
  /** Bytes waiting in a step whose answers come later. */
  readonly backlogBytes?: number;
  /** Bytes of rows held for windows that are still open. */
  readonly heldBytes?: number;
  /** Rows held for windows that are still open; they count as `open` when a run is stopped. */
  readonly heldRows?: number;
  /** Whether no later input can change what this step hands on, so that the run may end. */
  readonly done?: boolean;
  /** The row of the input's last batch with which the step was done; the rows behind it need not have been read. */
  readonly lastRow?: number | undefined;
}

/**
 * Joins steps into one function that a batch is pushed into.
 *
 * @param steps The steps, first to last.
 * @param emit What takes the batches of the last.
 * @returns For each step the function that feeds it; one more, last, is `emit`.
 */
export function chain(steps: readonly Step[], emit: Emit): Emit[] {
  const feeds: Emit[] = [emit];
  for (const step of [...steps].reverse()) {
    const next = feeds[0]!;
    feeds.unshift((batch) => step.push(batch, next));
  }
  return feeds;
}
