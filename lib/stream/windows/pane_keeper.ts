import type { Batch, Telling } from "../../core/mod.ts";
import type { Firing, LeavingWindows, PaneRows } from "../../window/mod.ts";
import type { Emit } from "../step.ts";

/** What keeps the rows of open windows, folded or whole, and answers for windows that leave. */
export interface PaneKeeper {
  /** Keeps rows of a batch, each in its pane. */
  add(batch: Batch, rows: PaneRows): void;
  /** Adds what pane `from` holds to pane `into`. */
  merge(into: number, from: number): void;
  /** Hands on the rows, or the answer, of a window; of one that is taken back, none. `telling` goes along with them. */
  fire(firing: Firing, emit: Emit, telling?: Telling): void;
  /** Hands on the answers of windows that leave for good and forgets their panes, as `fire` and `drop` do one by one; not there where nothing is saved by taking many. */
  leave?(windows: LeavingWindows, emit: Emit): void;
  /** Forgets a pane. */
  drop(pane: number): void;
  /** Hands on what was saved up; event time has reached so far. */
  flush(reachedUs: number, emit: Emit): void;
  /** How much of the memory is a pane's, in a unit of the keeper's own. */
  weight(pane: number): number;
  /** Bytes of memory held, roughly. */
  readonly byteLength: number;
}
