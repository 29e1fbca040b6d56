import type { Account, Batch, Column, Telling } from "../../core/mod.ts";
import { Tag } from "../../core/mod.ts";
import {
  type Firing,
  type HeldWindow,
  type LeavingWindows,
  NONE,
  type PaneStore,
  windowMachine,
  type WindowOptions,
} from "../../window/mod.ts";
import { firstRows } from "../filter.ts";
import { checkMemory, type MemoryBound } from "../memory_bound.ts";
import { type HeldReport, oldestOf } from "../report.ts";
import type { Emit, Step } from "../step.ts";
import { type KeyCodes, keyCodes } from "./key_codes.ts";
import { PaneCounts } from "./pane_counts.ts";
import type { PaneKeeper } from "./pane_keeper.ts";

/** Adding up what is held asks every part, so it is done now and then. */
const PUSHES_A_CHECK = 64;

/** Options of {@linkcode machineStep}. */
export interface MachineStepOptions {
  /** Which windows there are, and when they leave. */
  readonly windows: Omit<WindowOptions, "keyed" | "compareKeys">;
  /** Indexes of the columns of `window --key`; none for windows of all rows. */
  readonly keys: readonly number[];
  /** Indexes of the truth values that begin and end windows, where predicates do. */
  readonly predicates: readonly [start: number, end: number] | null;
  /** Makes what keeps the rows; told how to read the values of a key by its code, and whether each key has panes of its own. */
  readonly keeper: (keys: KeyCodes, keyed: boolean) => PaneKeeper;
  /** What may be held. */
  readonly memory: MemoryBound;
  /** Where late rows are counted; `null` where rows no longer stand for rows of the input. */
  readonly account: Account | null;
  /** Told of the late rows of each batch, in order, and by how many microseconds each is late. */
  readonly onLate: (batch: Batch, rows: Uint32Array, byUs: number[]) => void;
}

/** Puts rows into windows of any kind and hands on what each answers when it leaves. */
export function machineStep(options: MachineStepOptions): Step {
  const { keys, predicates, account, memory } = options;
  const { delayUs } = options.windows;
  const codes = keyCodes(keys);
  const counts = new PaneCounts();
  /** Windows that will not leave again, since the last one left. */
  let forgotten: number[] = [];
  let batch: Batch | null = null;
  let emit: Emit = () => {};
  let all = new Uint32Array(0);
  let newestUs = -Infinity;
  /** As far as the wall clock has moved it on. */
  let advancedUs = -Infinity;
  let pushes = 0;
  /** What the account was told of the counts of the machine. */
  const told = { outside: 0, partlyLate: 0, refiring: 0 };
  let completed = 0;
  // A window that has answered all of its rows before it is complete does not leave once more.
  const updating = options.windows.updateUs !== undefined;
  let refires = 0;

  const store: PaneStore = {
    add(rows) {
      keeper.add(batch!, rows);
      const { selection, selected, panes } = rows;
      // Rows that follow one another are mostly of one pane.
      for (let from = 0; from < selected;) {
        const pane = panes[selection[from]!]!;
        let to = rows.pane === NONE ? from + 1 : selected;
        while (to < selected && panes[selection[to]!] === pane) to++;
        counts.add(pane, to - from);
        from = to;
      }
    },
    merge(into, from) {
      keeper.merge(into, from);
      counts.merge(into, from);
    },
    emit(firing) {
      if (firing.kind === "result" && !updating) completed++;
      // It was told, and is now part of another window.
      if (firing.kind === "withdrawal" && updating) completed--;
      if (firing.kind === "refire") {
        refires++;
        if (account !== null) account.refires++;
      }
      keeper.fire(firing, emit, tellingOf(firing));
      for (const pane of firing.panes) counts.settle(pane);
    },
    leave(windows) {
      completed += windows.count;
      if (keeper.leave === undefined) leaveOneByOne(keeper, windows, emit);
      else keeper.leave(windows, emit);
      counts.leave(windows.panes, windows.count);
    },
    drop(pane) {
      keeper.drop(pane);
      counts.drop(pane);
    },
    forget(window) {
      forgotten.push(window);
      if (updating) completed++;
    },
    late(rows, byUs) {
      if (account !== null) {
        account.late += rows.length;
        for (const by of byUs) {
          if (by > account.latestByUs) account.latestByUs = by;
        }
      }
      options.onLate(batch!, rows, [...byUs]);
    },
    release: (keys) => codes.release(keys),
  };

  /** What those behind need to know of a window that may leave again. */
  function tellingOf({ window, kind, last }: Firing): Telling | undefined {
    if (window === NONE) return undefined;
    const telling = { window, kind, last, forgotten };
    forgotten = [];
    return telling;
  }

  const machine = windowMachine({
    ...options.windows,
    keyed: keys.length > 0,
    compareKeys: (a, b) => codes.compare(a, b),
  }, store);
  const keeper = options.keeper(codes, machine.keyed);

  /** Runs the machine, and hands on what has left meanwhile. */
  function within(next: Emit, reachedUs: () => number, work: () => void): void {
    emit = next;
    work();
    keeper.flush(reachedUs(), next);
    if (account === null) return;
    const { outside, partlyLate, refiring, missedByUs } = machine.counts;
    // Rows in no window were dropped by the window stage (D6).
    account.filtered += outside - told.outside;
    account.partlyLate += partlyLate - told.partlyLate;
    account.refired += refiring - told.refiring;
    account.missedByUs = Math.max(account.missedByUs, missedByUs);
    Object.assign(told, { outside, partlyLate, refiring });
  }

  function held(): HeldReport {
    let [rows, weights] = [0, 0];
    for (const [pane, count] of counts.entries()) {
      rows += count;
      weights += keeper.weight(pane);
    }
    let windows = 0;
    function* counted(): Generator<HeldWindow> {
      for (const window of machine.open()) {
        windows++;
        yield window;
      }
    }
    const bytes = keeper.byteLength + codes.byteLength;
    const share = (pane: number) => bytes * keeper.weight(pane) / weights;
    const sum = (panes: readonly number[], of: (pane: number) => number) =>
      panes.reduce((total, pane) => total + of(pane), 0);
    const oldest = oldestOf(counted()).map((
      { startUs, endUs, key, panes },
    ) => ({
      startUs,
      endUs,
      key: key === NONE ? [] : codes.texts(key),
      rows: sum(panes, (pane) => counts.rows(pane)),
      bytes: weights === 0 ? 0 : Math.round(sum(panes, share)),
    }));
    return { rows, bytes, windows, oldest, completed };
  }

  const watermark = () => delayUs === Infinity ? -Infinity : newestUs - delayUs;

  return {
    get heldRows() {
      return counts.heldRows;
    },
    get heldBytes() {
      return keeper.byteLength + codes.byteLength;
    },
    report: () => ({
      reached: { newestUs: advancedUs, newestRowUs: newestUs },
      late: { counts: machine.counts, lateness: machine.lateness, refires },
      held: held(),
    }),
    push(next, handOn) {
      const { timesUs, newestUs: marksUs, newestAfterUs } = next;
      if (timesUs === null || marksUs === null) {
        throw new TypeError(
          "Cannot window rows as they have no event time: put a time step before",
        );
      }
      all = firstRows(all, next.selected);
      const selection = next.selection ?? all;
      batch = next;
      advancedUs = newestUs = newestAfterUs ?? newestUs;
      within(handOn, watermark, () =>
        machine.push({
          timesUs,
          newestUs: marksUs,
          newestAfterUs: newestUs,
          selection: next.selection,
          selected: next.selected,
          ...(machine.keyed ? { keys: codes.of(next, selection) } : {}),
          ...(predicates === null ? {} : {
            starts: truths(next.columns[predicates[0]]!, next.rows),
            ends: truths(next.columns[predicates[1]]!, next.rows),
          }),
        }));
      batch = null;
      if (++pushes % PUSHES_A_CHECK === 0) {
        checkMemory(
          keeper.byteLength + codes.byteLength,
          counts.panes,
          memory,
        );
      }
    },
    advance(byUs, handOn) {
      advancedUs = newestUs + byUs;
      within(
        handOn,
        () => delayUs === Infinity ? -Infinity : newestUs + byUs - delayUs,
        () => machine.advance(newestUs + byUs),
      );
    },
    end(handOn) {
      within(handOn, () => Infinity, () => machine.end());
    },
  };
}

/** For keepers that save nothing by taking many windows at once. */
function leaveOneByOne(
  keeper: PaneKeeper,
  { count, startsUs, endsUs, keys, panes }: LeavingWindows,
  emit: Emit,
): void {
  for (let at = 0; at < count; at++) {
    const pane = panes[at]!;
    keeper.fire({
      kind: "result",
      startUs: startsUs[at]!,
      endUs: endsUs[at]!,
      key: keys[at]!,
      window: NONE,
      revision: 0,
      last: true,
      panes: [pane],
    }, emit);
    keeper.drop(pane);
  }
}

function truths({ tags }: Column, rows: number): Uint8Array {
  return Uint8Array.from(
    { length: rows },
    (_, row) => tags[row] === Tag.TRUE ? 1 : 0,
  );
}
