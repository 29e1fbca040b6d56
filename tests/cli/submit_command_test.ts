import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Said, weir as inFolder, withJob } from "./weir_command.ts";

/** Runs the command beside a job over a topic. */
async function weir(...words: readonly string[]): Promise<Said> {
  return await withJob(async (folder) => {
    // Tells its arguments, the path of the program aside, and what it runs.
    await Deno.writeTextFile(
      `${folder}/spark-submit`,
      `#!/bin/sh\nfor word in "$@"; do case "$word" in */slow.py) echo job ;; *) echo "$word" ;; esac; done\n`,
      { mode: 0o755 },
    );
    return await inFolder(words.map((word) => word.replace("HERE", folder)));
  });
}

const JOB = ["HERE/slow.weir", "HERE/rows.ndjson"];
const TOPICS = ["--source", "kafka://k:9092/in", "--sink", "kafka://k:9092/o"];

Deno.test("export of a job that goes on has the path of its savepoint as Flink told it", async () => {
  for (
    const path of [
      "file:/state/savepoint-1",
      "s3://state/savepoint-1",
      "/state/savepoint-1",
    ]
  ) {
    const words = [...JOB, ...TOPICS, "--from-savepoint", path];
    const { stdout, stderr } = await weir("export", "flink", ...words);
    assertEquals(stderr, "");
    const whole = path.startsWith("/") ? `file://${path}` : path;
    assertStringIncludes(
      stdout,
      `SET 'execution.state-recovery.path' = '${whole}';`,
    );
  }
});

Deno.test("a job of Spark has no savepoint to go on from", async () => {
  const words = [...JOB, ...TOPICS, "--from-savepoint", "/state/savepoint-1"];
  const { status, stderr } = await weir("export", "spark", ...words);
  assertEquals(status, 2);
  assertMatch(stderr, /--from-savepoint is of Flink/u);
  assertMatch(stderr, /--checkpoints/u);
});

Deno.test("a stream of Spark is not started without a place for its checkpoints", async () => {
  const { status, stderr } = await weir(
    ...["submit", ...JOB, ...TOPICS, "--to", "spark"],
    ...["--spark-submit", "HERE/spark-submit"],
  );
  assertEquals(status, 2);
  assertMatch(stderr, /carries over/u);
  assertMatch(stderr, /--checkpoints FOLDER/u);
});

Deno.test({
  name: "submit hands packages to spark-submit, and a stream its checkpoints",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const { status, stderr } = await weir(
      ...["submit", ...JOB, ...TOPICS, "--to", "spark"],
      ...["--spark-submit", "HERE/spark-submit", "--packages", "org.a:b:1"],
      ...["--checkpoints", "s3://state"],
    );
    assertEquals([status, stderr.trim().split("\n")], [0, [
      ...["--packages", "org.a:b:1", "job"],
      ...["--mode", "stream", "--checkpoint", "s3://state"],
    ]]);
  },
});

/** Works in a folder with two files of rows and the names that are like patterns. */
async function exported(
  engine: string,
  ...words: readonly string[]
): Promise<Said> {
  return await withJob(async (folder) => {
    for (const name of ["a1.ndjson", "a2.ndjson", "b[1].ndjson"]) {
      await Deno.copyFile(`${folder}/rows.ndjson`, `${folder}/${name}`);
    }
    await Deno.mkdir(`${folder}/deep`);
    await Deno.copyFile(`${folder}/rows.ndjson`, `${folder}/deep/c.ndjson`);
    return await inFolder(
      ["export", engine, ...words].map((word) => word.replace("HERE", folder)),
    );
  });
}

Deno.test("Flink is given no pattern of files, which it would take for a name", async () => {
  for (
    const words of [
      ["HERE/slow.weir", "HERE/a*.ndjson"],
      ["HERE/slow.weir", "HERE/{a1,a2}.ndjson"],
      [...JOB, "--source", "s3://logs/a?.ndjson"],
    ]
  ) {
    const { status, stdout, stderr } = await exported("flink", ...words);
    assertEquals([status, stdout], [2, ""]);
    assertMatch(stderr, /Flink reads a file or a folder/u);
    assertMatch(stderr, /--source FOLDER/u);
  }
  const { status, stdout } = await exported(
    ...["flink", "HERE/slow.weir", "HERE/a*.ndjson"],
    ...["--source", "s3://logs"],
  );
  assertEquals(status, 0);
  assertStringIncludes(stdout, "'path' = 's3://logs'");
});

Deno.test("Spark is given a pattern of files, unless it reads another one in it", async () => {
  const { status, stdout } = await exported(
    ...["spark", "HERE/slow.weir", "HERE/a*.ndjson"],
  );
  assertEquals(status, 0);
  assertMatch(stdout, /file:\/\/\S*\/a\*\.ndjson/u);
  const deep = await exported("spark", "HERE/slow.weir", "HERE/**/c.ndjson");
  assertEquals(deep.status, 2);
  assertMatch(deep.stderr, /Spark has no \*\* in a pattern/u);
});

Deno.test("a file under the name of a pattern is that file here, so on Flink, and not on Spark", async () => {
  const words = ["HERE/slow.weir", "HERE/b[1].ndjson"];
  const flink = await exported("flink", ...words);
  assertEquals([flink.status, flink.stderr], [0, ""]);
  assertStringIncludes(flink.stdout, "/b[1].ndjson'");
  const spark = await exported("spark", ...words);
  assertEquals(spark.status, 2);
  assertMatch(spark.stderr, /Spark reads the name of this file as a pattern/u);
});

Deno.test("several inputs are refused for both engines in the same words", async () => {
  for (const engine of ["flink", "spark"]) {
    const { status, stderr } = await exported(
      ...[engine, "HERE/slow.weir", "HERE/a1.ndjson", "HERE/a2.ndjson"],
    );
    assertEquals(status, 2);
    assertMatch(stderr, /one folder or topic.*\n.*--source FOLDER/u);
  }
});
