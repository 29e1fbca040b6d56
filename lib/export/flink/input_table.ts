import type { Connections } from "../target.ts";
import type { JobLayout } from "./layout.ts";
import { LINE } from "./row_format.ts";
import { ownName } from "./own_names.ts";
import { indented, interval, name, text } from "./sql_text.ts";

/** The table that rows come from. */
export const INPUT: string = name("input");
/** The columns of the event time, and of the time that windows are made of where it is another. */
export const EVENT_TIME: string = ownName("event_time");
export const ROW_TIME: string = ownName("row_time");
/** What rows without a time have where Flink must have one: before all moments, so that it moves no watermark. */
export const NO_TIME = "TIMESTAMP '0001-01-01 00:00:00.000'";

/** The column that windows are made of: moved back where windows have an offset. */
export function rowTimeOf({ shiftMs }: JobLayout): string {
  return shiftMs === 0 ? EVENT_TIME : ROW_TIME;
}

/**
 * CREATE TABLE of the input, a line a row.
 *
 * @param time The time of a row, NULL where it has none; `null` where no watermark is made of it.
 */
export function inputTable(
  layout: JobLayout,
  connections: Connections,
  time: string | null,
): string {
  const rowTime = rowTimeOf(layout);
  const columns = [`${LINE} STRING`];
  if (time !== null) {
    columns.push(
      "-- A row without a time gets one before all others, which moves no\n" +
        "-- watermark: NULL would fail the job.\n" +
        `${rowTime} AS COALESCE(\n${indented(time)},\n  ${NO_TIME}\n)`,
      watermark(rowTime, layout),
    );
  }
  return `CREATE TEMPORARY TABLE ${INPUT} (\n${
    columns.map(indented).join(",\n")
  }\n) WITH (\n${withSettings(inputSettings(connections))}\n)`;
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
