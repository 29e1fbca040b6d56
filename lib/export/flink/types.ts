import type { FieldType } from "../../core/mod.ts";

/** Numbers that Flink has. */
export const NUMBERS: readonly FieldType[] = ["BIGINT", "DOUBLE", "HUGEINT"];

/** Types whose values have an order in Flink. */
export const ORDERED: readonly FieldType[] = [
  ...NUMBERS,
  "VARCHAR",
  "TIMESTAMP",
  "DATE",
];

/** All types that Flink has. */
export const VALUES: readonly FieldType[] = [...ORDERED, "BOOLEAN"];
