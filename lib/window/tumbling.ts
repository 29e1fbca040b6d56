import type { TimeWindow } from "../core/mod.ts";

/**
 * Finds the tumbling window of a fixed size that holds a moment.
 *
 * Boundaries fall on multiples of `sizeUs` since the Unix epoch, so windows of
 * 24 hours turn over at midnight UTC unless `offsetUs` moves them.
 *
 * @param timeUs A moment, in microseconds since the epoch.
 * @param sizeUs Length of each window in microseconds; a positive integer.
 * @param offsetUs How far the boundaries are moved, in microseconds.
 * @returns The one window that holds the moment.
 * @throws {RangeError} If `sizeUs` is not a positive integer.
 *
 * @example One window a minute
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const window = tumblingWindow(61_500_000, 60_000_000);
 *
 * assertEquals(window, { startUs: 60_000_000, endUs: 120_000_000 });
 * ```
 */
export function tumblingWindow(
  timeUs: number,
  sizeUs: number,
  offsetUs = 0,
): TimeWindow {
  if (!Number.isSafeInteger(sizeUs) || sizeUs <= 0) {
    throw new RangeError(
      `Cannot cut windows as size must be a positive whole number of microseconds: current value is ${sizeUs}`,
    );
  }
  // Floor, not %, so that moments before 1970 land in the right window.
  const startUs = Math.floor((timeUs - offsetUs) / sizeUs) * sizeUs + offsetUs;
  return { startUs, endUs: startUs + sizeUs };
}
