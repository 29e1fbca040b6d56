import {
  bytesText,
  countText,
  elapsedText,
  percentText,
} from "../terminal/amounts.ts";
import type { NexmarkQuery, PendingQuery } from "./queries/mod.ts";
import type { QueryResult } from "./run_query.ts";
import type { WrittenStream } from "./write_stream.ts";

/** A column of the table: its name, and how wide it is; numbers stand at its right. */
const COLUMNS = [
  ["query", -5],
  ["answers", -19],
  ["before end", 10],
  ["rows", 9],
  ["late", 6],
  ["time", 7],
  ["events/s", 11],
  ["state", 8],
  ["bytes/event", 11],
] as const;

/** The stream, in words. */
export function streamText(
  { seed, events, rate }: {
    readonly seed: number;
    readonly events: number;
    readonly rate: number;
  },
  { late, spanUs, bytes }: WrittenStream,
): string {
  return `Nexmark: ${countText(events)} events (${
    bytesText(bytes)
  }) of seed ${seed}, ${rate} a second of event time: ${
    elapsedText(spanUs / 1_000)
  }. ${countText(late)} of them come late.\n\n`;
}

/** The names of the columns. */
export function headerText(): string {
  return row(COLUMNS.map(([name]) => name));
}

/** What one query did, as a row of the table. */
export function resultText(result: QueryResult): string {
  const { seconds, events, stateBytes } = result;
  return row([
    result.name,
    result.answers,
    result.rows === 0 ? "-" : percentText(result.early, 1),
    countText(result.rows),
    countText(result.late),
    elapsedText(seconds * 1_000),
    countText(Math.round(events / Math.max(seconds, 1e-6))),
    stateBytes === 0 ? "none" : bytesText(stateBytes).replace(" bytes", " B"),
    stateBytes === 0 ? "0" : perEvent(stateBytes / Math.max(events, 1)),
  ]);
}

/** What weir needs so that queries answer as events come which now wait for the end of the input. */
export function needsText(queries: readonly NexmarkQuery[]): string {
  const byNeed = Map.groupBy(queries, ({ needs }) => needs);
  const lines = [...byNeed].flatMap(([needs, of]) =>
    needs === undefined
      ? []
      : [`  ${of.map(({ name }) => name).join(" ")}: ${needs}\n`]
  );
  return lines.length === 0
    ? ""
    : `\nTo answer as events come, and not at the end, it needs:\n${
      lines.join("")
    }`;
}

/** Queries that weir cannot run yet, and what it needs for them. */
export function pendingText(queries: readonly PendingQuery[]): string {
  if (queries.length === 0) return "";
  const lines = queries.map(({ name, asks, needs }) =>
    `  ${name}, ${asks}: ${needs}\n`
  );
  return `\nTo run at all, it needs:\n${lines.join("")}`;
}

function row(cells: readonly string[]): string {
  const text = cells.map((cell, at) => {
    const [, width] = COLUMNS[at]!;
    return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
  });
  return `${text.join("  ").trimEnd()}\n`;
}

function perEvent(bytes: number): string {
  return bytes < 10 ? bytes.toFixed(2) : countText(Math.round(bytes));
}
