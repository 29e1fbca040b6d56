import { doubleText } from "../core/mod.ts";
import { formatTimestamp } from "../time/mod.ts";

const LF = 10;
const QUOTE = 34;
const POINT = 46;
const ZERO = 48;
const BACKSLASH = 92;
const LOWER_U = 117;
const LOWER_Z = 90;
const FIRST_BYTES = 1 << 16;
/** A shorter text is copied faster by a loop than by a call. */
const CALL_PAYS_BYTES = 48;
/** The longest number or moment. */
const LONGEST_NUMBER = 40;
const COLON = 58;
const SECOND_US = 1_000_000;
const DAY_S = 86_400;
/** How many dates are kept: a power of two. Windows begin and end on two. */
const DATES = 16;
const HEX = new TextEncoder().encode("0123456789abcdef");
const encoder = new TextEncoder();
/** Control characters that JSON has a letter for: the letter by the byte. */
const SHORT_ESCAPES = new Uint8Array(32);
for (
  const [byte, letter] of [[8, 98], [9, 116], [10, 110], [12, 102], [13, 114]]
) {
  SHORT_ESCAPES[byte!] = letter!;
}

/**
 * Bytes that grow at the end and are used over again, so that no row costs a
 * string. Whoever writes a byte directly calls {@linkcode reserve} first.
 */
export class ByteWriter {
  /** The memory. Replaced when it grows. */
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_BYTES);
  /** Where the next byte goes. */
  at = 0;
  /** The dates of days written lately, up to the letter before the clock. */
  readonly #dates: {
    day: number;
    readonly text: Uint8Array;
    length: number;
  }[] = Array.from({ length: DATES }, () => ({
    day: NaN,
    text: new Uint8Array(LONGEST_NUMBER),
    length: 0,
  }));

  /** Makes room for so many bytes. */
  reserve(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const grown = new Uint8Array(
      Math.max(this.bytes.length * 2, this.at + length),
    );
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }

  /** What was written so far; valid until something is written again. The writer starts anew. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.at);
    this.at = 0;
    return taken;
  }

  /** Writes one byte. */
  byte(byte: number): void {
    this.reserve(1);
    this.bytes[this.at++] = byte;
  }

  /** Writes a line feed. */
  lineEnd(): void {
    this.byte(LF);
  }

  /** Copies bytes as they are. */
  copy(from: Uint8Array, offset: number, length: number): void {
    this.reserve(length);
    const { bytes, at } = this;
    if (length < CALL_PAYS_BYTES) {
      for (let next = 0; next < length; next++) {
        bytes[at + next] = from[offset + next]!;
      }
    } else {
      bytes.set(from.subarray(offset, offset + length), at);
    }
    this.at = at + length;
  }

  /** Writes a text of JavaScript's as UTF-8. */
  text(text: string): void {
    this.reserve(3 * text.length);
    this.at += encoder.encodeInto(text, this.bytes.subarray(this.at)).written;
  }

  /** Writes UTF-8 bytes as a JSON string, with its quotes. */
  jsonString(from: Uint8Array, offset: number, length: number): void {
    // A control character takes six bytes.
    this.reserve(6 * length + 2);
    const { bytes } = this;
    let { at } = this;
    bytes[at++] = QUOTE;
    const end = offset + length;
    for (let next = offset; next < end; next++) {
      const byte = from[next]!;
      // Small letters are above all that needs care, so that one comparison passes them.
      const plain = byte > BACKSLASH ||
        (byte >= 32 && byte !== QUOTE && byte !== BACKSLASH);
      if (plain) {
        bytes[at++] = byte;
        continue;
      }
      bytes[at++] = BACKSLASH;
      if (byte >= 32) {
        bytes[at++] = byte;
      } else if (SHORT_ESCAPES[byte] !== 0) {
        bytes[at++] = SHORT_ESCAPES[byte]!;
      } else {
        bytes[at] = LOWER_U;
        bytes[at + 1] = bytes[at + 2] = ZERO;
        bytes[at + 3] = HEX[byte >> 4]!;
        bytes[at + 4] = HEX[byte & 15]!;
        at += 5;
      }
    }
    bytes[at++] = QUOTE;
    this.at = at;
  }

  /** Writes a whole number of at most 2^53. */
  integer(value: number): void {
    this.reserve(LONGEST_NUMBER);
    if (value < 0) {
      this.bytes[this.at++] = 45;
      value = -value;
    }
    this.#digits(value);
  }

  /** Writes a finite double: the shortest digits that read back, with a point or an exponent. */
  double(value: number): void {
    this.reserve(LONGEST_NUMBER);
    const magnitude = Math.abs(value);
    const thousandths = Math.round(magnitude * 1000);
    // Below 10^15 thousandths no other double has these digits, so they are the shortest.
    if (
      thousandths < 1e15 && thousandths > 0 && thousandths / 1000 === magnitude
    ) {
      if (value < 0) this.bytes[this.at++] = 45;
      const whole = Math.floor(thousandths / 1000);
      this.#digits(whole);
      this.#fraction(thousandths - whole * 1000);
      return;
    }
    this.text(doubleText(value));
  }

  /** Writes a moment as ISO 8601 in UTC (T1). */
  time(timeUs: number): void {
    this.reserve(LONGEST_NUMBER);
    const second = Math.floor(timeUs / SECOND_US);
    const day = Math.floor(second / DAY_S);
    const date = this.#dates[day & (DATES - 1)]!;
    if (date.day !== day) {
      const text = formatTimestamp(day * DAY_S * SECOND_US);
      date.length = encoder.encodeInto(
        text.slice(0, text.indexOf("T") + 1),
        date.text,
      ).written;
      date.day = day;
    }
    const { bytes } = this;
    let { at } = this;
    for (let next = 0; next < date.length; next++) {
      bytes[at++] = date.text[next]!;
    }
    const clock = second - day * DAY_S;
    const minutes = (clock / 60) | 0;
    const hours = (minutes / 60) | 0;
    at = twoDigits(bytes, at, hours);
    bytes[at] = COLON;
    at = twoDigits(bytes, at + 1, minutes - hours * 60);
    bytes[at] = COLON;
    at = twoDigits(bytes, at + 1, clock - minutes * 60);
    const fraction = Math.floor(timeUs) - second * SECOND_US;
    if (fraction > 0) {
      bytes[at++] = POINT;
      const millis = fraction % 1000 === 0;
      let rest = millis ? fraction / 1000 : fraction;
      const digits = millis ? 3 : 6;
      for (let place = at + digits - 1; place >= at; place--) {
        const tenth = (rest / 10) | 0;
        bytes[place] = ZERO + (rest - tenth * 10);
        rest = tenth;
      }
      at += digits;
    }
    bytes[at++] = LOWER_Z;
    this.at = at;
  }

  /** Writes the date of a moment, `2015-05-17`. */
  date(timeUs: number): void {
    const text = formatTimestamp(timeUs);
    this.text(text.slice(0, text.indexOf("T")));
  }

  #digits(value: number): void {
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits++;
    const { bytes } = this;
    let place = this.at + digits;
    this.at = place;
    // Whole numbers of 32 bits divide faster.
    while (value > 0x7fffffff) {
      const rest = Math.floor(value / 10);
      bytes[--place] = ZERO + (value - rest * 10);
      value = rest;
    }
    let small = value | 0;
    do {
      const rest = (small / 10) | 0;
      bytes[--place] = ZERO + (small - rest * 10);
      small = rest;
    } while (small > 0);
  }

  /** Writes a point and thousandths, without zeros at the end but always one digit. */
  #fraction(thousandths: number): void {
    const { bytes } = this;
    bytes[this.at++] = POINT;
    let unit = 100;
    do {
      const digit = Math.floor(thousandths / unit);
      bytes[this.at++] = ZERO + digit;
      thousandths -= digit * unit;
      unit /= 10;
    } while (thousandths > 0);
  }
}

/** Writes a number below 100 with two digits, and tells the place behind. */
function twoDigits(bytes: Uint8Array, at: number, value: number): number {
  const tens = (value / 10) | 0;
  bytes[at] = ZERO + tens;
  bytes[at + 1] = ZERO + (value - tens * 10);
  return at + 2;
}
