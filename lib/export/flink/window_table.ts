import type { PortableWindow } from "../portable_job.ts";
import { interval, name } from "./sql_text.ts";

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

/**
 * The lines of rows that came when all their windows were complete: the last
 * of them had ended by the watermark that stood before the row.
 *
 * @returns `null` for sessions, whose end is known to Flink alone.
 */
export function lateLines(
  { span }: PortableWindow,
  view: string,
  rowTime: string,
  line: string,
): string | null {
  if (span.kind === "session") return null;
  // The last window that holds a row begins at the last step before it.
  const stepMs = span.kind === "hopping" ? span.everyMs : span.sizeMs;
  const restMs = span.sizeMs - stepMs;
  const time = name("window_time");
  const end = restMs === 0 ? time : `${time} + ${interval(restMs)}`;
  return `SELECT ${line}\nFROM ${
    call("TUMBLE", view, `DESCRIPTOR(${rowTime})`, stepMs)
  }\nWHERE ${end} <= CURRENT_WATERMARK(${time})`;
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
