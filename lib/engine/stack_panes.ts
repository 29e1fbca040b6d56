import {
  type Column,
  ColumnBuilder,
  type Field,
  type Table,
  Tag,
} from "../core/mod.ts";

/**
 * Lays panes of one schema one under another, with a last column that numbers
 * them from 0.
 *
 * @param fields Names and types of the columns.
 * @param number Name of the last column.
 */
export function stackPanes(
  panes: readonly Table[],
  fields: readonly Field[],
  number: string,
): Table {
  const { columns, rows } = stackTables(panes, fields);
  const numbers = new Float64Array(rows);
  let to = 0;
  panes.forEach((pane, at) => {
    numbers.fill(at, to, to + pane.rows);
    to += pane.rows;
  });
  return {
    fields: [...fields, { name: number, type: "BIGINT" }],
    columns: [...columns, {
      layout: "values",
      tags: new Uint8Array(rows).fill(Tag.INTEGER),
      numbers,
      spans: new Uint32Array(numbers.buffer),
      bytes: new Uint8Array(0),
    }],
    rows,
  };
}

/** Lays tables of one schema one under another. */
export function stackTables(
  tables: readonly Table[],
  fields: readonly Field[],
): Table {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const columns = fields.map((_, at) =>
    stackColumns(tables.map((table) => [table.columns[at]!, table.rows]), rows)
  );
  return { fields, columns, rows };
}

function stackColumns(
  parts: readonly (readonly [Column, number])[],
  rows: number,
): Column {
  const dictionary = parts.find(([column]) => column.dictionary)?.[0]
    .dictionary;
  const shared = parts.every(([column, count]) =>
    column.dictionary === dictionary || count === 0 ||
    column.dictionary === undefined
  );
  if (!shared) return copyColumns(parts);
  const tags = new Uint8Array(rows);
  const numbers = new Float64Array(rows);
  const spans = new Uint32Array(numbers.buffer);
  const lengths = parts.map(([column, count]) => textEnd(column, count));
  const bytes = new Uint8Array(lengths.reduce((sum, each) => sum + each, 0));
  let row = 0;
  let base = 0;
  parts.forEach(([column, count], at) => {
    tags.set(column.tags.subarray(0, count), row);
    numbers.set(column.numbers.subarray(0, count), row);
    const length = lengths[at]!;
    if (length > 0) {
      bytes.set(column.bytes.subarray(0, length), base);
      for (let of = row; of < row + count; of++) {
        if (isText(tags[of]!)) spans[2 * of]! += base;
      }
    }
    row += count;
    base += length;
  });
  return {
    layout: "values",
    tags,
    numbers,
    spans,
    bytes,
    ...(dictionary === undefined ? {} : { dictionary }),
  };
}

function isText(tag: number): boolean {
  return tag >= Tag.BIG && tag <= Tag.NESTED;
}

/** Where the last text of a column ends; its bytes may be longer. */
function textEnd(column: Column, rows: number): number {
  let end = 0;
  for (let row = 0; row < rows; row++) {
    if (!isText(column.tags[row]!)) continue;
    end = Math.max(
      end,
      column.spans[2 * row]! + column.spans[2 * row + 1]!,
    );
  }
  return end;
}

/** Codes of several dictionaries become their texts. */
function copyColumns(parts: readonly (readonly [Column, number])[]): Column {
  const builder = new ColumnBuilder();
  for (const [column, count] of parts) {
    for (let row = 0; row < count; row++) builder.appendFrom(column, row);
  }
  return builder.finish();
}

/** Rows `[from, to)` of a table, without copying, and without its last column. */
export function sliceTable(table: Table, from: number, to: number): Table {
  return {
    fields: table.fields.slice(0, -1),
    columns: table.columns.slice(0, -1).map((column) => ({
      ...column,
      tags: column.tags.subarray(from, to),
      numbers: column.numbers.subarray(from, to),
      spans: column.spans.subarray(2 * from, 2 * to),
    })),
    rows: to - from,
  };
}
