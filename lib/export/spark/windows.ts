import type { PortableWindow } from "../portable_job.ts";
import { spanText, sqlText } from "./text.ts";

type Span = PortableWindow["span"];

/** Spark's function of a window, over the event time. */
export function windowCall(span: Exclude<Span, { kind: "cumulate" }>): string {
  const length = (ms: number) => sqlText(spanText(ms));
  switch (span.kind) {
    case "tumbling": {
      const size = length(span.sizeMs);
      return span.offsetMs === 0
        ? `window(event_time, ${size})`
        : `window(event_time, ${size}, ${size}, ${length(span.offsetMs)})`;
    }
    case "hopping":
      return `window(event_time, ${length(span.sizeMs)}, ${
        length(span.everyMs)
      }${span.offsetMs === 0 ? "" : `, ${length(span.offsetMs)}`})`;
    case "session":
      return `session_window(event_time, ${length(span.gapMs)})`;
  }
}

/** Rows once for each window that holds them, of those that begin together and grow by a step. */
export function cumulated(
  view: string,
  { sizeMs, stepMs, offsetMs }: Span & { readonly kind: "cumulate" },
): string {
  const time = "unix_millis(event_time)";
  const since = offsetMs === 0 ? time : `${time} - ${offsetMs}L`;
  return `(
  SELECT
    *,
    timestamp_millis(first_ms) AS window_start,
    timestamp_millis(last_ms) AS window_end
  FROM (
    SELECT *, explode(sequence(next_ms, first_ms + ${sizeMs}L, ${stepMs}L)) AS last_ms
    FROM (
      SELECT
        *,
        ${time} - pmod(${since}, ${sizeMs}L) AS first_ms,
        ${time} - pmod(${since}, ${stepMs}L) + ${stepMs}L AS next_ms
      FROM ${view}
    )
  )
)`;
}

/**
 * A condition that stays above the watermark.
 *
 * Spark moves filters below it where they do not name the event time, and rows
 * that are filtered would no longer move the watermark.
 */
export function guarded(condition: string): string {
  return `CASE
  WHEN event_time < TIMESTAMP '0001-01-01 00:00:00Z' THEN FALSE
  ELSE ${condition.replaceAll("\n", "\n  ")}
END`;
}
