import { parseTimestampBytes } from "../time/mod.ts";

const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const COLON = 58;
const UPPER_Z = 90;
/** The longest stamp that is remembered. */
const LONGEST = 40;
/** Microseconds that a digit of the fraction stands for, by its place. */
const FRACTION_US = [100_000, 10_000, 1_000, 100, 10, 1];

/**
 * Reads stamps that end with their zone, such as `2015-05-17T10:05:03.120Z` or
 * `17/May/2015:10:05:03 +0000`. What a stamp without a zone means is the run's
 * to say, so it is not read here.
 *
 * Rows that follow each other mostly share the minute, so only the digits
 * behind it are read again.
 */
export class MomentReader {
  readonly #last = new Uint8Array(LONGEST);
  #length = 0;
  /** Where the digits of the second stand in the last stamp. */
  #secondAt = 0;
  /** Where the fraction ends, which is where the zone begins. */
  #zoneAt = 0;
  #minuteUs = NaN;

  /** The moment in microseconds; NaN where the text is no stamp with a zone. */
  read(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length === this.#length) {
      const us = this.#readAgain(bytes, from);
      if (us === us) return us;
    }
    if (!namesZone(bytes, from, to)) return NaN;
    const us = parseTimestampBytes(bytes, from, to);
    if (us === us) this.#remember(bytes, from, to, us);
    return us;
  }

  /** Reads a stamp that differs from the last in its second and fraction alone; NaN where it differs elsewhere. */
  #readAgain(bytes: Uint8Array, from: number): number {
    const last = this.#last;
    const secondAt = this.#secondAt;
    for (let at = 0; at < secondAt; at++) {
      if (bytes[from + at] !== last[at]) return NaN;
    }
    const zoneAt = this.#zoneAt;
    for (let at = zoneAt; at < this.#length; at++) {
      if (bytes[from + at] !== last[at]) return NaN;
    }
    const tens = bytes[from + secondAt]! - ZERO;
    const ones = bytes[from + secondAt + 1]! - ZERO;
    // Second 60 is left to the full reading.
    if (tens < 0 || tens > 5 || ones < 0 || ones > 9) return NaN;
    let us = this.#minuteUs + (tens * 10 + ones) * 1_000_000;
    let at = secondAt + 2;
    if (at < zoneAt) {
      if (bytes[from + at] !== POINT) return NaN;
      at++;
      for (let place = 0; at < zoneAt; at++, place++) {
        const digit = bytes[from + at]! - ZERO;
        if (digit < 0 || digit > 9) return NaN;
        us += digit * FRACTION_US[place]!;
      }
    }
    return us;
  }

  /** Takes note of a stamp of one of the two usual shapes. */
  #remember(bytes: Uint8Array, from: number, to: number, us: number): void {
    this.#length = 0;
    const length = to - from;
    if (length > LONGEST) return;
    const secondAt = bytes[from + 16] === COLON
      ? 17
      : bytes[from + 17] === COLON
      ? 18
      : 0;
    if (secondAt === 0) return;
    let zoneAt = secondAt + 2;
    if (bytes[from + zoneAt] === POINT) {
      do zoneAt++; while (isDigit(bytes[from + zoneAt]!));
    }
    // Digits finer than microseconds would be dropped one by one.
    if (zoneAt > secondAt + 3 + FRACTION_US.length) return;
    const second = (bytes[from + secondAt]! - ZERO) * 10 +
      bytes[from + secondAt + 1]! - ZERO;
    if (!(second >= 0 && second <= 59)) return;
    this.#minuteUs = Math.floor(us / 1_000_000) * 1_000_000 -
      second * 1_000_000;
    this.#last.set(bytes.subarray(from, to));
    this.#secondAt = secondAt;
    this.#zoneAt = zoneAt;
    this.#length = length;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte < COLON;
}

/** Whether a stamp ends with its zone: `Z`, `+hhmm` or `+hh:mm`. */
function namesZone(bytes: Uint8Array, from: number, to: number): boolean {
  // A time of day stands before the zone, so that the year of 17-05-2015 is not taken for one.
  if (to - from < 16) return false;
  if (bytes[to - 1] === UPPER_Z) return true;
  const at = bytes[to - 3] === COLON ? to - 6 : to - 5;
  return bytes[at] === PLUS || (bytes[at] === MINUS && to - from > 19);
}
