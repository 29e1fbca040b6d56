import { assertEquals } from "@std/assert";
import { readOutput } from "../../cli/prove/read_output.ts";
import { comparable, runHere } from "../../cli/prove/run_here.ts";
import { targetsOf } from "../../cli/commands/targets.ts";
import {
  comparedOutputs,
  compareResults,
  judgeAll,
} from "../../lib/export/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import type { Cluster } from "./cluster.ts";
import { clusterTest } from "./cluster_case.ts";
import { deviationsOf } from "./deviations.ts";
import { type ClusterJob, runOnFlink, runOnSpark } from "./engines.ts";
import { IO, portableOf } from "./pipelines/pipelines.ts";
import { REFUSED, VECTOR_DEVIATIONS } from "./vectors/deviations.ts";
import {
  inputOf,
  specOf,
  type VectorFile,
  vectorFiles,
} from "./vectors/vectors.ts";

/** A file of vectors as a job. */
interface VectorJob extends ClusterJob {
  readonly file: VectorFile;
  readonly spec: RunSpec;
}

type Engine = "flink" | "spark";

const NO_NUMBER = /nan|inf|1e(?:309|4\d\d|9{9})/iu;

/** The files as jobs in a folder, those left out that the engine refuses. */
async function jobsIn(
  folder: string,
  engine: Engine,
): Promise<readonly VectorJob[]> {
  const jobs: VectorJob[] = [];
  const refused: string[] = [];
  for (const file of vectorFiles()) {
    const { name } = file;
    const input = `${folder}/${name}.in`;
    await Deno.writeTextFile(input, inputOf(file));
    const spec = comparable(specOf(file, input), [input]);
    // What is no number is refused where it is seen beforehand (P028), but may come later.
    const head = `${folder}/${name}.head`;
    const vectors = file.vectors.filter(({ text }) => !NO_NUMBER.test(text));
    await Deno.writeTextFile(head, inputOf({ ...file, vectors }));
    const plan = await portableOf(comparable(spec, [head]), name);
    const judged = judgeAll(plan.constructs, targetsOf([engine]), plan);
    if (
      judged.some(({ judgements }) => judgements.get(engine)?.verdict === "no")
    ) refused.push(name);
    else {
      const output = `${folder}/${name}.out`;
      jobs.push({ name, job: plan.job, input, output, file, spec });
    }
  }
  assertEquals(refused, REFUSED);
  return jobs;
}

/** What an engine reads otherwise than weir, a line each; empty where that is known. */
async function differencesOf(
  { name, job, output, file, spec }: VectorJob,
  engine: Engine,
): Promise<readonly string[]> {
  const { outputs } = await runHere(spec, IO);
  const [first] = comparedOutputs(job);
  const fields = first!.fields.map((field) => ({
    ...field,
    identity: field.name === "id",
  }));
  const found = compareResults(
    outputs.get(null) ?? [],
    await readOutput(`${output}/results`),
    fields,
  );
  const known = deviationsOf(VECTOR_DEVIATIONS, engine, name);
  const differing = new Map<string, string>();
  const differ = (line: string, text: string) => {
    const id = Number(/"id":(\d+)/u.exec(line)?.[1]);
    differing.set(file.vectors[id - 1]?.note ?? line, text);
  };
  for (const { expected, actual } of found.different) {
    differ(expected.line, `${expected.line} | ${actual.line}`);
  }
  for (const { line } of found.missing) differ(line, `missing ${line}`);
  for (const { line } of found.extra) differ(line, `extra ${line}`);
  return [
    ...[...differing].filter(([note]) => !known.has(note)),
    ...[...known].filter(([note]) => !differing.has(note))
      .map(([note]) => [note, "is equal"]),
  ].map(([note, text]) => `${name}, ${note}: ${text}`);
}

async function compared(
  engine: Engine,
  run: (jobs: readonly VectorJob[], folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "weir-vectors-" });
  try {
    const jobs = await jobsIn(folder, engine);
    await run(jobs, folder);
    const found: string[] = [];
    for (const job of jobs) found.push(...await differencesOf(job, engine));
    assertEquals(found, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

clusterTest(
  "Flink reads the vectors as weir does",
  "flink",
  (cluster) =>
    compared("flink", async (jobs) => {
      for (const job of jobs) await runOnFlink(cluster, job);
    }),
);

clusterTest(
  "Spark reads the vectors as weir does",
  "none",
  (cluster: Cluster) =>
    compared("spark", async (jobs, folder) => {
      const told = await runOnSpark(cluster, jobs, folder);
      assertEquals(
        [...told].filter(([, { fault }]) => fault !== "")
          .map(([name, { fault }]) => `${name}: ${fault}`),
        [],
      );
    }),
);
