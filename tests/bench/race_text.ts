import { commandsText, faultsText } from "./fault_list.ts";
import type { DuelTimes, Entry, RaceResult } from "./run_race.ts";
import { median, medianRatio, megabytesASecond } from "./stats.ts";
import { tableText } from "./table_text.ts";

/** Smaller inputs are about starting, and their throughput tells nothing. */
const THROUGHPUT_BYTES = 1e6;
const NONE = "-";

/** A race as its heading, table, faults and commands. */
export function raceText(
  { race, rows, entries, duels }: RaceResult,
  folder: string,
): string {
  const heading = [
    "tool",
    "runs",
    "wall ms",
    "min-max",
    "cpu ms",
    "MB/s",
    "rows/s",
    "peak MB",
    "weir is",
  ];
  const lines = entries.map((entry) => {
    const duel = duels.find(({ duel }) => duel.peer === entry.contender);
    return entryRow(entry, race.input, duel);
  });
  const faults = entries.map(({ contender, fault }) =>
    [contender.name, fault] as const
  );
  const shown = new Set(entries.map(({ contender }) => contender.shown));
  return [
    `## ${race.title}\n`,
    `${race.about}${rows === null ? "" : ` The answer has ${rows} rows.`}\n`,
    tableText(
      [heading, ...lines],
      new Set([1, 2, 3, 4, 5, 6, 7]),
    ),
    ...faultsText(faults, folder),
    commandsText([...shown], folder),
  ].join("\n");
}

function entryRow(
  { contender, samples, fault }: Entry,
  input: { readonly bytes: number; readonly rows: number },
  duel: DuelTimes | undefined,
): string[] {
  if (samples.length === 0) {
    const why = fault?.startsWith("skipped") ? "skipped" : "failed";
    return [contender.name, why, NONE, NONE, NONE, NONE, NONE, NONE, NONE];
  }
  const walls = samples.map(({ wallMs }) => wallMs);
  const wallMs = median(walls);
  const digits = wallMs < 100 ? 1 : 0;
  const ms = (value: number) => value.toFixed(digits);
  const processor = known(
    samples.map(({ userMs, systemMs }) =>
      userMs === null || systemMs === null ? null : userMs + systemMs
    ),
  );
  const peak = known(samples.map(({ peakBytes }) => peakBytes));
  const large = input.bytes >= THROUGHPUT_BYTES;
  const rowsASecond = input.rows / (wallMs / 1000);
  return [
    contender.name,
    String(samples.length),
    ms(wallMs),
    `${ms(Math.min(...walls))}-${ms(Math.max(...walls))}`,
    processor === null ? NONE : processor.toFixed(0),
    large ? megabytesASecond(input.bytes, wallMs).toFixed(0) : NONE,
    large ? `${(rowsASecond / 1e6).toFixed(2)} M` : NONE,
    peak === null ? NONE : (peak / 1e6).toFixed(0),
    duel === undefined || duel.weirMs.length === 0
      ? NONE
      : `${medianRatio(duel.peerMs, duel.weirMs).toFixed(2)}x as fast`,
  ];
}

function known(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : median(there);
}
