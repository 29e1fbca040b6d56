/**
 * Marks each row with the newest event time that stood before it (T4).
 *
 * A row is late by its own mark, so lateness follows from the order of rows
 * and never from where the input was cut into batches. A missing time is NaN:
 * it gets a mark like any other row, and moves nothing. Mark before any
 * filter, and after rows that are too far ahead have lost their time.
 *
 * @param timesUs Event times in arrival order, in microseconds since the epoch.
 * @param rows How many rows there are.
 * @param newestUs The newest before the first row; `-Infinity` at the start of the input.
 * @param marksUs Where the marks are written; as long as `rows` at least.
 * @returns The newest after the last row, to start the next batch with.
 *
 * @example A row out of order moves nothing
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const marksUs = new Float64Array(3);
 * const newestUs = markRows(Float64Array.of(5, 4, 6), 3, -Infinity, marksUs);
 *
 * assertEquals(marksUs, Float64Array.of(-Infinity, 5, 5));
 * assertEquals(newestUs, 6);
 * ```
 */
export function markRows(
  timesUs: Float64Array,
  rows: number,
  newestUs: number,
  marksUs: Float64Array,
): number {
  for (let row = 0; row < rows; row++) {
    marksUs[row] = newestUs;
    const timeUs = timesUs[row]!;
    // NaN compares false, so a missing time never moves the newest.
    if (timeUs > newestUs) newestUs = timeUs;
  }
  return newestUs;
}
