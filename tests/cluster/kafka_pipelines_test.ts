import { assertEquals, assertMatch } from "@std/assert";
import type { Cluster } from "./cluster.ts";
import { clusterTest } from "./cluster_case.ts";
import { runCommand } from "./command.ts";
import { runPrograms, type SparkTask, streamOnce } from "./engines.ts";
import { clusterHome } from "./home.ts";
import { KAFKA_PIPELINES } from "./kafka/pipelines.ts";
import { type OnKafka, onKafka, type Said, weir } from "./kafka/on_kafka.ts";
import { topicsOf } from "./kafka/topics.ts";

/** Jobs of Flink that a test has begun. */
type Begun = Set<string>;

/** Works with a folder, which is gone afterwards, as are the jobs that were begun: those that go on would keep their slots. */
async function withFolder(
  { flink }: Cluster,
  work: (folder: string, begun: Begun) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "weir-kafka-" });
  const begun: Begun = new Set();
  try {
    await work(folder, begun);
  } finally {
    const words = ["submit", "--to", "flink", "--gateway"];
    for (const id of begun) {
      await weir(...words, flink?.gateway ?? "", "--cancel", id);
    }
    await Deno.remove(folder, { recursive: true });
  }
}

/** Starts the script that `weir export` prints with `sql-client.sh -f`, as a user does; the number of its job. */
async function byScript(
  { flink }: Cluster,
  { words, pipeline }: OnKafka,
  folder: string,
): Promise<string> {
  const { stdout, stderr, status } = await weir("export", "flink", ...words);
  assertEquals([status, stderr], [0, ""]);
  const path = `${folder}/${pipeline.name}.sql`;
  await Deno.writeTextFile(path, stdout);
  const said = await runCommand(
    [`${flink?.home}/bin/sql-client.sh`, "-f", path],
    {
      env: { FLINK_CONF_DIR: `${clusterHome().run}/flink-conf` },
      limitMs: 120_000,
    },
  );
  assertEquals(said.match(/\[ERROR\][^\n]*/gu) ?? [], []);
  return /Job ID: (\w+)/u.exec(said)?.[1] ?? said;
}

/** What `weir submit` says, which leaves once the job is taken. */
function submit(
  { flink }: Cluster,
  { words }: OnKafka,
  ...more: readonly string[]
): Promise<Said> {
  const gateway = ["--gateway", flink?.gateway ?? ""];
  return weir(
    ...["submit", ...words, "--to", "flink", ...gateway, "--detach", ...more],
  );
}

/** Starts it by `weir submit`; the number of its job. */
async function bySubmit(
  ...given: Parameters<typeof submit>
): Promise<string> {
  const { status, stderr } = await submit(...given);
  assertEquals([status, stderr.split("\n").length], [0, 2], stderr);
  return /taken the job (\w+)/u.exec(stderr)?.[1] ?? stderr;
}

/** Ends a job with a savepoint; its path. */
async function stopped(
  { flink }: Cluster,
  id: string,
  { folder, begun }: { readonly folder: string; readonly begun: Begun },
): Promise<string> {
  const { status, stdout, stderr } = await weir(
    ...["submit", "--to", "flink", "--gateway", flink?.gateway ?? ""],
    ...["--stop", id, "--savepoints", `file://${folder}/savepoints`],
  );
  assertEquals([status, stderr], [0, ""]);
  assertMatch(stdout, /\/weir-[0-9a-f]{12}\/savepoint-/u);
  begun.delete(id);
  return stdout.trim();
}

const LIMIT_MS = 30_000;

/** Waits until something holds, or for so long that it never will. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + LIMIT_MS;
  while (!await holds() && performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

for (const [at, pipeline] of KAFKA_PIPELINES.entries()) {
  clusterTest(
    `${pipeline.name} on Flink from topic to topic answers as weir does`,
    "both",
    (cluster) =>
      withFolder(cluster, async (folder, begun) => {
        const brokers = cluster.kafka?.brokers ?? "";
        const given = { brokers, folder, engine: "flink" } as const;
        const run = await onKafka(pipeline, given);
        const state = ["--checkpoints", `file://${folder}/state`];
        const id = at === 0
          ? await byScript(cluster, run, folder)
          : await bySubmit(cluster, run, ...state);
        begun.add(id);
        await until(run.isThrough);
        await stopped(cluster, id, { folder, begun });
        assertEquals(await run.differences(), []);
      }),
  );
}

clusterTest(
  "a job of Flink goes on from its savepoint: open windows count all of their rows, once",
  "both",
  (cluster) =>
    withFolder(cluster, async (folder, begun) => {
      const brokers = cluster.kafka?.brokers ?? "";
      const [pipeline, other] = KAFKA_PIPELINES;
      const given = { brokers, folder, engine: "flink", first: 60 } as const;
      const run = await onKafka(pipeline!, given);
      const id = await bySubmit(cluster, run);
      begun.add(id);
      const { read } = topicsOf(brokers);
      await until(async () => (await read(run.sink)).length > 0);
      const savepoint = await stopped(cluster, id, { folder, begun });
      await run.writeRest();

      const from = (path: string) => ["--from-savepoint", path];
      const nowhere = from(`${savepoint}-nowhere`);
      const missing = await submit(cluster, run, ...nowhere);
      assertEquals(missing.status, 2);
      assertMatch(missing.stderr, /a savepoint that is not there/u);
      // One whose path does not tell whose it is, is for Flink to judge.
      const moved = `${folder}/moved`;
      await Deno.rename(savepoint.replace(/^file:/u, ""), moved);
      const strangeRun = await onKafka(other!, given);
      for (const path of [savepoint, `file://${moved}`]) {
        const strange = await submit(cluster, strangeRun, ...from(path));
        assertEquals(strange.status, 2);
        assertMatch(strange.stderr, /not that of this pipeline/u);
      }

      const on = await bySubmit(cluster, run, ...from(`file://${moved}`));
      begun.add(on);
      await until(run.isThrough);
      await stopped(cluster, on, { folder, begun });
      assertEquals(await run.differences(), []);
    }),
);

clusterTest(
  "pipelines on Spark from topic to topic, as batches and as streams, answer as weir does",
  "kafka",
  (cluster) =>
    withFolder(cluster, async (folder) => {
      const runs: OnKafka[] = [];
      const programs: SparkTask[] = [];
      const brokers = cluster.kafka?.brokers ?? "";
      for (const engine of ["spark-stream", "spark"] as const) {
        for (const pipeline of KAFKA_PIPELINES) {
          const given = { brokers, folder, engine };
          const run = await onKafka(pipeline, given);
          const printed = await weir("export", "spark", ...run.words);
          assertEquals([printed.status, printed.stderr], [0, ""]);
          const name = `${pipeline.name}-${engine}`;
          const args = engine === "spark" ? [] : streamOnce(folder, name);
          runs.push(run);
          programs.push({ name, program: printed.stdout, args });
        }
      }
      const found: string[] = [];
      for (
        const [name, { fault }] of await runPrograms(cluster, programs, folder)
      ) {
        if (fault !== "") found.push(`${name}: ${fault}`);
      }
      for (const run of runs) found.push(...await run.differences());
      assertEquals(found, []);
    }),
);
