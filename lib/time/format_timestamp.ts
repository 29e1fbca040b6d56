import { civilFromDays } from "./civil.ts";
import type { Zone } from "./zone.ts";

/** The second that was written last: rows of one second share all but their fraction. */
let lastSecond = NaN;
let lastText = "";

/**
 * Writes a moment as ISO 8601 in UTC (T1): no fraction, else 3, else 6 digits.
 *
 * Years outside 0 to 9999 have a sign and six digits, as ISO 8601 wants.
 *
 * @param timeUs Whole microseconds since the epoch; parts of one are floored.
 * @throws {RangeError} If the moment is not a finite number.
 *
 * @example Only as many digits as are needed
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatTimestamp(1_431_857_103_000_000), "2015-05-17T10:05:03Z");
 * assertEquals(formatTimestamp(1_431_857_103_120_000), "2015-05-17T10:05:03.120Z");
 * assertEquals(formatTimestamp(-1), "1969-12-31T23:59:59.999999Z");
 * ```
 */
export function formatTimestamp(timeUs: number): string {
  const second = Math.floor(timeUs / 1_000_000);
  if (second !== lastSecond) {
    lastText = secondText(second);
    lastSecond = second;
  }
  const micros = timeUs - second * 1_000_000;
  return micros === 0 ? lastText + "Z" : lastText + fractionText(micros) + "Z";
}

/**
 * Writes a moment as the clocks of a zone show it, with their offset:
 * `2015-05-17T12:05:03+02:00`. For people; data is written in UTC.
 *
 * @throws {RangeError} If the moment is not a finite number.
 */
export function formatTimestampIn(timeUs: number, zone: Zone): string {
  const offsetSeconds = zone.offsetUs(timeUs) / 1_000_000;
  const second = Math.floor(timeUs / 1_000_000);
  const micros = timeUs - second * 1_000_000;
  return secondText(second + offsetSeconds) +
    (micros === 0 ? "" : fractionText(micros)) + offsetText(offsetSeconds);
}

function secondText(second: number): string {
  if (!Number.isFinite(second)) {
    throw new RangeError(
      `Cannot write a moment as it must be a finite number of microseconds: current value is ${second}`,
    );
  }
  const days = Math.floor(second / 86_400);
  const ofDay = second - days * 86_400;
  const { year, month, day } = civilFromDays(days);
  const hour = ofDay / 3_600 | 0;
  const minute = (ofDay / 60 | 0) % 60;
  return `${yearText(year)}-${two(month)}-${two(day)}T${two(hour)}:${
    two(minute)
  }:${two(ofDay % 60)}`;
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9_999) return String(year).padStart(4, "0");
  return (year < 0 ? "-" : "+") + String(Math.abs(year)).padStart(6, "0");
}

function fractionText(micros: number): string {
  const whole = Math.floor(micros);
  if (whole === 0) return "";
  return whole % 1_000 === 0
    ? "." + String(whole / 1_000).padStart(3, "0")
    : "." + String(whole).padStart(6, "0");
}

/** Zones before the railways were ahead by minutes and seconds; the seconds are shown where there are any. */
function offsetText(seconds: number): string {
  const size = Math.abs(seconds);
  const text = `${seconds < 0 ? "-" : "+"}${two(size / 3_600 | 0)}:${
    two((size / 60 | 0) % 60)
  }`;
  return size % 60 === 0 ? text : `${text}:${two(size % 60)}`;
}

function two(value: number): string {
  return value < 10 ? "0" + value : String(value);
}
