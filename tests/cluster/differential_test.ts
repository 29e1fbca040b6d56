import { assertEquals } from "@std/assert";
import { readOutput } from "../../cli/prove/read_output.ts";
import { runHere } from "../../cli/prove/run_here.ts";
import { comparedOutputs, compareResults } from "../../lib/export/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import { clusterTest } from "./cluster_case.ts";
import {
  exactOnes,
  type Form,
  IDENTITY,
  specOf,
} from "./differential/expressions.ts";
import { type RowKind, rowsOf } from "./differential/rows.ts";
import { type ClusterJob, runOnFlink, runOnSpark } from "./engines.ts";
import { IO, portableOf } from "./pipelines/pipelines.ts";

/** Expressions that are computed side by side, and a run of weir that computes them too. */
interface ExpressionJob extends ClusterJob {
  readonly form: Form;
  readonly texts: readonly string[];
  readonly spec: RunSpec;
}

/** How many expressions are in a job. */
const WIDTH = 25;

const ASKED: readonly {
  readonly form: Form;
  readonly rows: RowKind;
  readonly seed: number;
  readonly count: number;
}[] = [
  { form: "select", rows: "hostile", seed: 41, count: 175 },
  { form: "select", rows: "tame", seed: 42, count: 75 },
  { form: "agg", rows: "hostile", seed: 43, count: 75 },
  { form: "agg", rows: "tame", seed: 44, count: 75 },
];

async function jobsIn(
  folder: string,
  engine: "flink" | "spark",
): Promise<readonly ExpressionJob[]> {
  const jobs: ExpressionJob[] = [];
  for (const asked of ASKED) {
    const { form, rows, count } = asked;
    const input = `${folder}/${rows}.ndjson`;
    await Deno.writeTextFile(input, rowsOf(rows));
    const all = await exactOnes({ ...asked, engine, input });
    for (let at = 0; at < count; at += WIDTH) {
      const texts = all.slice(at, at + WIDTH);
      const spec = specOf(texts, { form, input });
      const name = `${form}_${rows}_${at}`;
      const { job } = await portableOf(spec, name);
      const output = `${folder}/${name}`;
      jobs.push({ name, job, input, output, form, texts, spec });
    }
  }
  return jobs;
}

/** The expressions that an engine computes otherwise than weir, with the first results that show it. */
async function differencesOf(
  { job, output, form, texts, spec }: ExpressionJob,
): Promise<readonly string[]> {
  const { outputs } = await runHere(spec, IO);
  const [first] = comparedOutputs(job);
  const fields = first!.fields.map((field) => ({
    ...field,
    identity: IDENTITY[form].includes(field.name),
  }));
  const { different, missing, extra } = compareResults(
    outputs.get(null) ?? [],
    await readOutput(`${output}/results`),
    fields,
  );
  const found = new Map<string, string>();
  for (const { expected, actual, fields: names } of different) {
    for (const name of names.filter((name) => !found.has(name))) {
      const text = texts[Number(name.slice(1))];
      found.set(
        name,
        `${text}\n  as ${name} here:  ${expected.line}\n  as ${name} there: ${actual.line}`,
      );
    }
  }
  return [
    ...found.values(),
    ...missing.map(({ line }) => `missing ${line}`),
    ...extra.map(({ line }) => `extra ${line}`),
  ];
}

async function compared(
  engine: "flink" | "spark",
  run: (jobs: readonly ExpressionJob[], folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "weir-differential-" });
  try {
    const jobs = await jobsIn(folder, engine);
    await run(jobs, folder);
    const found: string[] = [];
    for (const job of jobs) found.push(...await differencesOf(job));
    assertEquals(found.length, 0, `\n${found.join("\n")}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

clusterTest(
  "generated expressions that check finds exact are on Flink what they are here",
  "flink",
  (cluster) =>
    compared("flink", async (jobs) => {
      for (const job of jobs) await runOnFlink(cluster, job);
    }),
);

clusterTest(
  "generated expressions that check finds exact are on Spark what they are here",
  "none",
  (cluster) =>
    compared("spark", async (jobs, folder) => {
      for (const [name, { fault }] of await runOnSpark(cluster, jobs, folder)) {
        assertEquals(fault, "", name);
      }
    }),
);
