import type { PortableStep } from "../portable_job.ts";
import { ownName } from "./own_names.ts";
import { indented, name } from "./sql_text.ts";

type Aggregate = PortableStep & { readonly kind: "aggregate" };

/** The columns of the bounds of windows. */
export const BOUNDS = ["window_start", "window_end"] as const;
/** The keys of a session in one column: a view of Flink 2.2 cannot hold a session of several. */
export const SESSION_KEY: string = ownName("session_key");

/** Whether a column is a bound of windows. */
export function isBound(column: string): boolean {
  return column === BOUNDS[0] || column === BOUNDS[1];
}

/** SELECT, a column a line. */
export function select(columns: readonly string[], from: string): string {
  const list = columns.map(indented).join(",\n");
  const what = columns.length === 1 && columns[0] === "*" ? " *" : `\n${list}`;
  return `SELECT${what}\nFROM ${from}`;
}

/** A column and what is in it. */
export interface Computed {
  /** Its name, quoted. */
  readonly column: string;
  /** Its value. */
  readonly sql: string;
}

/**
 * SELECT of all columns and of values that are computed once a row. What a
 * view computes otherwise, Flink computes again wherever the view is read; it
 * does not look behind UNNEST.
 */
export function selectOnce(values: readonly Computed[], from: string): string {
  const list = values.map(({ sql }) => indented(sql)).join(",\n");
  const names = values.map(({ column }) => column).join(", ");
  const made = `${ownName("unnested")} (${names})`;
  return `SELECT *\nFROM ${from}\nCROSS JOIN UNNEST(ARRAY[ROW(\n${list}\n)]) AS ${made}`;
}

/** GROUP BY; nothing where there are no columns. */
export function groupBy(columns: readonly string[]): string {
  return columns.length === 0 ? "" : `\nGROUP BY ${columns.join(", ")}`;
}

/** Sessions of several keys, which stand in one column and are taken out of it again. */
export function selectKeys(
  { keys, calls: made }: Aggregate,
  calls: readonly string[],
  table: string,
): string {
  const bounds = BOUNDS.map(name);
  const grouped = [...bounds, SESSION_KEY];
  const outer = [
    ...bounds,
    ...keys.map(({ column }) =>
      `${ownName("sessions")}.${SESSION_KEY}.${name(column)} AS ${name(column)}`
    ),
    ...made.map(({ column }) => name(column)),
  ];
  const inner = [...grouped, ...calls].map((column) => `    ${column}`)
    .join(",\n");
  return select(
    outer,
    `(\n  SELECT\n${inner}\n  FROM ${table}\n  GROUP BY ${
      grouped.join(", ")
    }\n) AS ${ownName("sessions")}`,
  );
}
