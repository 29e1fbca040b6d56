import {
  type Account,
  type Batch,
  type Column,
  ColumnBuilder,
  type ToldWindow,
} from "../../core/mod.ts";
import { type Firing, NONE } from "../../window/mod.ts";
import { firstRows } from "../filter.ts";
import { Grouping } from "../fold/grouping.ts";
import { type Keeping, RowBuffer, sharedDictionaries } from "../row_buffer.ts";
import type { Emit } from "../step.ts";
import { resultTimes } from "../windowing.ts";
import type { PaneKeeper } from "./pane_keeper.ts";
import type { WindowLead } from "./window_lead.ts";

/** Options of {@linkcode heldPanes}. */
export interface HeldPanesOptions {
  /** What to keep of each row. */
  readonly keeping: Keeping;
  /** Where the columns of `window --key` stand among those that are kept. */
  readonly keys: readonly number[];
  /** Whether rows carry the bounds of their window, behind the columns that are kept. */
  readonly bounds: boolean;
  /** Whether they carry the number of its firing, last. */
  readonly revisions: boolean;
  /** What leads the results of windows, where they may be without rows; else `null`. */
  readonly lead: WindowLead | null;
  /** Where completed windows are counted. */
  readonly account: Account;
}

/** The rows of a pane, and when each arrived. */
interface Held {
  readonly rows: RowBuffer;
  readonly arrivals: number[];
}

/** Holds the rows of each pane. A window of several panes has their rows in arrival order. */
export function heldPanes(options: HeldPanesOptions): PaneKeeper {
  const { keeping } = options;
  const dictionaries = sharedDictionaries(keeping);
  const held = new Map<number, Held>();
  let byteLength = 0;
  let arrived = 0;
  /** A window that has not left yet: it tells how far time is. */
  let waiting: { window: ToldWindow; batch: Batch } | null = null;

  function empty(): Held {
    return { rows: new RowBuffer(keeping, dictionaries), arrivals: [] };
  }

  function append(
    to: Held,
    batch: Batch,
    rows: Uint32Array,
    arrivalOf: (row: number) => number,
    kept = false,
  ): void {
    to.rows.append(batch, rows, rows.length, kept);
    for (const row of rows) to.arrivals.push(arrivalOf(row));
  }

  /** The rows of several panes by arrival. */
  function joined(panes: readonly number[]): Held {
    if (panes.length === 1) return held.get(panes[0]!)!;
    const whole = empty();
    const parts = panes.map((pane) => {
      const { rows, arrivals } = held.get(pane)!;
      return { batch: rows.batch(), arrivals, at: 0 };
    });
    let left = parts.filter(({ arrivals }) => arrivals.length > 0);
    while (left.length > 0) {
      const next = left.reduce((a, b) =>
        b.arrivals[b.at]! < a.arrivals[a.at]! ? b : a
      );
      const other = Math.min(
        ...left.map((part) =>
          part === next ? Infinity : part.arrivals[part.at]!
        ),
      );
      const from = next.at;
      while (
        next.at < next.arrivals.length && next.arrivals[next.at]! < other
      ) next.at++;
      const rows = Uint32Array.from(
        { length: next.at - from },
        (_, row) => from + row,
      );
      append(whole, next.batch, rows, (row) => next.arrivals[row]!, true);
      left = left.filter(({ at, arrivals }) => at < arrivals.length);
    }
    return whole;
  }

  /** The rows of each key, in the order of the keys (D2). */
  function byKey(whole: Batch): Batch[] {
    const grouping = new Grouping(options.keys);
    const selection = firstRows(new Uint32Array(0), whole.rows);
    const groups = grouping.assign({
      ...whole,
      selection,
      panes: new Int32Array(whole.rows),
    });
    const order = grouping.sorted(0).slice(0, grouping.count(0));
    return Array.from(order, (group) => {
      const own = new RowBuffer(keeping, dictionaries);
      const rows = selection.subarray(0, whole.rows)
        .filter((row) => groups[row] === group);
      own.append(whole, rows, rows.length, true);
      return own.batch();
    });
  }

  function marked(batch: Batch, firing: Firing): Batch {
    const more: Column[] = [];
    if (options.bounds) {
      more.push(
        repeated(batch.rows, (out) => out.appendTime(firing.startUs)),
        repeated(batch.rows, (out) => out.appendTime(firing.endUs)),
      );
    }
    if (options.revisions) {
      more.push(
        repeated(batch.rows, (out) => out.appendNumber(firing.revision)),
      );
    }
    return { ...batch, columns: [...batch.columns, ...more] };
  }

  function hand(reachedUs: number, emit: Emit): void {
    if (waiting === null) return;
    const { window, batch } = waiting;
    waiting = null;
    const windows = [{ ...window, from: 0, to: batch.rows }];
    emit({ ...batch, ...resultTimes(batch.rows, windows, reachedUs), windows });
  }

  return {
    get byteLength() {
      return byteLength;
    },
    add(batch, { selection, selected, panes }) {
      const arrival = arrived;
      arrived += batch.rows;
      let from = 0;
      while (from < selected) {
        const pane = panes[selection[from]!]!;
        let to = from + 1;
        while (to < selected && panes[selection[to]!] === pane) to++;
        let of = held.get(pane);
        // A buffer has room before it has rows.
        const before = bytesOf(of);
        if (of === undefined) held.set(pane, of = empty());
        byteLength -= before;
        append(of, batch, selection.subarray(from, to), (row) => arrival + row);
        byteLength += bytesOf(of);
        from = to;
      }
    },
    merge(into, from) {
      const of = joined([into, from]);
      byteLength += bytesOf(of) - bytesOf(held.get(into));
      held.set(into, of);
    },
    fire(firing, emit, telling) {
      const { rows } = firing.panes.length === 0
        ? empty()
        : joined(firing.panes);
      const whole = rows.batch();
      // Windows of all keys leave together; each key has one of its own (W5).
      const batches = options.keys.length > 0 && firing.key === NONE
        ? byKey(whole)
        : [whole];
      const leading = options.lead?.(firing);
      for (const batch of batches) {
        // Nothing later leaves before the end of this window.
        if (waiting !== null) hand(waiting.window.endUs - 1, emit);
        if (firing.kind !== "withdrawal") options.account.windows++;
        const { startUs, endUs } = firing;
        waiting = {
          window: {
            startUs,
            endUs,
            ...(telling && { telling }),
            ...(leading && { leading }),
          },
          batch: marked(batch, firing),
        };
      }
    },
    drop(pane) {
      const of = held.get(pane);
      if (of === undefined) return;
      byteLength -= bytesOf(of);
      held.delete(pane);
    },
    weight: (pane) => bytesOf(held.get(pane)),
    flush: hand,
  };
}

function bytesOf(held: Held | undefined): number {
  return held === undefined
    ? 0
    : held.rows.byteLength + held.arrivals.length * 8;
}

function repeated(rows: number, append: (out: ColumnBuilder) => void): Column {
  const out = new ColumnBuilder();
  for (let row = 0; row < rows; row++) append(out);
  return out.finish();
}
