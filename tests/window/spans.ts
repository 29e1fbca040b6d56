// Where aligned windows lie, one by one, with the calendar of Temporal.
import { UTC } from "../../lib/time/mod.ts";
import type { SlicingOptions, WindowSize } from "../../lib/window/mod.ts";

/** A window without its rows. */
export interface Span {
  readonly startUs: number;
  readonly endUs: number;
}

const DAY_US = 86_400_000_000;
const LENGTHS_US = { us: 1, day: DAY_US, week: 7 * DAY_US, month: 30 * DAY_US };

/**
 * All windows around some moments, in the order in which they complete, and
 * some more on both sides. Windows that last no time are left out.
 */
export function spansOver(
  options: SlicingOptions,
  timesUs: readonly number[],
): Span[] {
  const valid = timesUs.filter((timeUs) => !Number.isNaN(timeUs));
  if (valid.length === 0) return [];
  const { size, every = size, step } = options;
  const sizeUs = size.count * LENGTHS_US[size.unit];
  const everyUs = every.count * LENGTHS_US[every.unit];
  const originUs = options.originUs ?? 0;
  const from = Math.floor(
    (Math.min(...valid) - 1.2 * sizeUs - originUs) / everyUs,
  ) - 5;
  const to = Math.ceil((Math.max(...valid) - originUs) / everyUs) + 5;
  // Estimates are off by a month in eight years where months are counted.
  const slack = every.unit === "month" || size.unit === "month" ? 25 : 0;
  const spans: Span[] = [];
  for (let index = from - slack; index <= to + slack; index++) {
    const startUs = boundary(options, every, index);
    // On a day that the zone skipped nothing begins.
    if (startUs === boundary(options, every, index + 1)) continue;
    const endUs = size.unit === "us"
      ? startUs + size.count
      : boundary(options, every, index, size, 1);
    if (step === undefined) {
      spans.push({ startUs, endUs });
      continue;
    }
    for (let steps = 1;; steps++) {
      const stepUs = step.unit === "us"
        ? startUs + steps * step.count
        : boundary(options, every, index, step, steps);
      spans.push({ startUs, endUs: Math.min(stepUs, endUs) });
      if (stepUs >= endUs) break;
    }
  }
  return spans
    .filter(({ startUs, endUs }) => startUs < endUs)
    .sort((a, b) => a.endUs - b.endUs || a.startUs - b.startUs);
}

/** The boundary of a number, or one so many times a size behind it. */
function boundary(
  { zone = UTC, originUs, offsetUs = 0 }: SlicingOptions,
  every: WindowSize,
  index: number,
  size: WindowSize = { unit: "day", count: 0 },
  times = 0,
): number {
  if (every.unit === "us") {
    const fixedUs = size.unit === "us" ? 1 : LENGTHS_US[size.unit];
    return index * every.count + offsetUs + times * size.count * fixedUs;
  }
  const origin = plain(originUs ?? (every.unit === "week" ? -3 * DAY_US : 0));
  const months = every.unit === "month" ? index * every.count : 0;
  const days = every.unit === "month"
    ? 0
    : index * every.count * (every.unit === "week" ? 7 : 1);
  const moreMonths = size.unit === "month" ? times * size.count : 0;
  const moreDays = size.unit === "month"
    ? 0
    : times * size.count * (size.unit === "week" ? 7 : 1);
  return origin
    .add({ months: every.unit === "month" ? months + moreMonths : 0 })
    .add({ days })
    .add({ months: every.unit === "month" ? 0 : moreMonths })
    .add({ days: moreDays })
    .add({ microseconds: offsetUs })
    .toZonedDateTime(zone.name, { disambiguation: "compatible" })
    .epochMilliseconds * 1_000;
}

function plain(localUs: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(localUs / 1_000)
    .toZonedDateTimeISO("UTC").toPlainDateTime();
}
