import { assertEquals } from "@std/assert";
import { main } from "../../cli/main.ts";
import { FixedClock, parseTimestamp } from "../../lib/time/mod.ts";

const CLOCK = new FixedClock(parseTimestamp("2026-06-01T00:00:00Z")!);

/** Runs one weir over bytes, and gives what it writes to stdout. */
async function weir(
  argv: readonly string[],
  input: Uint8Array | null,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let messages = "";
  const status = await main(argv, {
    stdin: ReadableStream.from(input === null ? [] : [input]),
    stdout: (bytes) => {
      chunks.push(bytes.slice());
      return Promise.resolve();
    },
    stderr: (text) => {
      messages += text;
    },
    isTerminal: false,
    columns: 80,
    clock: CLOCK,
  });
  assertEquals(status, 0, messages);
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

const API = "fixtures/api.ndjson";
const LOG = "fixtures/access.log";
const ORDERS = "fixtures/orders.csv";

/** Pipelines, a stage a list of words. */
const PIPELINES: readonly (readonly [string, ...(readonly string[])[]])[] = [
  [API, ["filter", "status >= 500"], ["filter", "ms > 10"]],
  [API, ["filter", "status >= 500"], ["set", "x = ms * 2"], ["select", "x"]],
  [API, ["rename", "ms AS took"], ["drop", "host"], ["limit", "7"]],
  [API, ["set", "s = ms / 1000"], ["window", "1h"], [
    "agg",
    "sum(s) AS s",
    "--by",
    "service",
  ]],
  [API, ["window", "1h", "--watermark", "1s"], ["filter", "status < 500"], [
    "agg",
    "count(*) AS n",
  ]],
  [API, ["window", "30m"], ["top", "2", "path"], ["window", "2h"], [
    "agg",
    "sum(n) AS n",
    "--by",
    "path",
  ]],
  [LOG, ["filter", "status >= 500"], ["limit", "20"]],
  [LOG, ["window", "2h"], ["sort", "bytes DESC, ip"], ["limit", "3"]],
  [LOG, ["window", "1h"], ["agg", "count(*) AS n", "--by", "status"], [
    "filter",
    "n > 50",
  ]],
  [API, ["window", "1h", "--every", "20m"], ["filter", "status < 500"], [
    "agg",
    "count(*) AS n",
  ]],
  [API, ["window", "--session", "10s", "--key", "service"], [
    "agg",
    "count(*) AS n",
  ], ["filter", "n > 1"]],
  [
    API,
    ["window", "--rows", "50", "--key", "service"],
    ["sql", "SELECT max(ms) AS most FROM (SELECT * FROM events)"],
    ["agg", "sum(most) AS s"],
  ],
  [API, ["window", "1h", "--watermark", "1s", "--lateness", "1h"], [
    "agg",
    "count(*) AS n",
  ]],
  [ORDERS, ["filter", "quantity > 1"], ["filter", "price > 2"]],
  [ORDERS, ["set", "total = quantity * price"], ["sort", "total DESC, id"], [
    "limit",
    "5",
  ]],
];

for (const [input, ...stages] of PIPELINES) {
  const title = stages.map((stage) => stage.join(" ")).join(" | ");
  Deno.test(`a pipe of weirs gives the bytes of one: ${title}`, async () => {
    const joined = stages.flatMap((stage, at) =>
      at === 0 ? stage : ["then", ...stage]
    );
    const one = await weir([input, ...joined], null);
    let passed: Uint8Array | null = null;
    for (const [at, stage] of stages.entries()) {
      const last = at === stages.length - 1;
      passed = await weir(
        [
          ...(at === 0 ? [input] : []),
          ...stage,
          ...(last ? [] : ["-o", "weir"]),
        ],
        passed,
      );
    }
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assertEquals(text(passed!), text(one));
  });
}
