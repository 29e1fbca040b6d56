import { durationText, durationUs, parseDuration } from "../time/mod.ts";

/** How a delay is written, for the mending line of a fault. */
export const DELAY_FORM =
  "Write how far out of order rows may be, such as 0s, 5s or 1m, or `end` to wait for the end of the input";

/** The delay of inputs that do not end by themselves, unless `--watermark` says otherwise (T5). */
export const LIVE_DELAY_US = 5_000_000;

/**
 * Reads `--watermark DELAY|end`; `null` where the text is neither.
 *
 * @returns Microseconds; Infinity for `end`, because nothing completes before the input ends.
 */
export function parseDelay(text: string): number | null {
  if (text.trim() === "end") return Infinity;
  const duration = parseDuration(text);
  const delayUs = duration === null ? null : durationUs(duration);
  return delayUs !== null && delayUs >= 0 ? delayUs : null;
}

/** Writes a delay so that {@linkcode parseDelay} reads the same back. */
export function delayText(delayUs: number): string {
  return delayUs === Infinity
    ? "end"
    : durationText({ months: 0, days: 0, us: delayUs });
}

/**
 * The delay that would have kept every late row, rounded up so that it reads well.
 *
 * @param delayUs The delay there was.
 * @param latestByUs How late the latest row was: its watermark less the end of its window.
 */
export function keepingDelayUs(delayUs: number, latestByUs: number): number {
  // A row that is late by nothing was late all the same: one more is the least that keeps it.
  const leastUs = delayUs + latestByUs + 1;
  const unitUs = leastUs > 60_000_000
    ? 10_000_000
    : leastUs > 1_000_000
    ? 1_000_000
    : 1_000;
  return Math.ceil(leastUs / unitUs) * unitUs;
}
