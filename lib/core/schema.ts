/**
 * The type of a field or expression, in DuckDB's words, and two of our own.
 *
 * - `ANY`: each row brings the kind that its own bytes have (V1); nothing has
 *   asked for more.
 * - `NUMBER`: used as a number but not declared: an exact integer where the
 *   value is whole, else a double. A window goes to DuckDB as BIGINT where all
 *   its values are whole, else as DOUBLE.
 */
export type FieldType =
  | "ANY"
  | "NULL"
  | "BOOLEAN"
  | "NUMBER"
  | "BIGINT"
  | "HUGEINT"
  | "DOUBLE"
  | "VARCHAR"
  | "TIMESTAMP"
  | "DATE"
  | "INTERVAL"
  | "JSON";

/** The name and type of one column. */
export interface Field {
  /** The name, exactly as the input or the user wrote it. */
  readonly name: string;
  /** The type that the plan gives it. */
  readonly type: FieldType;
}

/** Way into a nested value: names of members and, counted from 1, positions in lists. */
export type Path = readonly (string | number)[];
