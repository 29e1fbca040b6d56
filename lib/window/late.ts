import type { WindowAssigner } from "./assigner.ts";

/** Rows to be told apart by {@linkcode splitLate}, and where to. */
export interface LateOptions {
  /** Start of each row's span, as the assigner wrote it. */
  readonly startsUs: Float64Array;
  /** The newest event time that stood before each row (T4). */
  readonly newestUs: Float64Array;
  /** How long windows wait for rows out of order; Infinity for `end`. */
  readonly delayUs: number;
  /** Tells where spans end. */
  readonly assigner: Pick<WindowAssigner, "endOf">;
  /** The rows; `null` for all. */
  readonly selection: Uint32Array | null;
  /** How many rows. */
  readonly selected: number;
  /** Where the rows in time are written; as long as `selected` at least. */
  readonly inTime: Uint32Array;
  /** Where the late rows are written; as long as `selected` at least. */
  readonly late: Uint32Array;
}

/** What {@linkcode splitLate} found. */
export interface LateSplit {
  /** How many rows are in time. */
  readonly inTime: number;
  /** How many rows are late. */
  readonly late: number;
  /** How far the watermark of the latest row was past the end of its window; `-Infinity` where no row is late. */
  readonly latestByUs: number;
}

/**
 * Tells rows in time from late ones: a row is late where its window was
 * complete before it arrived, that is `newest before it - delay >= end` (W2, W3).
 *
 * Rows keep their order on both sides. A row without a window (start NaN) is in neither.
 *
 * @example The row at 4 comes after 10 has closed `[0, 10)`
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { windowAssigner } from "./assigner.ts";
 *
 * const [inTime, late] = [new Uint32Array(3), new Uint32Array(3)];
 * const split = splitLate({
 *   startsUs: Float64Array.of(0, 10, 0),
 *   newestUs: Float64Array.of(-Infinity, 3, 10),
 *   delayUs: 0,
 *   assigner: windowAssigner({ size: { unit: "us", count: 10 } }),
 *   selection: null,
 *   selected: 3,
 *   inTime,
 *   late,
 * });
 * assertEquals(split, { inTime: 2, late: 1, latestByUs: 0 });
 * assertEquals(late[0], 2);
 * ```
 */
export function splitLate(options: LateOptions): LateSplit {
  const { startsUs, newestUs, delayUs, assigner, selection, selected } =
    options;
  let inTime = 0;
  let late = 0;
  let latestByUs = -Infinity;
  let startUs = NaN;
  let endUs = NaN;
  for (let at = 0; at < selected; at++) {
    const row = selection === null ? at : selection[at]!;
    const rowStartUs = startsUs[row]!;
    if (rowStartUs !== startUs) {
      if (rowStartUs !== rowStartUs) continue;
      startUs = rowStartUs;
      endUs = assigner.endOf(startUs);
    }
    const byUs = newestUs[row]! - delayUs - endUs;
    if (byUs >= 0) {
      options.late[late++] = row;
      if (byUs > latestByUs) latestByUs = byUs;
    } else {
      options.inTime[inTime++] = row;
    }
  }
  return { inTime, late, latestByUs };
}
