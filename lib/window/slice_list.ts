import { NONE } from "./pane_store.ts";
import type { SliceBounds } from "./slices.ts";

/** A slice that rows were looked up in, and what decides whether they are late for its windows. */
export class Slice implements SliceBounds {
  readonly startUs: number;
  readonly endUs: number;
  readonly last: number;
  /** The first window that the slice still counts for. */
  first: number;
  /** Its pane; `NONE` while no row is in it. */
  pane = NONE;
  /** The newest event time at which the first of its windows is complete. */
  readonly dueUs: number;
  /** The newest event time at which the last of its windows is complete. */
  readonly overUs: number;

  constructor(bounds: SliceBounds, dueUs: number, overUs: number) {
    this.startUs = bounds.startUs;
    this.endUs = bounds.endUs;
    this.first = bounds.first;
    this.last = bounds.last;
    this.dueUs = dueUs;
    this.overUs = overUs;
  }
}

/** The slices that hold rows, in order of time. */
export class SliceList {
  readonly #slices: Slice[] = [];
  // Slices leave at the front: moving all others each time would cost too much where many are open.
  #from = 0;

  /** How many there are. */
  get size(): number {
    return this.#slices.length - this.#from;
  }

  /** The slice at a place, counted from the earliest. */
  at(place: number): Slice | undefined {
    return this.#slices[this.#from + place];
  }

  /** The place of the earliest slice that ends after a moment; the size where none does. */
  placeOf(timeUs: number): number {
    let low = this.#from;
    let high = this.#slices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#slices[middle]!.endUs > timeUs) high = middle;
      else low = middle + 1;
    }
    return low - this.#from;
  }

  /** Puts a slice in its place. */
  insert(slice: Slice): void {
    const at = this.#from + this.placeOf(slice.startUs);
    if (at === this.#slices.length) this.#slices.push(slice);
    else this.#slices.splice(at, 0, slice);
  }

  /** Takes out the earliest slice. */
  shift(): Slice | undefined {
    const slice = this.#slices[this.#from];
    if (slice === undefined) return undefined;
    if (++this.#from * 2 > this.#slices.length) {
      this.#slices.splice(0, this.#from);
      this.#from = 0;
    }
    return slice;
  }
}
