import { type Column, spanText, Tag, textAt } from "../core/mod.ts";
import { formatTimestamp } from "../time/mod.ts";

const INTEGER_TEXT = /^\s*[+-]?\d+\s*$/;
const NUMBER_TEXT =
  /^\s*[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|nan|inf(?:inity)?)\s*$/i;

/** A value as a double; `null` where there is none or it does not convert. */
export function doubleAt(column: Column, row: number): number | null {
  const tag = column.tags[row]!;
  if (tag === Tag.FALSE) return 0;
  if (tag === Tag.TRUE) return 1;
  if (tag === Tag.INTEGER || tag === Tag.DOUBLE) {
    return column.layout === "values"
      ? column.numbers[row]!
      : Number(textAt(column, row)!);
  }
  if (tag === Tag.BIG) return Number(textAt(column, row)!);
  if (tag !== Tag.STRING && tag !== Tag.ESCAPED && tag !== Tag.CODE) {
    return null;
  }
  const text = textAt(column, row)!;
  if (!NUMBER_TEXT.test(text)) return null;
  const word = text.trim().toLowerCase();
  if (word.endsWith("nan")) return NaN;
  if (word.includes("inf")) return word.startsWith("-") ? -Infinity : Infinity;
  return Number(word);
}

/** A value as a whole number; `null` where there is none or it does not convert. Doubles are rounded half to even, as DuckDB casts them. */
export function integerAt(column: Column, row: number): bigint | null {
  const tag = column.tags[row]!;
  if (tag === Tag.FALSE) return 0n;
  if (tag === Tag.TRUE) return 1n;
  if (tag === Tag.INTEGER && column.layout === "values") {
    return BigInt(column.numbers[row]!);
  }
  if (tag === Tag.INTEGER || tag === Tag.BIG) {
    return BigInt(textAt(column, row)!);
  }
  if (
    (tag === Tag.STRING || tag === Tag.ESCAPED || tag === Tag.CODE) &&
    INTEGER_TEXT.test(textAt(column, row)!)
  ) {
    return BigInt(textAt(column, row)!.trim().replace(/^\+/, ""));
  }
  const value = doubleAt(column, row);
  if (value === null || !Number.isFinite(value)) return null;
  return BigInt(halfToEven(value));
}

function halfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** A value as true or false; `null` where there is none or it does not convert. */
export function booleanAt(column: Column, row: number): boolean | null {
  const tag = column.tags[row]!;
  if (tag === Tag.FALSE) return false;
  if (tag === Tag.TRUE) return true;
  if (tag === Tag.INTEGER || tag === Tag.DOUBLE) {
    return doubleAt(column, row) !== 0;
  }
  if (tag === Tag.STRING || tag === Tag.ESCAPED || tag === Tag.CODE) {
    const text = textAt(column, row)!.toLowerCase();
    if (text === "true" || text === "t" || text === "1") return true;
    if (text === "false" || text === "f" || text === "0") return false;
  }
  return null;
}

/** A moment in microseconds; NaN where there is none. Texts and numbers are not read as moments here: the plan has done that. */
export function momentAt(column: Column, row: number): number {
  return column.tags[row] === Tag.TIME ? column.numbers[row]! : NaN;
}

/** A value as text, moments in ISO 8601; `null` where there is none. */
export function writtenAt(column: Column, row: number): string | null {
  return column.tags[row] === Tag.TIME
    ? formatTimestamp(column.numbers[row]!)
    : textAt(column, row);
}

/** Months, days and nanoseconds. */
export interface IntervalParts {
  readonly months: number;
  readonly days: number;
  readonly nanos: bigint;
}

const UNITS: Readonly<Record<string, readonly [number, number]>> = {
  year: [12, 0],
  month: [1, 0],
  day: [0, 1],
};
const PART = /([+-]?\d+) (year|month|day)s?/g;
const CLOCK = /(-?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/;

/** An interval written as DuckDB does, such as `1 month 2 days 03:04:05.678`; `null` where there is none or it is written otherwise. */
export function intervalAt(column: Column, row: number): IntervalParts | null {
  if (column.tags[row] !== Tag.STRING) return null;
  const text = spanText(
    column.bytes,
    column.spans[2 * row]!,
    column.spans[2 * row + 1]!,
  );
  let months = 0;
  let days = 0;
  for (const [, count, unit] of text.matchAll(PART)) {
    const [ofMonths, ofDays] = UNITS[unit!]!;
    months += ofMonths * Number(count);
    days += ofDays * Number(count);
  }
  const rest = text.replaceAll(PART, "").trim();
  if (rest === "") return text === "" ? null : { months, days, nanos: 0n };
  const clock = CLOCK.exec(rest);
  if (clock === null) return null;
  const [, sign, hours, minutes, seconds, fraction = ""] = clock;
  const nanos = ((BigInt(hours!) * 60n + BigInt(minutes!)) * 60n +
        BigInt(seconds!)) * 1_000_000_000n +
    BigInt(fraction.padEnd(9, "0"));
  return { months, days, nanos: sign === "-" ? -nanos : nanos };
}
