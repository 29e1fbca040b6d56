import { type LatencyResult, percentile } from "./latency.ts";
import type { CurveResult } from "./run_memory.ts";
import type { RaceResult } from "./run_race.ts";
import { median, medianRatio } from "./stats.ts";
import type { ToolName } from "./tools.ts";

/** All that was measured. */
export interface Measured {
  /** The jobs that were timed. */
  readonly races: readonly RaceResult[];
  /** The jobs whose memory was measured. */
  readonly curves: readonly CurveResult[];
  /** The answers whose delay was measured. */
  readonly latencies: readonly LatencyResult[];
}

/** A target of the issue and what was measured. */
export interface Target {
  /** What is compared. */
  readonly what: string;
  /** What is wanted. */
  readonly wanted: string;
  /** What was measured. */
  readonly measured: string;
  /** Whether it was reached; `null` where it was not measured. */
  readonly met: boolean | null;
}

/** More than this from one place on a curve to the next is growth, as a fraction. */
const GROWTH = 0.05;
const FILTER_PEAK_BYTES = 150e6;
const FIRST_ANSWER_MS = 1500;
const SESSION_ROWS_A_SECOND = 500_000;
const STATE_BYTES = 300e6;

/** The targets of the issue beside what was measured. */
export function targetsOf(measured: Measured): readonly Target[] {
  const { races } = measured;
  const faster = (id: string, peer: ToolName, least: number, what: string) =>
    targetOf(what, {
      value: ratio(races, id, peer, "peer"),
      wanted: `at least ${least}x as fast`,
      text: (value) => `${value.toFixed(2)}x`,
      met: (value) => value >= least,
    });
  const longer = (id: string, peer: ToolName, most: number, what: string) =>
    targetOf(what, {
      value: ratio(races, id, peer, "weir"),
      wanted: most === 1 ? "faster" : `at most ${most}x its time`,
      text: (value) => `${value.toFixed(2)}x its time`,
      met: (value) => most === 1 ? value < 1 : value <= most,
    });
  return [
    faster("count", "DuckDB", 2.5, "filter + count against DuckDB, one core"),
    faster("count", "jq", 25, "filter + count against jq, one core"),
    faster("count", "Miller", 60, "filter + count against Miller, one core"),
    faster("wide", "DuckDB", 1.7, "wide rows against DuckDB, one core"),
    faster("nested", "DuckDB", 1.7, "nested rows against DuckDB, one core"),
    faster("p99", "DuckDB", 1.7, "p99 by group against DuckDB, one core"),
    longer(
      "literal",
      "ripgrep",
      2.2,
      "filter only against `rg` with a literal",
    ),
    longer("class", "ripgrep", 1, "filter only against `rg` with a class"),
    longer(
      "start",
      "deno",
      3,
      "a filter on 1 KB against `deno run` on an empty file",
    ),
    firstAnswer(races),
    filterPeak(measured.curves),
    growth(measured.curves, {
      id: "memory",
      what: "memory of a filter as the input grows",
      points: (results) => results.slice(1),
    }),
    growth(measured.curves, {
      id: "fold",
      what: "memory of a folding `agg` as rows grow",
      points: (results) =>
        results.filter(({ point }) => point.groups === results[0]!.point.groups)
          .slice(1),
    }),
    sessionRows(races),
    longer(
      "hopping",
      "weir",
      1.5,
      "windows of 1 h every 1 min against 1 h end to end",
    ),
    openState(measured.curves),
    ...measured.latencies.map(({ job, waitsMs }) =>
      targetOf(`99th percentile from row to answer, ${job.name}`, {
        value: percentile(waitsMs, 0.99),
        wanted: `under ${job.wantedMs} ms`,
        text: (value) => `${value.toFixed(1)} ms`,
        met: (value) => value < job.wantedMs,
      })
    ),
  ];
}

function targetOf(
  what: string,
  judged: {
    readonly value: number | null;
    readonly wanted: string;
    readonly text: (value: number) => string;
    readonly met: (value: number) => boolean;
  },
): Target {
  const { value, wanted, text, met } = judged;
  if (value === null) return { what, wanted, measured: "-", met: null };
  return { what, wanted, measured: text(value), met: met(value) };
}

/** The time of one of a duel divided by the other's: the first duel with the peer counts. */
function ratio(
  races: readonly RaceResult[],
  id: string,
  tool: ToolName,
  longer: "weir" | "peer",
): number | null {
  const race = races.find(({ race }) => race.id === id);
  const times = race?.duels.find(({ duel }) => duel.peer.tool === tool);
  if (times === undefined || times.weirMs.length === 0) return null;
  const { weirMs, peerMs } = times;
  return longer === "peer"
    ? medianRatio(peerMs, weirMs)
    : medianRatio(weirMs, peerMs);
}

function firstAnswer(races: readonly RaceResult[]): Target {
  const samples = races.find(({ race }) => race.id === "sql")
    ?.entries.find(({ contender }) => contender.tool === "weir")?.samples ?? [];
  return targetOf("first answer of DuckDB on a small input", {
    value: samples.length === 0
      ? null
      : median(samples.map(({ wallMs }) => wallMs)),
    wanted: `at most ${FIRST_ANSWER_MS / 1000} s`,
    text: (value) => `${(value / 1000).toFixed(2)} s`,
    met: (value) => value <= FIRST_ANSWER_MS,
  });
}

/** Rows of the input in the whole time of the command on as many cores as it likes. */
function sessionRows(races: readonly RaceResult[]): Target {
  const result = races.find(({ race }) => race.id === "sessions");
  const samples =
    result?.entries.find(({ contender }) => contender.name === "weir")
      ?.samples ?? [];
  const wallMs = median(samples.map(({ wallMs }) => wallMs));
  return targetOf("sessions over 1 million keys", {
    value: result === undefined || samples.length === 0
      ? null
      : result.race.input.rows / (wallMs / 1000),
    wanted: `at least ${SESSION_ROWS_A_SECOND} rows/s`,
    text: (value) => `${value.toFixed(0)} rows/s`,
    met: (value) => value >= SESSION_ROWS_A_SECOND,
  });
}

function openState(curves: readonly CurveResult[]): Target {
  const last = peaksOf(curves, "state").at(-1);
  const groups = last?.point.groups ?? 1e6;
  return targetOf(
    `memory of an open \`agg\` of ${groups} groups`,
    atMost(last?.peakBytes ?? null, STATE_BYTES),
  );
}

/** Bytes that may be no more than so many. */
function atMost(
  value: number | null,
  mostBytes: number,
): Parameters<typeof targetOf>[1] {
  return {
    value,
    wanted: `at most ${mostBytes / 1e6} MB`,
    text: (value) => `${(value / 1e6).toFixed(0)} MB`,
    met: (value) => value <= mostBytes,
  };
}

function peaksOf(
  curves: readonly CurveResult[],
  id: string,
): CurveResult["points"] {
  return curves.find(({ curve }) => curve.id === id)?.points ?? [];
}

function filterPeak(curves: readonly CurveResult[]): Target {
  const last = peaksOf(curves, "memory").at(-1);
  return targetOf(
    `memory of a filter on ${last?.point.name ?? "5 GB"} in a pipe`,
    atMost(last?.peakBytes ?? null, FILTER_PEAK_BYTES),
  );
}

/** How much memory grows over the last places, which have outlived all starting up. */
function growth(
  curves: readonly CurveResult[],
  asked: {
    readonly id: string;
    readonly what: string;
    readonly points: (results: CurveResult["points"]) => CurveResult["points"];
  },
): Target {
  const results = peaksOf(curves, asked.id);
  const [from, to] = results.length === 0 ? [] : asked.points(results);
  const fromBytes = from?.peakBytes ?? null;
  const toBytes = to?.peakBytes ?? null;
  return targetOf(asked.what, {
    value: fromBytes === null || toBytes === null
      ? null
      : toBytes / fromBytes - 1,
    wanted: "does not grow",
    text: (value) =>
      `${value < 0 ? "" : "+"}${
        (value * 100).toFixed(1)
      } % from ${from?.point.name} to ${to?.point.name}`,
    met: (value) => value <= GROWTH,
  });
}
