import type { TimeWindow } from "../core/mod.ts";

/** Stands where there is no key, no pane, no window of that kind. */
export const NONE: number = -1;

/** Rows of a batch, in arrival order, and where each of them is to be kept. */
export interface PaneRows {
  /** The rows, ascending; it may be longer than `selected`. */
  readonly selection: Uint32Array;
  /** How many of the selection. */
  readonly selected: number;
  /** The pane of each row, at the row's own index. */
  readonly panes: Int32Array;
  /** The pane of all of them; {@linkcode NONE} where they are of several. */
  readonly pane: number;
}

/**
 * Why a window leaves:
 *
 * - `update`: it is not complete yet (`--emit update`),
 * - `result`: it is complete,
 * - `refire`: rows have come after it was complete (`--lateness`),
 * - `withdrawal`: it has joined another window, and what was told of it no longer holds.
 */
export type FiringKind = "update" | "result" | "refire" | "withdrawal";

/** A window that leaves. Valid during the call that tells of it. */
export interface Firing extends TimeWindow {
  /** Why it leaves. */
  readonly kind: FiringKind;
  /** The code of its key; {@linkcode NONE} where a window is of all keys together. */
  readonly key: number;
  /**
   * A name for what the store remembers of it between firings: a small
   * integer, its own until {@linkcode PaneStore.forget}. {@linkcode NONE}
   * where windows leave once only.
   */
  readonly window: number;
  /** How often it has left before; a withdrawal bears the number of the firing that it takes back. */
  readonly revision: number;
  /** Whether it will not leave again. */
  readonly last: boolean;
  /**
   * The panes whose rows, together, are the rows of the window, in order of
   * time; none where it is empty (`--fill`) or withdrawn. With `last` the store
   * may still not take them apart: overlapping windows share them until they are dropped.
   */
  readonly panes: readonly number[];
}

/**
 * Windows that leave, each with one pane, for the first and last time, as
 * parallel arrays in the order in which they leave. Valid during the call that
 * tells of them; the arrays may be longer.
 */
export interface LeavingWindows {
  /** How many. */
  readonly count: number;
  /** First moment of each. */
  readonly startsUs: Float64Array;
  /** First moment after each. */
  readonly endsUs: Float64Array;
  /** The code of the key of each; {@linkcode NONE} where a window is of all keys together. */
  readonly keys: Int32Array;
  /** The pane of each. */
  readonly panes: Uint32Array;
}

/**
 * What a stage keeps of rows in open windows: folded or whole, by pane.
 *
 * A pane is the unit of keeping: a slice of aligned windows, a session, a
 * window of counted rows. Panes are named by small integers that the window
 * machine gives out, and uses again after they were dropped. The machine
 * calls these functions in the order in which things happen, and only from
 * within its own `push`, `advance` and `end`.
 */
export interface PaneStore {
  /** Keeps rows of the batch that was pushed. A pane begins with its first row. */
  add(rows: PaneRows): void;
  /** Adds what pane `from` holds to pane `into`, since they have become one; `from` is dropped later. */
  merge(into: number, from: number): void;
  /** Takes a window that leaves. */
  emit(firing: Firing): void;
  /** Takes windows that leave for good, and forgets their panes: the same as {@linkcode PaneStore.emit} and {@linkcode PaneStore.drop} for one after the other. */
  leave(windows: LeavingWindows): void;
  /** Forgets a pane: its number may come again for another. */
  drop(pane: number): void;
  /** Forgets what was remembered of a window: it has left for the last time. */
  forget?(window: number): void;
  /**
   * Told of the late rows of a batch, in arrival order, and by how many
   * microseconds the watermark of each was past the end of its last window.
   */
  late?(rows: Uint32Array, byUs: Float64Array): void;
  /** No window of these keys, each named once, is open any longer, at the end of a push: their codes may be given to others. Valid during the call. */
  release?(keys: readonly number[]): void;
}
