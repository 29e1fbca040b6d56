import type { TimeWindow } from "../core/mod.ts";
import type { WindowAssigner } from "./assigner.ts";

/** A window and what is held for it. */
export interface OpenWindow<State> extends TimeWindow {
  /** What the stage keeps: rows, or folded aggregates. */
  readonly state: State;
}

/** What fixes the bookkeeping of open windows. */
export interface OpenWindowsOptions<State> {
  /** Tells where windows end. */
  readonly assigner: Pick<WindowAssigner, "endOf">;
  /** How long windows wait for rows out of order; Infinity for `end`. */
  readonly delayUs: number;
  /** Makes what is held for a window when its first row comes. */
  readonly create: (window: TimeWindow) => State;
}

/** Which windows are open, with what is held for each, and which are complete. */
export interface OpenWindows<State> {
  /** How many windows are open. */
  readonly size: number;
  /** What is held for the window that begins at `startUs`, made on demand. */
  at(startUs: number): State;
  /**
   * Takes out the windows that are complete, `newest - delay >= end` (W2), by end and then start (D2).
   *
   * Costs one comparison where none is. Give rows of a batch to their windows
   * first: a row that came after its window was complete is late by its mark.
   *
   * @param newestUs The newest event time so far.
   */
  completed(newestUs: number): readonly OpenWindow<State>[];
  /** Takes out all windows in the same order: the end of the input completes them. */
  drain(): readonly OpenWindow<State>[];
  /** The open windows, in no order; for accounts and reports. */
  values(): Iterable<OpenWindow<State>>;
}

/**
 * Keeps the windows that are open, whatever a stage holds for each of them.
 *
 * Memory is that of the states: a window lives from its first row until it is complete.
 *
 * @example Counting rows
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { windowAssigner } from "./assigner.ts";
 *
 * const windows = openWindows({
 *   assigner: windowAssigner({ size: { unit: "us", count: 10 } }),
 *   delayUs: 0,
 *   create: () => ({ rows: 0 }),
 * });
 * windows.at(0).rows += 2;
 * windows.at(10).rows += 1;
 *
 * assertEquals(windows.completed(9), []);
 * assertEquals(windows.completed(10), [{ startUs: 0, endUs: 10, state: { rows: 2 } }]);
 * assertEquals(windows.drain().map((window) => window.startUs), [10]);
 * ```
 */
export function openWindows<State>(
  options: OpenWindowsOptions<State>,
): OpenWindows<State> {
  const { assigner, delayUs, create } = options;
  const open = new Map<number, OpenWindow<State>>();
  let earliestEndUs = Infinity;
  let last: OpenWindow<State> | null = null;

  function at(startUs: number): State {
    if (last !== null && last.startUs === startUs) return last.state;
    let window = open.get(startUs);
    if (window === undefined) {
      const endUs = assigner.endOf(startUs);
      window = { startUs, endUs, state: create({ startUs, endUs }) };
      open.set(startUs, window);
      if (endUs < earliestEndUs) earliestEndUs = endUs;
    }
    last = window;
    return window.state;
  }

  function completed(newestUs: number): readonly OpenWindow<State>[] {
    const watermarkUs = newestUs - delayUs;
    // Also false where the watermark is NaN, which Infinity less Infinity is.
    if (!(watermarkUs >= earliestEndUs)) return [];
    return take((window) => window.endUs <= watermarkUs);
  }

  function take(
    complete: (window: OpenWindow<State>) => boolean,
  ): readonly OpenWindow<State>[] {
    const taken: OpenWindow<State>[] = [];
    earliestEndUs = Infinity;
    for (const window of open.values()) {
      if (complete(window)) taken.push(window);
      else if (window.endUs < earliestEndUs) earliestEndUs = window.endUs;
    }
    for (const window of taken) open.delete(window.startUs);
    last = null;
    return taken.sort((a, b) => a.endUs - b.endUs || a.startUs - b.startUs);
  }

  return {
    get size() {
      return open.size;
    },
    at,
    completed,
    drain: () => take(() => true),
    values: () => open.values(),
  };
}
