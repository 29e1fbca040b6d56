import { curveText } from "./curve_text.ts";
import type { Manifest } from "./generate.ts";
import { latencyText } from "./latency.ts";
import type { Machine } from "./machine.ts";
import { raceText } from "./race_text.ts";
import { shellText } from "./shell_text.ts";
import { tableText } from "./table_text.ts";
import { type Measured, type Target, targetsOf } from "./targets.ts";
import type { Toolbox } from "./tools.ts";

/** All that the results tell. */
export interface Report extends Measured {
  /** The machine. */
  readonly machine: Machine;
  /** The tools and their versions. */
  readonly toolbox: Toolbox;
  /** How the user had weir started; `null` where this checkout was installed. */
  readonly started: readonly string[] | null;
  /** The data. */
  readonly manifest: Manifest;
  /** Where the data is, to be left out of command lines. */
  readonly folder: string;
  /** The day, as `2026-01-05`. */
  readonly day: string;
  /** How often pairs were run, and those with a slow peer. */
  readonly rounds: readonly [usual: number, slow: number];
  /** How memory and processor time were found out. */
  readonly meter: string;
  /** What was taken off every wall time. */
  readonly overheadMs: number;
}

/** The results as Markdown. */
export function resultsText(report: Report): string {
  const inputs = Object.entries(report.manifest.files).map(([name, file]) => [
    name,
    (file.bytes / 1e6).toFixed(file.bytes < 1e6 ? 3 : 1),
    String(file.rows),
  ]);
  return [
    "# Results of the benchmark\n",
    "Written by `deno task bench`; README.md beside this file tells how to read and repeat it.\n",
    surroundings(report),
    "## Targets of the issue\n",
    targetsText(report),
    ...report.races.map((race) => raceText(race, report.folder)),
    ...report.curves.map((curve) => curveText(curve, report.folder)),
    ...(report.latencies.length === 0 ? [] : [latencyText(report.latencies)]),
    "## Inputs\n",
    tableText([["file", "MB", "rows"], ...inputs], new Set([1, 2])),
  ].join("\n");
}

function surroundings(report: Report): string {
  const { machine, toolbox, started, manifest, rounds } = report;
  const gib = (machine.memoryBytes / 2 ** 30).toFixed(0);
  const tools = Object.entries(toolbox.tools).map(([name, tool]) =>
    `  - ${name}: ${tool.version ?? `missing (${tool.missing})`}`
  );
  return [
    `- ${report.day}; ${machine.processor}, ${machine.cores} cores, ${gib} GiB, ${machine.system}`,
    `- load of the machine before the first job: ${machine.load.toFixed(1)}; ` +
    `above 0.5 something else ran and no time below holds`,
    `- data of seed ${manifest.seed}, ${manifest.megabytes} MB; MB are a million bytes`,
    `- whole processes, files in the cache; median of ${
      rounds[0]
    } pairs, with jq, Miller and other slow peers of ${rounds[1]}`,
    `- memory and processor time by ${report.meter}; ` +
    `${
      report.overheadMs.toFixed(1)
    } ms to start any command are taken off wall times`,
    toolbox.oneCore.length > 0
      ? "- `one core`: both run under `taskset -c 0`"
      : "- nothing was kept on one core: taskset is not there",
    started === null
      ? "- weir is the installed command: the run began with `deno task install` of the checkout into a folder of its own"
      : `- weir was started by \`${shellText(started)}\``,
    "- tools:",
    ...tools,
    "",
  ].join("\n");
}

/** The targets of the issue beside what was measured, as a table. */
export function targetsText(measured: Measured): string {
  return tableText(
    [
      ["target", "wanted", "measured", "met"],
      ...targetsOf(measured).map(targetRow),
    ],
    new Set(),
  );
}

function targetRow({ what, wanted, measured, met }: Target): string[] {
  const verdict = met === null ? "not measured" : met ? "yes" : "**no**";
  return [what, wanted, measured, verdict];
}
