import { FlatBuilder, type Offset } from "./arrow_flatbuffer.ts";

/**
 * How the values of a field are laid out in Arrow.
 *
 * `ownText` is text as it stands in the row, escapes of JSON included; `kind`
 * is the tag of each value rather than the value. Both serve `-o weir`.
 */
export type ArrowType =
  | "bool"
  | "kind"
  | "int32"
  | "int64"
  | "float64"
  | "utf8"
  | "ownText"
  | "binary"
  | "timestamp"
  | "timestampUtc"
  | "date32"
  | "interval"
  | "decimal38"
  | "hugeint";

/** One field of an Arrow schema. */
export interface ArrowField {
  /** Its name. */
  readonly name: string;
  /** How its values are laid out. */
  readonly type: ArrowType;
  /** Number of the dictionary that holds its values; `null` where they stand for themselves. */
  readonly dictionary: number | null;
}

/** Names and values added to a schema or a batch, in order. */
export type ArrowMetadata = Readonly<Record<string, string>>;

/** What a record batch or a dictionary says of its body. */
export interface ArrowBatchShape {
  /** How many rows there are. */
  readonly rows: number;
  /** For each field: rows, and rows without a value. */
  readonly nodes: readonly (readonly [number, number])[];
  /** For each buffer: where it begins in the body, and its length. */
  readonly buffers: readonly (readonly [number, number])[];
  /** Length of the body. */
  readonly bodyLength: number;
}

const VERSION_5 = 4;
const HEADER = { schema: 1, dictionary: 2, batch: 3 } as const;
const TYPE_CODE: Readonly<Record<ArrowType, number>> = {
  bool: 6,
  kind: 2,
  int32: 2,
  int64: 2,
  float64: 3,
  utf8: 5,
  ownText: 5,
  binary: 4,
  timestamp: 10,
  timestampUtc: 10,
  date32: 8,
  interval: 11,
  decimal38: 7,
  hugeint: 15,
};

/** The message that begins a stream. */
export function schemaMessage(
  fields: readonly ArrowField[],
  metadata: ArrowMetadata = {},
): Uint8Array {
  const builder = new FlatBuilder();
  const written = builder.offsets(fields.map((each) => field(builder, each)));
  const pairs = keyValues(builder, metadata);
  builder.startTable(4);
  builder.int16(0, 0);
  builder.offset(1, written);
  if (pairs !== 0) builder.offset(2, pairs);
  return message(builder, HEADER.schema, builder.endTable(), 0, {});
}

/** The head of a record batch; its length does not depend on the numbers in it. */
export function batchMessage(
  shape: ArrowBatchShape,
  metadata: ArrowMetadata = {},
): Uint8Array {
  const builder = new FlatBuilder();
  const batch = recordBatch(builder, shape);
  return message(builder, HEADER.batch, batch, shape.bodyLength, metadata);
}

/** The head of a dictionary, which replaces the one of that number. */
export function dictionaryMessage(
  id: number,
  shape: ArrowBatchShape,
): Uint8Array {
  const builder = new FlatBuilder();
  const batch = recordBatch(builder, shape);
  builder.startTable(3);
  builder.int64(0, id);
  builder.offset(1, batch);
  const header = builder.endTable();
  return message(builder, HEADER.dictionary, header, shape.bodyLength, {});
}

/** What ends a stream. */
export const END_OF_STREAM: Uint8Array = Uint8Array.of(
  0xff,
  0xff,
  0xff,
  0xff,
  0,
  0,
  0,
  0,
);

/** Frames a header: continuation mark, padded length, the header itself. */
function message(
  builder: FlatBuilder,
  kind: number,
  header: Offset,
  bodyLength: number,
  metadata: ArrowMetadata,
): Uint8Array {
  const pairs = keyValues(builder, metadata);
  builder.startTable(5);
  builder.int64(3, bodyLength);
  if (pairs !== 0) builder.offset(4, pairs);
  builder.offset(2, header);
  builder.int16(0, VERSION_5);
  builder.int8(1, kind);
  const flat = builder.finish(builder.endTable());
  const length = (flat.length + 7) & ~7;
  const framed = new Uint8Array(8 + length);
  const view = new DataView(framed.buffer);
  view.setUint32(0, 0xffffffff, true);
  view.setInt32(4, length, true);
  framed.set(flat, 8);
  return framed;
}

function recordBatch(builder: FlatBuilder, shape: ArrowBatchShape): Offset {
  const buffers = builder.pairs(shape.buffers);
  const nodes = builder.pairs(shape.nodes);
  builder.startTable(5);
  builder.int64(0, shape.rows);
  builder.offset(1, nodes);
  builder.offset(2, buffers);
  return builder.endTable();
}

function keyValues(builder: FlatBuilder, metadata: ArrowMetadata): Offset {
  const entries = Object.entries(metadata);
  if (entries.length === 0) return 0;
  return builder.offsets(entries.map(([key, value]) => {
    const keyAt = builder.string(key);
    const valueAt = builder.string(value);
    builder.startTable(2);
    builder.offset(0, keyAt);
    builder.offset(1, valueAt);
    return builder.endTable();
  }));
}

function field(builder: FlatBuilder, each: ArrowField): Offset {
  const name = builder.string(each.name);
  const children = builder.offsets([]);
  const metadata = each.type === "hugeint"
    ? keyValues(builder, {
      "ARROW:extension:name": "arrow.opaque",
      "ARROW:extension:metadata":
        '{"type_name":"hugeint","vendor_name":"DuckDB"}',
    })
    : 0;
  const type = typeTable(builder, each.type);
  const dictionary = each.dictionary === null
    ? 0
    : dictionaryEncoding(builder, each.dictionary);
  builder.startTable(7);
  builder.offset(0, name);
  builder.offset(3, type);
  if (dictionary !== 0) builder.offset(4, dictionary);
  builder.offset(5, children);
  if (metadata !== 0) builder.offset(6, metadata);
  builder.int8(1, 1);
  builder.int8(2, TYPE_CODE[each.type]);
  return builder.endTable();
}

function dictionaryEncoding(builder: FlatBuilder, id: number): Offset {
  const index = typeTable(builder, "int32");
  builder.startTable(4);
  builder.int64(0, id);
  builder.offset(1, index);
  return builder.endTable();
}

/** The table of a type: fields 0 and 1 are bit width and sign, precision and scale, or a unit. */
function typeTable(builder: FlatBuilder, type: ArrowType): Offset {
  const zone = type === "timestampUtc" ? builder.string("UTC") : 0;
  builder.startTable(3);
  switch (type) {
    case "kind":
      builder.int32(0, 8);
      builder.int8(1, 0);
      break;
    case "int32":
    case "int64":
      builder.int32(0, type === "int32" ? 32 : 64);
      builder.int8(1, 1);
      break;
    case "float64":
    case "timestamp":
    case "timestampUtc":
    case "interval":
      // DOUBLE, MICROSECOND and MONTH_DAY_NANO are each the third of their kind.
      builder.int16(0, 2);
      if (zone !== 0) builder.offset(1, zone);
      break;
    case "date32":
      builder.int16(0, 0);
      break;
    case "decimal38":
      builder.int32(0, 38);
      builder.int32(1, 0);
      builder.int32(2, 128);
      break;
    case "hugeint":
      builder.int32(0, 16);
      break;
  }
  return builder.endTable();
}
