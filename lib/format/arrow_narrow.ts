import { type Column, type FieldType, spanText, Tag } from "../core/mod.ts";

/** A type that a column is stored with: what remains once `ANY` and `NUMBER` are narrowed. */
export type StoredType =
  | "BOOLEAN"
  | "BIGINT"
  | "HUGEINT"
  | "DOUBLE"
  | "VARCHAR"
  | "TIMESTAMP"
  | "DATE"
  | "INTERVAL";

const LEAST_BIGINT = -(2n ** 63n);
const GREATEST_BIGINT = 2n ** 63n - 1n;

const BOOLEANS = 1 << Tag.FALSE | 1 << Tag.TRUE;
const INTEGERS = 1 << Tag.INTEGER | 1 << Tag.BIG;
const NUMBERS = 1 << Tag.INTEGER | 1 << Tag.DOUBLE;

/**
 * The narrowest type that holds the values of a column (V2).
 *
 * - `ANY`: `BIGINT`, `DOUBLE`, `BOOLEAN`, `TIMESTAMP` for moments, else
 *   `VARCHAR`; so too where there is no value, for integers beyond 64 bits,
 *   and where doubles stand beside integers that no double holds.
 * - `NUMBER`: `BIGINT` where there are values, all whole, and they fit, else `DOUBLE`.
 * - Any other type is kept; `JSON` is stored as its text.
 *
 * @param type The type that the plan gives the column.
 * @param column The values.
 * @param selection The rows to look at; `null` for the first `count`.
 * @param count How many rows there are.
 */
export function storedType(
  type: FieldType,
  column: Column,
  selection: Uint32Array | null,
  count: number,
): StoredType {
  if (type === "NULL" || type === "JSON") return "VARCHAR";
  if (type !== "ANY" && type !== "NUMBER") return type;
  const kinds = kindsOf(column, selection, count);
  if (type === "NUMBER") {
    // Texts may turn out to be numbers, with a point as well as without.
    return kinds !== 0 && (kinds & ~(INTEGERS | BOOLEANS)) === 0 &&
        fits64(kinds, column, selection, count)
      ? "BIGINT"
      : "DOUBLE";
  }
  if (kinds === 0) return "VARCHAR";
  if ((kinds & ~BOOLEANS) === 0) return "BOOLEAN";
  if (kinds === 1 << Tag.TIME) return "TIMESTAMP";
  if ((kinds & ~NUMBERS) === 0 && (kinds & 1 << Tag.DOUBLE) !== 0) {
    return "DOUBLE";
  }
  return (kinds & ~INTEGERS) === 0 && fits64(kinds, column, selection, count)
    ? "BIGINT"
    : "VARCHAR";
}

/** The tags of all values as bits; rows without a value leave none. */
function kindsOf(
  column: Column,
  selection: Uint32Array | null,
  count: number,
): number {
  const { tags } = column;
  let kinds = 0;
  if (selection === null) {
    for (let row = 0; row < count; row++) kinds |= 1 << tags[row]!;
  } else {
    for (let at = 0; at < count; at++) kinds |= 1 << tags[selection[at]!]!;
  }
  return kinds & ~(1 << Tag.MISSING | 1 << Tag.NULL);
}

function fits64(
  kinds: number,
  column: Column,
  selection: Uint32Array | null,
  count: number,
): boolean {
  if ((kinds & 1 << Tag.BIG) === 0) return true;
  for (let at = 0; at < count; at++) {
    const row = selection === null ? at : selection[at]!;
    if (column.tags[row] !== Tag.BIG) continue;
    const value = bigAt(column, row);
    if (value < LEAST_BIGINT || value > GREATEST_BIGINT) return false;
  }
  return true;
}

/** The digits of a slot of tag `BIG` as a number. */
export function bigAt(column: Column, row: number): bigint {
  return BigInt(
    spanText(
      column.bytes,
      column.spans[2 * row]!,
      column.spans[2 * row + 1]!,
    ),
  );
}
