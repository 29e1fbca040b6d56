import {
  type Compressors,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from "hyparquet";
import { type Column, ColumnBuilder, Fault, type Table } from "../core/mod.ts";
import {
  appendCell,
  type Cell,
  dayCell,
  jsonCell,
  listJson,
  momentCell,
  objectJson,
  uuidText,
} from "./cell.ts";
import { leafCell, leafType, withoutRounding } from "./parquet_values.ts";
import { decompressBrotli, decompressGzip, decompressZstd } from "./codecs.ts";
import { decompressLz4Block } from "./lz4.ts";

/** A file that is read by parts. */
export interface FileParts {
  /** Its length. */
  readonly byteLength: number;
  /** The bytes of a part, `end` not included. */
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
}

const COMPRESSORS: Compressors = {
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  ZSTD: decompressZstd,
  LZ4_RAW: decompressLz4Block,
};

/** How values come out of the package: as our own cells, none of them rounded. */
const PARSERS = {
  timestampFromMilliseconds: (value: bigint) => momentOf(value, 1_000),
  timestampFromMicroseconds: (value: bigint) => momentOf(value, 1_000_000),
  timestampFromNanoseconds: (value: bigint) => momentOf(value, 1_000_000_000),
  dateFromDays: (days: number | undefined) =>
    days === undefined ? undefined : dayCell(days),
  jsonFromBytes: (bytes: Uint8Array | undefined) =>
    bytes && jsonCell(decoder.decode(bytes)),
  uuidFromBytes: (bytes: Uint8Array | undefined) => bytes && uuidText(bytes),
};
const decoder = new TextDecoder();

function momentOf(value: bigint | undefined, perSecond: number): unknown {
  return value === undefined ? undefined : momentCell(BigInt(value), perSecond);
}

/**
 * Reads a Parquet file into a table that owns its memory.
 *
 * Whole numbers and decimals are exact; lists, structs and maps become JSON
 * text. All codecs are read but LZO and the old, unframed LZ4.
 *
 * @param file The bytes, or a file that is read by parts.
 * @param source What it is called in messages.
 * @throws {Fault} If it is no Parquet file, or has what is not read here.
 */
export async function readParquetTable(
  file: Uint8Array | FileParts,
  source = "Parquet data",
): Promise<Table> {
  try {
    return await read(file instanceof Uint8Array ? partsOf(file) : file);
  } catch (cause) {
    throw new Fault(
      "parquet/unreadable",
      `cannot read ${source} as Parquet: ${
        cause instanceof Error ? cause.message : String(cause)
      }`,
      {
        place: { source },
        mend:
          "Check that the file is whole, or write it anew, with Snappy or Zstandard",
        cause,
      },
    );
  }
}

function partsOf(bytes: Uint8Array): FileParts {
  return {
    byteLength: bytes.length,
    slice: (start, end = bytes.length) => bytes.slice(start, end).buffer,
  };
}

async function read(file: FileParts): Promise<Table> {
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const schema = parquetSchema(metadata);
  const types = new Map(
    schema.children.map((child) => [child.element.name, leafType(child)]),
  );
  const chunks = new Map<
    string,
    { at: number; values: ArrayLike<unknown> }[]
  >();
  await parquetRead({
    file,
    metadata: withoutRounding(metadata),
    compressors: COMPRESSORS,
    parsers: PARSERS,
    utf8: false,
    geoparquet: false,
    onChunk({ columnName, columnData, rowStart }) {
      const list = chunks.get(columnName) ?? [];
      list.push({ at: rowStart, values: columnData });
      chunks.set(columnName, list);
    },
  });
  const rows = Number(metadata.num_rows);
  return {
    fields: schema.children.map(({ element }) => ({
      name: element.name,
      type: types.get(element.name)!,
    })),
    columns: schema.children.map((child) =>
      columnOf(child, chunks.get(child.element.name) ?? [], rows)
    ),
    rows,
  };
}

function columnOf(
  schema: SchemaTree,
  chunks: { at: number; values: ArrayLike<unknown> }[],
  rows: number,
): Column {
  const builder = new ColumnBuilder();
  chunks.sort((a, b) => a.at - b.at);
  for (const { values } of chunks) {
    for (let at = 0; at < values.length && builder.rows < rows; at++) {
      appendCell(builder, cellOf(values[at], schema));
    }
  }
  return builder.finish();
}

/** A value that the package assembled. */
function cellOf(value: unknown, schema: SchemaTree): Cell {
  if (value === null || value === undefined) return null;
  const { children, element } = schema;
  if (Array.isArray(value)) {
    const item = element.converted_type === "LIST" ||
        element.logical_type?.type === "LIST"
      ? children[0]?.children[0] ?? children[0] ?? schema
      : schema;
    return listJson(value.map((each) => cellOf(each, item)));
  }
  if (children.length === 0) return leafCell(value, element);
  const isMap = element.converted_type === "MAP" ||
    element.converted_type === "MAP_KEY_VALUE" ||
    element.logical_type?.type === "MAP";
  const members = value as Readonly<Record<string, unknown>>;
  return objectJson(
    isMap
      ? Object.entries(members).map(([key, member]) => [
        key,
        cellOf(member, children[0]!.children[1]!),
      ])
      : children.map((child) => [
        child.element.name,
        cellOf(members[child.element.name], child),
      ]),
  );
}
