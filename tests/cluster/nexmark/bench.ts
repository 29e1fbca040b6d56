/**
 * Runs the portable queries of Nexmark here, on Flink and on Spark, and writes
 * what was measured to `tests/bench/CLUSTER.md`: `deno task bench:cluster`.
 *
 * @module
 */
import { writeStream } from "../../../cli/nexmark/write_stream.ts";
import { tableText } from "../../bench/table_text.ts";
import { type Cluster, openCluster } from "../cluster.ts";
import { runCommand } from "../command.ts";
import { runOnFlink, runOnSpark } from "../engines.ts";
import { clusterHome } from "../home.ts";
import { nexmarkQueries, type PortableQuery } from "./queries.ts";

const EVENTS = Number(Deno.args[0] ?? 1_000_000);
/** Each is run so often; the middle one of the times counts. */
const RUNS = Number(Deno.args[1] ?? 3);
const MAIN = new URL("../../../cli/main.ts", import.meta.url);
const RESULTS = new URL("../../bench/CLUSTER.md", import.meta.url);

/** Seconds that each query took, by its name. */
type Times = ReadonlyMap<string, number>;

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < RUNS; at++) {
    const begun = performance.now();
    await run();
    times.push((performance.now() - begun) / 1_000);
  }
  return middle(times);
}

/** As users run it: a process that starts, reads and ends. */
async function here(
  queries: readonly PortableQuery[],
  folder: string,
): Promise<Times> {
  const times = new Map<string, number>();
  for (const { name, words } of queries) {
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
  queries: readonly PortableQuery[],
  folder: string,
): Promise<Times> {
  const times = new Map<string, number>();
  for (const { name, job } of queries) {
    let run = 0;
    times.set(
      name,
      await timed(() =>
        runOnFlink(cluster, {
          name,
          job,
          input: `${folder}/events.ndjson`,
          output: `${folder}/flink-${name}-${run++}`,
          exact: false,
        })
      ),
    );
  }
  return times;
}

/** From the first line of the program to its last, in a JVM that runs, `local[2]`. */
async function onSpark(
  cluster: Cluster,
  queries: readonly PortableQuery[],
  folder: string,
): Promise<Times> {
  const jobs = queries.flatMap(({ name, job }) =>
    Array.from({ length: RUNS }, (_, run) => ({
      name: `${name}_${run}`,
      job,
      input: `${folder}/events.ndjson`,
      output: `${folder}/spark-${name}-${run}`,
      exact: false,
    }))
  );
  const told = await runOnSpark(cluster, jobs, folder);
  return new Map(queries.map(({ name }) => {
    const runs = jobs.filter((job) => job.name.startsWith(`${name}_`)).map((
      job,
    ) => told.get(job.name)!);
    const fault = runs.find(({ fault }) => fault !== "");
    if (fault !== undefined) throw new TypeError(`${name}: ${fault.fault}`);
    return [name, middle(runs.map(({ seconds }) => seconds))];
  }));
}

async function results(): Promise<string> {
  const cluster = openCluster();
  const folder = await Deno.makeTempDir({
    dir: clusterHome().run,
    prefix: "nexmark-",
  });
  try {
    const written = writeStream(`${folder}/`, {
      seed: 1,
      events: EVENTS,
      rate: 10_000,
    });
    const events = EVENTS - written.late;
    const { portable, local } = await nexmarkQueries(`${folder}/`);
    const weir = await here(portable, folder);
    const flink = await onFlink(cluster, portable, folder);
    const spark = await onSpark(cluster, portable, folder);
    const rate = (times: Times, name: string) =>
      String(Math.round(events / times.get(name)! / 1_000) * 1_000)
        .replaceAll(/\B(?=(?:\d{3})+$)/gu, ",");
    const seconds = (times: Times, name: string) => times.get(name)!.toFixed(2);
    const { versions } = cluster;
    return [
      "# Nexmark on three engines\n",
      "Written by `deno task bench:cluster`, beside a cluster that `deno task cluster:up flink` has started.\n",
      `${events.toLocaleString("en")} events of seed 1 (${
        (written.bytes / 1e6).toFixed(0)
      } MB of NDJSON), on the same two cores, one engine after the other. ` +
      `${
        RUNS === 1 ? "Each ran once" : `Each time is the middle one of ${RUNS}`
      }. weir is a process that starts, reads and ends. Flink ${versions.flink} has ` +
      `two slots; its time runs from the first statement at the gateway to the end of the job. Spark ${versions.spark} is ` +
      "`local[2]`; its time runs inside a JVM that is warm, and leaves out the some 8 s that a `spark-submit` takes to start. " +
      "The programs are those that `weir export` prints. That their answers are the same is a test of `deno task test:cluster`.\n",
      tableText([
        [
          "query",
          "weir s",
          "events/s",
          "Flink s",
          "events/s",
          "Spark s",
          "events/s",
        ],
        ...portable.map(({ name }) => [
          name,
          seconds(weir, name),
          rate(weir, name),
          seconds(flink, name),
          rate(flink, name),
          seconds(spark, name),
          rate(spark, name),
        ]),
      ], new Set([1, 2, 3, 4, 5, 6])),
      "## Not exported\n",
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

if (import.meta.main) await Deno.writeTextFile(RESULTS, await results());
