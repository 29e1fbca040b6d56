import type { ArrivingRows } from "./arriving_rows.ts";
import { LateRows } from "./late_rows.ts";
import { NONE } from "./pane_store.ts";
import { type RevisedOptions, RevisedWindows } from "./revised_windows.ts";
import { Run } from "./run.ts";
import { SliceFinder } from "./slice_finder.ts";
import type { EventClock } from "./timeline.ts";
import type { HeldWindow, WindowMachine } from "./window_machine.ts";

/** What fixes aligned windows that leave key by key, more than once, or empty. */
export interface RevisingOptions extends RevisedOptions {
  /** Whether each key has windows of its own. */
  readonly keyed: boolean;
  /** Whether each key has a newest event time of its own. */
  readonly perKeyClock: boolean;
}

/**
 * Aligned windows key by key: with allowed lateness, updates before they are
 * complete, a clock for each key, or windows without rows filled in.
 *
 * A batch is cut wherever something is due between two of its rows.
 */
export class RevisingMachine implements WindowMachine {
  readonly keyed: boolean;
  readonly counts = new LateRows();
  readonly #options: RevisingOptions;
  readonly #slices: SliceFinder;
  readonly #run = new Run();
  readonly #windows: RevisedWindows;
  /** The clock of all keys, or that of each. */
  readonly #clock: EventClock;
  readonly #clocks = new Map<number, EventClock>();
  #newestUs = -Infinity;

  /** Starts without windows. */
  constructor(options: RevisingOptions) {
    this.#options = options;
    this.keyed = options.keyed;
    const keptUs = options.delayUs + options.latenessUs;
    this.#slices = new SliceFinder(options.slicing, keptUs);
    this.#windows = new RevisedWindows(options, this.#run);
    this.#clock = this.#windows.newClock();
  }

  get lateness() {
    return this.counts.lateness;
  }

  get panes(): number {
    return this.#windows.panes;
  }

  push(batch: ArrivingRows): void {
    const { timesUs, newestUs, selection, selected } = batch;
    const keys = this.keyed ? batch.keys! : null;
    const { perKeyClock, store } = this.#options;
    this.#run.reserve(timesUs.length, selected);
    for (let at = 0; at < selected; at++) {
      const row = selection === null ? at : selection[at]!;
      const timeUs = timesUs[row]!;
      if (timeUs !== timeUs) continue;
      const key = keys === null ? NONE : keys[row]!;
      if (!perKeyClock) {
        const markUs = newestUs[row]!;
        this.#windows.settle(this.#clock, markUs);
        this.#take(row, timeUs, markUs, key, this.#clock);
        continue;
      }
      const clock = this.#clockOf(key);
      this.#take(row, timeUs, clock.newestUs, key, clock);
      if (timeUs > clock.newestUs) clock.newestUs = timeUs;
      this.#windows.settle(clock, clock.newestUs);
    }
    this.#run.flush(store);
    this.counts.flush(store);
    this.#newestUs = batch.newestAfterUs;
    if (!perKeyClock) this.#windows.settle(this.#clock, this.#newestUs);
    this.#release();
  }

  #clockOf(key: number): EventClock {
    let clock = this.#clocks.get(key);
    if (clock === undefined) {
      clock = this.#windows.newClock();
      this.#clocks.set(key, clock);
    }
    return clock;
  }

  #take(
    row: number,
    timeUs: number,
    markUs: number,
    key: number,
    clock: EventClock,
  ): void {
    const found = this.#slices.find(timeUs);
    if (found.last < found.first) {
      this.counts.outside++;
      return;
    }
    const { delayUs, latenessUs, slicing: { endOf } } = this.#options;
    const firstByUs = markUs - found.firstOverUs + latenessUs;
    if (markUs >= found.overUs) {
      this.counts.add(row, markUs - found.overUs + latenessUs, firstByUs);
      return;
    }
    let { first } = found;
    if (markUs >= found.firstOverUs) {
      this.counts.addPartly(firstByUs);
      while (endOf(first) + delayUs + latenessUs <= markUs) first++;
    }
    const newUs = Math.max(markUs, timeUs);
    if (endOf(first) + delayUs <= newUs) this.counts.refiring++;
    const pane = this.#windows.take(found, first, key, markUs, newUs, clock);
    this.#run.add(row, pane);
  }

  /** Tells of the keys that have no windows any more. */
  #release(): void {
    const keys = this.#windows.idleKeys();
    const { perKeyClock, store } = this.#options;
    // A key that has a clock of its own is remembered for good.
    if (!this.keyed || perKeyClock) return;
    store.release?.(keys);
  }

  advance(newestUs: number): void {
    if (!(newestUs > this.#newestUs)) return;
    const byUs = newestUs - this.#newestUs;
    this.#newestUs = newestUs;
    if (this.#options.perKeyClock) {
      for (const clock of this.#clocks.values()) {
        clock.newestUs += byUs;
        this.#windows.settle(clock, clock.newestUs);
      }
    } else this.#windows.settle(this.#clock, newestUs);
    this.#release();
  }

  end(): void {
    this.#windows.end();
    this.#release();
  }

  open(): Iterable<HeldWindow> {
    return this.#windows.held();
  }
}
