import { AlignedMachine } from "./aligned_machine.ts";
import { ArrivalMachine } from "./arrival_machine.ts";
import { checkWindowOptions } from "./check_options.ts";
import { CountMachine } from "./count_machine.ts";
import type { PaneStore } from "./pane_store.ts";
import { RevisingMachine } from "./revising_machine.ts";
import { SessionMachine } from "./session_machine.ts";
import { slicing } from "./slicing.ts";
import type { WindowMachine } from "./window_machine.ts";
import type { WindowOptions } from "./window_options.ts";

/**
 * Makes the machine that puts rows into windows of any kind (W1-W10).
 *
 * The machine decides which rows are late, which belong together, which
 * windows leave, when and in what order; the store keeps the rows. What it
 * tells does not depend on where batches were cut (D1).
 *
 * @param options Which windows there are, and when they leave.
 * @param store What keeps the rows.
 * @throws {RangeError} If the options make no windows together.
 *
 * @example Rows of ten microseconds, counted
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const rows = new Map<number, number>();
 * const counts: string[] = [];
 * const machine = windowMachine({
 *   windows: { kind: "aligned", size: { unit: "us", count: 10 } },
 *   delayUs: 0,
 * }, {
 *   add({ selection, selected, panes }) {
 *     for (const row of selection.subarray(0, selected)) {
 *       rows.set(panes[row]!, (rows.get(panes[row]!) ?? 0) + 1);
 *     }
 *   },
 *   merge() {},
 *   emit({ startUs, endUs, panes }) {
 *     const count = panes.reduce((sum, pane) => sum + rows.get(pane)!, 0);
 *     counts.push(`[${startUs}, ${endUs}): ${count}`);
 *   },
 *   leave() {},
 *   drop: (pane) => void rows.delete(pane),
 * });
 *
 * machine.push({
 *   timesUs: Float64Array.of(3, 8, 12),
 *   newestUs: Float64Array.of(-Infinity, 3, 8),
 *   newestAfterUs: 12,
 *   selection: null,
 *   selected: 3,
 * });
 * assertEquals(counts, ["[0, 10): 2"]);
 * machine.end();
 * assertEquals(counts, ["[0, 10): 2", "[10, 20): 1"]);
 * ```
 */
export function windowMachine(
  options: WindowOptions,
  store: PaneStore,
): WindowMachine {
  checkWindowOptions(options);
  const { windows } = options;
  const whole = {
    delayUs: options.delayUs,
    latenessUs: options.latenessUs ?? 0,
    refireUs: options.refireUs ?? 1_000_000,
    updateUs: options.updateUs ?? Infinity,
    keyed: options.keyed ?? false,
    perKeyClock: options.perKeyClock ?? false,
    fillLimit: options.fill ? options.fillLimit ?? 1_000 : 0,
    compareKeys: options.compareKeys ?? ((a: number, b: number) => a - b),
    store,
  };
  switch (windows.kind) {
    case "aligned": {
      const once = whole.latenessUs === 0 && whole.updateUs === Infinity;
      const together = !whole.perKeyClock && whole.fillLimit === 0;
      const aligned = { ...whole, slicing: slicing(windows) };
      return once && together
        ? new AlignedMachine(aligned)
        : new RevisingMachine(aligned);
    }
    case "session":
      return new SessionMachine({
        ...whole,
        gapUs: windows.gapUs,
        maxUs: windows.maxUs ?? Infinity,
      });
    case "count": {
      const { rows, every = rows } = windows;
      return every === rows
        ? new ArrivalMachine({ ...whole, until: rows })
        : new CountMachine({ ...whole, rows, every });
    }
    case "predicate":
      return new ArrivalMachine({ ...whole, until: "predicate" });
    case "global":
      return new ArrivalMachine({ ...whole, until: "end" });
  }
}
