import type { ArrivingRows } from "./arriving_rows.ts";
import { LateRows } from "./late_rows.ts";
import { Numbers } from "./numbers.ts";
import { NONE, type PaneStore } from "./pane_store.ts";
import { Run } from "./run.ts";
import { Slice, SliceList } from "./slice_list.ts";
import type { Slicing } from "./slices.ts";
import type { HeldWindow, WindowMachine } from "./window_machine.ts";

/** What fixes aligned windows that leave once, when they are complete. */
export interface AlignedOptions {
  /** Where they lie. */
  readonly slicing: Slicing;
  /** How long they wait for rows out of order; Infinity for `end`. */
  readonly delayUs: number;
  /** What keeps the rows. */
  readonly store: PaneStore;
}

/**
 * Tumbling, hopping and cumulate windows of all keys together: a pane a
 * slice, and each window once.
 *
 * Rows of one slice after another cost three comparisons each. Batches are
 * cut only where a row comes for a slice of which a window is complete and
 * has not left, so tumbling windows never cut: their late rows are told by
 * their marks.
 */
export class AlignedMachine implements WindowMachine {
  readonly keyed = false;
  readonly counts = new LateRows();
  readonly #slicing: Slicing;
  readonly #delayUs: number;
  readonly #store: PaneStore;
  readonly #slices = new SliceList();
  readonly #panes = new Numbers();
  readonly #run = new Run();
  /** The slice of the last row, and the one before it: rows a little out of order go back to it. */
  #slice: Slice;
  #other: Slice;
  /** The last window that has left. */
  #left = -Infinity;
  /** The newest event time at which the next window leaves. */
  #dueUs = Infinity;

  /** Starts without windows. */
  constructor(options: AlignedOptions) {
    this.#slicing = options.slicing;
    this.#delayUs = options.delayUs;
    this.#store = options.store;
    const nowhere = { startUs: NaN, endUs: NaN, first: 0, last: -1 };
    this.#slice = this.#other = new Slice(nowhere, -Infinity, -Infinity);
  }

  get lateness() {
    return this.counts.lateness;
  }

  get panes(): number {
    return this.#panes.used;
  }

  push(batch: ArrivingRows): void {
    const { timesUs, newestUs, selection, selected } = batch;
    const run = this.#run;
    run.reserve(timesUs.length, selected);
    let at = 0;
    while (at < selected) {
      const slice = this.#slice;
      // Locals, since a field costs a load for every row.
      const { startUs, endUs, pane } = slice;
      const dueUs = pane === NONE ? -Infinity : slice.dueUs;
      const { selection: rows, panes } = run;
      let to = run.selected;
      for (; at < selected; at++) {
        const row = selection === null ? at : selection[at]!;
        const timeUs = timesUs[row]!;
        if (
          !(timeUs >= startUs && timeUs < endUs && newestUs[row]! < dueUs)
        ) break;
        rows[to++] = row;
        panes[row] = pane;
      }
      run.extend(to, pane);
      if (at === selected) break;
      const row = selection === null ? at : selection[at]!;
      at++;
      this.#takeOther(row, timesUs[row]!, newestUs[row]!);
    }
    this.counts.flush(this.#store);
    this.advance(batch.newestAfterUs);
  }

  /** A row that is of another slice than the last, late, or without a time. */
  #takeOther(row: number, timeUs: number, markUs: number): void {
    if (timeUs !== timeUs) return;
    const slice = this.#sliceOf(timeUs);
    if (slice.last < slice.first) {
      this.counts.outside++;
      return;
    }
    if (markUs >= slice.overUs) {
      this.counts.add(row, markUs - slice.overUs, markUs - slice.dueUs);
      return;
    }
    if (markUs >= slice.dueUs) {
      // What has become due by now must leave without this row.
      if (this.#dueUs <= markUs) this.#settle(markUs);
      this.counts.addPartly(markUs - slice.dueUs);
    }
    if (slice.pane === NONE) this.#open(slice, markUs);
    this.#run.add(row, slice.pane);
  }

  #sliceOf(timeUs: number): Slice {
    const last = this.#slice;
    if (timeUs >= last.startUs && timeUs < last.endUs) return last;
    const other = this.#other;
    this.#other = last;
    if (timeUs >= other.startUs && timeUs < other.endUs) {
      return this.#slice = other;
    }
    const known = this.#slices.at(this.#slices.placeOf(timeUs));
    if (known !== undefined && timeUs >= known.startUs) {
      return this.#slice = known;
    }
    const bounds = this.#slicing.sliceAt(timeUs);
    if (bounds.last < bounds.first) {
      return this.#slice = new Slice(bounds, -Infinity, -Infinity);
    }
    const { endOf } = this.#slicing;
    return this.#slice = new Slice(
      bounds,
      endOf(bounds.first) + this.#delayUs,
      endOf(bounds.last) + this.#delayUs,
    );
  }

  #open(slice: Slice, markUs: number): void {
    const { endOf } = this.#slicing;
    while (endOf(slice.first) + this.#delayUs <= markUs) slice.first++;
    slice.pane = this.#panes.take();
    this.#slices.insert(slice);
    if (this.#slices.at(0) === slice) this.#dueUs = this.#nextDueUs();
  }

  /** The window that leaves next. */
  #next(): number {
    return Math.max(this.#slices.at(0)!.first, this.#left + 1);
  }

  #nextDueUs(): number {
    return this.#slices.size === 0
      ? Infinity
      : this.#slicing.endOf(this.#next()) + this.#delayUs;
  }

  advance(newestUs: number): void {
    this.#run.flush(this.#store);
    if (this.#dueUs <= newestUs) this.#settle(newestUs);
  }

  /** Lets the windows leave that are complete. */
  #settle(newestUs: number): void {
    this.#run.flush(this.#store);
    while (this.#slices.size > 0) {
      const window = this.#next();
      const endUs = this.#slicing.endOf(window);
      this.#dueUs = endUs + this.#delayUs;
      if (this.#dueUs > newestUs) return;
      const startUs = this.#slicing.startOf(window);
      this.#left = window;
      if (startUs === endUs) continue;
      this.#store.emit({
        kind: "result",
        startUs,
        endUs,
        key: NONE,
        window: NONE,
        revision: 0,
        last: true,
        panes: this.#panesUntil(endUs),
      });
      while (this.#slices.size > 0 && this.#slices.at(0)!.last <= window) {
        const slice = this.#slices.shift()!;
        this.#store.drop(slice.pane);
        this.#panes.give(slice.pane);
        slice.pane = NONE;
      }
    }
    this.#dueUs = Infinity;
  }

  /** The panes of the next window; slices before its start are gone with the windows before it. */
  #panesUntil(endUs: number): number[] {
    const panes: number[] = [];
    for (let place = 0;; place++) {
      const slice = this.#slices.at(place);
      if (slice === undefined || slice.endUs > endUs) return panes;
      panes.push(slice.pane);
    }
  }

  end(): void {
    this.#run.flush(this.#store);
    this.#settle(Infinity);
  }

  *open(): Generator<HeldWindow> {
    let window = -Infinity;
    for (let place = 0;; place++) {
      const slice = this.#slices.at(place);
      if (slice === undefined) return;
      window = Math.max(window, slice.first, this.#left + 1);
      for (; window <= slice.last; window++) {
        const startUs = this.#slicing.startOf(window);
        const endUs = this.#slicing.endOf(window);
        if (startUs === endUs) continue;
        const panes: number[] = [];
        for (let other = this.#slices.placeOf(startUs);; other++) {
          const covered = this.#slices.at(other);
          if (covered === undefined || covered.endUs > endUs) break;
          panes.push(covered.pane);
        }
        yield { startUs, endUs, key: NONE, panes };
      }
    }
  }
}
