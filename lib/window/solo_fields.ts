/**
 * How windows that have a pane each lie in memory: four slots of 8 bytes a
 * window, side by side, since what is asked of one is asked together and a
 * million of them do not fit the caches.
 *
 * `fields[FIELDS * id + FIRST]` and so on; the last slot holds two integers,
 * `ints[2 * FIELDS * id + KEY]` and `NEXT`, by a view of the same bytes.
 */
export const FIELDS = 4;
/** The least time of its rows. */
export const FIRST = 0;
/** The greatest time of its rows. */
export const LAST = 1;
/** When it is due; `-Infinity` while it waits for its turn, NaN where there is no window. */
export const DUE = 2;
/** Its key, among the integers; `NONE` where it is of all keys. */
export const KEY = 6;
/** For whoever keeps lists of windows: the next one. */
export const NEXT = 7;

/** The two views of the same bytes. */
export interface SoloFields {
  /** Times, by {@linkcode FIELDS}. Replaced when it grows. */
  readonly fields: Float64Array;
  /** Integers, by twice as many. Replaced when it grows. */
  readonly ints: Int32Array;
}
