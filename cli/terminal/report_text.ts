import type {
  InputReport,
  PlannedWindow,
  RunReport,
  StageReport,
} from "../../lib/pipeline/mod.ts";
import { spanText } from "../../lib/pipeline/mod.ts";
import type { HeldReport, StepReport } from "../../lib/stream/mod.ts";
import { durationText, formatTimestamp } from "../../lib/time/mod.ts";
import { delayText } from "../../lib/window/mod.ts";
import { bytesText, countText } from "./amounts.ts";
import { shownText } from "./escape.ts";
import { lateLines } from "./late_lines.ts";

/** Inputs that are told of one by one; of more, only those that are not over. */
const INPUTS = 12;
const SECOND_US = 1_000_000;
const MINUTE_US = 60 * SECOND_US;
const DAY_US = 1_440 * MINUTE_US;

/** What a report is told with. */
export interface ReportTextOptions {
  /** Columns of the terminal: bars are no longer. */
  readonly columns: number;
}

/**
 * How far a run is and what it holds, as lines: event time and the inputs, then
 * for each window stage its watermark, its windows and its late rows.
 *
 * @returns Lines, the last one ended; empty where no stage asks for event time and nothing is held.
 */
export function reportText(
  report: RunReport,
  options: ReportTextOptions,
): string {
  const lines = report.reached === null ? [] : timeLines(report);
  for (const block of blocks(report.stages)) {
    lines.push(...blockLines(block, report, options));
  }
  return lines.map((line) => `${line}\n`).join("");
}

function timeLines(report: RunReport): string[] {
  const { newestUs, newestRowUs } = report.reached!;
  if (newestUs === -Infinity) return ["event time  no row has had one"];
  const byClock = report.stages.some(({ planned, report: { reached } }) =>
    planned?.kind === "window" && planned.window.processingTime &&
    reached === report.reached
  );
  const lines = [
    byClock
      ? `processing time  ${formatTimestamp(newestUs)}`
      : `event time  ${formatTimestamp(newestRowUs)}, the newest row`,
  ];
  if (newestUs > newestRowUs) {
    lines.push(
      `  the clock has moved it on to ${
        formatTimestamp(newestUs)
      }, since the input is silent`,
    );
  }
  // What is over when a file is read has nothing to do with the clock.
  if (report.live) {
    const behindUs = report.nowUs - newestUs;
    lines.push(
      `  ${lengthText(Math.abs(behindUs))} ${
        behindUs < 0 ? "ahead of" : "behind"
      } the clock`,
    );
  }
  return [...lines, ...inputLines(report.inputs)];
}

function inputLines(inputs: readonly InputReport[]): string[] {
  const shown = inputs.length <= INPUTS
    ? inputs
    : inputs.filter(({ state }) => state === "open" || state === "silent")
      .slice(0, INPUTS);
  const names = shown.map(({ name }) =>
    name === "-" ? "stdin" : shownText(name)
  );
  const width = Math.max(0, ...names.map((name) => name.length));
  const lines = shown.map((input, at) =>
    `  ${names[at]!.padEnd(width)}  ${inputText(input, inputs.length)}`
  );
  const others = inputs.length - shown.length;
  if (others > 0) {
    const ended = inputs.filter(({ state }) => state === "ended").length;
    lines.push(
      `  and ${countText(others)} more, of which ${countText(ended)} ended`,
    );
  }
  return lines;
}

function inputText(
  { state, newestUs, holds }: InputReport,
  inputs: number,
): string {
  const at = inputs === 1 || newestUs === -Infinity
    ? ""
    : `${formatTimestamp(newestUs)}  `;
  switch (state) {
    case "ended":
      return `${at}ended`;
    case "due":
      return `${at}to be read later`;
    case "silent":
      return inputs === 1
        ? "silent: windows complete by the clock"
        : `${at}silent: the others go on without it`;
    case "open":
      return `${at}${holds ? "open: the watermark waits for it" : "open"}`;
  }
}

/** What belongs to one window stage, or to a stage that holds the whole input. */
interface Block {
  readonly window: PlannedWindow | null;
  readonly title: string;
  readonly reached: StepReport["reached"];
  readonly late: StepReport["late"];
  readonly held: HeldReport | undefined;
}

/** Late rows of plain windows are told by the step before the one that holds them. */
function blocks(stages: readonly StageReport[]): Block[] {
  const made: Block[] = [];
  let waiting = null as Block | null;
  for (const { planned, report } of stages) {
    if (planned === null) continue;
    if (planned.kind === "window") {
      const before = waiting;
      waiting = {
        window: planned.window,
        title: `window ${spanText(planned.window)}`,
        reached: report.reached ?? before?.reached,
        late: report.late ?? before?.late,
        held: undefined,
      };
      continue;
    }
    const window = planned.kind === "fold" || planned.kind === "gather"
      ? planned.window
      : null;
    made.push({
      window,
      title: window === null
        ? TITLES[planned.kind] ?? planned.kind
        : `window ${spanText(window)}`,
      reached: report.reached ?? waiting?.reached,
      late: report.late ?? (window === null ? undefined : waiting?.late),
      held: report.held,
    });
    if (window !== null) waiting = null;
  }
  // Another weir completes these windows.
  return waiting === null ? made : [...made, waiting];
}

const TITLES: Readonly<Record<string, string>> = {
  fold: "groups of all rows",
  gather: "rows of the whole input",
  sql: "rows on their way to DuckDB",
};

function blockLines(
  { window, title, reached, late, held }: Block,
  report: RunReport,
  options: ReportTextOptions,
): string[] {
  if (window === null) {
    return held === undefined || held.rows === 0
      ? []
      : [title, `  held  ${heldText(held)}`];
  }
  const read = report.stages.find(({ planned }) => planned === null)
    ?.report.reached?.newestUs ?? -Infinity;
  const newestUs = Math.max(reached?.newestUs ?? -Infinity, read);
  const lines = [title, `  ${watermarkText(window, newestUs)}`];
  if (held !== undefined) {
    lines.push(
      `  completed  ${countText(held.completed)}`,
      `  ${window.latenessUs > 0 ? "kept" : "open"}       ${
        countText(held.windows ?? 0)
      }${held.windows === 0 ? "" : ` (${heldText(held)})`}`,
      ...held.oldest.map((open) => `    ${openText(open)}`),
    );
    const more = (held.windows ?? 0) - held.oldest.length;
    if (more > 0) lines.push(`    and ${countText(more)} more`);
  }
  if (late !== undefined) {
    lines.push(
      ...lateLines(late, {
        ...options,
        delayUs: (window.delayUs ?? 0) - window.latenessUs,
      }),
    );
  }
  return lines;
}

function watermarkText(window: PlannedWindow, newestUs: number): string {
  const { span, delayUs } = window;
  if (span.kind === "count" || span.kind === "predicate") {
    return "complete with their last row";
  }
  if (delayUs === null || span.kind === "global") {
    return "complete when the input ends";
  }
  if (window.perKeyClock) {
    return `complete by the newest row of their key, less ${
      delayText(delayUs)
    }`;
  }
  if (newestUs === -Infinity) return "none is complete: no row has come";
  const watermark = formatTimestamp(newestUs - delayUs);
  return window.processingTime
    ? `complete up to ${watermark}, by the clock`
    : `watermark  ${watermark}, ${
      delayUs === 0 ? "the newest row" : `${delayText(delayUs)} behind it`
    }`;
}

function openText(
  { startUs, endUs, key, rows, bytes }: HeldReport["oldest"][number],
): string {
  const keys = key.length === 0 ? "" : `  ${key.map(shownText).join(", ")}`;
  return `${formatTimestamp(startUs)} to ${formatTimestamp(endUs)}  ${
    rowsText(rows)
  }, ${memoryText(bytes)}${keys}`;
}

function heldText({ rows, bytes }: HeldReport): string {
  return `${rowsText(rows)}, ${memoryText(bytes)}`;
}

/** Memory is grown in steps, and so is known roughly. */
function memoryText(bytes: number): string {
  return bytes < 10_000 ? "under 10 kB" : bytesText(bytes);
}

function rowsText(rows: number): string {
  return `${countText(rows)} row${rows === 1 ? "" : "s"}`;
}

/** A length to the second, or to the millisecond where it is short. */
function lengthText(us: number): string {
  const unitUs = us < MINUTE_US ? 1_000 : SECOND_US;
  const rounded = Math.round(us / unitUs) * unitUs;
  return durationText({
    months: 0,
    days: Math.floor(rounded / DAY_US),
    us: rounded % DAY_US,
  });
}
