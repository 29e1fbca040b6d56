import type { PortableWindow } from "../portable_job.ts";
import { BOUNDS, EVENT_TIME, ownName } from "./own_names.ts";
import { spanText, sqlText } from "./text.ts";

type Span = PortableWindow["span"];
/** Windows that Spark has a function for. */
type KnownSpan = Exclude<Span, { kind: "cumulate" }>;

/** Spark's function of a window, and the column that grouping by it makes. */
export function windowName({ kind }: KnownSpan): string {
  return ownName(kind === "session" ? "session_window" : "window");
}

/** A call of that function, over the event time. */
export function windowCall(span: KnownSpan): string {
  const name = windowName(span);
  const length = (ms: number) => sqlText(spanText(ms));
  switch (span.kind) {
    case "tumbling": {
      const size = length(span.sizeMs);
      return span.offsetMs === 0
        ? `${name}(${EVENT_TIME}, ${size})`
        : `${name}(${EVENT_TIME}, ${size}, ${size}, ${length(span.offsetMs)})`;
    }
    case "hopping":
      return `${name}(${EVENT_TIME}, ${length(span.sizeMs)}, ${
        length(span.everyMs)
      }${span.offsetMs === 0 ? "" : `, ${length(span.offsetMs)}`})`;
    case "session":
      return `${name}(${EVENT_TIME}, ${length(span.gapMs)})`;
  }
}

/** Rows once for each window that holds them, of those that begin together and grow by a step. */
export function cumulated(
  view: string,
  { sizeMs, stepMs, offsetMs }: Span & { readonly kind: "cumulate" },
): string {
  const [start, end] = BOUNDS;
  const [first, next, last] = [
    ownName("first_ms"),
    ownName("next_ms"),
    ownName("last_ms"),
  ];
  const time = `unix_millis(${EVENT_TIME})`;
  const since = offsetMs === 0 ? time : `${time} - ${offsetMs}L`;
  return `(
  SELECT
    *,
    timestamp_millis(${first}) AS ${start},
    timestamp_millis(${last}) AS ${end}
  FROM (
    SELECT *, explode(sequence(${next}, ${first} + ${sizeMs}L, ${stepMs}L)) AS ${last}
    FROM (
      SELECT
        *,
        ${time} - pmod(${since}, ${sizeMs}L) AS ${first},
        ${time} - pmod(${since}, ${stepMs}L) + ${stepMs}L AS ${next}
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
  WHEN ${EVENT_TIME} < TIMESTAMP '0001-01-01 00:00:00Z' THEN FALSE
  ELSE ${condition.replaceAll("\n", "\n  ")}
END`;
}
