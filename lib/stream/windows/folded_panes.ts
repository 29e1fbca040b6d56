import type { Account, ColumnBuilder } from "../../core/mod.ts";
import type { Firing, LeavingWindows } from "../../window/mod.ts";
import { Fold, type FoldShape } from "../fold/fold.ts";
import type { Emit } from "../step.ts";
import type { PaneKeeper } from "./pane_keeper.ts";
import { PaneResults } from "./pane_results.ts";
import type { WindowLead } from "./window_lead.ts";

/** The pane in which a window of several is put together: none of the machine's. */
const WHOLE = -1;

/** Options of {@linkcode foldedPanes}. */
export interface FoldedPanesOptions {
  /** Keys and aggregate calls; the keys of the windows come first. */
  readonly shape: FoldShape;
  /** How many of the keys are those of the windows. */
  readonly windowKeys: number;
  /** Whether each key has panes of its own, so that rows need not be grouped by it. */
  readonly keyed: boolean;
  /** Whether results carry the number of their firing, behind the keys. */
  readonly revisions: boolean;
  /** Appends the values of a window's key so many times. */
  readonly appendKey: (
    code: number,
    out: readonly ColumnBuilder[],
    rows: number,
  ) => void;
  /** Appends the values of the keys of many windows, once each. */
  readonly appendKeys: (
    codes: Int32Array,
    out: readonly ColumnBuilder[],
  ) => void;
  /** What leads the results of windows, where they may be without rows; else `null`. */
  readonly lead: WindowLead | null;
  /** Where completed windows are counted. */
  readonly account: Account;
}

/**
 * Folds rows into partial aggregates by pane. A window of several panes is put
 * together of theirs.
 */
export function foldedPanes(options: FoldedPanesOptions): PaneKeeper {
  const { shape, revisions, windowKeys } = options;
  /** The keys of windows lead; where panes are of one key only the others tell groups apart. */
  const apart = options.keyed ? windowKeys : 0;
  const fold = new Fold({
    ...shape,
    keys: shape.keys.slice(apart),
    ...(shape.types === undefined ? {} : { types: shape.types.slice(apart) }),
  });
  const keys = shape.keys.length;
  const behind = keys + (revisions ? 1 : 0);
  const results = new PaneResults(
    behind + shape.calls.length,
    options.account,
  );
  const keyColumns = results.columns.slice(0, keys);
  const windowColumns = keyColumns.slice(0, windowKeys);
  const groupColumns = keyColumns.slice(apart);
  const callColumns = results.columns.slice(behind);

  /** Appends the answer of a window, but for its key; tells how many rows it has. */
  function answer({ panes }: Firing): number {
    if (panes.length === 1) {
      return fold.append(panes[0]!, groupColumns, callColumns);
    }
    for (const pane of panes) fold.merge(WHOLE, pane);
    const rows = fold.append(WHOLE, groupColumns, callColumns);
    fold.drop(WHOLE);
    return rows;
  }

  /** A window without rows has an answer where nothing is grouped by beside its key (W10). */
  function answerEmpty(): number {
    if (keys > windowKeys) return 0;
    fold.appendEmpty(callColumns);
    return 1;
  }

  /** Windows that have one row each, told by the values of their keys alone. */
  function leave(windows: LeavingWindows, emit: Emit): void {
    for (let from = 0; from < windows.count;) {
      const to = Math.min(windows.count, from + results.room);
      const count = to - from;
      if (apart > 0) {
        options.appendKeys(windows.keys.subarray(from, to), windowColumns);
      }
      fold.appendLone(windows.panes.subarray(from, to), count, callColumns);
      results.addLone(windows, from, to, emit);
      from = to;
    }
  }

  return {
    get byteLength() {
      return fold.byteLength;
    },
    ...(keys === apart && !revisions ? { leave } : {}),
    add: (batch, rows) => fold.add({ ...batch, ...rows }),
    merge: (into, from) => fold.merge(into, from),
    fire(firing, emit, telling) {
      const empty = firing.panes.length === 0;
      const rows = firing.kind === "withdrawal"
        ? 0
        : empty
        ? answerEmpty()
        : answer(firing);
      if (apart > 0) options.appendKey(firing.key, windowColumns, rows);
      if (revisions) {
        for (let at = 0; at < rows; at++) {
          results.columns[keys]!.appendNumber(firing.revision);
        }
      }
      const { startUs, endUs } = firing;
      const leading = options.lead?.(firing);
      const window = {
        startUs,
        endUs,
        ...(telling && { telling }),
        ...(leading && { leading }),
      };
      results.add(window, rows, emit);
    },
    drop: (pane) => fold.drop(pane),
    weight: (pane) => fold.groups(pane),
    flush: (reachedUs, emit) => results.flush(reachedUs, emit),
  };
}
