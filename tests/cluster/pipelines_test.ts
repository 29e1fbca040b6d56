import { assertEquals } from "@std/assert";
import { readOutput } from "../../cli/prove/read_output.ts";
import {
  comparable,
  type RunHere,
  runHere,
  waitingForAll,
} from "../../cli/prove/run_here.ts";
import {
  comparedOutputs,
  compareResults,
  outputNames,
  type PortablePlan,
  printFlink,
  printSpark,
} from "../../lib/export/mod.ts";
import { clusterTest } from "./cluster_case.ts";
import { runCommand } from "./command.ts";
import { deviationsOf, type EngineName } from "./deviations.ts";
import { type ClusterJob, exactly, runOnFlink, runOnSpark } from "./engines.ts";
import { clusterHome } from "./home.ts";
import { writePieces } from "./pieces.ts";
import { PIPELINE_DEVIATIONS } from "./pipelines/deviations.ts";
import {
  ALL,
  IO,
  linesOf,
  type Pipeline,
  PIPELINES,
  portableOf,
  specOf,
} from "./pipelines/pipelines.ts";
import { REFERENCES } from "./pipelines/reference.ts";

/** A pipeline that an engine has answered. */
interface Answered {
  readonly pipeline: Pipeline;
  readonly engine: EngineName;
  readonly plan: PortablePlan & { readonly job: ClusterJob["job"] };
  /** The folder of its outputs. */
  readonly output: string;
}

/**
 * What an engine answers otherwise than weir, a line each: results, of a
 * stream the windows that are complete, and how many lines were bad and late.
 * Empty where all of it is as expected, known deviations among it.
 */
async function differencesOf(
  { pipeline, engine, plan, output }: Answered,
): Promise<readonly string[]> {
  const { name } = pipeline;
  // A batch of Spark has no late rows.
  const asked = engine === "spark" ? waitingForAll(plan.spec) : plan.spec;
  const here = await runHere(comparable(asked, asked.inputs), IO);
  const known = deviationsOf(PIPELINE_DEVIATIONS, engine, name);
  const seen = new Set<string>();
  const found: string[] = [];
  const differ = (line: string, text: string) => {
    const what = [...known.keys()].find((what) => line.includes(what));
    if (what !== undefined) seen.add(what);
    else found.push(`${name} on ${engine}: ${text}`);
  };
  const names = outputNames(plan.job);
  for (const [at, { path, fields }] of comparedOutputs(plan.job).entries()) {
    const actual = await readOutput(`${output}/${names[at]}`);
    const expected = told(here, path).filter((line) =>
      engine !== "spark-stream" || isClosed(line, pipeline)
    );
    const compared = compareResults(expected, actual, fields);
    for (const { expected, actual, fields } of compared.different) {
      const text = `${fields}: ${expected.line} | ${actual.line}`;
      differ(expected.line, text);
    }
    for (const { line } of compared.missing) differ(line, `missing ${line}`);
    for (const { line } of compared.extra) differ(line, `extra ${line}`);
    if (compared.equal === 0) found.push(`${name} on ${engine}: no equal row`);
  }
  const { bad, late } = here.account;
  const counted = { bad, ...(engine === "flink" ? { late } : {}) };
  for (const [side, lines] of Object.entries(counted)) {
    const { length } = await readOutput(`${output}/${side}`);
    if (length !== lines) {
      differ(`${length} ${side}`, `${length} ${side}, not ${lines}`);
    }
  }
  for (const what of known.keys()) {
    if (!seen.has(what)) found.push(`${name} on ${engine}: ${what} is equal`);
  }
  return found;
}

function told({ outputs }: RunHere, path: string | null): readonly string[] {
  return outputs.get(path) ?? [];
}

/** Whether the watermark has passed the window of a result: a stream that stops never tells the others. */
function isClosed(line: string, pipeline: Pipeline): boolean {
  const { read, windowing } = REFERENCES.get(pipeline.name)!;
  const newestMs = Math.max(
    ...linesOf(pipeline).lines.map((row) => read(row)?.timeMs ?? -Infinity),
  );
  const { window_end } = JSON.parse(line) as { readonly window_end: string };
  return Date.parse(window_end) <= newestMs - windowing.delayMs;
}

async function withFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "weir-cluster-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Of each kind of windows a pipeline without late rows. */
const ON_TIME: ReadonlySet<string> = new Set(["p03", "p04", "p06", "p12"]);

const inputOf = ({ name, input }: Pipeline) => `${PIPELINES}${name}/${input}`;

for (const pipeline of ALL) {
  const { name } = pipeline;
  clusterTest(
    `${name} on Flink answers as weir does, late rows and bad lines too`,
    "flink",
    (cluster) =>
      withFolder(async (output) => {
        const plan = await portableOf(specOf(pipeline), name);
        const { job } = plan;
        await runOnFlink(cluster, {
          name,
          job,
          input: inputOf(pipeline),
          output,
        });
        assertEquals(
          await differencesOf({ pipeline, engine: "flink", plan, output }),
          [],
        );
      }),
  );
}

clusterTest(
  "two tasks of Flink and watermarks by the clock change nothing where no row is late",
  "flink",
  async (cluster) => {
    for (const pipeline of ALL.filter(({ name }) => ON_TIME.has(name))) {
      const { name } = pipeline;
      await withFolder(async (output) => {
        const plan = await portableOf(specOf(pipeline), name);
        const { job } = plan;
        await runOnFlink(cluster, {
          name,
          job,
          input: inputOf(pipeline),
          output,
          exact: false,
        });
        assertEquals(
          await differencesOf({ pipeline, engine: "flink", plan, output }),
          [],
        );
      });
    }
  },
);

clusterTest(
  "the pipelines on Spark, as batches and as streams, answer as weir does",
  "none",
  (cluster) =>
    withFolder(async (folder) => {
      const jobs: ClusterJob[] = [];
      const answered: Answered[] = [];
      for (const pipeline of ALL) {
        const { name } = pipeline;
        for (const engine of ["spark", "spark-stream"] as const) {
          const stream = engine === "spark-stream";
          const plan = await portableOf(specOf(pipeline), name);
          const input = stream ? `${folder}/${name}.pieces` : inputOf(pipeline);
          if (stream) writePieces(pipeline, input);
          const output = `${folder}/${name}.${engine}`;
          jobs.push({
            name: `${name}-${engine}`,
            job: plan.job,
            input,
            output,
            stream,
          });
          answered.push({ pipeline, engine, plan, output });
        }
      }
      const found: string[] = [];
      for (const [name, { fault }] of await runOnSpark(cluster, jobs, folder)) {
        if (fault !== "") found.push(`${name}: ${fault}`);
      }
      for (const one of answered) found.push(...await differencesOf(one));
      assertEquals(found, []);
    }),
);

clusterTest(
  "a printed program runs as a user runs it, by spark-submit and its words alone",
  "none",
  ({ spark }) =>
    withFolder(async (folder) => {
      const pipeline = ALL[0]!;
      const plan = await portableOf(specOf(pipeline), pipeline.name);
      const options = exactly({
        name: pipeline.name,
        job: plan.job,
        input: "/nowhere",
        output: "/nowhere",
      });
      const program = printSpark(plan.job, { ...options, exact: false });
      await Deno.writeTextFile(`${folder}/job.py`, program);
      const output = `${folder}/out`;
      await runCommand([
        ...[spark.submit, "--master", "local[2]", `${folder}/job.py`],
        ...["--input", inputOf(pipeline), "--output", output],
      ], { env: { PYSPARK_PYTHON: spark.python }, limitMs: 180_000 });
      assertEquals(
        await differencesOf({ pipeline, engine: "spark", plan, output }),
        [],
      );
    }),
);

clusterTest(
  "a printed script runs as a user runs it, by sql-client.sh -f",
  "flink",
  ({ flink }) =>
    withFolder(async (folder) => {
      const pipeline = ALL[0]!;
      const plan = await portableOf(specOf(pipeline), pipeline.name);
      const output = `${folder}/out`;
      const script = printFlink(
        plan.job,
        exactly({
          name: pipeline.name,
          job: plan.job,
          input: inputOf(pipeline),
          output,
        }),
      );
      // The client ends when the job is submitted, unless it is told to wait.
      const waiting = "SET 'table.dml-sync' = 'true';\n";
      await Deno.writeTextFile(`${folder}/job.sql`, waiting + script);
      const said = await runCommand([
        ...[`${flink?.home}/bin/sql-client.sh`, "-f", `${folder}/job.sql`],
      ], {
        env: { FLINK_CONF_DIR: `${clusterHome().run}/flink-conf` },
        limitMs: 180_000,
      });
      assertEquals(said.match(/\[ERROR\][^\n]*/gu) ?? [], []);
      assertEquals(
        await differencesOf({ pipeline, engine: "flink", plan, output }),
        [],
      );
    }),
);
