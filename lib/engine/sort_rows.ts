import {
  ColumnBuilder,
  compareValues,
  type Table,
  valueAt,
} from "../core/mod.ts";

/** Sorts a table by all its columns from left to right, for answers that no ORDER BY can be put to. */
export function sortRows(table: Table): Table {
  const values = table.columns.map((column) =>
    Array.from({ length: table.rows }, (_, row) => valueAt(column, row))
  );
  const order = Array.from({ length: table.rows }, (_, row) => row).sort(
    (a, b) => {
      for (const column of values) {
        const sign = compareValues(column[a]!, column[b]!);
        if (sign !== 0) return sign;
      }
      return a - b;
    },
  );
  return takeRows(table, order);
}

/** The given rows of a table, in the order given. */
export function takeRows(table: Table, rows: readonly number[]): Table {
  const columns = table.columns.map((column) => {
    const builder = new ColumnBuilder(column.layout);
    for (const row of rows) builder.appendFrom(column, row);
    return builder.finish();
  });
  return { fields: table.fields, columns, rows: rows.length };
}
