import {
  type Batch,
  type Column,
  ColumnBuilder,
  type Layout,
  Tag,
} from "../../lib/core/mod.ts";

/** What a cell of a test's column may be: a moment is `{ timeUs }`, JSON text `{ json }`, escaped JSON text `{ escaped }`, no field at all `undefined`. */
export type TestCell =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | { readonly double: number }
  | { readonly timeUs: number }
  | { readonly json: string }
  | { readonly escaped: string };

/** A column of values. */
export function columnOf(cells: readonly TestCell[]): Column {
  const builder = new ColumnBuilder();
  for (const cell of cells) {
    if (cell === undefined || cell === null) {
      builder.appendNull(cell === undefined);
    } else if (typeof cell === "boolean") builder.appendBoolean(cell);
    else if (typeof cell === "number") builder.appendNumber(cell);
    else if (typeof cell === "bigint") builder.appendInteger(cell);
    else if (typeof cell === "string") builder.appendText(cell);
    else if ("double" in cell) builder.appendDouble(cell.double);
    else if ("timeUs" in cell) builder.appendTime(cell.timeUs);
    else if ("json" in cell) builder.appendText(cell.json, Tag.NESTED);
    else builder.appendText(cell.escaped, Tag.ESCAPED);
  }
  return builder.finish();
}

/** A column of texts under their tags. */
export function spansOf(
  cells: readonly (readonly [text: string, tag: Tag])[],
): Column {
  const layout: Layout = "spans";
  const builder = new ColumnBuilder(layout);
  for (const [text, tag] of cells) {
    if (tag <= Tag.NULL) builder.appendNull(tag === Tag.MISSING);
    else builder.appendText(text, tag);
  }
  return builder.finish();
}

/** A batch of columns. */
export function batchOf(
  columns: readonly Column[],
  rows: number,
  selection?: readonly number[],
): Batch {
  return {
    rows,
    columns,
    selection: selection === undefined ? null : Uint32Array.from(selection),
    selected: selection?.length ?? rows,
    lines: null,
    timesUs: null,
    newestUs: null,
    windows: null,
  };
}

/** A batch whose rows are lines of an input. */
export function linesBatch(
  input: string,
  columns: readonly Column[] = [],
  selection?: readonly number[],
): Batch {
  const bytes = new TextEncoder().encode(input);
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(10, at);
    const end = found === -1 ? bytes.length : found;
    starts.push(at);
    ends.push(end);
    at = end + 1;
  }
  return {
    ...batchOf(columns, starts.length, selection),
    lines: {
      bytes,
      starts: Uint32Array.from(starts),
      ends: Uint32Array.from(ends),
      source: "test",
      lineOf: (row) => row + 1,
    },
  };
}

/** Bytes as text. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
    bytes,
  );
}
