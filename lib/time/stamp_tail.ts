import type { Zone } from "./zone.ts";

/** Stamps reach this far from 1970, as Temporal does, in microseconds. */
export const STAMP_LIMIT_US = 8.64e18;

const ZERO = 48;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const SPACE = 32;

/** Names of zones in RFC 2822, in hours from UTC. Others are ambiguous and refused. */
const NAMED_HOURS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  UT: 0,
  Z: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/** The digit at a position; 10 or more where there is none, also past the end. */
export function digitAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - ZERO) >>> 0;
}

/** Two digits as a number; -1 where there are not two. */
export function twoDigitsAt(bytes: Uint8Array, at: number): number {
  const tens = digitAt(bytes, at);
  const ones = digitAt(bytes, at + 1);
  return tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}

/**
 * Reads what follows a date: `HH:MM[:SS[.fraction]]` and a zone, all of the
 * bytes from `at` to `end`.
 *
 * 24:00:00 is midnight at the end of the day. Second 60 is the first second
 * of the next minute, as POSIX counts it. Digits finer than microseconds are
 * floored.
 *
 * @param days The date, in days since 1970-01-01.
 * @returns Microseconds since the epoch; NaN where it is no time of day.
 */
export function readTimeOfDay(
  bytes: Uint8Array,
  at: number,
  end: number,
  days: number,
  zone: Zone,
): number {
  if (end - at < 5 || bytes[at + 2] !== COLON) return NaN;
  const hour = twoDigitsAt(bytes, at);
  const minute = twoDigitsAt(bytes, at + 3);
  let second = 0;
  at += 5;
  let micros = 0;
  if (at + 3 <= end && bytes[at] === COLON) {
    second = twoDigitsAt(bytes, at + 1);
    at += 3;
    const point = bytes[at];
    if (at < end && (point === DOT || point === COMMA)) {
      const from = ++at;
      let scale = 100_000;
      let finer = 0;
      for (let digit; at < end && (digit = digitAt(bytes, at)) <= 9; at++) {
        if (at - from < 6) {
          micros += digit * scale;
          scale /= 10;
        } else finer |= digit;
      }
      if (at === from) return NaN;
      if (hour === 24 && finer !== 0) return NaN;
    }
  }
  if (hour < 0 || minute < 0 || second < 0) return NaN;
  if (hour > 23 && (hour > 24 || minute + second + micros > 0)) return NaN;
  if (minute > 59 || second > 60) return NaN;
  const localSeconds = days * 86_400 + hour * 3_600 + minute * 60 + second;
  if (at === end) return joinLocal(localSeconds, micros, zone);
  const offset = readOffset(bytes, at, end);
  return joinUs(localSeconds - offset, micros);
}

/** A local time in a zone as microseconds since the epoch. */
export function joinLocal(
  localSeconds: number,
  micros: number,
  zone: Zone,
): number {
  const wholeUs = zone.localToUs(localSeconds * 1_000_000);
  // An offset in the tz database has whole seconds, so the fraction is not touched by it.
  return joinUs(wholeUs / 1_000_000, micros);
}

function joinUs(seconds: number, micros: number): number {
  const wholeUs = seconds * 1_000_000;
  let us = wholeUs + micros;
  if (us > Number.MAX_SAFE_INTEGER || us < Number.MIN_SAFE_INTEGER) {
    // Beyond the year 2255 doubles stand 2 us or more apart: floored, not
    // rounded, so that 9999-12-31T23:59:59.999999 stays in its year.
    if (us - wholeUs > micros) us -= spacing(us);
    if (us > STAMP_LIMIT_US || us < -STAMP_LIMIT_US) return NaN;
  }
  return us;
}

function spacing(value: number): number {
  return 2 ** (Math.floor(Math.log2(Math.abs(value))) - 52);
}

/** Seconds ahead of UTC from `Z`, `+hh`, `+hhmm`, `+hh:mm` or a name, after at most one space; NaN where it is none. */
function readOffset(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === SPACE) at++;
  const sign = bytes[at]!;
  if (end - at === 1) return (sign | 32) === 122 ? 0 : NaN;
  if (sign !== PLUS && sign !== MINUS) return readZoneName(bytes, at, end);
  const hours = twoDigitsAt(bytes, at + 1);
  let minutes = 0;
  if (end - at === 6 && bytes[at + 3] === COLON) {
    minutes = twoDigitsAt(bytes, at + 4);
  } else if (end - at === 5) {
    minutes = twoDigitsAt(bytes, at + 3);
  } else if (end - at !== 3) {
    return NaN;
  }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return NaN;
  const seconds = hours * 3_600 + minutes * 60;
  return sign === PLUS ? seconds : -seconds;
}

function readZoneName(bytes: Uint8Array, at: number, end: number): number {
  if (end - at > 3) return NaN;
  const name = String.fromCharCode(...bytes.subarray(at, end));
  const hours = Object.hasOwn(NAMED_HOURS, name) ? NAMED_HOURS[name] : NaN;
  return hours! * 3_600;
}
