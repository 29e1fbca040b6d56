import { assertEquals, assertStrictEquals } from "@std/assert";
import { parseArguments } from "../../cli/parse/arguments.ts";
import type {
  ReadOptions,
  RunOptions,
  RunSpec,
  StageSpec,
} from "../../lib/pipeline/spec.ts";
import { pretended } from "./surroundings.ts";

const FILES = pretended({ "access.log": "", "api.ndjson": "", "./top": "" });

function specOf(argv: readonly string[]): RunSpec {
  const command = parseArguments(argv, FILES);
  if (command.kind !== "run" && command.kind !== "explain") {
    throw new TypeError(`${argv.join(" ")} is no run`);
  }
  return command.spec;
}

const filter = (text: string): StageSpec => ({
  verb: "filter",
  expression: { text, source: "filter expression" },
});
const sql = (text: string): StageSpec => ({
  verb: "sql",
  query: { text, source: "sql query" },
});
const limit = (count: number, total = false): StageSpec => ({
  verb: "limit",
  count,
  total,
});

/** A command line, its inputs, and its stages. */
const PIPELINES: readonly (readonly [string[], string[], StageSpec[]])[] = [
  [["filter", "status >= 500"], [], [filter("status >= 500")]],
  [["filter", "status", "=", "500"], [], [filter("status = 500")]],
  [["access.log", "filter", "a"], ["access.log"], [filter("a")]],
  [["-", "filter", "a"], ["-"], [filter("a")]],
  [["a.log", "b.log", "logs/*.gz", "limit", "5"], [
    "a.log",
    "b.log",
    "logs/*.gz",
  ], [limit(5)]],
  // A file named like a stage has a path.
  [["./filter", "filter", "a"], ["./filter"], [filter("a")]],
  [["limit", "1_000"], [], [limit(1000)]],
  [["limit", "10", "--total"], [], [limit(10, true)]],
  [["limit", "10", "--total", "--no-total"], [], [limit(10)]],
  // What begins with a dash and is no flag of the table is a word.
  [["filter", "-1 < x"], [], [filter("-1 < x")]],
  [["filter", "-x < 1"], [], [filter("-x < 1")]],
  [["filter", "--", "-x"], [], [filter("-x")]],
  [["filter", "--", "--stats"], [], [filter("--stats")]],
  // `then` separates, always.
  [["filter", "a", "then", "limit", "1"], [], [filter("a"), limit(1)]],
  [["filter", "--", "a", "then", "limit", "1"], [], [filter("a"), limit(1)]],
  [["filter", "a", "then", "filter", "THEN"], [], [
    filter("a"),
    filter("THEN"),
  ]],
  [["agg"], [], [{
    verb: "agg",
    aggregates: { text: "count(*)", source: "agg list" },
    by: null,
  }]],
  [["agg", "--by=then"], [], [{
    verb: "agg",
    aggregates: { text: "count(*)", source: "agg list" },
    by: { text: "then", source: "agg --by" },
  }]],
  [["agg", "count(*) AS n", "--by", "service, level"], [], [{
    verb: "agg",
    aggregates: { text: "count(*) AS n", source: "agg list" },
    by: { text: "service, level", source: "agg --by" },
  }]],
  [["top", "10", "ip"], [], [{
    verb: "top",
    count: 10,
    field: { text: "ip", source: "top field" },
    sum: null,
    by: null,
  }]],
  [["top", "--by", "host", "3", "lower(", "path", ")", "--sum=bytes"], [], [{
    verb: "top",
    count: 3,
    field: { text: "lower( path )", source: "top field" },
    sum: { text: "bytes", source: "top --sum" },
    by: { text: "host", source: "top --by" },
  }]],
  [["set", "c = a + b"], [], [{
    verb: "set",
    assignments: { text: "c = a + b", source: "set list" },
  }]],
  [["select", "a,", "b"], [], [{
    verb: "select",
    list: { text: "a, b", source: "select list" },
  }]],
  [["drop", "a, b"], [], [{
    verb: "drop",
    list: { text: "a, b", source: "drop list" },
  }]],
  [["rename", "old AS new"], [], [{
    verb: "rename",
    list: { text: "old AS new", source: "rename list" },
  }]],
  [["sort", "n", "DESC"], [], [{
    verb: "sort",
    order: { text: "n DESC", source: "sort order" },
  }]],
  [["flatten"], [], [{ verb: "flatten", field: null }]],
  [["flatten", "tags"], [], [{
    verb: "flatten",
    field: { text: "tags", source: "flatten field" },
  }]],
  [["write", "out.csv"], [], [{
    verb: "write",
    path: "out.csv",
    format: null,
  }]],
  [["write", "out", "--format", "csv"], [], [{
    verb: "write",
    path: "out",
    format: "csv",
  }]],
  [["window", "1m"], [], [{
    verb: "window",
    size: "1m",
    time: null,
    watermark: null,
    key: null,
    zone: null,
    origin: null,
    offset: null,
  }]],
  [
    [
      "window",
      "--offset",
      "-5h",
      "1d",
      "--zone",
      "Europe/Berlin",
      "--key",
      "a,b",
      "--watermark=10s",
      "--time",
      "ts",
      "--origin",
      "2026-01-01",
    ],
    [],
    [{
      verb: "window",
      size: "1d",
      time: "ts",
      watermark: "10s",
      key: { text: "a,b", source: "window --key" },
      zone: "Europe/Berlin",
      origin: "2026-01-01",
      offset: "-5h",
    }],
  ],
  [["sql", "SELECT", "1"], [], [sql("SELECT 1")]],
  // `limit` is a word of the query's own.
  [["sql", "FROM events", "limit", "5"], [], [sql("FROM events limit 5")]],
  [["SELECT 1", "api.ndjson"], ["api.ndjson"], [sql("SELECT 1")]],
  [["WITH a AS (FROM events) FROM a"], [], [
    sql("WITH a AS (FROM events) FROM a"),
  ]],
  [["FROM events", "a", "b", "then", "limit", "1"], ["a", "b"], [
    sql("FROM events"),
    limit(1),
  ]],
  [["select a\nfrom events", "-o", "csv", "a.csv"], ["a.csv"], [
    sql("select a\nfrom events"),
  ]],
  [["--stats", "SELECT 1"], [], [sql("SELECT 1")]],
  [["read", "a.csv", "b.csv"], ["a.csv", "b.csv"], []],
  [["a.csv", "read", "b.csv", "then", "limit", "1"], ["a.csv", "b.csv"], [
    limit(1),
  ]],
  [["read", "./filter", "then", "limit", "1"], ["./filter"], [limit(1)]],
  // No stage: the rows as they are.
  [["access.log"], ["access.log"], []],
  [["-o", "csv"], [], []],
];

Deno.test("parseArguments() tells inputs, stages and their words apart", () => {
  for (const [argv, inputs, stages] of PIPELINES) {
    const spec = specOf(argv);
    assertEquals(spec.inputs, inputs, argv.join(" "));
    assertEquals(spec.stages, stages, argv.join(" "));
  }
});

const READ: ReadOptions = {
  format: null,
  encoding: null,
  fields: null,
  header: true,
  types: {},
  time: null,
  zone: null,
  since: null,
  until: null,
};
const RUN: RunOptions = {
  output: null,
  precision: null,
  bad: null,
  badTo: null,
  tables: {},
  engine: "wasm",
  parameters: {},
  late: null,
  maxMemory: null,
  maxAhead: null,
  now: null,
  idle: null,
  csvSafe: false,
  displayZone: null,
  threads: null,
  stats: false,
  strict: false,
};

/** A command line, and the options of reading and of the run that differ from their defaults. */
const OPTIONS: readonly (readonly [
  string[],
  Partial<ReadOptions>,
  Partial<RunOptions>,
])[] = [
  [["filter", "a"], {}, {}],
  [["-o", "csv", "filter", "a"], {}, { output: "csv" }],
  [["filter", "a", "-o", "csv"], {}, { output: "csv" }],
  [["filter", "a", "-ocsv"], {}, { output: "csv" }],
  [["filter", "a", "--output=csv"], {}, { output: "csv" }],
  [["filter", "-o", "csv", "a"], {}, { output: "csv" }],
  // The later one holds.
  [["-o", "csv", "filter", "a", "-o", "table"], {}, { output: "table" }],
  [["filter", "a", "--stats", "--strict"], {}, { stats: true, strict: true }],
  [["filter", "a", "--stats", "--no-stats"], {}, {}],
  [["filter", "a", "--csv-safe"], {}, { csvSafe: true }],
  [["filter", "a", "--late", "-"], {}, { late: "-" }],
  [["filter", "a", "--late", "--stats"], {}, { late: "--stats" }],
  [["filter", "a", "--bad", "fail", "--bad-to", "x"], {}, {
    bad: "fail",
    badTo: "x",
  }],
  [["filter", "a", "--table", "geo=geo.csv", "--table=b=c=d"], {}, {
    tables: { geo: "geo.csv", b: "c=d" },
  }],
  [["filter", "a", "--param", "x=1", "--param", "x=", "--param", "y=a b"], {}, {
    parameters: { x: "", y: "a b" },
  }],
  [["filter", "a", "--engine", "native", "--threads", "4"], {}, {
    engine: "native",
    threads: 4,
  }],
  [
    [
      "filter",
      "a",
      "--max-memory",
      "2GiB",
      "--max-ahead=2d",
      "--now",
      "2026-01-05",
      "--idle",
      "5s",
      "--display-zone",
      "Asia/Tokyo",
    ],
    {},
    {
      maxMemory: "2GiB",
      maxAhead: "2d",
      now: "2026-01-05",
      idle: "5s",
      displayZone: "Asia/Tokyo",
    },
  ],
  [["filter", "a", "--time", "ts", "--format", "csv"], {
    time: "ts",
    format: "csv",
  }, {}],
  [["read", "a", "--no-header", "--fields", "a, b,c"], {
    header: false,
    fields: ["a", "b", "c"],
  }, {}],
  [["read", "a", "--fields", '"a,b","say ""hi"""'], {
    fields: ["a,b", 'say "hi"'],
  }, {}],
  [["read", "a", "--types", "a=BIGINT, b = DECIMAL(10, 2)"], {
    types: { a: "BIGINT", b: "DECIMAL(10, 2)" },
  }, {}],
  [["--types", "a=BIGINT", "read", "a", "--types", '"b=c"=DATE'], {
    types: { a: "BIGINT", "b=c": "DATE" },
  }, {}],
  // What `read` says overrules what is said for the run.
  [["read", "a", "--time", "mine", "then", "filter", "b", "--time", "yours"], {
    time: "mine",
  }, {}],
  [["read", "a", "--since", "2026-01-05", "--until", "2026-01-06"], {
    since: "2026-01-05",
    until: "2026-01-06",
  }, {}],
  // A window's own time, zone and format are not those of reading.
  [["window", "1d", "--time", "ts", "--zone", "Asia/Tokyo"], {}, {}],
  [["--zone", "Asia/Tokyo", "window", "1d"], { zone: "Asia/Tokyo" }, {}],
  [["write", "x", "--format", "csv", "-o", "csv"], {}, { output: "csv" }],
];

Deno.test("parseArguments() gives each flag to its stage or to the run", () => {
  for (const [argv, read, run] of OPTIONS) {
    const spec = specOf(argv);
    assertEquals(plain(spec.read), { ...READ, ...read }, argv.join(" "));
    assertEquals(plain(spec.options), { ...RUN, ...run }, argv.join(" "));
  }
});

/** Records without a prototype as plain ones. */
function plain<Value>(value: Value): Value {
  return structuredClone(value);
}

Deno.test("parseArguments() takes names such as __proto__ for parameters", () => {
  const { parameters } = specOf(["filter", "a", "--param", "__proto__=1"])
    .options;
  assertEquals(Object.keys(parameters), ["__proto__"]);
  assertStrictEquals(parameters["constructor"], undefined);
});

/** Command lines that ask weir about itself. */
const ABOUT: readonly (readonly [string[], unknown])[] = [
  [[], { kind: "help", topic: null, long: false }],
  [["-h"], { kind: "help", topic: null, long: false }],
  [["--help"], { kind: "help", topic: null, long: true }],
  [["window", "-h"], { kind: "help", topic: "window", long: false }],
  [["access.log", "window", "--help"], {
    kind: "help",
    topic: "window",
    long: true,
  }],
  [["filter", "a", "then", "agg", "-h"], {
    kind: "help",
    topic: "agg",
    long: false,
  }],
  [["filter", "a", "-h", "then", "agg"], {
    kind: "help",
    topic: "filter",
    long: false,
  }],
  // Help wins over whatever else is wrong.
  [["limit", "ten", "--bogus", "-h"], {
    kind: "help",
    topic: "limit",
    long: false,
  }],
  [["run", "-h"], { kind: "help", topic: "run", long: false }],
  [["SELECT 1", "-h"], { kind: "help", topic: "sql", long: false }],
  [["help"], { kind: "help", topic: null, long: true }],
  [["help", "window"], { kind: "help", topic: "window", long: true }],
  [["help", "explain"], { kind: "help", topic: "explain", long: true }],
  [["help", "--watermark"], {
    kind: "help",
    topic: "--watermark",
    long: true,
  }],
  [["help", "watermark"], {
    kind: "help",
    topic: "--watermark",
    long: true,
  }],
  [["--version"], { kind: "version" }],
  [["-V"], { kind: "version" }],
  [["version"], { kind: "version" }],
  [["formats"], { kind: "formats" }],
];

Deno.test("parseArguments() knows when it is asked about weir itself", () => {
  for (const [argv, command] of ABOUT) {
    assertEquals(parseArguments(argv, FILES), command as never, argv.join(" "));
  }
});

Deno.test("parseArguments() explains what it would run", () => {
  const argv = ["access.log", "filter", "a", "--stats"];
  const command = parseArguments(["explain", ...argv], FILES);
  assertEquals(command, { kind: "explain", spec: specOf(argv), job: null });
});

Deno.test("parseArguments() takes a value that looks like the help flag", () => {
  assertEquals(specOf(["filter", "a", "--time", "-h"]).read.time, "-h");
});
