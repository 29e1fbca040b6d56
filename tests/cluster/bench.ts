/**
 * Runs the portable queries of Nexmark and three reference pipelines here, on
 * Flink and on Spark, and writes what was measured into
 * `tests/bench/RESULTS.md`: `deno task bench:cluster [EVENTS] [RUNS]`.
 *
 * @module
 */
import { writeStream } from "../../cli/nexmark/write_stream.ts";
import { CLUSTER_HEADING, withSection } from "../bench/results_section.ts";
import { tableText } from "../bench/table_text.ts";
import { type Cluster, openCluster } from "./cluster.ts";
import { runCommand } from "./command.ts";
import { differenceTo } from "./difference.ts";
import { runOnFlink, runOnSpark } from "./engines.ts";
import { clusterHome } from "./home.ts";
import { millionRows, type TimedJob } from "./million.ts";
import { nexmarkQueries } from "./nexmark/queries.ts";

const EVENTS = Number(Deno.args[0] ?? 1_000_000);
/** Each is run so often; the middle one of the times counts. */
const RUNS = Number(Deno.args[1] ?? 3);
const MAIN = new URL("../../cli/main.ts", import.meta.url);
const RESULTS = new URL("../bench/RESULTS.md", import.meta.url);

/** Seconds that each job took, by its name. */
type Times = ReadonlyMap<string, number>;

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

async function timed(run: (at: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < RUNS; at++) {
    const begun = performance.now();
    await run(at);
    times.push((performance.now() - begun) / 1_000);
  }
  return middle(times);
}

/** As users run it: a process that starts, reads and ends. */
async function here(
  jobs: readonly TimedJob[],
  folder: string,
): Promise<Times> {
  const times = new Map<string, number>();
  for (const { name, words } of jobs) {
    const seconds = await timed(() =>
      runCommand(
        ["sh", "-c", `"$@" > ${folder}/here-${name}`, "sh"].concat(
          Deno.execPath(),
          ["run", "-A", decodeURIComponent(MAIN.pathname), ...words],
        ),
      )
    );
    times.set(name, seconds);
  }
  return times;
}

/** From the first statement to the end of the job, on a cluster that runs, with two slots. */
async function onFlink(
  cluster: Cluster,
  jobs: readonly TimedJob[],
  folder: string,
): Promise<Times> {
  const times = new Map<string, number>();
  for (const timedJob of jobs) {
    const { name, job, input } = timedJob;
    const output = (run: number) => `${folder}/flink-${name}-${run}`;
    const seconds = await timed((run) =>
      runOnFlink(cluster, {
        name,
        job,
        input,
        output: output(run),
        exact: false,
      })
    );
    times.set(name, seconds);
    await same(timedJob, output(RUNS - 1), "Flink");
  }
  return times;
}

/** From the first line of the program to its last, in a JVM that runs, `local[2]`. */
async function onSpark(
  cluster: Cluster,
  jobs: readonly TimedJob[],
  folder: string,
): Promise<Times> {
  const runs = jobs.flatMap(({ name, job, input }) =>
    Array.from({ length: RUNS }, (_, run) => ({
      name: `${name}_${run}`,
      job,
      input,
      output: `${folder}/spark-${name}-${run}`,
      exact: false,
    }))
  );
  const told = await runOnSpark(cluster, runs, folder);
  const times = new Map<string, number>();
  for (const job of jobs) {
    const own = runs.filter(({ name }) => name.startsWith(`${job.name}_`))
      .map(({ name }) => told.get(name)!);
    const stopped = own.find(({ fault }) => fault !== "");
    if (stopped !== undefined) {
      throw new TypeError(`${job.name} on Spark: ${stopped.fault}`);
    }
    await same(job, `${folder}/spark-${job.name}-${RUNS - 1}`, "Spark");
    times.set(job.name, middle(own.map(({ seconds }) => seconds)));
  }
  return times;
}

/** A time of another answer tells nothing. */
async function same(
  job: TimedJob,
  output: string,
  engine: string,
): Promise<void> {
  const other = await differenceTo(job, output);
  if (other === null) return;
  throw new TypeError(`${job.name} answers otherwise on ${engine}: ${other}`);
}

/** Runs jobs on all three, one after the other. */
async function race(
  cluster: Cluster,
  jobs: readonly TimedJob[],
  folder: string,
): Promise<string> {
  const weir = await here(jobs, folder);
  const flink = await onFlink(cluster, jobs, folder);
  const spark = await onSpark(cluster, jobs, folder);
  const cells = (times: Times, { name, rows }: TimedJob) => {
    const seconds = times.get(name)!;
    const rate = Math.round(rows / seconds / 1_000) * 1_000;
    return [seconds.toFixed(2), rate.toLocaleString("en")];
  };
  return tableText([
    ["", "weir s", "rows/s", "Flink s", "rows/s", "Spark s", "rows/s"],
    ...jobs.map((job) => [
      job.name,
      ...[weir, flink, spark].flatMap((times) => cells(times, job)),
    ]),
  ], new Set([1, 2, 3, 4, 5, 6]));
}

async function results(): Promise<string> {
  const cluster = openCluster();
  const folder = await Deno.makeTempDir({
    dir: clusterHome().run,
    prefix: "bench-",
  });
  try {
    const written = writeStream(`${folder}/`, {
      seed: 1,
      events: EVENTS,
      rate: 10_000,
    });
    const rows = EVENTS - written.late;
    const { portable, local } = await nexmarkQueries(`${folder}/`);
    const input = `${folder}/events.ndjson`;
    const nexmark = portable.map((query) => ({ ...query, input, rows }));
    const million = await millionRows(folder);
    const { versions } = cluster;
    return [
      `${CLUSTER_HEADING}\n`,
      "Written by `deno task bench:cluster`, beside a cluster that `deno task cluster:up flink` has started.\n",
      `${rows.toLocaleString("en")} events of seed 1 (${
        (written.bytes / 1e6).toFixed(0)
      } MB of NDJSON), on the same two cores, one engine after the other. ` +
      `${
        RUNS === 1 ? "Each ran once" : `Each time is the middle one of ${RUNS}`
      }, of runs with equal answers. weir is a process that starts, reads and ends. Flink ${versions.flink} has ` +
      `two slots; its time runs from the first statement at the gateway to the end of the job. Spark ${versions.spark} is ` +
      "`local[2]`; its time runs inside a JVM that is warm, and leaves out the some 8 s that a `spark-submit` takes to start. " +
      "The programs are those that `weir export` prints.\n",
      await race(cluster, nexmark, folder),
      "Reference pipelines over a million rows each: an access log in windows of a minute, by status (p01) and with its " +
      "ten most wanted paths (p03), and quantiles of JSON in hopping windows (p04).\n",
      await race(cluster, million, folder),
      "### Not exported\n",
      tableText([
        ["query", "why"],
        ...local.map(({ name, why }) => [name, why.join(", ")]),
      ], new Set()),
      "",
    ].join("\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const section = await results();
  const before = await Deno.readTextFile(RESULTS);
  await Deno.writeTextFile(
    RESULTS,
    withSection(before, CLUSTER_HEADING, section),
  );
}
