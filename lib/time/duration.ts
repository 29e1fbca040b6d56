import { DAY_US } from "./civil.ts";

/**
 * A length of time in units that do not convert into each other: months and
 * days have no fixed length in a zone with summer time.
 */
export interface Duration {
  /** Calendar months; a year is 12. */
  readonly months: number;
  /** Calendar days; a week is 7. */
  readonly days: number;
  /** Microseconds: hours and everything shorter. */
  readonly us: number;
}

/** The units that a duration is written in. */
export type DurationUnit =
  | "us"
  | "ms"
  | "s"
  | "m"
  | "h"
  | "d"
  | "w"
  | "mo"
  | "y";

const US: Readonly<Partial<Record<DurationUnit, number>>> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
};
const PART = /\s*([+-])?\s*(\d+)(?:\.(\d+))?\s*(us|ms|mo|s|m|h|d|w|y)/y;

/**
 * Reads a duration such as `30s`, `1h30m`, `1.5h`, `-5h` or `1mo`; `null` where
 * the text is none, or holds parts of a microsecond, of a day or of a month.
 *
 * A sign holds for the parts after it, up to the next sign.
 *
 * @example Parts add up; days and months stay apart
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseDuration("1h30m"), { months: 0, days: 0, us: 5_400_000_000 });
 * assertEquals(parseDuration("1y2w"), { months: 12, days: 14, us: 0 });
 * assertEquals(parseDuration("5 minutes"), null);
 * ```
 */
export function parseDuration(text: string): Duration | null {
  let months = 0;
  let days = 0;
  let us = 0;
  for (const { sign, whole, fraction, unit } of parts(text)) {
    if (unit === null) return null;
    const unitUs = US[unit];
    if (unitUs !== undefined) {
      const count = exactProduct(whole, fraction, unitUs);
      if (count === null) return null;
      us += sign * count;
      continue;
    }
    // Half a month is no span of the calendar.
    if (fraction !== "") return null;
    const count = sign * Number(whole);
    if (unit === "y") months += count * 12;
    else if (unit === "mo") months += count;
    else if (unit === "w") days += count * 7;
    else days += count;
  }
  if (text.trim() === "") return null;
  const safe = Number.isSafeInteger(months) && Number.isSafeInteger(days) &&
    Number.isSafeInteger(us);
  return safe ? { months: months + 0, days: days + 0, us: us + 0 } : null;
}

/**
 * The units that a duration was written in, in order: tells `1w` from `7d`,
 * which are the same duration. Empty where the text is none.
 */
export function durationUnits(text: string): readonly DurationUnit[] {
  const units: DurationUnit[] = [];
  for (const { unit } of parts(text)) {
    if (unit === null) return [];
    units.push(unit);
  }
  return units;
}

interface Part {
  readonly sign: 1 | -1;
  readonly whole: string;
  readonly fraction: string;
  /** `null` where the rest of the text is no part. */
  readonly unit: DurationUnit | null;
}

function* parts(text: string): Generator<Part> {
  let sign: 1 | -1 = 1;
  let at = 0;
  const end = text.trimEnd().length;
  while (at < end) {
    PART.lastIndex = at;
    const match = PART.exec(text);
    if (match === null) {
      yield { sign, whole: "", fraction: "", unit: null };
      return;
    }
    at = PART.lastIndex;
    if (match[1] !== undefined) sign = match[1] === "-" ? -1 : 1;
    yield {
      sign,
      whole: match[2]!,
      fraction: match[3] ?? "",
      unit: match[4] as DurationUnit,
    };
  }
}

/** `whole.fraction` times a unit, told without rounding; `null` where that is not a whole number that a double holds. */
function exactProduct(
  whole: string,
  fraction: string,
  unit: number,
): number | null {
  // Longer digits than any duration needs are refused before they cost.
  if (whole.length + fraction.length > 30) return null;
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * BigInt(unit);
  if (scaled % scale !== 0n) return null;
  const product = Number(scaled / scale);
  return Number.isSafeInteger(product) ? product : null;
}

/**
 * The length of a duration in microseconds with days of 24 hours; `null` where
 * it has months, which have no one length.
 */
export function durationUs(duration: Duration): number | null {
  return duration.months === 0 ? duration.days * DAY_US + duration.us : null;
}

/** Writes a duration so that {@linkcode parseDuration} reads the same back: `1h30m`, `1y2mo`, `0s`. */
export function durationText(duration: Duration): string {
  const counts: [number, DurationUnit][] = [];
  split(duration.months, [[12, "y"], [1, "mo"]], counts);
  counts.push([duration.days, "d"]);
  split(duration.us, [
    [3_600_000_000, "h"],
    [60_000_000, "m"],
    [1_000_000, "s"],
    [1_000, "ms"],
    [1, "us"],
  ], counts);
  let text = "";
  let negative = false;
  for (const [count, unit] of counts) {
    if (count === 0) continue;
    if (count < 0 !== negative) {
      negative = !negative;
      text += negative ? "-" : "+";
    }
    text += `${Math.abs(count)}${unit}`;
  }
  return text === "" ? "0s" : text;
}

function split(
  amount: number,
  units: readonly (readonly [number, DurationUnit])[],
  into: [number, DurationUnit][],
): void {
  for (const [size, unit] of units) {
    const count = Math.trunc(amount / size);
    into.push([count, unit]);
    amount -= count * size;
  }
}
