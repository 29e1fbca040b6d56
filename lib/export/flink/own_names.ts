import { name } from "./sql_text.ts";

/** What the statements call columns and tables of their own; no field of a job is called so. */
export const FLINK_NAMES = [
  "event_time",
  "line",
  "row_place",
  "row_time",
  "session_key",
  "sessions",
  "unnested",
  "well_formed",
  "window_end",
  "window_start",
  "window_time",
] as const;

/** A name of the printer's own, quoted. */
export function ownName(own: typeof FLINK_NAMES[number]): string {
  return name(own);
}
