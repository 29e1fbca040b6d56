import { DAY_US, daysFromCivil, daysInMonth } from "../time/mod.ts";
import { within64 } from "./values.ts";

// How DuckDB 1.4 reads text as other types. These are the rules of CAST; a
// field that holds the time of a row is read by lib/time, which knows logs.

/** The spaces that DuckDB's casts skip. */
const TRIM = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/gu;
const WHOLE = /^[+-]?\d{1,15}$/u;
const INTEGER =
  /^([+-]?)(?:(\d+(?:_\d+)*)(?:\.((?:\d+(?:_\d+)*)?))?|\.(\d+(?:_\d+)*))(?:[eE]([+-]?\d+(?:_\d+)*)\.?)?$/u;
const DOUBLE =
  /^(?:\+?(-?))(?:(?:\d+(?:_\d+)*)(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/u;
const SPECIAL = /^\+?(-?)(nan|inf|infinity)$/iu;

/** Reads a text as a 64-bit whole number, halves rounded away from zero; `undefined` where it is none. */
export function integerFromText(text: string): number | bigint | undefined {
  if (WHOLE.test(text)) return Number(text) + 0;
  const trimmed = text.replace(TRIM, "");
  const based = /^0([xXbB])([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)$/u.exec(trimmed);
  if (based !== null) {
    const digits = `0${based[1]}${based[2]!.replaceAll("_", "")}`;
    if (/^0[bB].*[^01]/u.test(digits)) return undefined;
    return within64(BigInt(digits));
  }
  const match = INTEGER.exec(trimmed);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = match[4] ?? "", , power = "0"] = match;
  const exponent = Number(power.replaceAll("_", ""));
  const digits = (whole + fraction).replaceAll("_", "");
  const point = whole.replaceAll("_", "").length + exponent;
  // DuckDB counts exponents in 16 bits.
  if (Math.abs(exponent) > 32_767) return undefined;
  if (exponent > 40 && !/^0*$/u.test(digits)) return undefined;
  const kept = point <= 0 ? "0" : digits.slice(0, point).padEnd(point, "0");
  let value = BigInt(kept.slice(0, 60));
  if (kept.length > 60 && !/^0*$/u.test(kept.slice(0, -20))) return undefined;
  if (point >= 0 && digits.charCodeAt(point) >= 53) value += 1n;
  return within64(sign === "-" ? -value : value);
}

/** Reads a text as a double; `undefined` where it is none. */
export function doubleFromText(text: string): number | undefined {
  const trimmed = text.replace(TRIM, "");
  if (DOUBLE.test(trimmed)) {
    return Number(trimmed.replaceAll("_", "").replace(/^\+/u, ""));
  }
  const special = SPECIAL.exec(trimmed);
  if (special === null) return undefined;
  if (special[2]!.toLowerCase() === "nan") return NaN;
  return special[1] === "-" ? -Infinity : Infinity;
}

/**
 * Reads a text as the number it says: a whole one exactly, any other as a
 * double; `undefined` where it is none, or whole and beyond 64 bits.
 */
export function numberFromText(text: string): number | bigint | undefined {
  if (WHOLE.test(text)) return Number(text) + 0;
  const trimmed = text.replace(TRIM, "");
  if (/^[+-]?\d+$/u.test(trimmed)) return within64(BigInt(trimmed));
  const value = doubleFromText(trimmed);
  // + 0: a number that is whole is an integer, and those have no -0.
  return value === undefined ? undefined : value + 0;
}

const TRUE = /^(?:true|t|yes|y|1)$/iu;
const FALSE = /^(?:false|f|no|n|0)$/iu;

/** Reads a text as true or false; `undefined` where it is neither. */
export function booleanFromText(text: string): boolean | undefined {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : undefined;
}

const DATE =
  /^[ \t\n\v\f\r]*(-?\d{1,7})([-/\\ ])(\d{1,2})\2(\d{1,2})( \(BC\))?/u;
const CLOCK =
  /^[ \t\n\v\f\r]*(\d{1,2}):(?:(\d{1,2})(?::(?:(\d{1,2})(?:\.(\d*))?)?)?)?/u;
const ZONE = /^(?:Z| UTC|[+-]\d\d(?::?\d\d(?::\d\d)?)?)?[ \t\n\v\f\r]*$/u;

interface ReadDate {
  readonly us: number;
  readonly rest: string;
}

function readDate(text: string): ReadDate | undefined {
  if (/^[ \t\n\v\f\r]*epoch[ \t\n\v\f\r]*$/iu.test(text)) {
    return { us: 0, rest: "" };
  }
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const month = Number(match[3]);
  const day = Number(match[4]);
  let year = Number(match[1]);
  if (match[5] !== undefined) {
    if (year <= 0) return undefined;
    year = 1 - year;
  }
  if (day < 1 || day > daysInMonth(year, month)) return undefined;
  const us = daysFromCivil(year, month, day) * DAY_US;
  return { us, rest: text.slice(match[0].length) };
}

/** Reads a text as a date, in microseconds at its midnight; `undefined` where it is none. What follows a date is ignored unless it is a digit, as DuckDB has it. */
export function dateFromText(text: string): number | undefined {
  const date = readDate(text);
  return date === undefined || /^\d/u.test(date.rest) ? undefined : date.us;
}

/** Reads a text as a moment, in microseconds; `undefined` where it is none. A zone is read past, as DuckDB has it. */
export function timestampFromText(text: string): number | undefined {
  const date = readDate(text);
  if (date === undefined) return undefined;
  if (date.rest.replace(TRIM, "") === "" && !/^[ ]/u.test(date.rest)) {
    return date.us;
  }
  if (!/^[T ]/u.test(date.rest)) return undefined;
  const clock = CLOCK.exec(date.rest.slice(1));
  if (clock === null) return undefined;
  const [whole, hour, minute = "0", second, fraction = ""] = clock;
  const tail = date.rest.slice(1 + whole.length);
  // A zone may follow seconds only.
  const end = second === undefined ? /^[ \t\n\v\f\r]*$/u : ZONE;
  if (!end.test(tail)) return undefined;
  const micros = Number(fraction.slice(0, 6).padEnd(6, "0"));
  const seconds = Number(hour) * 3600 + Number(minute) * 60 +
    Number(second ?? 0);
  if (Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  if (seconds > 86_400 || (seconds === 86_400 && micros > 0)) return undefined;
  return date.us + seconds * 1_000_000 + micros;
}
