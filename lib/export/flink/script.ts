import { constructsOf } from "../constructs_of.ts";
import type { PortableJob } from "../portable_job.ts";
import { demandPossible } from "../refusal.ts";
import type { PrintOptions } from "../target.ts";
import { bodyOf } from "./body.ts";
import {
  demandFingerprint,
  FINGERPRINT,
  fingerprintOf,
} from "./fingerprint.ts";
import { type JobLayout, layoutOf } from "./layout.ts";
import { commentOf, type Part, stageLine } from "./part.ts";
import { text } from "./sql_text.ts";
import { flinkTarget } from "./target.ts";

/**
 * A job as the statements of Flink SQL that make and start it, in order, for
 * the SQL Gateway: settings, tables, views, and one that inserts.
 *
 * @throws {Faults} All that Flink cannot run of it, as `check` tells before.
 * @throws {Fault} Where the savepoint is of another job.
 */
export function flinkStatements(
  job: PortableJob,
  options: PrintOptions,
): readonly string[] {
  return partsOf(job, options).map(({ statement }) => statement);
}

/**
 * A job as a script for `sql-client.sh -f`, each statement under a comment
 * that names the stage it comes from.
 *
 * @throws {Faults} All that Flink cannot run of it, as `check` tells before.
 * @throws {Fault} Where the savepoint is of another job.
 */
export function printFlink(job: PortableJob, options: PrintOptions): string {
  const head = [
    `-- ${job.name}: made by weir for Apache Flink 2.2, from`,
    ...job.stages.map((_, at) => `--   ${stageLine(job, at)}`),
    `-- Made again by: ${options.command.replace(/\s+/gu, " ")}`,
    "-- Run by: sql-client.sh -f THIS_FILE",
  ];
  let script = head.join("\n");
  let before = "";
  for (const part of partsOf(job, options)) {
    const { statement } = part;
    const lines = commentOf(job, part);
    // Settings stand together.
    const together = before.startsWith("SET ") && statement.startsWith("SET ");
    script += `${together ? "\n" : "\n\n"}${
      [...lines, `${statement};`].join("\n")
    }`;
    before = statement;
  }
  return `${script}\n`;
}

function partsOf(job: PortableJob, options: PrintOptions): readonly Part[] {
  const layout = layoutOf(job, options.connections);
  demandPossible(constructsOf(job), flinkTarget, layout);
  return [
    ...settingsOf(job, options, layout),
    ...bodyOf(job, layout, options.connections),
  ];
}

function settingsOf(
  job: PortableJob,
  { connections, exact, savepoint }: PrintOptions,
  layout: JobLayout,
): readonly Part[] {
  const { mode, finite } = layout;
  const settings: (readonly [key: string, value: string, why?: string])[] = [
    mode === "batch"
      ? [
        "execution.runtime-mode",
        mode,
        "The input ends, and no window leaves before.",
      ]
      : ["execution.runtime-mode", mode],
    ["table.local-time-zone", "UTC", "Times are UTC everywhere."],
    ["pipeline.name", job.name],
  ];
  if (!finite) {
    settings.push([
      "table.exec.source.idle-timeout",
      "30 s",
      "A partition without rows does not hold the windows of the others back.",
    ]);
  }
  if (connections.checkpoints !== null && mode === "streaming") {
    settings.push(
      ["execution.checkpointing.interval", "10 s"],
      ["execution.checkpointing.mode", "EXACTLY_ONCE"],
      ["execution.checkpointing.dir", connections.checkpoints],
    );
  }
  if (exact) {
    settings.push([
      "parallelism.default",
      "1",
      "For comparing: one task, and a watermark after each row.",
    ]);
    // A topic has one after each record anyhow, and without an interval no partition is ever idle.
    if (finite) settings.push(["pipeline.auto-watermark-interval", "0ms"]);
  }
  const fingerprint = fingerprintOf(job, layout, connections);
  if (!finite) {
    settings.push([
      "pipeline.global-job-parameters",
      `${FINGERPRINT}:${fingerprint}`,
      "What the pipeline is known by: weir goes on from no savepoint of another one.",
    ]);
  }
  if (savepoint !== undefined) {
    demandFingerprint(savepoint, fingerprint);
    settings.push([
      "execution.state-recovery.path",
      savepoint,
      "The job goes on where the savepoint was made, and must be the one that was stopped.",
    ]);
  }
  return settings.map(([key, value, why]) => ({
    stages: [],
    comment: why === undefined ? [] : [why],
    statement: `SET ${text(key)} = ${text(value)}`,
  }));
}
