import type { DataType, Metadata } from "@uwdata/flechette";
import type { FieldType } from "../core/mod.ts";

/** Numbers of the types, as Arrow's metadata has them; -1 is a dictionary. */
export const ARROW = {
  dictionary: -1,
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  list: 12,
  struct: 13,
  union: 14,
  fixedBinary: 15,
  fixedList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  runEnd: 22,
  binaryView: 23,
  utf8View: 24,
  listView: 25,
  largeListView: 26,
} as const;

/** What an extension type is called: its own name, or DuckDB's name of an opaque one. */
export function extensionName(metadata: Metadata | null): string | null {
  const name = metadata?.get("ARROW:extension:name") ?? null;
  if (name !== "arrow.opaque") return name;
  const about = metadata?.get("ARROW:extension:metadata") ?? "";
  return /"type_name":\s*"(\w+)"/.exec(about)?.[1] ?? name;
}

/** The type of a field as weir knows it. */
export function fieldTypeOf(
  type: DataType,
  metadata: Metadata | null,
): FieldType {
  const extension = extensionName(metadata);
  switch (type.typeId) {
    case ARROW.null:
      return "NULL";
    case ARROW.bool:
      return "BOOLEAN";
    case ARROW.int:
      if (extension === "arrow.bool8") return "BOOLEAN";
      return type.bitWidth === 64 && !type.signed ? "HUGEINT" : "BIGINT";
    case ARROW.float:
      return "DOUBLE";
    case ARROW.decimal:
      if (type.scale > 0) return type.precision <= 15 ? "DOUBLE" : "NUMBER";
      return type.precision <= 18 ? "BIGINT" : "HUGEINT";
    case ARROW.date:
      return "DATE";
    case ARROW.timestamp:
      return "TIMESTAMP";
    case ARROW.interval:
    case ARROW.duration:
      return "INTERVAL";
    case ARROW.list:
    case ARROW.largeList:
    case ARROW.listView:
    case ARROW.largeListView:
    case ARROW.fixedList:
    case ARROW.struct:
    case ARROW.map:
      return "JSON";
    case ARROW.union:
      return "ANY";
    case ARROW.dictionary:
      return fieldTypeOf(type.dictionary, metadata);
    case ARROW.runEnd:
      return fieldTypeOf(type.children[1].type, type.children[1].metadata);
    default:
      if (extension === "arrow.json") return "JSON";
      return extension === "hugeint" || extension === "uhugeint" ||
          extension === "bignum"
        ? "HUGEINT"
        : "VARCHAR";
  }
}
