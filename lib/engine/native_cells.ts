import type {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalType,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBMapType,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampValue,
  DuckDBTimeTZValue,
  DuckDBTimeValue,
  DuckDBType,
  DuckDBUnionType,
  DuckDBUnionValue,
  DuckDBValue,
} from "@duckdb/node-api";
import type { FieldType } from "../core/mod.ts";
import {
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
} from "../format/cell.ts";

/** Numbers of DuckDB's types; their names would need the package at run time. */
export const TYPE = {
  boolean: 1,
  ubigint: 9,
  float: 10,
  double: 11,
  timestamp: 12,
  date: 13,
  time: 14,
  interval: 15,
  hugeint: 16,
  varchar: 17,
  blob: 18,
  decimal: 19,
  timestampS: 20,
  timestampMs: 21,
  timestampNs: 22,
  list: 24,
  struct: 25,
  map: 26,
  union: 28,
  timeTz: 30,
  timestampTz: 31,
  uhugeint: 32,
  array: 33,
  bignum: 35,
  null: 36,
} as const;

const FIELD_TYPES: Readonly<Record<number, FieldType>> = {
  [TYPE.boolean]: "BOOLEAN",
  [TYPE.ubigint]: "HUGEINT",
  [TYPE.float]: "DOUBLE",
  [TYPE.double]: "DOUBLE",
  [TYPE.timestamp]: "TIMESTAMP",
  [TYPE.timestampS]: "TIMESTAMP",
  [TYPE.timestampMs]: "TIMESTAMP",
  [TYPE.timestampNs]: "TIMESTAMP",
  [TYPE.timestampTz]: "TIMESTAMP",
  [TYPE.date]: "DATE",
  [TYPE.interval]: "INTERVAL",
  [TYPE.hugeint]: "HUGEINT",
  [TYPE.uhugeint]: "HUGEINT",
  [TYPE.bignum]: "HUGEINT",
  [TYPE.list]: "JSON",
  [TYPE.array]: "JSON",
  [TYPE.struct]: "JSON",
  [TYPE.map]: "JSON",
  [TYPE.union]: "ANY",
};

/** Numbers of the whole types of 8 to 64 bits, signed and not. */
const FIRST_WHOLE = 2;
const LAST_WHOLE = 8;

/** The type of a column as weir knows it; the same as for the Arrow that DuckDB-wasm gives. */
export function nativeFieldType(type: DuckDBType): FieldType {
  const id = type.typeId as number;
  if (type.alias === "JSON") return "JSON";
  if (id >= FIRST_WHOLE && id <= LAST_WHOLE || id === TYPE.null) {
    return "BIGINT";
  }
  if (id === TYPE.decimal) {
    const { width, scale } = type as DuckDBDecimalType;
    if (scale > 0) return width <= 15 ? "DOUBLE" : "NUMBER";
    return width <= 18 ? "BIGINT" : "HUGEINT";
  }
  return FIELD_TYPES[id] ?? "VARCHAR";
}

/** A value of DuckDB as weir has it. */
export function nativeCell(value: DuckDBValue, type: DuckDBType): Cell {
  if (value === null) return null;
  switch (type.typeId as number) {
    case TYPE.float:
      return floatCell(value as number);
    case TYPE.timestamp:
    case TYPE.timestampTz:
      return momentCell((value as DuckDBTimestampValue).micros, 1_000_000);
    case TYPE.timestampS:
      return momentCell((value as DuckDBTimestampSecondsValue).seconds, 1);
    case TYPE.timestampMs:
      return momentCell(
        (value as DuckDBTimestampMillisecondsValue).millis,
        1_000,
      );
    case TYPE.timestampNs:
      return momentCell(
        (value as DuckDBTimestampNanosecondsValue).nanos,
        1_000_000_000,
      );
    case TYPE.date:
      return dayCell((value as DuckDBDateValue).days);
    case TYPE.time:
      return clockText((value as DuckDBTimeValue).micros * 1_000n);
    case TYPE.timeTz: {
      const { micros, offset } = value as DuckDBTimeTZValue;
      return clockText(micros * 1_000n) + offsetText(offset);
    }
    case TYPE.interval: {
      const { months, days, micros } = value as DuckDBIntervalValue;
      return intervalText(months, days, micros * 1_000n);
    }
    case TYPE.blob:
      return blobText((value as DuckDBBlobValue).bytes);
    case TYPE.decimal: {
      const decimal = value as DuckDBDecimalValue;
      return decimalCell(decimal.value, decimal.scale);
    }
    case TYPE.list:
    case TYPE.array: {
      const { valueType } = type as DuckDBListType;
      const { items } = value as DuckDBListValue | DuckDBArrayValue;
      return listJson(items.map((item) => nativeCell(item, valueType)));
    }
    case TYPE.struct: {
      const { entryNames, entryTypes } = type as DuckDBStructType;
      const { entries } = value as DuckDBStructValue;
      return objectJson(
        entryNames.map((name, at) => [
          name,
          nativeCell(entries[name] ?? null, entryTypes[at]!),
        ]),
      );
    }
    case TYPE.map: {
      const { keyType, valueType } = type as DuckDBMapType;
      return objectJson(
        (value as DuckDBMapValue).entries.map((entry) => [
          nativeCell(entry.key, keyType),
          nativeCell(entry.value, valueType),
        ]),
      );
    }
    case TYPE.union: {
      const { tag, value: member } = value as DuckDBUnionValue;
      return nativeCell(
        member,
        (type as DuckDBUnionType).memberTypeForTag(tag),
      );
    }
    case TYPE.varchar:
      return type.alias === "JSON"
        ? jsonCell(value as string)
        : value as string;
    default:
      if (typeof value === "number") {
        return type.typeId as number === TYPE.double ? value : BigInt(value);
      }
      return typeof value === "bigint" || typeof value === "boolean"
        ? value
        : String(value);
  }
}
