import type { FileMetaData, SchemaElement, SchemaTree } from "hyparquet";
import type { FieldType } from "../core/mod.ts";
import {
  blobText,
  type Cell,
  clockText,
  decimalCell,
  Digits,
  floatCell,
  intervalText,
  Moment,
  Nested,
} from "./cell.ts";

/** Takes from the schema what the package would round or refuse; {@linkcode leafCell} reads the raw values. */
export function withoutRounding(metadata: FileMetaData): FileMetaData {
  return {
    ...metadata,
    schema: metadata.schema.map((element) => {
      if (!isRaw(element)) return element;
      const { converted_type: _, logical_type: __, ...raw } = element;
      return raw;
    }),
  };
}

function isRaw(
  { converted_type: type, logical_type: logical }: SchemaElement,
): boolean {
  return type === "DECIMAL" || type === "INTERVAL" || type === "BSON" ||
    logical?.type === "DECIMAL" || logical?.type === "INTERVAL" ||
    logical?.type === "GEOMETRY" || logical?.type === "GEOGRAPHY";
}

/** A value that stands by itself, as the package gives it once {@linkcode withoutRounding} has changed the schema. */
export function leafCell(value: unknown, element: SchemaElement): Cell {
  const { converted_type: type, logical_type: logical } = element;
  if (
    value instanceof Moment || value instanceof Nested ||
    value instanceof Digits || typeof value === "boolean" ||
    typeof value === "string"
  ) return value;
  if (type === "DECIMAL" || logical?.type === "DECIMAL") {
    const scale = element.scale ??
      (logical?.type === "DECIMAL" ? logical.scale : 0);
    return decimalCell(
      value instanceof Uint8Array
        ? signedBytes(value)
        : BigInt(value as number | bigint),
      scale,
    );
  }
  if (value instanceof Uint8Array) {
    return type === "INTERVAL" || logical?.type === "INTERVAL"
      ? intervalCell(value)
      : blobText(value);
  }
  if (
    type === "TIME_MILLIS" || type === "TIME_MICROS" || logical?.type === "TIME"
  ) {
    const unit = logical?.type === "TIME" ? logical.unit : null;
    const nanos = unit === "NANOS"
      ? 1n
      : unit === "MICROS" || type === "TIME_MICROS"
      ? 1_000n
      : 1_000_000n;
    return clockText(BigInt(value as number | bigint) * nanos);
  }
  if (typeof value === "bigint") return value;
  if (typeof value !== "number") return String(value);
  if (element.type === "INT32" || element.type === "INT64") {
    return BigInt(value);
  }
  return element.type === "FLOAT" ? floatCell(value) : value;
}

function signedBytes(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value << 8n | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function intervalCell(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return intervalText(
    view.getUint32(0, true),
    view.getUint32(4, true),
    BigInt(view.getUint32(8, true)) * 1_000_000n,
  );
}

/** The type of a column as weir knows it. */
export function leafType({ element, children }: SchemaTree): FieldType {
  const { converted_type: type, logical_type: logical, scale = 0 } = element;
  if (children.length > 0 || element.repetition_type === "REPEATED") {
    return "JSON";
  }
  if (type === "DECIMAL" || logical?.type === "DECIMAL") {
    const precision = element.precision ?? 38;
    if (scale > 0) return precision <= 15 ? "DOUBLE" : "NUMBER";
    return precision <= 18 ? "BIGINT" : "HUGEINT";
  }
  if (type === "DATE" || logical?.type === "DATE") return "DATE";
  if (
    logical?.type === "TIMESTAMP" || type === "TIMESTAMP_MILLIS" ||
    type === "TIMESTAMP_MICROS" || element.type === "INT96"
  ) return "TIMESTAMP";
  if (type === "INTERVAL" || logical?.type === "INTERVAL") return "INTERVAL";
  if (type === "JSON" || logical?.type === "JSON") return "JSON";
  if (
    type === "TIME_MILLIS" || type === "TIME_MICROS" || logical?.type === "TIME"
  ) return "VARCHAR";
  if (logical?.type === "FLOAT16") return "DOUBLE";
  switch (element.type) {
    case "BOOLEAN":
      return "BOOLEAN";
    case "INT32":
      return "BIGINT";
    case "INT64":
      return type === "UINT_64" ||
          logical?.type === "INTEGER" && !logical.isSigned
        ? "HUGEINT"
        : "BIGINT";
    case "FLOAT":
    case "DOUBLE":
      return "DOUBLE";
    default:
      return "VARCHAR";
  }
}
