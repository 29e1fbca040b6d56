import { type Column, Tag } from "../core/mod.ts";
import type { ArrowType } from "./arrow_message.ts";
import type { ArrowRows } from "./arrow_rows.ts";

const BYTES_A_ROW: Readonly<Record<ArrowType, number>> = {
  bool: 0.125,
  kind: 1,
  int32: 4,
  int64: 8,
  float64: 8,
  timestamp: 8,
  timestampUtc: 8,
  date32: 4,
  interval: 16,
  decimal38: 16,
  hugeint: 16,
  utf8: 4,
  ownText: 4,
  binary: 4,
};

/** The next multiple of 8. */
export function align8(value: number): number {
  return Math.ceil(value / 8) * 8;
}

/** Whether a type has offsets and bytes. */
export function isTextual(type: ArrowType): boolean {
  return type === "utf8" || type === "ownText" || type === "binary";
}

/** Most bytes that a column needs, padding included. */
export function layLimit(
  type: ArrowType,
  column: Column,
  rows: ArrowRows,
): number {
  const text = isTextual(type) ? textLimit(column, rows) : 0;
  return align8(rows.count / 8) + align8(text) +
    align8(BYTES_A_ROW[type] * (rows.count + 1)) + 16;
}

/** A number, a truth value or a moment is never longer than this when written. */
const LONGEST_WRITTEN = 32;

function textLimit(column: Column, rows: ArrowRows): number {
  const spans = column.layout === "spans";
  let limit = 0;
  for (let at = 0; at < rows.count; at++) {
    const row = rows.selection === null ? at : rows.selection[at]!;
    const tag = column.tags[row]!;
    if (tag <= Tag.NULL) continue;
    if (tag === Tag.CODE) {
      limit += column.dictionary!.text(column.numbers[row]!).length * 3;
    } else if (spans || (tag >= Tag.BIG && tag <= Tag.NESTED)) {
      // Unescaping never makes a text longer.
      limit += column.spans[2 * row + 1]!;
    } else {
      limit += LONGEST_WRITTEN;
    }
  }
  return limit;
}
