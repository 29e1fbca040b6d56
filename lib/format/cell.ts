import { type ColumnBuilder, doubleText, Tag } from "../core/mod.ts";
import { formatTimestamp } from "../time/mod.ts";

/** A moment, in microseconds since the epoch. */
export class Moment {
  /** Holds a moment. */
  constructor(readonly timeUs: number) {}
}

/** A day, as the moment it begins. */
export class Day extends Moment {}

/** JSON text of a list, a struct or a map. */
export class Nested {
  /** Holds a text. */
  constructor(readonly text: string) {}
}

/** Digits of a number with a point that no double holds exactly. */
export class Digits {
  /** Holds digits. */
  constructor(readonly text: string) {}
}

/** One value of a foreign table: `number` is a double, `bigint` a whole number of any size. */
export type Cell =
  | null
  | boolean
  | number
  | bigint
  | string
  | Moment
  | Nested
  | Digits;

/** Appends a value to a column of values. */
export function appendCell(builder: ColumnBuilder, cell: Cell): void {
  if (cell === null) builder.appendNull();
  else if (typeof cell === "number") builder.appendDouble(cell);
  else if (typeof cell === "bigint") builder.appendInteger(cell);
  else if (typeof cell === "string") builder.appendText(cell);
  else if (typeof cell === "boolean") builder.appendBoolean(cell);
  else if (cell instanceof Moment) builder.appendTime(cell.timeUs);
  else if (cell instanceof Nested) builder.appendText(cell.text, Tag.NESTED);
  else builder.appendText(cell.text);
}

/** A value as JSON, whole and decimal numbers with all their digits. NaN and infinities, which JSON has not, are null. */
export function cellJson(cell: Cell): string {
  if (cell === null) return "null";
  if (typeof cell === "number") {
    return Number.isFinite(cell) ? doubleText(cell) : "null";
  }
  if (typeof cell === "bigint" || typeof cell === "boolean") {
    return String(cell);
  }
  if (typeof cell === "string") return JSON.stringify(cell.toWellFormed());
  if (cell instanceof Moment) {
    const text = formatTimestamp(cell.timeUs);
    return `"${cell instanceof Day ? text.split("T", 1)[0]! : text}"`;
  }
  return cell.text;
}

/** A value that comes as JSON text: a list or object stays its text. */
export function jsonCell(text: string): Cell {
  const first = text.trimStart()[0];
  if (first === "{" || first === "[") return new Nested(text);
  if (/^-?\d+$/u.test(text)) return BigInt(text);
  try {
    return JSON.parse(text) as null | boolean | number | string;
  } catch {
    return text;
  }
}

/** A list as JSON. */
export function listJson(cells: Iterable<Cell>): Nested {
  return new Nested(`[${Array.from(cells, cellJson).join(",")}]`);
}

/** A struct or a map as JSON; a struct without names becomes a list. A key that is no text is written as one. */
export function objectJson(
  entries: readonly (readonly [Cell, Cell])[],
): Nested {
  if (entries.length > 0 && entries.every(([key]) => key === "")) {
    return listJson(entries.map(([, value]) => value));
  }
  const members = entries.map(([key, value]) => {
    const text = cellJson(key);
    const name = text.startsWith('"') ? text : JSON.stringify(text);
    return `${name}:${cellJson(value)}`;
  });
  return new Nested(`{${members.join(",")}}`);
}

/**
 * A decimal number: whole where it has no digits after the point, a double
 * where one holds it exactly to the last digit, else its digits.
 */
export function decimalCell(unscaled: bigint, scale: number): Cell {
  if (scale === 0) return unscaled;
  const negative = unscaled < 0n;
  const digits = String(negative ? -unscaled : unscaled)
    .padStart(scale + 1, "0");
  const text = (negative ? "-" : "") + digits.slice(0, -scale) + "." +
    digits.slice(-scale);
  const double = Number(text);
  const significant = digits.replace(/^0+/, "").replace(/0+$/, "");
  // A double keeps any 15 digits.
  return significant.length <= 15 ? double : new Digits(text);
}

/** A float of 32 bits as the double with its shortest digits: 0.1, not 0.10000000149011612. */
export function floatCell(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** The greatest and least values that stand for infinity in DuckDB's timestamps and days. */
const INFINITE_TIME = 9_223_372_036_854_775_807n;
const INFINITE_DAY = 2_147_483_647;
const DAY_US = 86_400_000_000;

/** A count of `1 / perSecond` of a second since the epoch as a moment; finer digits than microseconds are floored. */
export function momentCell(ticks: bigint, perSecond: number): Cell {
  if (ticks === INFINITE_TIME) return "infinity";
  if (ticks === -INFINITE_TIME) return "-infinity";
  if (perSecond <= 1_000_000) {
    return new Moment(Number(ticks) * (1_000_000 / perSecond));
  }
  const finer = BigInt(perSecond / 1_000_000);
  const rest = ticks % finer;
  return new Moment(
    Number((ticks - (rest < 0n ? rest + finer : rest)) / finer),
  );
}

/** A count of days since the epoch. */
export function dayCell(days: number): Cell {
  if (days === INFINITE_DAY) return "infinity";
  if (days === -INFINITE_DAY) return "-infinity";
  return new Day(days * DAY_US);
}

/** A time of day as `12:34:56.789012`, without a fraction where there is none. */
export function clockText(nanos: bigint): string {
  const seconds = nanos / 1_000_000_000n;
  const clock = [seconds / 3600n, seconds / 60n % 60n, seconds % 60n]
    .map((part) => String(part).padStart(2, "0")).join(":");
  const fraction = String(nanos % 1_000_000_000n).padStart(9, "0")
    .replace(/0+$/, "");
  return fraction === "" ? clock : `${clock}.${fraction}`;
}

/** An offset from UTC in seconds as `+02`, `+05:30` or `-00:00:01`. */
export function offsetText(seconds: number): string {
  const size = Math.abs(seconds);
  const parts = [size / 3600, size / 60 % 60, size % 60].map((part) =>
    String(Math.floor(part)).padStart(2, "0")
  );
  while (parts.length > 1 && parts[parts.length - 1] === "00") parts.pop();
  return (seconds < 0 ? "-" : "+") + parts.join(":");
}

/** An interval as DuckDB writes it: `1 year 2 months 3 days 04:05:06.789`. */
export function intervalText(
  months: number,
  days: number,
  nanos: bigint,
): string {
  const years = Math.trunc(months / 12);
  const parts = [
    count(years, "year"),
    count(months - years * 12, "month"),
    count(days, "day"),
  ].filter((part) => part !== "");
  if (nanos !== 0n || parts.length === 0) {
    parts.push(nanos < 0n ? "-" + clockText(-nanos) : clockText(nanos));
  }
  return parts.join(" ");
}

function count(value: number, unit: string): string {
  if (value === 0) return "";
  return `${value} ${unit}${value === 1 || value === -1 ? "" : "s"}`;
}

/** Bytes as DuckDB writes a BLOB: ASCII as it is, the rest as `\xAB`. */
export function blobText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const plain = byte >= 32 && byte <= 126 && byte !== 92 && byte !== 39 &&
      byte !== 34;
    text += plain
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}

/** Sixteen bytes as a UUID. */
export function uuidText(bytes: Uint8Array): string {
  const hex = bytes.toHex();
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

/** A BIT of DuckDB: the first byte counts the padding at the start of the second. */
export function bitText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes.subarray(1)) {
    text += byte.toString(2).padStart(8, "0");
  }
  return text.slice(bytes[0] ?? 0);
}

/** A BIGNUM of DuckDB: three bytes of head with the sign in the first bit, then the magnitude, all inverted where negative. */
export function bignumCell(bytes: Uint8Array): bigint {
  const negative = (bytes[0]! & 0x80) === 0;
  let magnitude = 0n;
  for (const byte of bytes.subarray(3)) {
    magnitude = magnitude << 8n | BigInt(negative ? byte ^ 0xff : byte);
  }
  return negative ? -magnitude : magnitude;
}
