import {
  type Batch,
  type DataType,
  type Field as ArrowSchemaField,
  type Metadata,
  tableFromIPC,
} from "@uwdata/flechette";
import {
  type Column,
  ColumnBuilder,
  EXACT_LIMIT,
  Fault,
  type Table,
  Tag,
} from "../core/mod.ts";
import { cellAt, cellReader } from "./arrow_cells.ts";
import { ARROW, extensionName, fieldTypeOf } from "./arrow_types.ts";
import { appendCell } from "./cell.ts";

/**
 * Reads Arrow IPC, the file or the stream form, into a table that owns its memory.
 *
 * Whole numbers are exact, whatever their width. Lists, structs and maps
 * become JSON text, times of day, intervals, UUIDs and bytes become text as
 * DuckDB writes it. Compressed buffers are not read: see `arrow_file.ts`.
 *
 * @param bytes All of the file or stream.
 * @param source What it is called in messages.
 * @throws {Fault} If the bytes are no Arrow data.
 */
export function readArrowTable(
  bytes: Uint8Array,
  source = "Arrow data",
): Table {
  const table = parse(bytes, source);
  return {
    fields: table.schema.fields.map((field) => ({
      name: field.name,
      type: fieldTypeOf(field.type, field.metadata),
    })),
    columns: table.schema.fields.map((field, at) =>
      columnOf(field, table.getChildAt(at).data)
    ),
    rows: table.numRows,
  };
}

function parse(
  bytes: Uint8Array,
  source: string,
): ReturnType<typeof tableFromIPC> {
  try {
    // Typed arrays need the alignment that the file was written with.
    const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
    return tableFromIPC(
      aligned,
      {
        useBigInt: true,
        useBigIntTimestamp: true,
        useDecimalInt: true,
      } as Parameters<typeof tableFromIPC>[1],
    );
  } catch (cause) {
    throw new Fault(
      "arrow/unreadable",
      `cannot read ${source} as Arrow: it is not an Arrow IPC file or stream, or it is cut short`,
      {
        place: { source },
        mend: "Check that the file is whole; Feather of version 1 is not read",
        cause,
      },
    );
  }
}

function columnOf(
  field: ArrowSchemaField,
  batches: readonly Batch<unknown>[],
): Column {
  const builder = new ColumnBuilder();
  for (const batch of batches) {
    if (!appendPlain(builder, batch, field.metadata)) {
      const read = cellReader(batch, field.metadata);
      for (let row = 0; row < batch.length; row++) {
        appendCell(builder, cellAt(batch, read, row));
      }
    }
  }
  return builder.finish();
}

/** The types that large results are made of, without an object for each value. */
function appendPlain(
  builder: ColumnBuilder,
  batch: Batch<unknown>,
  metadata: Metadata | null,
): boolean {
  const type = batch.type as DataType;
  const extension = extensionName(metadata);
  if (extension !== null) return false;
  const validity = batch.nullCount > 0 ? batch.validity : null;
  const valid = (row: number): boolean =>
    validity === null || (validity[row >> 3]! & 1 << (row & 7)) !== 0;
  if (type.typeId === ARROW.float && type.precision === 2) {
    const values = batch.values as Float64Array;
    for (let row = 0; row < batch.length; row++) {
      if (valid(row)) builder.appendDouble(values[row]!);
      else builder.appendNull();
    }
    return true;
  }
  if (type.typeId === ARROW.int) {
    const { values } = batch;
    for (let row = 0; row < batch.length; row++) {
      if (!valid(row)) {
        builder.appendNull();
        continue;
      }
      const number = Number(values[row]);
      if (Math.abs(number) < EXACT_LIMIT) builder.appendNumber(number);
      else builder.appendInteger(BigInt(values[row]!));
    }
    return true;
  }
  if (type.typeId === ARROW.utf8) {
    const bytes = batch.values as Uint8Array;
    const offsets = batch.offsets as Int32Array;
    for (let row = 0; row < batch.length; row++) {
      const from = offsets[row]!;
      if (valid(row)) {
        builder.appendBytes(bytes, from, offsets[row + 1]! - from, Tag.STRING);
      } else {
        builder.appendNull();
      }
    }
    return true;
  }
  return false;
}
