import {
  flinkStatements,
  type PortableJob,
  type PrintOptions,
  printSpark,
  submitFlink,
} from "../../lib/export/mod.ts";
import { comparing } from "../../cli/prove/engine.ts";
import type { Cluster } from "./cluster.ts";
import { runCommand } from "./command.ts";

/** How long all jobs of one driver may take. */
const DRIVER_MS = 1_500_000;

/** A job over its input, and where it writes. */
export interface ClusterJob {
  /** What it is called among others. */
  readonly name: string;
  /** The job. */
  readonly job: PortableJob;
  /** A file, or for a stream a folder of them. */
  readonly input: string;
  /** A folder for its outputs. */
  readonly output: string;
  /** Whether it reads the files of the input one after the other. */
  readonly stream?: boolean;
  /** Whether it runs with the settings for comparing, which are slow; it does when not given. */
  readonly exact?: boolean;
}

/** How a job is printed for a comparison. */
export function exactly(
  { input, output, exact }: ClusterJob,
): PrintOptions {
  return comparing(input, output, exact);
}

/**
 * Runs a job on Flink, through the SQL Gateway, to its end.
 *
 * @throws {Fault} Where Flink says no.
 */
export async function runOnFlink(
  { flink }: Cluster,
  job: ClusterJob,
): Promise<void> {
  if (flink === null) throw new TypeError("Cannot use Flink: it is not up");
  const { ids, jobs } = await submitFlink(
    flinkStatements(job.job, exactly(job)),
    {
      gateway: flink.gateway,
      rest: flink.rest,
      ...(job.exact === false
        ? { properties: { "parallelism.default": "2" } }
        : {}),
    },
  );
  for (const id of ids) await jobs.wait(id, { pollMs: 100 });
}

/** Runs printed programs one after the other in one JVM, and tells how each went. */
const DRIVER = `
import json
import runpy
import sys
import time
import traceback

from pyspark.sql import SparkSession

# One session for all: each program ends its own.
SparkSession.stop = lambda self: None

with open(sys.argv[1]) as file:
    tasks = json.load(file)
for task in tasks:
    begun = time.time()
    spark = SparkSession.getActiveSession()
    if spark is not None:
        for query in spark.streams.active:
            query.stop()
        spark.streams.resetTerminated()
    sys.argv = task["argv"]
    fault = ""
    try:
        runpy.run_path(task["argv"][0], run_name="__main__")
    except BaseException:
        fault = traceback.format_exc()
    with open(task["told"], "w") as file:
        json.dump({"fault": fault, "seconds": time.time() - begun}, file)
`;

/** How a program went. */
export interface Told {
  /** The trace of what stopped it; empty where nothing did. */
  readonly fault: string;
  /** How long it ran. */
  readonly seconds: number;
}

/** A printed program, and the words it is run with. */
export interface SparkTask {
  /** What it is called among others. */
  readonly name: string;
  /** Its text. */
  readonly program: string;
  /** Its arguments. */
  readonly args: readonly string[];
}

/**
 * Runs jobs on Spark, all in one JVM.
 *
 * @param folder Where programs, checkpoints and what is told of them go.
 * @returns How each went, by its name.
 */
export async function runOnSpark(
  cluster: Cluster,
  jobs: readonly ClusterJob[],
  folder: string,
): Promise<ReadonlyMap<string, Told>> {
  const tasks = jobs.map((job) => ({
    name: job.name,
    program: printSpark(job.job, exactly(job)),
    args: job.stream ? streamOnce(folder, job.name) : [],
  }));
  return await runPrograms(cluster, tasks, folder);
}

/** The arguments by which a program takes what there is as a stream, and ends. */
export function streamOnce(folder: string, name: string): readonly string[] {
  return [
    ...["--mode", "stream", "--once"],
    ...["--checkpoint", `${folder}/${name}.checkpoint`],
  ];
}

/**
 * Runs printed programs on Spark, all in one JVM, which has the jars of Kafka.
 *
 * @param folder Where programs and what is told of them go.
 * @returns How each went, by its name.
 */
export async function runPrograms(
  { spark }: Cluster,
  programs: readonly SparkTask[],
  folder: string,
): Promise<ReadonlyMap<string, Told>> {
  const tasks = programs.map(({ name, program, args }) => {
    const path = `${folder}/${name}.py`;
    Deno.writeTextFileSync(path, program);
    return { told: `${folder}/${name}.told.json`, argv: [path, ...args] };
  });
  Deno.writeTextFileSync(`${folder}/driver.py`, DRIVER);
  Deno.writeTextFileSync(`${folder}/tasks.json`, JSON.stringify(tasks));
  await runCommand([
    spark.submit,
    ...["--master", "local[2]", "--conf", "spark.ui.enabled=false"],
    ...["--jars", spark.kafkaJars.join(",")],
    // Two cores; the 200 of its own would make each batch of a few rows last seconds.
    ...["--conf", "spark.sql.shuffle.partitions=2"],
    ...[`${folder}/driver.py`, `${folder}/tasks.json`],
  ], { env: { PYSPARK_PYTHON: spark.python }, limitMs: DRIVER_MS });
  return new Map(
    programs.map(({ name }, at) => [
      name,
      JSON.parse(Deno.readTextFileSync(tasks[at]!.told)) as Told,
    ]),
  );
}
