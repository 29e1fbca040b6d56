import { Account } from "../../lib/core/mod.ts";
import { groupedBy } from "../../lib/export/mod.ts";
import {
  type RunIo,
  runPipeline,
  type RunReport,
  type RunSpec,
  type SourceText,
  type StageSpec,
} from "../../lib/pipeline/mod.ts";
import { quoteName } from "../../lib/sql/mod.ts";
import { keepingDelayUs } from "../../lib/window/mod.ts";
import type { MainIo } from "../io.ts";
import { observing } from "../nexmark/observe.ts";
import { runHere } from "../prove/run_here.ts";
import { pipelineIo } from "./run_command.ts";

/** Keys that are told of one by one. */
const TOP_KEYS = 3;

/** What a run over an input shows of how far one machine goes. */
export interface Outgrowth {
  /** Rows that were read. */
  readonly rows: number;
  /** How long the run took, in milliseconds, from the first byte to the last. */
  readonly elapsedMs: number;
  /** The first and last event time; `null` where no row has one. */
  readonly times: { readonly firstUs: number; readonly lastUs: number } | null;
  /** The most bytes that the steps held at a time. */
  readonly peakBytes: number;
  /** What rows are grouped by; `null` where they are not. */
  readonly keys: {
    /** The expressions, as they were written. */
    readonly texts: readonly string[];
    /** How many different keys there are. */
    readonly count: number;
    /** The most frequent ones, and how many rows each has. */
    readonly most: readonly { readonly key: string; readonly rows: number }[];
  } | null;
  /** The most that late rows were late behind windows that wait for nothing, and the delay that keeps 99.9 % of those; `null` where none was late. */
  readonly disorder:
    | { readonly nearlyAllUs: number; readonly allUs: number }
    | null;
}

/**
 * Runs a pipeline to see how far one machine goes: for its speed, for what it
 * holds, for its keys and for how far its rows are out of order. The input is
 * read some five times.
 */
export async function outgrowth(spec: RunSpec, io: MainIo): Promise<Outgrowth> {
  const quiet = { ...io, isTerminal: false };
  const timed = await runAway(spec, quiet);
  const watched = await runAway(spec, quiet, true);
  const at = spec.stages.findIndex(({ verb }) => verb === "window");
  return {
    rows: timed.account.read,
    elapsedMs: timed.elapsedMs,
    peakBytes: watched.peakBytes,
    times: at < 0 ? null : await timesOf(at, spec, quiet),
    keys: await keysOf(spec, quiet),
    disorder: at < 0 ? null : await disorderOf(spec, quiet),
  };
}

async function runAway(spec: RunSpec, io: MainIo, watch = false): Promise<{
  readonly account: Account;
  readonly elapsedMs: number;
  readonly peakBytes: number;
  readonly report: RunReport | null;
}> {
  const account = new Account();
  let ask: (() => RunReport) | null = null;
  const nowhere = (name: string) => ({
    name,
    write: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
  const around: RunIo = {
    ...await pipelineIo(spec, io, account, {
      onPlan: () => {},
      onNote: () => {},
    }),
    output: nowhere("stdout"),
    create: nowhere,
    onReport: (how) => {
      ask = how;
    },
    reportsEnd: true,
  };
  const seen = watch ? observing(around, () => 0) : null;
  const begun = performance.now();
  await runPipeline(spec, seen?.io ?? around);
  // What a run that was stopped shows is not that of its input.
  io.signal?.throwIfAborted();
  return {
    account,
    elapsedMs: performance.now() - begun,
    peakBytes: seen?.observed().peakBytes ?? 0,
    report: (ask as (() => RunReport) | null)?.() ?? null,
  };
}

/** Stages without the files that they write, which a question about rows would hold in memory. */
export function withoutWrites(
  stages: readonly StageSpec[],
): readonly StageSpec[] {
  return stages.filter(({ verb }) => verb !== "write");
}

async function answer(
  spec: RunSpec,
  stages: readonly StageSpec[],
  io: MainIo,
): Promise<readonly Record<string, unknown>[]> {
  const { outputs } = await runHere({
    ...spec,
    stages: withoutWrites(stages),
    options: { ...spec.options, output: "ndjson", late: null, badTo: null },
  }, io);
  return (outputs.get(null) ?? []).map((line) =>
    JSON.parse(line) as Record<string, unknown>
  );
}

const text = (text: string): SourceText => ({ text, source: "outgrow" });

/** The first and last time of the rows that come to a window. */
async function timesOf(
  at: number,
  spec: RunSpec,
  io: MainIo,
): Promise<Outgrowth["times"]> {
  const window = spec.stages[at];
  const named = window?.verb === "window" ? window.time : null;
  const read = { ...spec.read, time: named ?? spec.read.time };
  const [row] = await answer({ ...spec, read }, [...spec.stages.slice(0, at), {
    verb: "agg",
    aggregates: text(
      "epoch_us(min(_time)) AS first, epoch_us(max(_time)) AS last",
    ),
    by: null,
  }], io);
  if (typeof row?.first !== "number" || typeof row.last !== "number") {
    return null;
  }
  return { firstUs: row.first, lastUs: row.last };
}

async function keysOf(spec: RunSpec, io: MainIo): Promise<Outgrowth["keys"]> {
  const grouped = groupedBy(spec.stages);
  if (grouped === null || grouped.texts.length === 0) return null;
  const before = spec.stages.slice(0, grouped.stage).filter(({ verb }) =>
    verb !== "window"
  );
  const names = grouped.texts.map((_, at) => `key_${at + 1}`);
  const counted: StageSpec = {
    verb: "agg",
    aggregates: text("count(*) AS rows"),
    by: text(
      grouped.texts.map((one, at) => `${one} AS ${quoteName(names[at]!)}`)
        .join(", "),
    ),
  };
  const [all] = await answer(spec, [...before, counted, {
    verb: "agg",
    aggregates: text("count(*) AS keys"),
    by: null,
  }], io);
  const most = await answer(spec, [
    ...before,
    counted,
    { verb: "sort", order: text("rows DESC") },
    { verb: "limit", count: TOP_KEYS, total: false },
  ], io);
  return {
    texts: grouped.texts,
    count: Number(all?.keys ?? 0),
    most: most.map((row) => ({
      key: names.map((name) => String(row[name])).join(", "),
      rows: Number(row.rows),
    })),
  };
}

/** How late rows are where windows wait for nothing. */
async function disorderOf(
  spec: RunSpec,
  io: MainIo,
): Promise<Outgrowth["disorder"]> {
  const stages = spec.stages.map((stage): StageSpec =>
    stage.verb === "window" && stage.processingTime !== true
      ? { ...stage, watermark: "0s" }
      : stage
  );
  const { report } = await runAway({ ...spec, stages }, io);
  const late = report?.stages.find(({ report }) => report.late !== undefined)
    ?.report.late;
  if (late === undefined || late.counts.late === 0) return null;
  // A delay that keeps a row in all of its windows is longer than it was late for the last.
  const allUs = keepingDelayUs(0, late.counts.missedByUs);
  return {
    nearlyAllUs: Math.min(
      allUs,
      keepingDelayUs(0, late.lateness.quantileUs(0.999)),
    ),
    allUs,
  };
}
