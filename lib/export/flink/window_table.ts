import type { PortableWindow } from "../portable_job.ts";
import { ownName } from "./own_names.ts";
import { interval } from "./sql_text.ts";

/**
 * The windowing function of Flink over a view.
 *
 * @param rowTime The column of the time.
 * @param key The column that sessions are told apart by; `null` for none.
 */
export function windowTable(
  { span }: PortableWindow,
  view: string,
  rowTime: string,
  key: string | null,
): string {
  const time = `DESCRIPTOR(${rowTime})`;
  switch (span.kind) {
    case "tumbling":
      return call("TUMBLE", view, time, span.sizeMs);
    case "hopping":
      return call("HOP", view, time, span.everyMs, span.sizeMs);
    case "cumulate":
      return call("CUMULATE", view, time, span.stepMs, span.sizeMs);
    case "session": {
      const by = key === null ? "" : ` PARTITION BY ${key}`;
      return call("SESSION", `${view}${by}`, time, span.gapMs);
    }
  }
}

/** Where late rows are looked for. */
export interface LateRows {
  /** The table or view. */
  readonly from: string;
  /** The column of the time, and that of the line. */
  readonly rowTime: string;
  readonly line: string;
  /** What holds for its rows; `null` where it has no others. */
  readonly rows: string | null;
}

/**
 * The lines of rows that came when all their windows were complete: the last
 * of them had ended by the watermark that stood before the row.
 *
 * @returns `null` for sessions, whose end is known to Flink alone.
 */
export function lateLines(
  { span }: PortableWindow,
  { from, rowTime, line, rows }: LateRows,
): string | null {
  if (span.kind === "session") return null;
  // The last window that holds a row begins at the last step before it.
  const stepMs = span.kind === "hopping" ? span.everyMs : span.sizeMs;
  const restMs = span.sizeMs - stepMs;
  const time = ownName("window_time");
  const end = restMs === 0 ? time : `${time} + ${interval(restMs)}`;
  const late = `${end} <= CURRENT_WATERMARK(${time})`;
  return `SELECT ${line}\nFROM ${
    call("TUMBLE", from, `DESCRIPTOR(${rowTime})`, stepMs)
  }\nWHERE ${rows === null ? late : `${rows}\n  AND ${late}`}`;
}

function call(
  table: string,
  view: string,
  time: string,
  ...lengthsMs: number[]
): string {
  return `TABLE(${table}(TABLE ${view}, ${time}, ${
    lengthsMs.map(interval).join(", ")
  }))`;
}
