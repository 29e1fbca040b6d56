import type { FieldType } from "../core/mod.ts";

/** Whether a type holds numbers. */
export function isNumeric(type: FieldType): boolean {
  return type === "NUMBER" || type === "BIGINT" || type === "HUGEINT" ||
    type === "DOUBLE";
}

/** Whether values of a type are whole numbers, whatever the row. */
export function isWhole(type: FieldType): boolean {
  return type === "BIGINT" || type === "HUGEINT";
}

/** Whether a type holds moments or dates: microseconds since the epoch. */
export function isMoment(type: FieldType): boolean {
  return type === "TIMESTAMP" || type === "DATE";
}

const NUMERIC_ORDER: readonly FieldType[] = [
  "BOOLEAN",
  "BIGINT",
  "HUGEINT",
  "NUMBER",
  "DOUBLE",
];

/**
 * The type that values of two types are brought to where they meet in one
 * column: branches of CASE, arguments of coalesce; `null` where DuckDB asks
 * for a cast too.
 */
export function commonType(
  left: FieldType,
  right: FieldType,
): FieldType | null {
  if (left === right || right === "NULL") return left;
  if (left === "NULL") return right;
  if (left === "ANY") return right;
  if (right === "ANY") return left;
  const a = NUMERIC_ORDER.indexOf(left);
  const b = NUMERIC_ORDER.indexOf(right);
  if (a >= 0 && b >= 0) return NUMERIC_ORDER[Math.max(a, b)]!;
  if (isMoment(left) && isMoment(right)) return "TIMESTAMP";
  if (isTextual(left) && isTextual(right)) return "VARCHAR";
  return null;
}

/** The type that two values are compared as; `null` where they cannot be. */
export function comparedType(
  left: FieldType,
  right: FieldType,
): FieldType | null {
  const common = commonType(left, right);
  if (common !== null) return common;
  if (left === "VARCHAR" && right !== "JSON") return right;
  if (right === "VARCHAR" && left !== "JSON") return left;
  return null;
}

function isTextual(type: FieldType): boolean {
  return type === "VARCHAR" || type === "JSON";
}

/** A type that a cast can name, and the range of whole numbers that it has. */
export interface CastTarget {
  /** The type of the result. */
  readonly type: FieldType;
  /** The type's own name in DuckDB, which may be narrower: `INTEGER`. */
  readonly name: string;
  /** Least and greatest whole number, for types narrower than the result. */
  readonly range: readonly [bigint, bigint] | null;
}

function whole(name: string, bits: number): CastTarget {
  const range = [
    -(2n ** BigInt(bits - 1)),
    2n ** BigInt(bits - 1) - 1n,
  ] as const;
  return { type: "BIGINT", name, range };
}

function plain(type: FieldType): CastTarget {
  return { type, name: type, range: null };
}

const TARGETS: readonly (readonly [CastTarget, string])[] = [
  [plain("BIGINT"), "BIGINT INT8 LONG"],
  [whole("INTEGER", 32), "INTEGER INT INT4 SIGNED"],
  [whole("SMALLINT", 16), "SMALLINT INT2 SHORT"],
  [whole("TINYINT", 8), "TINYINT INT1"],
  [plain("HUGEINT"), "HUGEINT INT128"],
  [plain("DOUBLE"), "DOUBLE FLOAT8"],
  [plain("VARCHAR"), "VARCHAR TEXT STRING CHAR BPCHAR CHARACTER"],
  [plain("BOOLEAN"), "BOOLEAN BOOL LOGICAL"],
  [plain("TIMESTAMP"), "TIMESTAMP DATETIME TIMESTAMP_US"],
  [plain("DATE"), "DATE"],
  [plain("INTERVAL"), "INTERVAL"],
  [plain("JSON"), "JSON"],
];

const BY_NAME: ReadonlyMap<string, CastTarget> = new Map(
  TARGETS.flatMap(([target, names]) =>
    names.split(" ").map((name) => [name, target] as const)
  ),
);

/** What a cast to a type, by any of its names, gives; `null` where weir has no such type. */
export function castTarget(name: string): CastTarget | null {
  return BY_NAME.get(name) ?? null;
}

/**
 * The type that `--types` declares by a name: any that a cast can name and a
 * column can hold; `null` where it is none.
 */
export function declaredType(name: string): FieldType | null {
  const target = castTarget(name.trim().toUpperCase());
  if (target === null || target.type === "INTERVAL") return null;
  return target.type;
}

/** The names of types that a cast can name, for the nearest one. */
export function castTargetNames(): readonly string[] {
  return [...BY_NAME.keys()];
}

/** What to write instead of types that weir has not. */
export const INSTEAD_OF_TYPE: Readonly<Record<string, string>> = {
  FLOAT: "Write DOUBLE",
  FLOAT4: "Write DOUBLE",
  REAL: "Write DOUBLE",
  DECIMAL: "Write DOUBLE, or round(x, digits)",
  DEC: "Write DOUBLE, or round(x, digits)",
  NUMERIC: "Write DOUBLE, or round(x, digits)",
  UTINYINT: "Write BIGINT",
  USMALLINT: "Write BIGINT",
  UINTEGER: "Write BIGINT",
  UBIGINT: "Write HUGEINT",
  UHUGEINT: "Write HUGEINT",
  "TIMESTAMP WITH TIME ZONE": "Write TIMESTAMP: every moment is UTC",
  TIMESTAMPTZ: "Write TIMESTAMP: every moment is UTC",
  TIME: "Write strftime(moment, '%H:%M:%S')",
  NUMBER: "Write BIGINT or DOUBLE",
};
