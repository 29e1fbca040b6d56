import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { main } from "../../cli/main.ts";
import { FixedClock } from "../../lib/time/mod.ts";

const ROW = '{"ts":"2024-01-01T00:00:01Z","ms":12}\n';

/** Runs the command beside a job over a topic. */
async function weir(
  ...words: readonly string[]
): Promise<{ status: number; stdout: string; stderr: string; folder: string }> {
  const folder = await Deno.makeTempDir();
  const said = { stdout: "", stderr: "" };
  try {
    await Deno.writeTextFile(`${folder}/rows.ndjson`, ROW);
    await Deno.writeTextFile(`${folder}/slow.weir`, "filter ms > 10\n");
    // Tells its arguments, the path of the program aside, and what it runs.
    await Deno.writeTextFile(
      `${folder}/spark-submit`,
      `#!/bin/sh\nfor word in "$@"; do case "$word" in */slow.py) echo job ;; *) echo "$word" ;; esac; done\n`,
      { mode: 0o755 },
    );
    const status = await main(
      words.map((word) => word.replace("HERE", folder)),
      {
        stdin: new ReadableStream(),
        stdout: (bytes) => {
          said.stdout += new TextDecoder().decode(bytes);
          return Promise.resolve();
        },
        stderr: (text) => void (said.stderr += text),
        isTerminal: false,
        columns: 80,
        clock: new FixedClock(0),
      },
    );
    return { status, ...said, folder };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
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
