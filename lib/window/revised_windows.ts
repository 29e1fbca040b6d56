import { Numbers } from "./numbers.ts";
import { NONE, type PaneStore } from "./pane_store.ts";
import type { Run } from "./run.ts";
import { Schedule } from "./schedule.ts";
import type { FoundSlice } from "./slice_finder.ts";
import type { Slicing } from "./slices.ts";
import { type EventClock, Timeline, type TimelineWindow } from "./timeline.ts";
import type { HeldWindow } from "./window_machine.ts";

/** What fixes the life of aligned windows that leave key by key. */
export interface RevisedOptions {
  /** Where they lie. */
  readonly slicing: Slicing;
  /** How long they wait for rows out of order; Infinity for `end`. */
  readonly delayUs: number;
  /** How long they are kept after they were complete. */
  readonly latenessUs: number;
  /** How far event time moves on between two firings of a complete window. */
  readonly refireUs: number;
  /** The same for windows that are not complete; Infinity where they do not leave. */
  readonly updateUs: number;
  /** After how many windows without rows none is filled any more; 0 to fill none. */
  readonly fillLimit: number;
  /** Orders the codes of keys. */
  readonly compareKeys: (a: number, b: number) => number;
  /** What keeps the rows. */
  readonly store: PaneStore;
}

/**
 * The windows of a {@linkcode RevisingMachine}: opened by rows, told of when
 * they are due, kept until they are over.
 *
 * Each window has its own account of what has left. It is dirty from the
 * first row that has not left, and is then due when event time has moved on
 * by the interval since it left last (or was opened), and in any case when it
 * is complete and when it is over. Event time is thought to move without
 * leaps, so that what is due does not depend on which rows were seen on the way.
 */
export class RevisedWindows {
  readonly #options: RevisedOptions;
  readonly #slicing: Slicing;
  readonly #store: PaneStore;
  readonly #run: Run;
  readonly #panes = new Numbers();
  readonly #names = new Numbers();
  readonly #timelines = new Map<number, Timeline>();
  /** Counts firings: between two of them, windows with new rows stay as they are. */
  #round = 0;
  /** Keys that have no windows any more. */
  readonly #idle: number[] = [];

  /** Starts without windows. Rows that wait in `run` are stored before anything leaves. */
  constructor(options: RevisedOptions, run: Run) {
    this.#options = options;
    this.#slicing = options.slicing;
    this.#store = options.store;
    this.#run = run;
  }

  /** How many panes are held. */
  get panes(): number {
    return this.#panes.used;
  }

  /** A clock at which nothing is due. */
  newClock(): EventClock {
    return {
      newestUs: -Infinity,
      schedule: new Schedule(this.#options.compareKeys),
      reached: -Infinity,
      waiting: [],
    };
  }

  /**
   * Takes a row in: gives its pane.
   *
   * @param found Its slice.
   * @param first The first window of the slice that it is in time for.
   * @param key The code of its key.
   * @param markUs The newest event time before it.
   * @param newUs The newest event time with it.
   * @param clock By which its windows are due.
   */
  take(
    found: FoundSlice,
    first: number,
    key: number,
    markUs: number,
    newUs: number,
    clock: EventClock,
  ): number {
    let timeline = this.#timelines.get(key);
    if (timeline === undefined) {
      timeline = new Timeline(key, clock);
      this.#timelines.set(key, timeline);
    }
    const slice = timeline.slice(found, () => this.#panes.take());
    if (found.last > clock.reached) this.#reach(clock, found.last, markUs);
    if (slice.round !== this.#round) {
      slice.round = this.#round;
      for (let number = first; number <= found.last; number++) {
        this.#touch(timeline, number, newUs);
      }
    }
    return slice.pane;
  }

  /** Notes in a window that it has a row which has not left. */
  #touch(timeline: Timeline, number: number, newUs: number): void {
    const window = timeline.window(number) ??
      this.#newWindow(timeline, number, newUs);
    if (window === null || window.dirtyUs < Infinity) return;
    const { completeUs, overUs } = window;
    const { updateUs, refireUs } = this.#options;
    const { schedule } = timeline.clock;
    if (window.revision === 0) window.baseUs = Math.min(newUs, completeUs);
    window.dirtyUs = newUs;
    if (newUs < completeUs) {
      window.run = 0;
      const dueUs = Math.max(window.baseUs + updateUs, newUs);
      schedule.put(window, Math.min(completeUs, dueUs));
      return;
    }
    const dueUs = Math.max(window.baseUs + refireUs, newUs);
    schedule.put(window, Math.min(overUs, dueUs));
    if (!window.passed) this.#pass(window, newUs);
  }

  /** A window that has no rows yet; `null` where the zone skipped it. */
  #newWindow(
    timeline: Timeline,
    number: number,
    newUs: number,
  ): TimelineWindow | null {
    const startUs = this.#slicing.startOf(number);
    const endUs = this.#slicing.endOf(number);
    if (startUs === endUs) return null;
    const completeUs = endUs + this.#options.delayUs;
    const window: TimelineWindow = {
      timeline,
      number,
      startUs,
      endUs,
      key: timeline.key,
      completeUs,
      overUs: completeUs + this.#options.latenessUs,
      baseUs: completeUs,
      dirtyUs: Infinity,
      revision: 0,
      name: NONE,
      run: 0,
      passed: newUs >= completeUs,
      dueUs: Infinity,
      place: -1,
    };
    timeline.add(window);
    return window;
  }

  /** A row has come for a later window than any before: those before it may be filled. */
  #reach(clock: EventClock, number: number, markUs: number): void {
    clock.reached = number;
    if (clock.waiting.length === 0) return;
    for (const window of clock.waiting) {
      if (window.number < number && !window.passed) {
        clock.schedule.put(window, Math.max(window.completeUs, markUs));
      }
    }
    clock.waiting = clock.waiting.filter((window) =>
      window.number >= number && !window.passed
    );
  }

  /** Lets everything leave that is due by a clock. */
  settle({ schedule }: EventClock, newestUs: number): void {
    if (!(schedule.nextUs <= newestUs)) return;
    this.#run.flush(this.#store);
    for (;;) {
      const window = schedule.first;
      if (window === undefined || !(window.dueUs <= newestUs)) return;
      this.#meet(window, window.dueUs);
    }
  }

  /** What a window does when it is due. */
  #meet(window: TimelineWindow, atUs: number): void {
    const { completeUs, overUs, timeline } = window;
    const dirty = window.dirtyUs < Infinity;
    if (dirty) this.#fire(window, atUs, timeline.panesOf(window));
    if (atUs >= completeUs && !window.passed) {
      if (!dirty && window.revision === 0) {
        if (timeline.clock.reached <= window.number) {
          this.#wait(window, atUs);
          return;
        }
        // A row that came too late for it may be in its slices.
        this.#fire(window, atUs, []);
      }
      this.#pass(window, atUs);
    }
    if (atUs >= overUs) this.#remove(window);
    else {
      const nextUs = atUs >= completeUs ? overUs : completeUs;
      timeline.clock.schedule.put(window, nextUs);
    }
  }

  /** Holds back a window without rows until a row of a later one comes, which at the end is never. */
  #wait(window: TimelineWindow, atUs: number): void {
    if (atUs === Infinity) {
      this.#remove(window);
      return;
    }
    const { clock } = window.timeline;
    clock.schedule.put(window, Infinity);
    clock.waiting.push(window);
  }

  #fire(
    window: TimelineWindow,
    atUs: number,
    panes: readonly number[],
  ): void {
    const { startUs, endUs, key, dirtyUs, completeUs, overUs } = window;
    const { latenessUs, updateUs } = this.#options;
    const once = latenessUs === 0 && updateUs === Infinity;
    if (!once && window.name === NONE) window.name = this.#names.take();
    this.#round++;
    this.#store.emit({
      kind: dirtyUs < Infinity && dirtyUs >= completeUs
        ? "refire"
        : atUs >= completeUs
        ? "result"
        : "update",
      startUs,
      endUs,
      key,
      window: window.name,
      revision: window.revision++,
      last: atUs >= overUs,
      panes,
    });
    window.baseUs = atUs;
    window.dirtyUs = Infinity;
  }

  /** A window is complete: the one behind it is to be filled, should no row come for it. */
  #pass(window: TimelineWindow, atUs: number): void {
    window.passed = true;
    const { timeline } = window;
    const { after, startOf, endOf } = this.#slicing;
    let before = window;
    while (before.run < this.#options.fillLimit) {
      let number = after(before.number);
      while (startOf(number) === endOf(number)) number = after(number);
      const known = timeline.window(number);
      if (known === undefined) {
        const next = this.#newWindow(timeline, number, -Infinity)!;
        next.run = before.run + 1;
        timeline.clock.schedule.put(next, Math.max(next.completeUs, atUs));
        return;
      }
      if (!known.passed) return;
      // Late rows have made it, which does not count as having seen the key.
      known.run = before.run + 1;
      before = known;
    }
  }

  #remove(window: TimelineWindow): void {
    const { timeline, name } = window;
    timeline.clock.schedule.remove(window);
    if (name !== NONE) {
      this.#store.forget?.(name);
      this.#names.give(name);
    }
    timeline.remove(window, (pane) => {
      this.#store.drop(pane);
      this.#panes.give(pane);
    });
    if (timeline.windows.length > 0) return;
    this.#timelines.delete(timeline.key);
    this.#idle.push(timeline.key);
  }

  /** The keys that have lost their last window since this was asked, and have none now. */
  idleKeys(): number[] {
    const keys = [...new Set(this.#idle)].filter((key) =>
      !this.#timelines.has(key)
    );
    this.#idle.length = 0;
    return keys;
  }

  /** The end of the input, one moment for all keys: what is left leaves by end, start and key. */
  end(): void {
    this.#run.flush(this.#store);
    const { schedule } = this.newClock();
    for (const timeline of this.#timelines.values()) {
      timeline.clock.schedule = schedule;
      for (const window of timeline.windows) {
        window.place = -1;
        schedule.put(window, Infinity);
      }
    }
    for (;;) {
      const window = schedule.first;
      if (window === undefined) return;
      this.#meet(window, Infinity);
    }
  }

  /** The windows that hold rows. */
  *held(): Generator<HeldWindow> {
    for (const timeline of this.#timelines.values()) {
      for (const window of timeline.windows) {
        const panes = timeline.panesOf(window);
        if (panes.length === 0) continue;
        const { startUs, endUs, key } = window;
        yield { startUs, endUs, key, panes };
      }
    }
  }
}
