import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Faults } from "../../../lib/core/mod.ts";
import { assertGolden } from "./golden.ts";
import { jobText, printed, ROW } from "./job_text.ts";
import { PIPELINES } from "./pipelines.ts";

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
  assertStringIncludes(
    text,
    "size(collect_set(user) FILTER (WHERE ms > 5))",
  );
});

Deno.test("printSpark() has a whole query of its own for a stream", async () => {
  const text = await jobText(
    ...["window", "1m", "--watermark", "5s", "then", "agg"],
    "count(DISTINCT user) AS a, count(DISTINCT user) FILTER (ok) AS b",
  );
  const [query] = /^STAGE_2_OF_STREAM = r"""\n[^"]*"""$/mu.exec(text)!;
  assertEquals(query.includes("DISTINCT"), false);
  assertStringIncludes(query, "size(collect_set(user)) AS BIGINT) AS a");
  assertStringIncludes(
    query,
    "size(collect_set(user) FILTER (WHERE ok)) AS BIGINT) AS b",
  );
  assertEquals(text.includes("STAGE_2.replace"), false);
});

Deno.test("printSpark() asks for no kind of run that a job has not", async () => {
  // Windows without a watermark run in batches alone.
  const text = await jobText(
    ...["window", "1m", "then", "agg", "count(DISTINCT user) AS a"],
  );
  assertEquals(/stream(?:ing)?: bool|_OF_STREAM/u.test(text), false);
  assertStringIncludes(text, "until_windows(events)");
});

Deno.test("printSpark() tells why a condition names the time, and only there", async () => {
  const note = "so that Spark does not move it below the watermark";
  const windowed = ["window", "1m", "--watermark", "5s", "then"];
  const counted = ["agg", "count(*) AS n"];
  const guarded = await jobText(
    ...["filter", "ms > 5", "then", ...windowed, ...counted],
  );
  assertStringIncludes(guarded, note);
  const own = "CASE WHEN ms > 5 THEN FALSE ELSE ok END";
  const users = await jobText("select", `${own} AS a`);
  assertEquals(users.includes(note), false);
  const behind = await jobText(
    ...[...windowed, ...counted],
    ...["then", "filter", "CASE WHEN n > 5 THEN FALSE ELSE true END"],
  );
  assertEquals(behind.includes(note), false);
});

Deno.test("printSpark() prints the helpers that it calls, and no other", async () => {
  const text = await jobText(
    "filter",
    "user = 'epoch(ts) clf(a) JSON) truth(x) finite(y)' AND path <> ''",
  );
  assertEquals(
    [...text.matchAll(/^def (\w+)/gmu)].map(([, name]) => name),
    [
      ...["utf8", "paired", "parse", "query", "pipeline", "write", "arguments"],
      ...["session", "read", "claim", "start", "wait", "main"],
    ],
  );
  assertEquals(text.includes("Decimal"), false);
});

Deno.test("the fingerprint of a program is that of its stages, wherever they read and write", async () => {
  const fingerprintOf = async (words: readonly string[], name = "job") => {
    const program = await printed({ name, words: [...words], input: ROW });
    return /^FINGERPRINT = "([0-9a-f]{12})"$/mu.exec(program)?.[1] ?? "none";
  };
  const windowOf = (size: string, by = "user") => [
    ...["window", size, "--watermark", "5s", "then"],
    ...["agg", "count(*) AS n", "--by", by],
  ];
  const minute = await fingerprintOf(windowOf("1m"));
  assertEquals(minute.length, 12);
  assertEquals(await fingerprintOf(windowOf("60s"), "another"), minute);
  const others = [
    windowOf("2m"),
    windowOf("1m", "path"),
    ["filter", "ok", "then", ...windowOf("1m")],
    windowOf("1m").with(3, "6s"),
  ];
  const all = await Promise.all(others.map((words) => fingerprintOf(words)));
  assertEquals(new Set([minute, ...all]).size, 5);
});

for (const pipeline of PIPELINES) {
  Deno.test(`the program of ${pipeline.name} defines what it calls, and calls what it defines`, async () => {
    // A helper's name in a text of the user's is no call.
    const text = (await printed(pipeline)).replace(/^\s*#.*$/gmu, "");
    const defined = [...text.matchAll(/^(?:def (\w+)|([A-Z_0-9]+) = )/gmu)]
      .map(([, name, constant]) => name ?? constant!);
    for (const name of defined) {
      const uses = text.matchAll(new RegExp(`\\b${name}\\b`, "gu"));
      assertEquals([...uses].length > 1, true, name);
    }
    for (const [, name] of text.matchAll(/(?<![\w.])([a-z_0-9]+)\(F\./gu)) {
      assertEquals(defined.includes(name!), true, name);
    }
  });
}

Deno.test("printSpark() refuses what has no counterpart, all of it, each with its place", async () => {
  const refused = async (...words: string[]) => {
    const { faults } = await assertRejects(() => jobText(...words), Faults);
    return faults.map(({ code, place }) => [code, place?.column]);
  };
  assertEquals(
    await refused(
      ...["window", "--session", "1m", "--key", "user", "--watermark", "5s"],
      ...["then", "agg", "count(*) AS n", "--by", "path"],
    ),
    [["export/P014", 1]],
  );
  assertEquals(
    await refused(
      ...["select", "strip_accents(user) AS a, 1 + ms AS b, ascii(path) AS c"],
    ),
    [["export/P006", 1], ["export/P006", 40]],
  );
});

Deno.test("printSpark() takes no line for the header that has more cells", async () => {
  const text = await printed({
    name: "job",
    words: ["filter", "id > 5"],
    input: "id,n\n1,2\n",
  });
  assertStringIncludes(text, `header &= F.size("_row") == len(HEADER)`);
});

Deno.test("printSpark() makes no moment of a year that would stop the job", async () => {
  const text = await jobText("window", "1m", "then", "agg");
  assertStringIncludes(text, "F.when(F.abs(seconds) <= 8640000000000, ");
});

Deno.test("printSpark() asks the pieces of a text with escapes once", async () => {
  const access = PIPELINES.find(({ name }) => name === "p03_top_paths")!;
  const text = await printed(access);
  const joined = /def joined[^]*?array_join[^]*?\n\n/u.exec(text)?.[0] ?? "";
  assertStringIncludes(joined, "transform(pieces, meant)");
  assertEquals(joined.includes("forall"), false);
});
