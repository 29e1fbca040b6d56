import {
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { Fault, Faults } from "../../../lib/core/mod.ts";
import { flinkStatements, printFlink } from "../../../lib/export/flink/mod.ts";
import { type Connections, jobOf } from "../../../lib/export/mod.ts";
import { planOf } from "../plan_of.ts";

const ROWS =
  '{"ts":"2024-01-01T00:00:01Z","level":"error","user":"u","ms":12}\n';
const FILES: Connections = {
  input: { kind: "files", path: "/in" },
  output: { kind: "files", path: "s3://out/" },
  checkpoints: null,
};
const KAFKA: Connections = {
  ...FILES,
  input: {
    kind: "kafka",
    brokers: "b:9092",
    topic: "t",
    start: "latest",
    group: "g",
  },
};

async function statements(
  words: readonly string[],
  connections = FILES,
  exact = false,
  savepoint: { readonly savepoint?: string } = {},
): Promise<readonly string[]> {
  const finite = connections.input.kind === "files";
  const job = jobOf(await planOf(words, ROWS, finite));
  return flinkStatements(job, {
    connections,
    command: "weir",
    exact,
    ...savepoint,
  });
}

const COUNT = ["then", "agg", "count(*) AS n"];

Deno.test("flinkStatements() computes a finite job that waits for the end as a batch", async () => {
  const [mode, ...rest] = await statements(["window", "1m", ...COUNT]);
  assertEquals(mode, "SET 'execution.runtime-mode' = 'batch'");
  assertEquals(rest.filter((one) => one.includes("WATERMARK")), []);
});

Deno.test("flinkStatements() leaves partitions of a topic idle, also where it runs for comparing", async () => {
  const words = ["window", "1m", "--watermark", "5s", ...COUNT];
  const settings = (await statements(words, KAFKA, true)).join("\n");
  assertMatch(settings, /SET 'parallelism\.default' = '1'/u);
  assertMatch(settings, /SET 'table\.exec\.source\.idle-timeout' = '30 s'/u);
  // Without an interval nobody looks whether a partition is idle.
  assertEquals(settings.includes("auto-watermark-interval"), false);
});

Deno.test("flinkStatements() goes on from a savepoint", async () => {
  const savepoint = "file:/state/savepoint-1";
  const all = await statements(["filter", "ms > 1"], KAFKA, false, {
    savepoint,
  });
  const at = all.indexOf(
    `SET 'execution.state-recovery.path' = '${savepoint}'`,
  );
  const started = all.findIndex((one) => one.includes("INSERT INTO"));
  assertEquals([at > 0, at < started], [true, true]);
});

/** The fingerprint among the settings of a job. */
async function fingerprint(
  words: readonly string[],
  connections = KAFKA,
): Promise<string> {
  const all = (await statements(words, connections)).join("\n");
  return /'weir\.fingerprint:(\w{12})'/u.exec(all)?.[1] ?? all;
}

Deno.test("a job of Flink that does not end has a fingerprint, which is that of its stages alone", async () => {
  const words = ["window", "1m", "--watermark", "5s", ...COUNT];
  const own = await fingerprint(words);
  const elsewhere: Connections = {
    input: {
      kind: "kafka",
      brokers: "c:9092",
      topic: "other",
      start: "earliest",
      group: "h",
    },
    output: { kind: "files", path: "/elsewhere" },
    checkpoints: "s3://state",
  };
  assertEquals(await fingerprint(words, elsewhere), own);
  const others = [
    ["window", "2m", "--watermark", "5s", ...COUNT],
    ["filter", "ms > 1", "then", ...words],
    ["window", "1m", "--watermark", "5s", "then", "agg", "max(ms) AS n"],
  ];
  for (const other of others) {
    assertNotEquals(await fingerprint(other), own, other.join(" "));
  }
});

Deno.test("a job of Flink goes on from no savepoint of another one, wherever the folder stands", async () => {
  const words = ["window", "1m", "--watermark", "5s", ...COUNT];
  const own = await fingerprint(words);
  const from = (savepoint: string) =>
    statements(words, KAFKA, false, { savepoint });
  await from(`s3://state/weir-${own}/savepoint-1`);
  await from(`s3://weir-000000000000/weir-${own}/savepoint-1`);
  await from("s3://state/savepoint-1");
  const other = await assertRejects(
    () => from("s3://state/weir-000000000000/savepoint-1"),
    Fault,
    "cannot go on from this savepoint",
  );
  assertEquals(other.code, "flink/other-savepoint");
});

Deno.test("flinkStatements() keeps sessions a stream, whose watermark never comes", async () => {
  const all = await statements([
    "window",
    "--session",
    "1m",
    "--key",
    "user",
    ...COUNT,
  ]);
  assertEquals(all[0], "SET 'execution.runtime-mode' = 'streaming'");
  assertMatch(all.join("\n"), /- INTERVAL '1000' YEAR\(4\)/u);
});

Deno.test("flinkStatements() adds one millisecond to the delay of windows, and two to that of sessions", async () => {
  const plain = await statements([
    "window",
    "1m",
    "--watermark",
    "5s",
    ...COUNT,
  ]);
  assertMatch(plain.join("\n"), /`event_time` - INTERVAL '5\.001' SECOND/u);
  const session = await statements(
    [
      "window",
      "--session",
      "1m",
      "--key",
      "user",
      "--watermark",
      "5s",
      ...COUNT,
    ],
  );
  assertMatch(session.join("\n"), /`event_time` - INTERVAL '5\.002' SECOND/u);
});

Deno.test("flinkStatements() never gives windows an offset, and moves times instead", async () => {
  const all = (await statements(
    ["window", "1m", "--offset", "20s", "--watermark", "5s", ...COUNT],
  )).join("\n");
  assertMatch(all, /DESCRIPTOR\(`row_time`\), INTERVAL '1' MINUTE\)\)/u);
  assertMatch(all, /`window_start` \+ INTERVAL '20' SECOND/u);
});

Deno.test("flinkStatements() makes one statement of all outputs, the last one", async () => {
  const all = await statements(["window", "1m", "--watermark", "5s", ...COUNT]);
  assertMatch(all.at(-1)!, /^EXECUTE STATEMENT SET\nBEGIN\n[^]*\n\nEND$/u);
  assertEquals(all.filter((one) => one.includes("INSERT INTO")).length, 1);
  for (const output of ["results", "bad", "late"]) {
    assertMatch(all.at(-1)!, new RegExp(`INSERT INTO \`${output}\``, "u"));
  }
});

Deno.test("flinkStatements() has no watermark, no late rows and one task only where asked", async () => {
  const all = await statements(["filter", "ms > 1"]);
  assertEquals(
    all.filter((one) => /WATERMARK|late|parallelism/u.test(one)),
    [],
  );
  const exact = await statements(["filter", "ms > 1"], FILES, true);
  assertEquals(exact.includes("SET 'parallelism.default' = '1'"), true);
});

Deno.test("flinkStatements() lets each record of a topic move the watermark", async () => {
  const all = (await statements(
    ["window", "1m", "--watermark", "5s", ...COUNT],
    KAFKA,
  )).join("\n");
  assertMatch(all, /'scan\.watermark\.emit\.strategy' = 'on-event'/u);
  assertMatch(all, /'table\.exec\.source\.idle-timeout'/u);
});

Deno.test("flinkStatements() quotes what users name", async () => {
  const all = (await statements(["select", 'ms AS "it\'s `x`"'])).join("\n");
  assertMatch(all, /`it's ``x``` BIGINT/u);
});

Deno.test("flinkStatements() refuses what it was not asked about before, with a mend", async () => {
  const refused: readonly [readonly string[], Connections, string][] = [
    [["window", "1m", "--watermark", "end", ...COUNT], KAFKA, "export/P032"],
    [
      ["window", "--session", "1m", "--key", "user", ...COUNT, "--by", "level"],
      FILES,
      "export/P014",
    ],
    [["select", "strip_accents(level) AS x"], FILES, "export/P006"],
  ];
  for (const [words, connections, code] of refused) {
    const { faults } = await assertRejects(
      () => statements(words, connections),
      Faults,
    );
    assertEquals(faults.map((fault) => fault.code), [code]);
  }
});

Deno.test("printFlink() names each stage, on one line, and the command that makes it again", async () => {
  const job = jobOf(await planOf(["filter", "ms > 1\n  AND ms < 9"], ROWS));
  const script = printFlink(job, {
    connections: FILES,
    command: "weir export flink\nJOB",
    exact: false,
  });
  assertMatch(script, /^-- {3}stage 1: filter 'ms > 1 AND ms < 9'$/mu);
  assertMatch(script, /^-- Made again by: weir export flink JOB$/mu);
  for (const line of script.split("\n\n").slice(1)) {
    assertMatch(line, /;\n?$|BEGIN|END/u);
  }
});

Deno.test("flinkStatements() gives no table the name of a view", async () => {
  const list = ["select", "ms", "then", "write", "events.ndjson", "then"];
  const all = await statements([...list, "agg", "sum(ms) AS s"]);
  const made = all.flatMap((one) =>
    /^CREATE TEMPORARY \w+ (`\w+`)/u.exec(one)?.[1] ?? []
  );
  assertEquals(made.includes("`events_output`"), true);
  assertEquals(made.length, new Set(made).size);
});

Deno.test("flinkStatements() leaves a byte order mark out of rows of files, which topics have not", async () => {
  const mark = /LIKE U&'\\feff%'/u;
  const words = ["select", "ms"];
  assertMatch((await statements(words)).join("\n"), mark);
  assertEquals(mark.test((await statements(words, KAFKA)).join("\n")), false);
});

Deno.test("flinkStatements() takes the line end off records of topics, where it is no white space", async () => {
  const end = /REGEXP_REPLACE\(`line`, '\\r\?\\n\?\\z', ''\)/u;
  const lines = ["--format", "lines", "select", "line"];
  assertMatch((await statements(lines, KAFKA)).join("\n"), end);
  assertEquals(end.test((await statements(lines)).join("\n")), false);
  const ndjson = (await statements(["select", "ms"], KAFKA)).join("\n");
  assertEquals(end.test(ndjson), false);
});

Deno.test("flinkStatements() takes each text out of a line once, and searches once for what is read twice", async () => {
  const lines = await statements([
    ...[
      "--format",
      "lines",
      "set",
      "ms = regexp_extract(line, '([0-9]+)ms', 1)",
    ],
    ...["then", "filter", "ms <> ''", "then", "select", "ms"],
  ]);
  assertMatch(lines.join("\n"), /UNNEST\(ARRAY\[ROW\(\s+COALESCE\(REGEXP/u);
  const once = await statements([
    ...[
      "--format",
      "lines",
      "set",
      "ms = regexp_extract(line, '([0-9]+)ms', 1)",
    ],
    ...["then", "select", "ms"],
  ]);
  assertEquals(/UNNEST/u.test(once.join("\n")), false);
  const fields = (await statements(["filter", "ms > 1 AND ms < 9"])).join("\n");
  assertEquals(fields.split("JSON_VALUE").length - 1, 1);
});
