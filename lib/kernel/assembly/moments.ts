// Stamps and counts as microseconds since the epoch: the twin of ../moment.ts.

import { COLUMN_MINUTE_TEXT, COLUMN_MINUTE_US } from "./memory_map";
import { digitCount, digits, MAX_DIGITS, negative, power } from "./numbers";

/** No moment. */
export const NO_MOMENT: i64 = i64.MIN_VALUE;
/** Beyond 2^53 a double rounds. */
const EXACT_US: i64 = 9007199254740992;
const MINUTE_US: i64 = 60000000;
const LONGEST: u32 = 48;
/** `YYYY-MM-DDTHH:MM`. */
const MINUTE_LENGTH: u32 = 16;
/** Where the digits of a minute stand, as bits. */
const MINUTE_DIGITS: i32 = 0b1101101101101111;

/** Whether a time without a zone is UTC. */
let zonelessIsUtc: bool = true;

/** Says whether a time without a zone is UTC. */
export function setZonelessIsUtc(value: bool): void {
  zonelessIsUtc = value;
}

@inline
function exact(us: i64): i64 {
  return us <= EXACT_US && us >= -EXACT_US ? us : NO_MOMENT;
}

@inline
function twoDigits(at: usize): i32 {
  return (<i32> load<u8>(at) - 48) * 10 + <i32> load<u8>(at, 1) - 48;
}

@inline
function isDigit(byte: u32): bool {
  return byte - 48 <= 9;
}

/** The moment of an ISO 8601 date-time. A column remembers its last minute, which logs repeat. */
@inline
export function isoUs(at: usize, length: u32, column: usize): i64 {
  if (length < MINUTE_LENGTH || length > LONGEST) return NO_MOMENT;
  const minuteText = v128.load(at);
  let us: i64;
  if (v128.any_true(v128.xor(minuteText, v128.load(column, COLUMN_MINUTE_TEXT)))) {
    us = minuteUs(at);
    if (us == NO_MOMENT) return NO_MOMENT;
    v128.store(column, minuteText, COLUMN_MINUTE_TEXT);
    store<i64>(column, us, COLUMN_MINUTE_US);
  } else {
    us = load<i64>(column, COLUMN_MINUTE_US);
  }
  // `:00Z`, the most usual end.
  const end = at + length;
  at += MINUTE_LENGTH;
  if (end - at == 4) {
    const tail = load<u32>(at);
    if ((tail & 0xff0000ff) == 0x5a00003a) {
      const tens: u32 = (tail >> 8 & 0xff) - 48;
      const ones: u32 = (tail >> 16 & 0xff) - 48;
      return tens < 6 && ones < 10
        ? exact(us + <i64> (tens * 10 + ones) * 1000000)
        : NO_MOMENT;
    }
  }
  // `:00.000Z`, the next most usual one: digits become their values, signs 0.
  if (end - at == 8) {
    const tail = load<u64>(at) ^ 0x5a3030302e30303a;
    if (
      (tail & 0xfff0f0f0fff0f0ff) == 0 &&
      ((tail + 0x0006060600060600) & 0x00f0f0f000f0f000) == 0
    ) {
      const tens = <u32> (tail >> 8) & 15;
      if (tens > 5) return NO_MOMENT;
      const seconds = tens * 10 + (<u32> (tail >> 16) & 15);
      const thousandths = (<u32> (tail >> 32) & 15) * 100 +
        (<u32> (tail >> 40) & 15) * 10 + (<u32> (tail >> 48) & 15);
      return exact(us + <i64> (seconds * 1000 + thousandths) * 1000);
    }
  }
  return afterMinute(at, end, us);
}

/** Adds what stands after the minute: seconds, fraction, zone. */
function afterMinute(at: usize, end: usize, us: i64): i64 {
  if (at < end && load<u8>(at) == 58) {
    if (!isDigit(load<u8>(at, 1)) || !isDigit(load<u8>(at, 2))) return NO_MOMENT;
    const second = twoDigits(at + 1);
    if (second > 59) return NO_MOMENT;
    us += <i64> second * 1000000;
    at += 3;
    const point = load<u8>(at);
    if (at < end && (point == 46 || point == 44)) {
      const from = ++at;
      let worth: i64 = 100000;
      while (isDigit(load<u8>(at))) {
        us += worth * (<i64> load<u8>(at) - 48);
        worth = worth > 1 ? worth / 10 : 0;
        at++;
      }
      if (at == from) return NO_MOMENT;
    }
  }
  if (at == end) return zonelessIsUtc ? exact(us) : NO_MOMENT;
  const sign = load<u8>(at);
  const length = end - at;
  if (sign == 90) return length == 1 ? exact(us) : NO_MOMENT;
  if (sign != 43 && sign != 45) return NO_MOMENT;
  if (length != 3 && length != 5 && length != 6) return NO_MOMENT;
  if (!isDigit(load<u8>(at, 1)) || !isDigit(load<u8>(at, 2))) return NO_MOMENT;
  const hours = twoDigits(at + 1);
  let minutes: i32 = 0;
  if (length > 3) {
    if (length == 6 && load<u8>(at, 3) != 58) return NO_MOMENT;
    const last = end - 2;
    if (!isDigit(load<u8>(last)) || !isDigit(load<u8>(last, 1))) {
      return NO_MOMENT;
    }
    minutes = twoDigits(last);
  }
  if (hours > 23 || minutes > 59) return NO_MOMENT;
  const ahead = <i64> (hours * 60 + minutes) * MINUTE_US;
  return exact(sign == 45 ? us + ahead : us - ahead);
}

/** The moment of `YYYY-MM-DDTHH:MM`. */
function minuteUs(at: usize): i64 {
  const values = i8x16.sub(v128.load(at), i8x16.splat(48));
  const found = i8x16.bitmask(i8x16.le_u(values, i8x16.splat(9)));
  if ((found & MINUTE_DIGITS) != MINUTE_DIGITS) return NO_MOMENT;
  const between = load<u8>(at, 10);
  if (
    load<u8>(at, 4) != 45 || load<u8>(at, 7) != 45 || load<u8>(at, 13) != 58 ||
    (between != 84 && between != 32)
  ) return NO_MOMENT;
  const year = twoDigits(at) * 100 + twoDigits(at + 2);
  const month = twoDigits(at + 5);
  const day = twoDigits(at + 8);
  const hour = twoDigits(at + 11);
  const minute = twoDigits(at + 14);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return NO_MOMENT;
  }
  if (hour > 23 || minute > 59) return NO_MOMENT;
  return (<i64> dayOf(year, month, day) * 1440 + hour * 60 + minute) * MINUTE_US;
}

function isLeap(year: i32): bool {
  return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return isLeap(year) ? 29 : 28;
  // 31 for odd months up to July and even ones from August.
  return 30 + ((month + (month >> 3)) & 1);
}

/** Days since 1970-01-01. Years are counted from March, so that a leap day comes last. */
function dayOf(year: i32, month: i32, day: i32): i32 {
  // A whole cycle of 400 years ahead keeps every division of positive numbers.
  const marchYear = year + 400 - (month < 3 ? 1 : 0);
  const marchMonth = month < 3 ? month + 9 : month - 3;
  const days = marchYear * 365 + marchYear / 4 - marchYear / 100 +
    marchYear / 400 + (153 * marchMonth + 2) / 5 + day - 1;
  return days - 719468 - 146097;
}

/** The moment that the number which was read last counts to, by magnitude. */
export function countUs(): i64 {
  if (digitCount == 0) return 0;
  if (digitCount > MAX_DIGITS) return NO_MOMENT;
  // The value is 0.digits times ten to this.
  const magnitude = <i32> digitCount + power;
  let shift = power +
    (magnitude <= 11 ? 6 : magnitude <= 14 ? 3 : magnitude <= 17 ? 0 : -3);
  if (<i32> digitCount + shift > 18) return NO_MOMENT;
  let us: u64 = digits;
  let rest: u64 = 0;
  for (; shift > 0; shift--) us *= 10;
  for (; shift < 0 && us != 0; shift++) {
    rest |= us % 10;
    us /= 10;
  }
  // Floored, so away from zero before the epoch.
  return exact(negative ? -<i64> us - (rest != 0 ? 1 : 0) : <i64> us);
}
