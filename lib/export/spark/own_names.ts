/**
 * What the queries call columns of their own; no field of a job is called so.
 * Beside them there are views, `events` and `stage_N`, and columns of the
 * reader's, which begin with `_`, as no column of a job does.
 */
export const SPARK_NAMES = [
  "event_time",
  "first_ms",
  "last_ms",
  "next_ms",
  "place",
  "session_window",
  "window",
  "window_end",
  "window_start",
] as const;

/** A name of the queries' own. */
export function ownName<Name extends typeof SPARK_NAMES[number]>(
  name: Name,
): Name {
  return name;
}

/** The time of a row, which windows and the watermark go by. */
export const EVENT_TIME = ownName("event_time");
/** Where the window of a row or of a result begins and ends. */
export const BOUNDS = [ownName("window_start"), ownName("window_end")] as const;
