import {
  type Column,
  type FieldType,
  Tag,
  textAt,
  valueAt,
} from "../core/mod.ts";
import { DAY_US, epochToUs, parseTimestamp, type Zone } from "../time/mod.ts";
import { makeCast } from "./cast.ts";
import { momentWithin } from "./interval.ts";
import { momentText } from "./text_of.ts";
import { type Scalar, wholeFromBig } from "./values.ts";

/** Reads the value of a row as the type that its field has; `undefined` where it does not convert (V2). */
export type ReadValue = (column: Column, row: number) => Scalar | undefined;

/**
 * Makes the reader for fields of a type.
 *
 * Numbers in quotes are read as the numbers they say, anything can be read as
 * text, and moments are read as logs write them: text by lib/time, numbers as
 * counts since the epoch by their magnitude.
 *
 * @param type The type to read as; `ANY` gives each value in its own kind.
 * @param zone Where stamps without a zone were made (T3).
 */
export function valueReader(type: FieldType, zone: Zone): ReadValue {
  switch (type) {
    case "VARCHAR":
      return readText;
    case "TIMESTAMP":
      return (column, row) => readMoment(column, row, zone);
    case "DATE":
      return (column, row) => {
        const us = readMoment(column, row, zone);
        return typeof us === "number" ? Math.floor(us / DAY_US) * DAY_US : us;
      };
    case "JSON":
      return (column, row) => {
        const json = textAt(column, row);
        return json === null ? null : { json };
      };
    case "ANY":
    case "NULL":
      return readAny;
    default: {
      const cast = makeCast("ANY", { type, name: type, range: null });
      return (column, row) => {
        const tag = column.tags[row]!;
        if (tag === Tag.NESTED || tag === Tag.TIME) return undefined;
        return cast(readAny(column, row));
      };
    }
  }
}

function readAny(column: Column, row: number): Scalar {
  const value = valueAt(column, row);
  if (column.tags[row] === Tag.NESTED) return { json: value as string };
  if (typeof value === "bigint") return wholeFromBig(value);
  return value;
}

/** The value of a row as text; every value has one. */
export function readText(column: Column, row: number): string | null {
  return column.tags[row] === Tag.TIME
    ? momentText(column.numbers[row]!)
    : textAt(column, row);
}

function readMoment(
  column: Column,
  row: number,
  zone: Zone,
): number | null | undefined {
  const tag = column.tags[row]!;
  if (tag <= Tag.NULL) return null;
  if (tag === Tag.TIME) return column.numbers[row]!;
  if (tag === Tag.NESTED || tag === Tag.TRUE || tag === Tag.FALSE) {
    return undefined;
  }
  const value = valueAt(column, row);
  const us = typeof value === "string"
    ? parseTimestamp(value, zone)
    : epochToUs(value as number | bigint);
  return us === null || us !== us ? undefined : momentWithin(us);
}
