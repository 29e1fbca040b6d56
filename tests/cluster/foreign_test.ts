import { assert, assertEquals } from "@std/assert";
import { targetsOf } from "../../cli/commands/targets.ts";
import { parseArguments } from "../../cli/parse/arguments.ts";
import { readOutput } from "../../cli/prove/read_output.ts";
import { runHere, waitingForAll } from "../../cli/prove/run_here.ts";
import {
  comparedOutputs,
  compareResults,
  jobOf,
  judgeAll,
  outputNames,
  type PortableJob,
  type TargetName,
  TARGETS,
} from "../../lib/export/mod.ts";
import { clusterTest } from "./cluster_case.ts";
import { type ClusterJob, runOnFlink, runOnSpark } from "./engines.ts";
import {
  ALL,
  FOREIGN,
  type Foreign,
  portableOf,
  specOf,
} from "./foreign/foreign.ts";
import { IO } from "./pipelines/pipelines.ts";

/** Batches of a stream. */
const BATCHES = 3;
/** Files of a stream are read in the order of their times. */
const BEGIN_S = 1_700_000_000;

Deno.test("what somebody else wrote runs on a cluster, or is refused with its codes and a way out", async () => {
  for (const foreign of ALL) {
    const plan = await portableOf(foreign);
    for (
      const { construct, judgements } of judgeAll(
        plan.constructs,
        targetsOf(TARGETS),
        plan,
      )
    ) {
      for (const { verdict, why } of judgements.values()) {
        assert(verdict !== "no" || why !== null, construct.label);
      }
    }
    const codes = Object.fromEntries(
      TARGETS.map((target) => [target, refusedBy(target, plan)]),
    );
    const expected = Object.fromEntries(
      TARGETS.map((target) => [target, foreign.refused[target] ?? []]),
    );
    assertEquals({ [foreign.name]: codes }, { [foreign.name]: expected });
  }
});

/** The codes of what a target refuses, each once. */
function refusedBy(
  target: TargetName,
  plan: Awaited<ReturnType<typeof portableOf>>,
): readonly string[] {
  const codes = judgeAll(plan.constructs, targetsOf([target]), plan).flatMap(
    ({ judgements }) => {
      const { verdict, code } = judgements.get(target)!;
      return verdict === "no" ? [String(code)] : [];
    },
  );
  return [...new Set(codes)];
}

Deno.test("the types that first rows settle change nothing of what weir itself says", async () => {
  for (const foreign of ALL) {
    if (foreign.refused.flink !== undefined) continue;
    const plan = await portableOf(foreign);
    const own = await runHere(specOf(foreign), IO);
    const typed = await runHere(plan.spec, IO);
    for (const { path, fields } of comparedOutputs(jobOf(plan))) {
      const { equal, ...rest } = compareResults(
        own.outputs.get(path) ?? [],
        typed.outputs.get(path) ?? [],
        fields,
      );
      assertEquals({ name: foreign.name, ...rest }, {
        name: foreign.name,
        different: [],
        missing: [],
        extra: [],
      });
      assert(equal > 0, foreign.name);
    }
  }
});

/** A pipeline that an engine has answered. */
interface Answered {
  readonly foreign: Foreign;
  readonly engine: TargetName;
  readonly job: PortableJob;
  readonly output: string;
}

/** What an engine answers otherwise than weir, a line each. */
async function differencesOf(
  { foreign, engine, job, output }: Answered,
): Promise<readonly string[]> {
  const { spec } = await portableOf(foreign);
  // Only Flink judges row by row what is late.
  const here = await runHere(
    engine === "flink" ? spec : waitingForAll(spec),
    IO,
  );
  const closedMs = engine === "spark-stream"
    ? await closedAt(foreign, job)
    : Infinity;
  const found: string[] = [];
  const names = outputNames(job);
  for (const [at, { path, fields }] of comparedOutputs(job).entries()) {
    const expected = (here.outputs.get(path) ?? []).filter((line) =>
      endOf(line) <= closedMs
    );
    const actual = await readOutput(`${output}/${names[at]}`);
    const { equal, different, missing, extra } = compareResults(
      expected,
      actual,
      fields,
    );
    if (equal === 0) found.push("no equal row");
    found.push(
      ...different.map(({ expected, actual, fields }) =>
        `${fields}: ${expected.line} | ${actual.line}`
      ),
      ...missing.map(({ line }) => `missing ${line}`),
      ...extra.map(({ line }) => `extra ${line}`),
    );
  }
  const bad = await readOutput(`${output}/bad`);
  if (bad.length !== here.account.bad) {
    found.push(`${bad.length} bad lines, not ${here.account.bad}`);
  }
  return found.map((line) => `${foreign.name} on ${engine}: ${line}`);
}

/** When the window of a result ends; always in the past where it has none. */
function endOf(line: string): number {
  const { window_end } = JSON.parse(line) as { readonly window_end?: string };
  return window_end === undefined ? -Infinity : Date.parse(window_end);
}

/** The end of the last window that a stream completes. */
async function closedAt(foreign: Foreign, job: PortableJob): Promise<number> {
  const spec = specOf(foreign);
  const asked = parseArguments([
    ...spec.inputs,
    "agg",
    "max(epoch_ms(_time)) AS newest",
  ]);
  assert(asked.kind === "run");
  const { outputs } = await runHere({ ...asked.spec, read: spec.read }, IO);
  const { newest } = JSON.parse(outputs.get(null)![0]!) as {
    readonly newest: number;
  };
  for (const step of job.steps) {
    if (step.kind === "aggregate" && step.window !== null) {
      return newest - step.window.delayMs!;
    }
  }
  return Infinity;
}

/** Cuts an input into the files of a stream. */
function writePieces({ input }: Foreign, folder: string): void {
  Deno.mkdirSync(folder);
  const lines = Deno.readTextFileSync(`${FOREIGN}${input}`).trimEnd().split(
    "\n",
  );
  const header = /\.[ct]sv$/u.test(input) ? lines.splice(0, 1) : [];
  const size = Math.ceil(lines.length / BATCHES);
  for (let piece = 0; piece < BATCHES; piece++) {
    const some = [...header, ...lines.slice(piece * size, (piece + 1) * size)];
    const path = `${folder}/piece-${piece}`;
    Deno.writeTextFileSync(path, some.map((line) => `${line}\n`).join(""));
    Deno.utimeSync(path, BEGIN_S + piece, BEGIN_S + piece);
  }
}

async function withFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "weir-foreign-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

clusterTest(
  "what somebody else wrote answers on Flink as here",
  "flink",
  (cluster) =>
    withFolder(async (folder) => {
      const found: string[] = [];
      const rest = ALL.filter(({ refused }) => refused.flink === undefined);
      const work = async () => {
        for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
          const { name, input } = one;
          const job = jobOf(await portableOf(one));
          const output = `${folder}/${name}`;
          await runOnFlink(cluster, {
            name,
            job,
            input: `${FOREIGN}${input}`,
            output,
          });
          found.push(
            ...await differencesOf({
              foreign: one,
              engine: "flink",
              job,
              output,
            }),
          );
        }
      };
      // While the gateway plans one job another runs.
      await Promise.all([work(), work()]);
      assertEquals(found, []);
    }),
);

clusterTest(
  "what somebody else wrote answers on Spark as here, as batches and as streams",
  "none",
  (cluster) =>
    withFolder(async (folder) => {
      const jobs: ClusterJob[] = [];
      const answered: Answered[] = [];
      for (const foreign of ALL) {
        for (const engine of ["spark", "spark-stream"] as const) {
          const stream = engine === "spark-stream";
          if (
            foreign.refused[engine] !== undefined ||
            (stream && !foreign.streamed)
          ) continue;
          const name = `${foreign.name}-${engine}`;
          const job = jobOf(await portableOf(foreign));
          const output = `${folder}/${name}`;
          const pieces = `${folder}/${name}.pieces`;
          if (stream) writePieces(foreign, pieces);
          const input = stream ? pieces : `${FOREIGN}${foreign.input}`;
          jobs.push({ name, job, input, output, stream });
          answered.push({ foreign, engine, job, output });
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
