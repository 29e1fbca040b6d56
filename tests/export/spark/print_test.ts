import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Fault } from "../../../lib/core/mod.ts";
import { jobOf } from "../../../lib/export/mod.ts";
import { printSpark } from "../../../lib/export/spark/mod.ts";
import { planOf } from "../plan_of.ts";
import { assertGolden } from "./golden.ts";
import { type Pipeline, PIPELINES, printOptions } from "./pipelines.ts";

async function printed(pipeline: Pipeline): Promise<string> {
  const { words, input, finite } = pipeline;
  const plan = await planOf(words, input, finite);
  return printSpark(jobOf(plan), printOptions(pipeline));
}

for (const pipeline of PIPELINES) {
  Deno.test(`printSpark() of ${pipeline.name} is its golden file`, async () => {
    assertGolden(`${pipeline.name}.py`, await printed(pipeline));
  });
}

async function python(): Promise<string | null> {
  for (const name of ["python3", "python"]) {
    try {
      const { success } = await new Deno.Command(name, {
        args: ["--version"],
        stdout: "null",
        stderr: "null",
      }).output();
      if (success) return name;
    } catch {
      // Not this one.
    }
  }
  return null;
}

const program = await python();

Deno.test({
  name: `every printed job is Python${
    program === null ? ": there is none here to read it" : ""
  }`,
  ignore: program === null,
  fn: async () => {
    const read =
      "import ast, json, sys\nfor text in json.load(open(sys.argv[1])): ast.parse(text)";
    const file = await Deno.makeTempFile();
    try {
      const texts = await Promise.all(PIPELINES.map(printed));
      await Deno.writeTextFile(file, JSON.stringify(texts));
      const { success, stderr } = await new Deno.Command(program!, {
        args: ["-W", "error::SyntaxWarning", "-c", read, file],
      }).output();
      assertEquals(new TextDecoder().decode(stderr), "");
      assertEquals(success, true);
    } finally {
      await Deno.remove(file);
    }
  },
});

/** A session with two queries: one has failed while the other was seen to end, which forgets both. */
const ENDING = `
import sys

class Query:
    def __init__(self, failure):
        self.failure = failure

    def awaitTermination(self):
        if self.failure:
            raise RuntimeError(self.failure)

class Streams:
    def __init__(self, queries):
        self.active = queries

    def awaitAnyTermination(self):
        self.active = []

    def resetTerminated(self):
        pass

class Spark:
    pass

SparkSession = StreamingQuery = Query
exec(sys.argv[1])
spark = Spark()
queries = [Query(""), Query("disk is full")]
spark.streams = Streams(queries)
wait(spark, queries)
`;

Deno.test({
  name: `a stream of which one query fails as another ends has failed${
    program === null ? ": there is no Python here" : ""
  }`,
  ignore: program === null,
  fn: async () => {
    const text = await jobText("filter", "ms > 1");
    const wait = /def wait\(.*?\n(?=\n\n)/su.exec(text)?.[0] ?? "";
    const { success, stderr } = await new Deno.Command(program!, {
      args: ["-c", ENDING, wait],
    }).output();
    assertEquals(success, false);
    assertStringIncludes(new TextDecoder().decode(stderr), "disk is full");
  },
});

const ROW = `{"ts":"2024-01-01T00:00:01Z","user":"ann","path":"/a","ms":1}\n`;

function jobText(...words: string[]): Promise<string> {
  return printed({ name: "job", words, input: ROW });
}

Deno.test("printSpark() leaves no room for a text to end the query", async () => {
  const text = await jobText("select", `user || '"""' || 'it''s\\' AS a`);
  assertStringIncludes(text, String.raw`'\"\"\"'`);
  assertStringIncludes(text, String.raw`'it\'s\\'`);
});

Deno.test("printSpark() leaves out one line end, that of a record too", async () => {
  const files = await jobText("filter", "ms > 1");
  assertStringIncludes(files, String.raw`"^\ufeff|\r\\z"`);
  const kafka = PIPELINES.find(({ name }) => name === "kafka")!;
  const topic = await printed(kafka);
  assertStringIncludes(topic, String.raw`"^\ufeff|\r?\n?\\z"`);
});

Deno.test("printSpark() gives a session one millisecond more than the delay", async () => {
  const text = await jobText(
    ...["window", "--session", "1m", "--key", "user", "--watermark", "5s"],
    ...["then", "agg", "count(*) AS n"],
  );
  assertStringIncludes(
    text,
    `withWatermark("event_time", "5001 milliseconds")`,
  );
});

Deno.test("printSpark() of windows that wait for the end runs in batches alone", async () => {
  const text = await jobText("window", "1m", "then", "agg", "count(*) AS n");
  assertStringIncludes(text, "# It does not run over a stream:");
  assertEquals(text.includes("--mode"), false);
  assertEquals(text.includes("withWatermark"), false);
});

Deno.test("printSpark() counts distinct values of a stream through a set", async () => {
  const text = await jobText(
    ...["window", "1m", "--watermark", "5s", "then"],
    ...["agg", "count(DISTINCT user) FILTER (ms > 5) AS n"],
  );
  assertStringIncludes(text, "count(DISTINCT user) FILTER (WHERE ms > 5)");
  assertStringIncludes(text, `"size(collect_set(user) FILTER (WHERE ms > 5))"`);
});

Deno.test("printSpark() refuses groups inside of sessions", async () => {
  const error = await jobText(
    ...["window", "--session", "1m", "--key", "user", "--watermark", "5s"],
    ...["then", "agg", "count(*) AS n", "--by", "path"],
  ).then(() => null, (error: unknown) => error);
  assertEquals(error instanceof Fault && error.code, "export/P014");
});

Deno.test("printSpark() refuses what has no counterpart, with its place", async () => {
  const words = ["select", "strip_accents(user) AS a"];
  const plan = await planOf(words, ROW);
  const fault = assertThrows(
    () =>
      printSpark(jobOf(plan), printOptions({ name: "", words, input: ROW })),
    Fault,
    "strip_accents",
  );
  assertEquals(fault.code, "export/P006");
  assertEquals(fault.place?.column, 1);
});
