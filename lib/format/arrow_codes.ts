import { type Column, ColumnBuilder, Tag } from "../core/mod.ts";
import type { ArrowRows } from "./arrow_rows.ts";
import { writtenAt } from "./arrow_values.ts";

/** The codes that some rows use, numbered anew from 0. */
export interface UsedCodes {
  /** The new number of each row's text, as a column of whole numbers; as long as the rows it came from. */
  readonly column: Column;
  /** The texts by new number. */
  readonly texts: Column;
  /** How many texts there are. */
  readonly size: number;
}

/** Numbers the texts that the rows of a column of codes use; a decoder's own dictionary may hold many more. */
export function codesOf(column: Column, rows: ArrowRows): UsedCodes {
  const { dictionary } = column;
  const numberOf = new Int32Array(dictionary?.size ?? 0).fill(-1);
  const numberOfText = new Map<string, number>();
  const builder = new ColumnBuilder();
  const last = rows.selection === null
    ? rows.count
    : rows.count === 0
    ? 0
    : rows.selection[rows.count - 1]! + 1;
  const tags = new Uint8Array(last);
  const numbers = new Float64Array(last);
  for (let position = 0; position < rows.count; position++) {
    const row = rows.selection === null ? position : rows.selection[position]!;
    if (column.tags[row]! <= Tag.NULL) continue;
    tags[row] = Tag.INTEGER;
    if (column.tags[row] !== Tag.CODE) {
      // The decoder's dictionary was full: the text stands for itself.
      const text = writtenAt(column, row)!;
      let number = numberOfText.get(text);
      if (number === undefined) {
        numberOfText.set(text, number = builder.rows);
        builder.appendText(text);
      }
      numbers[row] = number;
      continue;
    }
    const code = column.numbers[row]!;
    if (numberOf[code] === -1) {
      numberOf[code] = builder.rows;
      builder.appendText(dictionary!.text(code));
    }
    numbers[row] = numberOf[code]!;
  }
  const size = builder.rows;
  return {
    column: {
      layout: "values",
      tags,
      numbers,
      spans: new Uint32Array(numbers.buffer),
      bytes: new Uint8Array(0),
    },
    texts: builder.finish(),
    size,
  };
}
