import {
  type Batch,
  type Column,
  ColumnBuilder,
  type DecodedBatch,
  type Field,
  type Table,
  Tag,
} from "../core/mod.ts";
import { encodeLines, NdjsonDecoder } from "../format/mod.ts";

/** A column of a batch that becomes a field of the table. */
export interface AddedField extends Field {
  /** Index of the column. */
  readonly column: number;
}

/** What is done to the fields that lines bring. */
export interface AllFieldsOptions {
  /** Fields that lead; the line's own of these names are left out. */
  readonly leading: readonly AddedField[];
  /** Fields that replace the line's own of the same name, or come last. */
  readonly put: readonly AddedField[];
  /** Names left out. */
  readonly drop: readonly string[];
  /** Names changed, as pairs of old and new. */
  readonly rename: readonly (readonly [from: string, to: string])[];
  /** Fields that the query names: where no row of a pane has one, it is a column of NULLs all the same (V2). */
  readonly named: readonly string[];
  /** Types that are declared or found by use. */
  readonly typeOf: (name: string) => Field["type"];
}

/**
 * Makes tables of all fields that JSON lines bring: the lines of a pane are
 * read again once the pane is complete, so that its columns follow from its
 * own rows and never from how the input was cut.
 *
 * Columns stand in order of first appearance; a field that no row of the pane
 * has is no column.
 */
export function allFieldsReader(
  options: AllFieldsOptions,
): (batch: Batch) => Table {
  const lines = encodeLines();
  const decoder = new NdjsonDecoder({ source: "window", projection: [] });
  let names: readonly string[] = [];
  const renamed = new Map(options.rename);
  const added = [...options.leading, ...options.put];
  const hidden = new Set([
    ...options.drop,
    ...added.map(({ name }) => name),
  ]);

  /** Decodes all rows of a batch anew where they bring names that were not met before. */
  function* decoded(bytes: Uint8Array): Iterable<DecodedBatch> {
    let rest = bytes;
    while (rest.length > 0) {
      const space = decoder.space();
      const length = Math.min(space.length, rest.length);
      space.set(rest.subarray(0, length));
      rest = rest.subarray(length);
      for (const batch of decoder.decode(length, rest.length === 0)) {
        const met = decoder.discovered();
        if (met.length > names.length) {
          names = [...met];
          decoder.project(names.map((name) => ({ path: [name], as: "code" })));
          decoder.rewind();
        } else yield batch;
      }
    }
  }

  return (batch) => {
    const builders: ColumnBuilder[] = [];
    let rows = 0;
    for (const part of decoded(lines.encode(batch))) {
      part.columns.forEach((column, at) => {
        const builder = builders[at] ??= new ColumnBuilder();
        while (builder.rows < rows) builder.appendNull(true);
        for (let row = 0; row < part.rows; row++) {
          builder.appendFrom(column, row);
        }
      });
      rows += part.rows;
    }
    const fields: Field[] = [];
    const columns: Column[] = [];
    const add = (name: string, type: Field["type"], column: Column): void => {
      fields.push({ name, type });
      columns.push(column);
    };
    for (const { name, type, column } of options.leading) {
      add(name, type, batch.columns[column]!);
    }
    builders.forEach((builder, at) => {
      const name = names[at]!;
      const called = renamed.get(name) ?? name;
      if (hidden.has(called) || !hasValue(builder.view(), rows)) return;
      while (builder.rows < rows) builder.appendNull(true);
      add(called, options.typeOf(name), builder.finish());
    });
    for (const { name, type, column } of options.put) {
      add(name, type, batch.columns[column]!);
    }
    for (const name of options.named) {
      if (!fields.some((field) => field.name === name)) {
        add(name, options.typeOf(name), nulls(rows));
      }
    }
    return { fields, columns, rows };
  };
}

function nulls(rows: number): Column {
  const builder = new ColumnBuilder();
  for (let row = 0; row < rows; row++) builder.appendNull(true);
  return builder.finish();
}

/** Whether some row has the field, be it with null. */
function hasValue(column: Column, rows: number): boolean {
  for (let row = 0; row < rows; row++) {
    if (column.tags[row] !== Tag.MISSING) return true;
  }
  return false;
}
