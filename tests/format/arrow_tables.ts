// Tables from plain values, for tests of Arrow, Parquet and the engine.
import {
  type Column,
  ColumnBuilder,
  type Field,
  type FieldType,
  type Pane,
  type Table,
  Tag,
  type Value,
  valueAt,
} from "../../lib/core/mod.ts";

/** A value with a tag that its JavaScript type does not tell. */
export class As {
  constructor(readonly tag: Tag, readonly value: string | number) {}
}

export type Plain = Value | undefined | As;

/** A moment, in microseconds. */
export const time = (us: number): As => new As(Tag.TIME, us);
/** A double that happens to be whole. */
export const double = (value: number): As => new As(Tag.DOUBLE, value);
/** JSON text of a list or object. */
export const nested = (text: string): As => new As(Tag.NESTED, text);
/** What stands between the quotes of a JSON string. */
export const escaped = (text: string): As => new As(Tag.ESCAPED, text);

/** A column of values; `undefined` is a row without the field. */
export function columnOf(values: readonly Plain[]): Column {
  const builder = new ColumnBuilder();
  for (const value of values) {
    if (value === null || value === undefined) {
      builder.appendNull(value === undefined);
    } else if (value instanceof As) {
      if (value.tag === Tag.TIME) builder.appendTime(value.value as number);
      else if (value.tag === Tag.DOUBLE) {
        builder.appendDouble(value.value as number);
      } else builder.appendText(value.value as string, value.tag);
    } else if (typeof value === "boolean") builder.appendBoolean(value);
    else if (typeof value === "number") builder.appendNumber(value);
    else if (typeof value === "bigint") builder.appendInteger(value);
    else builder.appendText(value);
  }
  return builder.finish();
}

/** A column of codes of a dictionary, some rows without a value. */
export function codeColumn(
  texts: readonly string[],
  codes: readonly (number | null)[],
): Column {
  const numbers = Float64Array.from(codes, (code) => code ?? 0);
  return {
    layout: "values",
    tags: Uint8Array.from(codes, (code) => code === null ? Tag.NULL : Tag.CODE),
    numbers,
    spans: new Uint32Array(numbers.buffer),
    bytes: new Uint8Array(0),
    dictionary: { size: texts.length, text: (code) => texts[code]! },
  };
}

/** A table; a column is its values, or its type and its values. */
export function tableOf(
  columns: Readonly<
    Record<string, readonly Plain[] | readonly [FieldType, readonly Plain[]]>
  >,
): Table {
  const fields: Field[] = [];
  const list: Column[] = [];
  let rows = 0;
  for (const [name, given] of Object.entries(columns)) {
    const typed = given.length === 2 && Array.isArray(given[1]);
    const values = (typed ? given[1] : given) as readonly Plain[];
    fields.push({ name, type: typed ? given[0] as FieldType : "ANY" });
    list.push(columnOf(values));
    rows = values.length;
  }
  return { fields, columns: list, rows };
}

/** A pane; the first minute of the epoch where no window is given. */
export function paneOf(
  columns: Parameters<typeof tableOf>[0],
  startUs: number | null = 0,
): Pane {
  return {
    ...tableOf(columns),
    window: startUs === null ? null : { startUs, endUs: startUs + 60_000_000 },
  };
}

/** The values of a table, a list a row. */
export function rowsOf(table: Table): Value[][] {
  return Array.from(
    { length: table.rows },
    (_, row) => table.columns.map((column) => valueAt(column, row)),
  );
}

/** Names and types of a table, as `name TYPE`. */
export function schemaOf(table: Table): string[] {
  return table.fields.map(({ name, type }) => `${name} ${type}`);
}
