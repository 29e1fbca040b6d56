import {
  type Batch,
  type Column,
  type Encoder,
  type OutputField,
  rowAt,
  Tag,
} from "../core/mod.ts";
import { ByteWriter } from "./byte_writer.ts";
import { JsonValues } from "./json_values.ts";

const LF = 10;
const OPEN = 123;
const CLOSE = 125;
const encoder = new TextEncoder();

/** How rows become JSON lines. */
export interface NdjsonOptions {
  /** Leaves out fields that a row does not have, instead of writing `null`. */
  readonly omitMissing?: boolean;
}

/**
 * Writes rows as JSON lines: the fields in the order of the columns.
 *
 * A value that has a text of its own in the input (layout `spans`) keeps it.
 * Doubles have a point or an exponent, moments are ISO 8601 with `Z`, and what
 * JSON has no word for (NaN, infinities) is `null`.
 *
 * @param fields The fields, in the order of the columns of every batch.
 *
 * @example A row of a number and a text
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ColumnBuilder } from "../core/mod.ts";
 *
 * const n = new ColumnBuilder();
 * n.appendNumber(5);
 * const host = new ColumnBuilder();
 * host.appendText("web1");
 * const encoder = encodeNdjson([{ name: "n", type: "BIGINT" }, { name: "host", type: "VARCHAR" }]);
 * const bytes = encoder.encode({
 *   rows: 1, columns: [n.view(), host.view()], selection: null, selected: 1,
 *   lines: null, timesUs: null, newestUs: null, windows: null,
 * });
 *
 * assertEquals(new TextDecoder().decode(bytes), '{"n":5,"host":"web1"}\n');
 * ```
 */
export function encodeNdjson(
  fields: readonly OutputField[],
  options: NdjsonOptions = {},
): Encoder {
  const writer = new ByteWriter();
  const values = new JsonValues(writer);
  const omitMissing = options.omitMissing ?? false;
  const names = fields.map(({ name }) =>
    encoder.encode(`,${JSON.stringify(name.toWellFormed())}:`)
  );
  return {
    encode(batch: Batch): Uint8Array {
      const { columns } = batch;
      const bounds = leadingMoments(batch);
      /** Where the bounds of the last row stand, and the row. */
      let from = 0;
      let to = 0;
      let last = -1;
      for (let position = 0; position < batch.selected; position++) {
        const row = rowAt(batch, position);
        const start = writer.at;
        let at = 0;
        if (last !== -1 && sameMoments(columns, bounds, last, row)) {
          // The rows of a window have the same bounds: written once, then copied.
          writer.copy(writer.bytes, from, to - from);
          at = bounds;
        }
        for (; at < columns.length; at++) {
          if (at === bounds) {
            from = start;
            to = writer.at;
            last = row;
          }
          const column = columns[at]!;
          if (omitMissing && column.tags[row] === Tag.MISSING) continue;
          const name = names[at]!;
          writer.copy(name, 0, name.length);
          values.write(column, row, fields[at]!);
        }
        writer.reserve(3);
        const { bytes } = writer;
        if (writer.at === start) writer.at++;
        // The comma before the first name makes room for the brace.
        bytes[start] = OPEN;
        bytes[writer.at] = CLOSE;
        bytes[writer.at + 1] = LF;
        writer.at += 2;
      }
      return writer.take();
    },
    end: () => writer.take(),
  };
}

/** How many columns before the first that holds anything but moments; 0 where all hold them. */
function leadingMoments({ columns, rows, selected }: Batch): number {
  if (selected < 2) return 0;
  let count = 0;
  while (count < columns.length) {
    const { tags } = columns[count]!;
    for (let row = 0; row < rows; row++) {
      if (tags[row] !== Tag.TIME) return count;
    }
    count++;
  }
  return 0;
}

function sameMoments(
  columns: readonly Column[],
  count: number,
  a: number,
  b: number,
): boolean {
  if (count === 0) return false;
  for (let at = 0; at < count; at++) {
    const { numbers } = columns[at]!;
    if (numbers[a] !== numbers[b]) return false;
  }
  return true;
}
