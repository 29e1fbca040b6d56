import type { TimeWindow } from "../core/mod.ts";
import type { Lateness, RowCounts } from "../window/mod.ts";

/** How many open windows a report tells of one by one. */
const OLDEST = 5;

/** A window that is open, and what is held for it. */
export interface OpenReport extends TimeWindow {
  /** The values of its key as text; none where it is of all keys together. */
  readonly key: readonly string[];
  /** Rows that it has so far. */
  readonly rows: number;
  /** Bytes that they take, roughly; overlapping windows share theirs. */
  readonly bytes: number;
}

/** What a step holds for windows that are open, or until the input ends. */
export interface HeldReport {
  /** Rows that it was given, each once; of a fold they are in its groups. */
  readonly rows: number;
  /** Bytes of memory, roughly. */
  readonly bytes: number;
  /** How many windows are open; `null` where the whole input is one. */
  readonly windows: number | null;
  /** Those that end first. */
  readonly oldest: readonly OpenReport[];
  /** How many windows have been completed. */
  readonly completed: number;
}

/** How far event time has come in a step that asks for it. */
export interface ReachedReport {
  /** The newest event time, moved on by the wall clock where the input was silent; `-Infinity` before the first row. */
  readonly newestUs: number;
  /** The newest event time that a row had. */
  readonly newestRowUs: number;
}

/** What a step judged late. The parts count on while the run does. */
export interface LateReport {
  /** How many rows were late, in part or whole, or in no window. */
  readonly counts: RowCounts;
  /** How late. */
  readonly lateness: Lateness;
  /** How often a complete window answered again. */
  readonly refires: number;
}

/** What a step tells of time and of what it holds. A step says only what it knows. */
export interface StepReport {
  /** How far event time has come. */
  readonly reached?: ReachedReport;
  /** What was late. */
  readonly late?: LateReport;
  /** What is held. */
  readonly held?: HeldReport;
}

/** The windows that end first, of very many, in order. */
export function oldestOf<T extends TimeWindow>(windows: Iterable<T>): T[] {
  const oldest: T[] = [];
  for (const window of windows) {
    const last = oldest.at(-1);
    if (oldest.length === OLDEST && byEnd(last!, window) <= 0) continue;
    let at = oldest.length;
    while (at > 0 && byEnd(oldest[at - 1]!, window) > 0) at--;
    oldest.splice(at, 0, window);
    if (oldest.length > OLDEST) oldest.pop();
  }
  return oldest;
}

function byEnd(a: TimeWindow, b: TimeWindow): number {
  return a.endUs - b.endUs || a.startUs - b.startUs;
}
