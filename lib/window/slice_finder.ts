import type { SliceBounds, Slicing } from "./slices.ts";

/** A slice, and when its first and last window are not kept any longer. */
export interface FoundSlice extends SliceBounds {
  /** When the first of its windows is over. */
  readonly firstOverUs: number;
  /** When the last of its windows is over. */
  readonly overUs: number;
}

const NOWHERE: FoundSlice = {
  startUs: NaN,
  endUs: NaN,
  first: 0,
  last: -1,
  firstOverUs: -Infinity,
  overUs: -Infinity,
};

/** Finds the slice of a moment; those of the last two slices cost a comparison or two. */
export class SliceFinder {
  readonly #slicing: Slicing;
  readonly #keptUs: number;
  #last = NOWHERE;
  #other = NOWHERE;

  /**
   * Starts without slices.
   *
   * @param slicing Where they lie.
   * @param keptUs How long windows are kept after their end: delay and lateness.
   */
  constructor(slicing: Slicing, keptUs: number) {
    this.#slicing = slicing;
    this.#keptUs = keptUs;
  }

  /** The slice that holds a moment. */
  find(timeUs: number): FoundSlice {
    const last = this.#last;
    if (timeUs >= last.startUs && timeUs < last.endUs) return last;
    const other = this.#other;
    this.#other = last;
    if (timeUs >= other.startUs && timeUs < other.endUs) {
      return this.#last = other;
    }
    const bounds = this.#slicing.sliceAt(timeUs);
    const { endOf } = this.#slicing;
    const none = bounds.last < bounds.first;
    return this.#last = {
      ...bounds,
      firstOverUs: none ? -Infinity : endOf(bounds.first) + this.#keptUs,
      overUs: none ? -Infinity : endOf(bounds.last) + this.#keptUs,
    };
  }
}
