import type { FieldType, Value } from "../../../lib/core/mod.ts";
import { formatTimestamp } from "../../../lib/time/mod.ts";
import { ROWS, TABLE, type TestColumn } from "../../sql/differential/rows.ts";

/**
 * Which rows expressions are computed on:
 *
 * - `hostile`: those on which weir is compared with DuckDB
 * - `tame`: such as meet every condition that `check` tells: of 32 bits and not
 *   negative, neither great nor small, ASCII, and long after 1970
 */
export type RowKind = "hostile" | "tame";

const MOMENTS_FROM_US = Date.UTC(1999, 0) * 1_000;

const TAME: Partial<Record<FieldType, (value: Value) => boolean>> = {
  BIGINT: (value) => Number(value) >= 0 && Number(value) < 1e5,
  DOUBLE: (value) =>
    Object.is(value, 0) ||
    (Math.abs(Number(value)) >= 1e-3 && Math.abs(Number(value)) < 1e6),
  VARCHAR: (value) => /^[ -~]*$/u.test(String(value)),
  TIMESTAMP: (value) => Number(value) >= MOMENTS_FROM_US,
  DATE: (value) => Number(value) >= MOMENTS_FROM_US,
};

/** The types of the fields, by name. */
export const TYPES: Readonly<Record<string, FieldType>> = {
  id: "BIGINT",
  ...Object.fromEntries(TABLE.map(({ name, type }) => [name, type])),
};

/** The rows as NDJSON, each with a number, `id`. Moments are in whole milliseconds. */
export function rowsOf(kind: RowKind): string {
  const columns = TABLE.map((column) => cellsOf(column, kind));
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const members = TABLE.map(({ name }, at) =>
      `"${name}":${columns[at]![row]}`
    );
    return `{"id":${row},${members.join(",")}}\n`;
  });
  return lines.join("");
}

function cellsOf(
  { type, values }: TestColumn,
  kind: RowKind,
): readonly string[] {
  const isTame = TAME[type];
  const used = kind === "tame" && isTame !== undefined
    ? values.filter((value) => value === null || isTame(value))
    : values;
  return Array.from(
    { length: ROWS },
    (_, row) => cellText(used[row % used.length]!, type),
  );
}

function cellText(value: Value, type: FieldType): string {
  if (value === null) return "null";
  switch (type) {
    case "TIMESTAMP":
    case "DATE": {
      const text = formatTimestamp(Math.floor(Number(value) / 1_000) * 1_000);
      return JSON.stringify(type === "DATE" ? text.slice(0, 10) : text);
    }
    case "VARCHAR":
      return JSON.stringify(value);
    default:
      return Object.is(value, -0) ? "-0.0" : String(value);
  }
}
