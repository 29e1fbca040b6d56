import { durationUnits, parseDuration } from "../time/mod.ts";

/**
 * The size of a window: a fixed number of microseconds, or a count of
 * calendar units, whose length the calendar of a zone decides (W1).
 */
export interface WindowSize {
  /** What is counted. */
  readonly unit: "us" | "day" | "week" | "month";
  /** How many of them; a positive integer. */
  readonly count: number;
}

/** How a window size is written, for the mending line of a fault. */
export const WINDOW_SIZE_FORM =
  "Write a size such as 500ms, 10s, 5m, 1h30m, or whole calendar units of one kind: 1d, 2w, 3mo, 1y";

/**
 * Reads the size of a window; `null` where the text is none, is not positive,
 * or mixes what has a fixed length with what has not.
 *
 * A week is not seven days: weeks begin on Mondays, days are counted from 1970-01-01.
 *
 * @example Fixed and calendar sizes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseWindowSize("1m"), { unit: "us", count: 60_000_000 });
 * assertEquals(parseWindowSize("1w"), { unit: "week", count: 1 });
 * assertEquals(parseWindowSize("1y6mo"), { unit: "month", count: 18 });
 * assertEquals(parseWindowSize("1d12h"), null);
 * ```
 */
export function parseWindowSize(text: string): WindowSize | null {
  const duration = parseDuration(text);
  if (duration === null) return null;
  const { months, days, us } = duration;
  // One of the three alone, and more than zero of it.
  if (Math.min(months, days, us) < 0) return null;
  if ([months, days, us].filter((count) => count > 0).length !== 1) return null;
  if (months > 0) return { unit: "month", count: months };
  if (us > 0) return { unit: "us", count: us };
  return durationUnits(text).every((unit) => unit === "w")
    ? { unit: "week", count: days / 7 }
    : { unit: "day", count: days };
}
