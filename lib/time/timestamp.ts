import { daysFromCivil, daysInMonth, weekdayFromDays } from "./civil.ts";
import { epochToUs } from "./epoch.ts";
import {
  digitAt,
  joinLocal,
  readTimeOfDay,
  twoDigitsAt,
} from "./stamp_tail.ts";
import { UTC, type Zone } from "./zone.ts";

const SPACE = 32;
/** Stands for a byte behind the end. */
const NONE = -1;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const SLASH = 47;
const COLON = 58;
const LOWER_T = 116;

const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
const WEEKDAYS = "montuewedthufrisatsun";
/** Longer than any stamp. */
const LONGEST = 64;
const scratch = new Uint8Array(LONGEST);

/**
 * Reads an event time as logs write it; `null` where the text is no stamp.
 *
 * - ISO 8601: `2015-05-17T10:05:03.123Z`, with `T` or a space, a point or a
 *   comma, any number of digits, zone `Z`, `+hh`, `+hhmm`, `+hh:mm`, `UTC`, or
 *   none; `20150517T100503Z`; a date alone is its midnight; years beyond four
 *   digits as `+012345-01-01`
 * - `2015/05/17 10:05:03`, as nginx writes errors
 * - `17/May/2015:10:05:03 +0000`, as Apache and nginx write access; also with
 *   spaces or `-` between the parts of the date
 * - `Sun, 17 May 2015 10:05:03 GMT` (RFC 2822, HTTP), with or without the day
 * - `Sun May 17 10:05:03 2015` (asctime), also with a fraction or zone before the year
 * - digits: a count since the epoch by magnitude, as {@linkcode epochToUs} has it
 *
 * Dates must exist and weekdays must be right. 24:00:00 is the end of its
 * day; second 60 is the first second of the next minute. Digits finer than
 * microseconds are floored.
 *
 * @param text The stamp; spaces around it are ignored.
 * @param zone Where a stamp without a zone was made (T3); UTC when not given.
 * @returns Microseconds since the epoch.
 *
 * @example Whatever the log, the same moment
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const moment = 1_431_857_103_000_000;
 * assertEquals(parseTimestamp("2015-05-17T12:05:03+02:00"), moment);
 * assertEquals(parseTimestamp("17/May/2015:10:05:03 +0000"), moment);
 * assertEquals(parseTimestamp("Sun, 17 May 2015 10:05:03 GMT"), moment);
 * assertEquals(parseTimestamp("2015-02-30"), null);
 * ```
 */
export function parseTimestamp(text: string, zone: Zone = UTC): number | null {
  const length = text.length;
  if (length > LONGEST) return null;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return null;
    scratch[at] = code;
  }
  const us = parseTimestampBytes(scratch, 0, length, zone);
  return us === us ? us : null;
}

/**
 * Reads an event time from bytes, as {@linkcode parseTimestamp} does from text.
 *
 * @param start Offset of the first byte.
 * @param end Offset after the last byte.
 * @returns Microseconds since the epoch; NaN where the bytes are no stamp.
 */
export function parseTimestampBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  zone: Zone = UTC,
): number {
  while (start < end && bytes[start] === SPACE) start++;
  while (end > start && bytes[end - 1] === SPACE) end--;
  if (end - start > LONGEST) return NaN;
  const length = end - start;
  const fourth = length > 4 ? bytes[start + 4] : NONE;
  if (
    (fourth === MINUS || fourth === SLASH) && digitAt(bytes, start + 3) <= 9
  ) return readYearFirst(bytes, start, start + 4, end, zone);
  const first = bytes[start]!;
  if ((first | 32) >= 97) return readWeekdayFirst(bytes, start, end, zone);
  if (digitAt(bytes, start) > 9) {
    const signed = first === PLUS || first === MINUS;
    return signed && length > 7 && bytes[start + 7] === MINUS
      ? readYearFirst(bytes, start, start + 7, end, zone)
      : readEpoch(bytes, start, end);
  }
  for (let at = start + 1; at <= start + 2 && at < end; at++) {
    const byte = bytes[at];
    if (byte === SLASH || byte === SPACE || byte === MINUS) {
      return readDayFirst(bytes, start, at, end, zone);
    }
  }
  if (length <= 8 || (bytes[start + 8]! | 32) !== LOWER_T) {
    return readEpoch(bytes, start, end);
  }
  return readBasic(bytes, start, end, zone);
}

/** The date that was read last: stamps of one log mostly share it. */
let lastDate = NaN;
let lastDays = NaN;

/** Days since 1970-01-01 of a date; NaN where it does not exist. */
function dateDays(year: number, month: number, day: number): number {
  const date = year * 10_000 + month * 100 + day;
  if (date === lastDate) return lastDays;
  if (day < 1 || day > daysInMonth(year, month)) return NaN;
  lastDate = date;
  return lastDays = daysFromCivil(year, month, day);
}

/** `2015-05-17…` and `2015/05/17…`; the year may have a sign and six digits. */
function readYearFirst(
  bytes: Uint8Array,
  start: number,
  yearEnd: number,
  end: number,
  zone: Zone,
): number {
  const separator = bytes[yearEnd]!;
  if (end - yearEnd < 6 || bytes[yearEnd + 3] !== separator) return NaN;
  const year = readYear(bytes, start, yearEnd);
  const month = twoDigitsAt(bytes, yearEnd + 1);
  const day = twoDigitsAt(bytes, yearEnd + 4);
  const days = dateDays(year, month, day);
  const at = yearEnd + 6;
  if (at === end) return joinLocal(days * 86_400, 0, zone);
  const between = bytes[at]!;
  if (between !== SPACE && (between | 32) !== LOWER_T) return NaN;
  return readTimeOfDay(bytes, at + 1, end, days, zone);
}

function readYear(bytes: Uint8Array, start: number, end: number): number {
  let year = 0;
  const first = bytes[start]!;
  const signed = first === PLUS || first === MINUS;
  for (let at = signed ? start + 1 : start; at < end; at++) {
    const digit = digitAt(bytes, at);
    if (digit > 9) return NaN;
    year = year * 10 + digit;
  }
  return first === MINUS ? 0 - year : year;
}

/** `20150517T100503` with a fraction and zone, by way of the form with signs between. */
function readBasic(
  bytes: Uint8Array,
  start: number,
  end: number,
  zone: Zone,
): number {
  const text = String.fromCharCode(...bytes.subarray(start, end));
  const match = /^(\d{4})(\d\d)(\d\d)[Tt](\d\d)(\d\d)(\d\d)?(.*)$/.exec(text);
  if (match === null) return NaN;
  const [, year, month, day, hour, minute, second = "00", tail] = match;
  const extended = `${year}-${month}-${day}T${hour}:${minute}:${second}${tail}`;
  return parseTimestamp(extended, zone) ?? NaN;
}

/** `17/May/2015:10:05:03 +0000`, `17 May 2015 10:05:03 GMT`, `17-May-2015 10:05:03`. */
function readDayFirst(
  bytes: Uint8Array,
  start: number,
  dayEnd: number,
  end: number,
  zone: Zone,
): number {
  const separator = bytes[dayEnd]!;
  if (end - dayEnd < 15 || bytes[dayEnd + 4] !== separator) return NaN;
  const day = dayEnd - start === 2
    ? twoDigitsAt(bytes, start)
    : digitAt(bytes, start);
  const month = monthAt(bytes, dayEnd + 1);
  const year = readYear(bytes, dayEnd + 5, dayEnd + 9);
  const between = bytes[dayEnd + 9];
  if (between !== SPACE && between !== COLON) return NaN;
  const days = dateDays(year, month, day);
  return readTimeOfDay(bytes, dayEnd + 10, end, days, zone);
}

/** `Sun, 17 May 2015 10:05:03 GMT` and `Sun May 17 10:05:03 2015`. */
function readWeekdayFirst(
  bytes: Uint8Array,
  start: number,
  end: number,
  zone: Zone,
): number {
  const weekday = nameAt(WEEKDAYS, bytes, start);
  let at = start + 3;
  let us: number;
  if (bytes[at] === COMMA) {
    at += bytes[at + 1] === SPACE ? 2 : 1;
    const dayEnd = digitAt(bytes, at + 1) <= 9 ? at + 2 : at + 1;
    us = readDayFirst(bytes, at, dayEnd, end, zone);
  } else {
    // asctime: a day below 10 is padded with a space.
    if (end - start < 24 || bytes[at] !== SPACE || bytes[at + 4] !== SPACE) {
      return NaN;
    }
    const month = monthAt(bytes, at + 1);
    const day = bytes[at + 5] === SPACE
      ? digitAt(bytes, at + 6)
      : twoDigitsAt(bytes, at + 5);
    if (bytes[at + 7] !== SPACE || bytes[end - 5] !== SPACE) return NaN;
    const days = dateDays(readYear(bytes, end - 4, end), month, day);
    us = readTimeOfDay(bytes, at + 8, end - 5, days, zone);
  }
  // Both forms have left the date they read behind.
  return weekdayFromDays(lastDays) === weekday ? us : NaN;
}

function monthAt(bytes: Uint8Array, at: number): number {
  return nameAt(MONTHS, bytes, at);
}

/** The number, from 1, of a name of three letters in a list of them; NaN where it is none. */
function nameAt(names: string, bytes: Uint8Array, at: number): number {
  const first = bytes[at]! | 32;
  const second = bytes[at + 1]! | 32;
  const third = bytes[at + 2]! | 32;
  for (let name = 0; name < names.length; name += 3) {
    if (
      names.charCodeAt(name) === first &&
      names.charCodeAt(name + 1) === second &&
      names.charCodeAt(name + 2) === third
    ) return name / 3 + 1;
  }
  return NaN;
}

function readEpoch(bytes: Uint8Array, start: number, end: number): number {
  let whole = 0;
  // Up to 15 digits, the usual case, need no text.
  if (end - start <= 15) {
    let at = start;
    for (; at < end; at++) {
      const digit = digitAt(bytes, at);
      if (digit > 9) break;
      whole = whole * 10 + digit;
    }
    if (at === end && end > start) return epochToUs(whole);
  }
  return epochToUs(String.fromCharCode(...bytes.subarray(start, end)));
}
