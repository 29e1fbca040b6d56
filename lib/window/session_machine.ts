import type { ArrivingRows } from "./arriving_rows.ts";
import { grownDoubles } from "./grown.ts";
import { LateRows } from "./late_rows.ts";
import { NONE, type PaneStore } from "./pane_store.ts";
import { Run } from "./run.ts";
import { SessionIndex } from "./session_index.ts";
import { FIELDS, FIRST, LAST } from "./solo_fields.ts";
import { type SoloOptions, SoloWindows } from "./solo_windows.ts";
import type { HeldWindow, WindowMachine } from "./window_machine.ts";

/** How many rows are looked ahead: their sessions fit the nearest cache. */
const TOGETHER = 256;

/** What fixes sessions. */
export interface SessionOptions extends Omit<SoloOptions, "run" | "onGone"> {
  /** Whether each key has sessions of its own. */
  readonly keyed: boolean;
}

/**
 * Sessions (W4): rows of a key at most a gap apart.
 *
 * A row joins the sessions that are kept and near it, whether they have been
 * complete or not; those that are over are gone. It is late if the session that it would be in
 * is over. Batches are cut only where a row meets a session that is due, or
 * makes two into one.
 */
export class SessionMachine implements WindowMachine {
  readonly keyed: boolean;
  readonly counts = new LateRows();
  readonly #options: SessionOptions;
  readonly #store: PaneStore;
  readonly #run = new Run();
  readonly #windows: SoloWindows;
  readonly #sessions: SessionIndex;
  readonly #revising: boolean;
  /** The newest event time of each key, where each has its own. */
  #clocks = new Float64Array(0);
  readonly #near: number[] = [];
  readonly #ripe: number[] = [];
  /** Keys that had no sessions any more, and by key whether it is among them. */
  readonly #idle: number[] = [];
  #isIdle = new Uint8Array(0);
  /** A key that has a clock of its own is remembered for good. */
  readonly #releasing: boolean;
  #newestUs = -Infinity;

  /** Starts without sessions. */
  constructor(options: SessionOptions) {
    this.#options = options;
    this.keyed = options.keyed;
    this.#store = options.store;
    this.#windows = new SoloWindows({
      ...options,
      run: this.#run,
      onGone: (ids) => this.#gone(ids),
    });
    this.#sessions = new SessionIndex(this.#windows);
    this.#releasing = options.keyed && !options.perKeyClock;
    this.#revising = options.latenessUs > 0 || options.updateUs < Infinity;
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
    const { perKeyClock } = this.#options;
    this.#run.reserve(timesUs.length, selected);
    for (let at = 0; at < selected; at++) {
      const row = selection === null ? at : selection[at]!;
      if (at % TOGETHER === 0 && keys !== null) {
        this.#sessions.warm(keys, row, Math.min(row + TOGETHER, keys.length));
      }
      const timeUs = timesUs[row]!;
      if (timeUs !== timeUs) continue;
      const key = keys === null ? 0 : keys[row]!;
      if (perKeyClock) this.#takeByKey(row, timeUs, key);
      else this.#take(row, timeUs, newestUs[row]!, key);
    }
    this.counts.flush(this.#store);
    this.#newestUs = batch.newestAfterUs;
    this.#windows.settle(perKeyClock ? -Infinity : this.#newestUs);
    this.#release();
  }

  #take(row: number, timeUs: number, markUs: number, key: number): void {
    const { gapUs, maxUs, delayUs, latenessUs } = this.#options;
    const windows = this.#windows;
    // Where windows leave more than once, some are due at once: what was due before goes first.
    if (this.#revising && windows.mayBeDue(markUs)) windows.ripenDue(markUs);
    const near = this.#nearOf(key, timeUs, markUs);
    let firstUs = timeUs;
    let lastUs = timeUs;
    let joined = 0;
    for (let at = 0; at < near.length; at++) {
      const id = near[at]!;
      const own = FIELDS * id;
      const earliestUs = Math.min(firstUs, windows.fields[own + FIRST]!);
      const latestUs = Math.max(lastUs, windows.fields[own + LAST]!);
      if (latestUs - earliestUs >= maxUs) continue;
      firstUs = earliestUs;
      lastUs = latestUs;
      near[joined++] = id;
    }
    const endUs = Math.min(lastUs + gapUs, firstUs + maxUs);
    if (markUs >= endUs + delayUs + 1 + latenessUs) {
      this.counts.add(row, markUs - delayUs - endUs);
      return;
    }
    const newUs = Math.max(markUs, timeUs);
    let into: number;
    if (joined === 0) {
      into = windows.open(this.keyed ? key : NONE, timeUs, newUs);
      this.#sessions.insert(key, into);
    } else {
      into = near[0]!;
      if (joined > 1) {
        this.#run.flush(this.#store);
        for (let at = 1; at < joined; at++) {
          this.#sessions.remove(key, near[at]!);
          windows.absorb(into, near[at]!);
        }
      }
      windows.fields[FIELDS * into + FIRST] = firstUs;
      windows.fields[FIELDS * into + LAST] = lastUs;
    }
    this.#run.add(row, into);
    windows.touch(into, newUs);
    if (newUs >= endUs + delayUs + 1) this.counts.refiring++;
  }

  /** The sessions that a row is near, once what is due has left. */
  #nearOf(key: number, timeUs: number, markUs: number): number[] {
    const { gapUs, perKeyClock } = this.#options;
    const near = this.#near;
    const windows = this.#windows;
    for (;;) {
      near.length = 0;
      this.#sessions.near(key, timeUs - gapUs, timeUs + gapUs, near);
      let due = false;
      for (let at = 0; at < near.length; at++) {
        due ||= windows.dueUs(near[at]!) <= markUs;
      }
      if (!due) return near;
      if (perKeyClock) this.#ripen(key, markUs);
      windows.settle(perKeyClock ? -Infinity : markUs);
    }
  }

  #takeByKey(row: number, timeUs: number, key: number): void {
    if (key >= this.#clocks.length) {
      const limit = Math.max(64, key + 1, key * 2);
      this.#clocks = grownDoubles(this.#clocks, limit, -Infinity);
    }
    const markUs = this.#clocks[key]!;
    this.#take(row, timeUs, markUs, key);
    const newUs = Math.max(markUs, timeUs);
    this.#clocks[key] = newUs;
    this.#ripen(key, newUs);
  }

  /** Sets the sessions of a key down to leave that are due by its clock. */
  #ripen(key: number, newestUs: number): void {
    const ripe = this.#ripe;
    ripe.length = 0;
    this.#sessions.forEach(key, (id) => {
      const dueUs = this.#windows.dueUs(id);
      if (dueUs <= newestUs && dueUs > -Infinity) ripe.push(id);
    });
    if (ripe.length > 0) this.#windows.ripen(ripe, newestUs);
  }

  #gone(ids: readonly number[]): void {
    const sessions = this.#sessions;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at]!;
      const key = this.keyed ? this.#windows.keyOf(id) : 0;
      sessions.remove(key, id);
      if (this.#releasing && sessions.isEmpty(key)) this.#noteIdle(key);
    }
  }

  #noteIdle(key: number): void {
    const known = this.#isIdle.length;
    if (key >= known) {
      const grown = new Uint8Array(Math.max(64, key + 1, known * 2));
      grown.set(this.#isIdle);
      this.#isIdle = grown;
    }
    if (this.#isIdle[key] === 1) return;
    this.#isIdle[key] = 1;
    this.#idle.push(key);
  }

  /** Tells of the keys that have no sessions any more. */
  #release(): void {
    if (this.#idle.length === 0) return;
    for (const key of this.#idle) this.#isIdle[key] = 0;
    const idle = this.#idle.filter((key) => this.#sessions.isEmpty(key));
    this.#options.store.release?.(idle);
    this.#idle.length = 0;
  }

  advance(newestUs: number): void {
    if (!(newestUs > this.#newestUs)) return;
    const byUs = newestUs - this.#newestUs;
    this.#newestUs = newestUs;
    if (this.#options.perKeyClock) {
      for (let key = 0; key < this.#clocks.length; key++) {
        this.#clocks[key]! += byUs;
        this.#ripen(key, this.#clocks[key]!);
      }
      this.#windows.settle(-Infinity);
    } else this.#windows.settle(newestUs);
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
