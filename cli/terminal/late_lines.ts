import type { LateReport } from "../../lib/stream/mod.ts";
import { durationText } from "../../lib/time/mod.ts";
import {
  delayText,
  keepingDelayUs,
  type Lateness,
} from "../../lib/window/mod.ts";
import { countText } from "./amounts.ts";

const SECOND_US = 1_000_000;
const MINUTE_US = 60 * SECOND_US;
const HOUR_US = 60 * MINUTE_US;
const DAY_US = 24 * HOUR_US;

/** Up to which lateness rows are counted together. */
const LIMITS_US = [
  1_000,
  10_000,
  100_000,
  ...[1, 2, 5, 10, 30].map((count) => count * SECOND_US),
  ...[1, 2, 5, 10, 30].map((count) => count * MINUTE_US),
  ...[1, 2, 6, 12].map((count) => count * HOUR_US),
  ...[1, 2, 7, 30].map((count) => count * DAY_US),
  Infinity,
];

/** A bar is no longer than this. */
const LONGEST_BAR = 40;
/** The part of the late rows that a delay is worth told for. */
const NEARLY_ALL = 0.999;

/** What late rows are told with. */
export interface LateLinesOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  /** How long windows wait for rows out of order, less what they are kept for afterwards (`--lateness`). */
  readonly delayUs: number;
}

/** How many rows of a window stage were late, how late they were, and the delay that would have kept them. */
export function lateLines(
  { counts, lateness, refires }: LateReport,
  { columns, delayUs }: LateLinesOptions,
): string[] {
  const lines = [`  late       ${countText(counts.late)}`];
  const delay = (byUs: number) => delayText(keepingDelayUs(delayUs, byUs));
  if (counts.late > 0) {
    const [nearly, all] = [
      delay(lateness.quantileUs(NEARLY_ALL)),
      delay(lateness.mostUs),
    ];
    lines.push(...bars(lateness, columns).map((line) => `    ${line}`));
    if (nearly !== all) {
      lines.push(`    --watermark ${nearly} would have kept 99.9 % of them`);
    }
    lines.push(`    --watermark ${all} would have kept all`);
  }
  const more: readonly (readonly [string, number])[] = [
    ["partly late", counts.partlyLate],
    ["refired", counts.refiring],
    ["outside", counts.outside],
  ];
  for (const [name, count] of more) {
    if (count === 0) continue;
    const answers = name === "refired"
      ? ` in ${countText(refires)} answer${refires === 1 ? "" : "s"}`
      : "";
    lines.push(`  ${name.padEnd(9)}  ${countText(count)}${answers}`);
  }
  if (counts.missedByUs > lateness.mostUs) {
    lines.push(
      `  --watermark ${
        delay(counts.missedByUs)
      } would have kept every row in all of its windows`,
    );
  }
  return lines;
}

/** A histogram: a line for each span of lateness from the first that has rows to the last. */
function bars(lateness: Lateness, columns: number): string[] {
  const counts = LIMITS_US.map(() => 0);
  for (const { fromUs, rows } of lateness.steps()) {
    counts[LIMITS_US.findIndex((limitUs) => fromUs <= limitUs)]! += rows;
  }
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  const shown = counts.slice(first, last + 1);
  const most = Math.max(...shown);
  const labels = LIMITS_US.slice(first, last + 1).map(limitText);
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const countWidth = countText(most).length;
  const room = Math.max(
    0,
    Math.min(LONGEST_BAR, columns - labelWidth - countWidth - 9),
  );
  return shown.map((count, at) => {
    // A few rows of very many are still to be seen.
    const length = count === 0
      ? 0
      : Math.max(1, Math.round(room * count / most));
    const bar = "#".repeat(Math.min(room, length));
    return `${labels[at]!.padEnd(labelWidth)}  ${
      countText(count).padStart(countWidth)
    }  ${bar}`.trimEnd();
  });
}

function limitText(limitUs: number): string {
  if (limitUs === Infinity) return "more";
  const days = Math.floor(limitUs / DAY_US);
  return `to ${durationText({ months: 0, days, us: limitUs % DAY_US })}`;
}
