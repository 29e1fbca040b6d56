import { Fault, type Path } from "../../core/mod.ts";
import type { PortableJob } from "../portable_job.ts";
import type { Connections } from "../target.ts";
import type { JobLayout } from "./layout.ts";
import { momentFrom } from "./moments.ts";
import { readText } from "./read_text.ts";
import { LINE, rowFormat } from "./row_format.ts";
import { indented, interval, name, text } from "./sql_text.ts";

/** The table that rows come from. */
export const INPUT: string = name("input");
/** The view of rows that can be read. */
export const EVENTS: string = name("events");
const EVENT_TIME = name("event_time");
const ROW_TIME = name("row_time");
/** What rows without a time have where Flink must have one: before all moments, so that it moves no watermark. */
const NO_TIME = "TIMESTAMP '0001-01-01 00:00:00.000'";

/** The statements that read rows, and what of them others need. */
export interface SourceSql {
  /** CREATE TABLE of the input. */
  readonly table: string;
  /** CREATE VIEW of the rows that can be read. */
  readonly view: string;
  /** A condition on lines of the input that cannot be read as rows; `null` where all can. */
  readonly bad: string | null;
}

/** The column that windows are made of: moved back where windows have an offset. */
export function rowTimeOf({ shiftMs }: JobLayout): string {
  return shiftMs === 0 ? EVENT_TIME : ROW_TIME;
}

/**
 * Prints how rows are read: each line as it comes, with the event time beside
 * it, then the fields.
 */
export function printSource(
  job: PortableJob,
  layout: JobLayout,
  connections: Connections,
): SourceSql {
  // Of a file, the first line may begin with a byte order mark.
  const marked = connections.input.kind === "files";
  const raw = marked ? `LTRIM(${LINE}, ${text("\ufeff")})` : LINE;
  const format = rowFormat(job.input, raw);
  const inner = rowFormat(job.input);
  const rowTime = rowTimeOf(layout);
  const columns = [`${LINE} STRING`];
  let sound = format.wellFormed;
  let unsound = sound === null ? null : `(${sound}) IS NOT TRUE`;
  if (job.time !== null) {
    const read = momentFrom(format.field(job.time.path), job.time.form);
    const moved = layout.shiftMs === 0
      ? read
      : `${read} - ${interval(layout.shiftMs)}`;
    const guarded = sound === null
      ? moved
      : `CASE WHEN ${sound}\nTHEN ${moved}\nEND`;
    if (layout.watermarked) {
      columns.push(
        "-- A row without a time gets one before all others, which moves no\n" +
          "-- watermark: NULL would fail the job.\n" +
          `${rowTime} AS COALESCE(\n${indented(guarded)},\n  ${NO_TIME}\n)`,
        watermark(rowTime, layout),
      );
      sound = `${rowTime} > ${NO_TIME}`;
      unsound = `${rowTime} = ${NO_TIME}`;
    } else {
      columns.push(`${rowTime} AS ${guarded}`);
      sound = `${rowTime} IS NOT NULL`;
      unsound = `${rowTime} IS NULL`;
    }
  }
  const rows = [
    inner.row,
    ...(sound === null ? [] : [job.time === null ? inner.wellFormed! : sound]),
  ];
  const from = marked
    ? `(\n  SELECT ${raw} AS ${LINE}${
      job.time === null ? "" : `, ${rowTime}`
    }\n  FROM ${INPUT}\n)`
    : INPUT;
  return {
    table: `CREATE TEMPORARY TABLE ${INPUT} (\n${
      columns.map(indented).join(",\n")
    }\n) WITH (\n${withSettings(inputSettings(connections))}\n)`,
    view: `CREATE TEMPORARY VIEW ${EVENTS} AS\nSELECT\n${
      selected(job, layout, inner.field).map(indented).join(",\n")
    }\nFROM ${from}\nWHERE ${rows.join("\n  AND ")}`,
    bad: unsound === null ? null : `${format.row}\n  AND ${unsound}`,
  };
}

function selected(
  job: PortableJob,
  layout: JobLayout,
  field: (path: Path) => string,
): string[] {
  const columns = [LINE];
  if (job.time !== null) {
    columns.push(
      ...(layout.shiftMs === 0 ? [EVENT_TIME] : [
        ROW_TIME,
        `${ROW_TIME} + ${interval(layout.shiftMs)} AS ${EVENT_TIME}`,
      ]),
    );
  }
  for (const { column, path, type, form, line } of job.columns) {
    const value = line ? LINE : readText(field(path), type, form);
    if (value === null) {
      throw new Fault(
        "export/P006",
        `cannot move ${
          path.join(".")
        } to Flink: it has no ${type} that means the same`,
        { mend: "Name the members that you need by their paths" },
      );
    }
    columns.push(`${value} AS ${name(column)}`);
  }
  return columns;
}

/** One millisecond more than the delay, since a window of Flink closes one before its end; two for sessions, which take a row at their end. */
function watermark(rowTime: string, { window }: JobLayout): string {
  const delayMs = window?.delayMs ?? null;
  if (delayMs === null) {
    return "-- Windows wait for the end of the input.\n" +
      `WATERMARK FOR ${rowTime} AS ${rowTime} - INTERVAL '1000' YEAR(4)`;
  }
  const [extra, when] = window?.span.kind === "session"
    ? [2, "has passed"]
    : [1, "reaches"];
  return `-- A delay of ${delayMs} ms, and ${extra} more, so that windows leave when the newest time\n` +
    `-- less the delay ${when} their end, not a millisecond before.\n` +
    `WATERMARK FOR ${rowTime} AS ${rowTime} - ${interval(delayMs + extra)}`;
}

function inputSettings({ input }: Connections): [string, string][] {
  if (input.kind === "files") {
    return [
      ["connector", "filesystem"],
      ["path", fileUrl(input.path)],
      ["format", "raw"],
    ];
  }
  return [
    ["connector", "kafka"],
    ["topic", input.topic],
    ["properties.bootstrap.servers", input.brokers],
    ["properties.group.id", input.group],
    [
      "scan.startup.mode",
      input.start === "earliest" ? "earliest-offset" : "latest-offset",
    ],
    // Each record moves the watermark, whatever the interval is set to.
    ["scan.watermark.emit.strategy", "on-event"],
    ["format", "raw"],
  ];
}

/** The lines of a WITH. */
export function withSettings(
  settings: readonly (readonly [string, string])[],
): string {
  return settings.map(([key, value]) => `  ${text(key)} = ${text(value)}`)
    .join(",\n");
}

/** A path as Flink reads it: what names no file system is a local one. */
export function fileUrl(path: string): string {
  return /^[a-z][a-z0-9+.-]*:/iu.test(path) ? path : `file://${path}`;
}
