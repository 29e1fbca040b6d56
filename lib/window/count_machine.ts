import type { ArrivingRows } from "./arriving_rows.ts";
import { LateRows } from "./late_rows.ts";
import { Numbers } from "./numbers.ts";
import { type Firing, NONE, type PaneStore } from "./pane_store.ts";
import { Run } from "./run.ts";
import type { HeldWindow, WindowMachine } from "./window_machine.ts";

/** What fixes windows of counted rows that overlap, or leave rows out between them. */
export interface CountOptions {
  /** How many rows a window has. */
  readonly rows: number;
  /** After how many rows the next begins. */
  readonly every: number;
  /** Whether each key has windows of its own. */
  readonly keyed: boolean;
  /** Orders the codes of keys. */
  readonly compareKeys: (a: number, b: number) => number;
  /** What keeps the rows. */
  readonly store: PaneStore;
}

/** Rows of a key that the same windows hold. */
interface CountSlice {
  readonly pane: number;
  /** The number of its first row among those of the key, from 0. */
  readonly from: number;
  firstUs: number;
  lastUs: number;
}

/** The rows of a key. */
interface CountLine {
  readonly key: number;
  /** How many rows there were. */
  rows: number;
  /** In order; the earliest is of the window that is complete next. */
  slices: CountSlice[];
}

/**
 * Windows of so many rows of a key, one every so many rows, in arrival order
 * (W7). They share slices as hopping windows of time do, so a row is stored
 * once.
 *
 * A row that completes a window begins no slice of it, so batches are never cut.
 */
export class CountMachine implements WindowMachine {
  readonly keyed: boolean;
  readonly counts = new LateRows();
  readonly #options: CountOptions;
  readonly #run = new Run();
  readonly #panes = new Numbers();
  readonly #lines = new Map<number, CountLine>();
  /** Complete windows that wait for their rows to be stored, and the panes to be dropped after each. */
  readonly #waiting: { firing: Firing; dropped: number[] }[] = [];

  /** Starts without windows. */
  constructor(options: CountOptions) {
    this.#options = options;
    this.keyed = options.keyed;
  }

  get lateness() {
    return this.counts.lateness;
  }

  get panes(): number {
    return this.#panes.used;
  }

  push(batch: ArrivingRows): void {
    const { timesUs, selection, selected } = batch;
    const keys = this.keyed ? batch.keys! : null;
    this.#run.reserve(timesUs.length, selected);
    for (let at = 0; at < selected; at++) {
      const row = selection === null ? at : selection[at]!;
      const timeUs = timesUs[row]!;
      if (timeUs !== timeUs) continue;
      this.#take(row, timeUs, keys === null ? NONE : keys[row]!);
    }
    this.#flush();
  }

  #take(row: number, timeUs: number, key: number): void {
    const { rows, every } = this.#options;
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = { key, rows: 0, slices: [] };
      this.#lines.set(key, line);
    }
    const number = line.rows++;
    const place = number % every;
    if (place >= rows) {
      this.counts.outside++;
      return;
    }
    let slice = line.slices.at(-1);
    if (slice === undefined || place === 0 || (number - rows) % every === 0) {
      slice = {
        pane: this.#panes.take(),
        from: number,
        firstUs: timeUs,
        lastUs: timeUs,
      };
      line.slices.push(slice);
    } else {
      slice.firstUs = Math.min(slice.firstUs, timeUs);
      slice.lastUs = Math.max(slice.lastUs, timeUs);
    }
    this.#run.add(row, slice.pane);
    const begin = number + 1 - rows;
    if (begin < 0 || begin % every !== 0) return;
    const next = begin + every;
    const kept = line.slices.filter(({ from }) => from >= next);
    const dropped = line.slices.slice(0, line.slices.length - kept.length);
    this.#waiting.push({
      firing: firingOf(line, line.slices),
      dropped: dropped.map(({ pane }) => pane),
    });
    line.slices = kept;
  }

  /** Stores the rows, and lets the windows leave that they have completed, in order of these rows. */
  #flush(): void {
    const { store } = this.#options;
    this.#run.flush(store);
    for (const { firing, dropped } of this.#waiting) {
      store.emit(firing);
      for (const pane of dropped) {
        store.drop(pane);
        this.#panes.give(pane);
      }
    }
    this.#waiting.length = 0;
  }

  advance(): void {}

  end(): void {
    const { compareKeys } = this.#options;
    const left = [...this.#partial()].sort((a, b) =>
      a.endUs - b.endUs || a.startUs - b.startUs || compareKeys(a.key, b.key)
    );
    for (const firing of left) this.#options.store.emit(firing);
    for (const { slices } of this.#lines.values()) {
      for (const { pane } of slices) this.#options.store.drop(pane);
    }
    this.#lines.clear();
  }

  /** The windows that have rows and are not complete, those of a key in order. */
  *#partial(): Generator<Firing> {
    const { every } = this.#options;
    for (const line of this.#lines.values()) {
      const { slices } = line;
      for (let at = 0; at < slices.length; at++) {
        if (slices[at]!.from % every !== 0) continue;
        yield firingOf(line, slices.slice(at));
      }
    }
  }

  open(): Iterable<HeldWindow> {
    return this.#partial();
  }
}

/** A window that holds these slices of a key. */
function firingOf(
  { key }: CountLine,
  slices: readonly CountSlice[],
): Firing {
  let startUs = Infinity;
  let lastUs = -Infinity;
  for (const slice of slices) {
    startUs = Math.min(startUs, slice.firstUs);
    lastUs = Math.max(lastUs, slice.lastUs);
  }
  return {
    kind: "result",
    startUs,
    endUs: lastUs + 1,
    key,
    window: NONE,
    revision: 0,
    last: true,
    panes: slices.map(({ pane }) => pane),
  };
}
