import type { Batch, DataType, Field, Metadata } from "@uwdata/flechette";
import { ARROW, extensionName } from "./arrow_types.ts";
import {
  bignumCell,
  bitText,
  blobText,
  type Cell,
  clockText,
  dayCell,
  decimalCell,
  floatCell,
  intervalText,
  jsonCell,
  listJson,
  momentCell,
  objectJson,
  offsetText,
  uuidText,
} from "./cell.ts";

/** Reads one value of a batch that is not NULL. */
export type CellReader = (row: number) => Cell;

/** How many of a unit (second, millisecond, microsecond, nanosecond) make a second. */
const PER_SECOND = [1, 1_000, 1_000_000, 1_000_000_000] as const;

/** Days since the epoch are counted in milliseconds when the unit is not the day. */
const DAY_MS = 86_400_000;

/** A reader for the values of a batch; what is NULL is told by {@linkcode cellAt}. */
export function cellReader(
  batch: Batch<unknown>,
  metadata: Metadata | null,
): CellReader {
  const type = batch.type as DataType;
  const extension = extensionName(metadata);
  switch (type.typeId) {
    case ARROW.null:
      return () => null;
    case ARROW.bool:
    case ARROW.utf8:
    case ARROW.largeUtf8:
    case ARROW.utf8View: {
      if (extension === "arrow.json") {
        return (row) => jsonCell(batch.value(row) as string);
      }
      return (row) => batch.value(row) as boolean | string;
    }
    case ARROW.int:
      if (extension === "arrow.bool8") return (row) => batch.values[row] !== 0;
      return (row) => BigInt(batch.values[row]!);
    case ARROW.float:
      return type.precision === 2
        ? (row) => batch.value(row) as number
        : (row) => floatCell(batch.value(row) as number);
    case ARROW.decimal:
      return (row) =>
        decimalCell(BigInt(batch.value(row) as bigint), type.scale);
    case ARROW.date:
      return type.unit === 0
        ? (row) => dayCell(Number(batch.values[row]))
        : (row) => dayCell(Math.floor(Number(batch.values[row]) / DAY_MS));
    case ARROW.time:
      return (row) => clockText(nanosOf(batch.values[row]!, type.unit));
    case ARROW.timestamp:
      return (row) =>
        momentCell(BigInt(batch.values[row]!), PER_SECOND[type.unit]);
    case ARROW.duration:
      return (row) =>
        intervalText(0, 0, nanosOf(batch.values[row]!, type.unit));
    case ARROW.interval:
      return intervalReader(batch, type.unit);
    case ARROW.binary:
    case ARROW.largeBinary:
    case ARROW.binaryView:
      return (row) => binaryCell(batch.value(row) as Uint8Array, extension);
    case ARROW.fixedBinary:
      return (row) =>
        binaryCell(
          (batch.values as Uint8Array).subarray(
            row * type.stride,
            (row + 1) * type.stride,
          ),
          extension,
        );
    case ARROW.dictionary:
      return dictionaryReader(batch, metadata);
    case ARROW.runEnd:
      return runReader(batch);
    case ARROW.struct:
      return structReader(batch, type.children);
    case ARROW.union:
      return unionReader(batch, type.children);
    case ARROW.map:
      return mapReader(batch, type.children[0]);
    default:
      return listReader(batch, type);
  }
}

/** The value of a row, NULL included. */
export function cellAt(
  batch: Batch<unknown>,
  read: CellReader,
  row: number,
): Cell {
  return batch.nullCount > 0 && batch.validity?.length > 0 &&
      (batch.validity[row >> 3]! & 1 << (row & 7)) === 0
    ? null
    : read(row);
}

function childReader(
  batch: Batch<unknown>,
  index: number,
  field: Field | undefined,
): CellReader {
  const child = batch.children[index] as Batch<unknown>;
  const read = cellReader(child, field?.metadata ?? null);
  return (row) => cellAt(child, read, row);
}

function nanosOf(value: number | bigint, unit: 0 | 1 | 2 | 3): bigint {
  return BigInt(value) * BigInt(1_000_000_000 / PER_SECOND[unit]);
}

function intervalReader(batch: Batch<unknown>, unit: 0 | 1 | 2): CellReader {
  if (unit === 0) {
    return (row) => intervalText(Number(batch.values[row]), 0, 0n);
  }
  if (unit === 1) {
    return (row) => {
      const [days, milliseconds] = batch.value(row) as Int32Array;
      return intervalText(0, days!, BigInt(milliseconds!) * 1_000_000n);
    };
  }
  const bytes = batch.values as Uint8Array;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (row) =>
    intervalText(
      view.getInt32(row * 16, true),
      view.getInt32(row * 16 + 4, true),
      view.getBigInt64(row * 16 + 8, true),
    );
}

function binaryCell(bytes: Uint8Array, extension: string | null): Cell {
  switch (extension) {
    case "arrow.uuid":
      return uuidText(bytes);
    case "hugeint":
    case "uhugeint":
      return wideInteger(bytes, extension === "hugeint");
    case "time_tz":
      return zonedClock(bytes);
    case "bit":
      return bitText(bytes);
    case "bignum":
      return bignumCell(bytes);
    default:
      return blobText(bytes);
  }
}

function wideInteger(bytes: Uint8Array, signed: boolean): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  const high = signed ? view.getBigInt64(8, true) : view.getBigUint64(8, true);
  return high << 64n | view.getBigUint64(0, true);
}

/** The offset from UTC that DuckDB's TIMETZ counts its offsets down from: 15:59:59. */
const MOST_OFFSET_SECONDS = 16 * 3600 - 1;

/** DuckDB's TIMETZ: 40 bits of microseconds above 24 bits of offset, counted down from the greatest. */
function zonedClock(bytes: Uint8Array): string {
  const bits = new DataView(bytes.buffer, bytes.byteOffset, 8)
    .getBigUint64(0, true);
  const offset = MOST_OFFSET_SECONDS - Number(bits & 0xffffffn);
  return clockText((bits >> 24n) * 1_000n) + offsetText(offset);
}

function dictionaryReader(
  batch: Batch<unknown>,
  metadata: Metadata | null,
): CellReader {
  const { dictionary } = batch as Batch<unknown> & {
    readonly dictionary: { readonly data: readonly Batch<unknown>[] };
  };
  const cells: Cell[] = [];
  for (const texts of dictionary.data) {
    const read = cellReader(texts, metadata);
    for (let at = 0; at < texts.length; at++) {
      cells.push(cellAt(texts, read, at));
    }
  }
  return (row) => cells[Number(batch.values[row])] ?? null;
}

function runReader(batch: Batch<unknown>): CellReader {
  const ends = (batch.children[0] as Batch<unknown>).values;
  const read = childReader(batch, 1, undefined);
  return (row) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = low + high >> 1;
      if (Number(ends[middle]) <= row) low = middle + 1;
      else high = middle;
    }
    return read(low);
  };
}

function structReader(
  batch: Batch<unknown>,
  fields: readonly Field[],
): CellReader {
  const readers = fields.map((field, at) => childReader(batch, at, field));
  return (row) =>
    objectJson(readers.map((read, at) => [fields[at]!.name, read(row)]));
}

function unionReader(
  batch: Batch<unknown>,
  fields: readonly Field[],
): CellReader {
  const { typeIds, typeMap } = batch as Batch<unknown> & {
    readonly typeIds: Int8Array;
    readonly typeMap: Readonly<Record<number, number>>;
  };
  const readers = fields.map((field, at) => childReader(batch, at, field));
  return (row) => {
    const read = readers[typeMap[typeIds[row]!]!]!;
    return read(batch.offsets ? Number(batch.offsets[row]) : row);
  };
}

function mapReader(batch: Batch<unknown>, entries: Field): CellReader {
  const pairs = batch.children[0] as Batch<unknown>;
  const children = (entries.type as { children: Field[] }).children;
  const key = childReader(pairs, 0, children[0]);
  const value = childReader(pairs, 1, children[1]);
  return (row) => {
    const members: [Cell, Cell][] = [];
    for (
      let at = Number(batch.offsets[row]);
      at < Number(batch.offsets[row + 1]);
      at++
    ) {
      members.push([key(at), value(at)]);
    }
    return objectJson(members);
  };
}

function listReader(batch: Batch<unknown>, type: DataType): CellReader {
  const { children } = type as { children: readonly Field[] };
  const read = childReader(batch, 0, children[0]);
  const between = (from: number, to: number): Cell =>
    listJson(Array.from({ length: to - from }, (_, at) => read(from + at)));
  if (type.typeId === ARROW.fixedList) {
    return (row) => between(row * type.stride, (row + 1) * type.stride);
  }
  if (type.typeId === ARROW.listView || type.typeId === ARROW.largeListView) {
    return (row) => {
      const from = Number(batch.offsets[row]);
      return between(from, from + Number(batch.sizes[row]));
    };
  }
  return (row) =>
    between(Number(batch.offsets[row]), Number(batch.offsets[row + 1]));
}
