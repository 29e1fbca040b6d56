import type { TimeWindow } from "../core/mod.ts";
import type { ArrivingRows } from "./arriving_rows.ts";
import type { RowCounts } from "./late_rows.ts";
import type { Lateness } from "./lateness.ts";

/** A window that is open, for reports. */
export interface HeldWindow extends TimeWindow {
  /** The code of its key; `NONE` where it is of all keys together. */
  readonly key: number;
  /** The panes that hold its rows; overlapping windows share them. */
  readonly panes: readonly number[];
}

/**
 * Puts rows into windows and tells a store which rows belong together, which
 * windows leave, and when: exactly as if rows came one by one, whatever the
 * batches.
 */
export interface WindowMachine {
  /** Whether rows come with the codes of their keys, since windows of one span do not leave together for all keys. */
  readonly keyed: boolean;
  /** Rows that are late or in no window. */
  readonly counts: RowCounts;
  /** How late the late rows were. */
  readonly lateness: Lateness;
  /** How many panes are held. */
  readonly panes: number;
  /** Takes the next batch. */
  push(rows: ArrivingRows): void;
  /**
   * Moves event time on without rows: with the wall clock, while the input is
   * silent (T7). Rows that are pushed later may not have marks before it.
   *
   * Where each key has a clock of its own, all of them go on by as much; progress of the
   * input without rows is then not told here, but pushed as a batch of none.
   *
   * @param newestUs What the newest event time is now.
   */
  advance(newestUs: number): void;
  /** Takes the end of the input, which completes all windows. */
  end(): void;
  /** The windows that hold rows, in no certain order. A window made of many slices costs a walk over them. */
  open(): Iterable<HeldWindow>;
}
