import {
  type Batch,
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
      for (let position = 0; position < batch.selected; position++) {
        const row = rowAt(batch, position);
        const start = writer.at;
        for (let at = 0; at < columns.length; at++) {
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
