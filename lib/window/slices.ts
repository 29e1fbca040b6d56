/** A piece of time that every window either covers or leaves out, and the windows that cover it. */
export interface SliceBounds {
  /** First moment inside. */
  readonly startUs: number;
  /** First moment after. */
  readonly endUs: number;
  /** The first window that covers it. */
  readonly first: number;
  /** The last window that covers it; less than `first` where none does. */
  readonly last: number;
}

/**
 * The windows of an aligned kind, and the slices that they share.
 *
 * Windows are numbered in the order in which they complete: by end, then by
 * start. A row is stored once, in its slice, however many windows cover it.
 * A number whose window lasts no time, because the zone skipped it, stands
 * for none: such a window never leaves.
 */
export interface Slicing {
  /** The slice that holds a moment. */
  sliceAt(timeUs: number): SliceBounds;
  /** First moment of a window. */
  startOf(window: number): number;
  /** First moment after a window; no later window ends before it. */
  endOf(window: number): number;
  /** The window behind another. The windows that cover one slice follow one another. */
  after(window: number): number;
}
