import { NONE } from "./pane_store.ts";
import type { Schedule, Scheduled } from "./schedule.ts";
import type { SliceBounds } from "./slices.ts";

/** How far event time has come, for all keys or for one, and what is due by it. */
export interface EventClock {
  /** The newest event time so far. */
  newestUs: number;
  /** What is due when. */
  schedule: Schedule<TimelineWindow>;
  /** The last window that a row came for. */
  reached: number;
  /** Windows to be filled that wait for a row of a later one. */
  waiting: TimelineWindow[];
}

/** An aligned window of one key. */
export interface TimelineWindow extends Scheduled {
  readonly timeline: Timeline;
  readonly number: number;
  /** When it is complete. */
  readonly completeUs: number;
  /** When it is not kept any longer. */
  readonly overUs: number;
  /** When it left last, or was opened. */
  baseUs: number;
  /** When the first row came that has not left; Infinity where all have. */
  dirtyUs: number;
  /** How often it has left. */
  revision: number;
  /** What the store calls it; `NONE` before it leaves. */
  name: number;
  /** How many windows ago the key was seen: 0 where it has rows. */
  run: number;
  /** Whether it was complete once, and is done with all that follows from it. */
  passed: boolean;
}

/** A slice of one key. */
export interface TimelineSlice {
  readonly startUs: number;
  readonly endUs: number;
  readonly last: number;
  readonly pane: number;
  /** The round in which all its windows had rows that have not left. */
  round: number;
}

/** The slices and windows of one key, or of all keys together. */
export class Timeline {
  readonly key: number;
  readonly clock: EventClock;
  /** In order of time. */
  readonly slices: TimelineSlice[] = [];
  /** In order of their numbers. */
  readonly windows: TimelineWindow[] = [];

  /** Starts without slices. */
  constructor(key: number, clock: EventClock) {
    this.key = key;
    this.clock = clock;
  }

  /** The slice with such bounds, made with a new pane where there is none. */
  slice(bounds: SliceBounds, newPane: () => number): TimelineSlice {
    const place = placeOf(this.slices, bounds.startUs, startOf);
    const known = this.slices[place];
    if (known !== undefined && known.startUs === bounds.startUs) return known;
    const { startUs, endUs, last } = bounds;
    const slice = { startUs, endUs, last, pane: newPane(), round: NONE };
    this.slices.splice(place, 0, slice);
    return slice;
  }

  /** The window of a number. */
  window(number: number): TimelineWindow | undefined {
    const known = this.windows[placeOf(this.windows, number, numberOf)];
    return known?.number === number ? known : undefined;
  }

  /** Adds a window that is not there yet. */
  add(window: TimelineWindow): void {
    const place = placeOf(this.windows, window.number, numberOf);
    this.windows.splice(place, 0, window);
  }

  /** Takes out a window, and the slices that none needs after it. */
  remove(window: TimelineWindow, dropped: (pane: number) => void): void {
    this.windows.splice(placeOf(this.windows, window.number, numberOf), 1);
    let count = 0;
    while (
      count < this.slices.length && this.slices[count]!.last <= window.number
    ) dropped(this.slices[count++]!.pane);
    this.slices.splice(0, count);
  }

  /** The panes of the rows of a window. */
  panesOf({ startUs, endUs }: TimelineWindow): number[] {
    const panes: number[] = [];
    let place = placeOf(this.slices, startUs, startOf);
    for (; place < this.slices.length; place++) {
      if (this.slices[place]!.endUs > endUs) break;
      panes.push(this.slices[place]!.pane);
    }
    return panes;
  }
}

const startOf = (slice: TimelineSlice) => slice.startUs;
const numberOf = (window: TimelineWindow) => window.number;

/** The first place of a sorted list whose value is not less; most are looked for at its end. */
function placeOf<T>(
  list: readonly T[],
  value: number,
  valueOf: (one: T) => number,
): number {
  let high = list.length;
  if (high === 0 || valueOf(list[high - 1]!) < value) return high;
  let low = 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueOf(list[middle]!) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
