import type { FieldType } from "../../core/mod.ts";

/** Numbers that Spark has. */
export const NUMBERS: readonly FieldType[] = ["BIGINT", "HUGEINT", "DOUBLE"];

/** Types whose values Spark keeps and compares as weir does. */
export const PLAIN_TYPES: ReadonlySet<FieldType> = new Set([
  ...NUMBERS,
  "BOOLEAN",
  "VARCHAR",
  "TIMESTAMP",
  "DATE",
  "NULL",
]);

/** The name of a type in Spark; `null` where it has none. */
export function sparkType(type: FieldType): string | null {
  switch (type) {
    case "VARCHAR":
      return "STRING";
    case "HUGEINT":
      return "DECIMAL(38, 0)";
    case "NULL":
      return "STRING";
    default:
      return PLAIN_TYPES.has(type) ? type : null;
  }
}
