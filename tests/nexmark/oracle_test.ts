import { assert, assertEquals } from "@std/assert";
import { queries } from "../../cli/nexmark/queries/mod.ts";
import { type QueryResult, runQuery } from "../../cli/nexmark/run_query.ts";
import { writeStream } from "../../cli/nexmark/write_stream.ts";
import type { MainIo } from "../../cli/io.ts";
import { type NexmarkOptions, nexmarkRows } from "../../lib/nexmark/mod.ts";
import { FixedClock } from "../../lib/time/mod.ts";
import { type Duckdb, withDuckdb } from "../pipeline/duckdb.ts";
import { rowsOf, weir } from "../pipeline/weir.ts";
import { oracle, tablesOf } from "./oracle.ts";
import { assertSameRows } from "./same_rows.ts";

/** A stream of 100 s over midnight, and one of eleven hours. */
const DENSE: NexmarkOptions = { seed: 1, events: 20_000, rate: 200 };
const SPARSE: NexmarkOptions = { seed: 2, events: 4_000, rate: 0.1 };
/** Queries that look at each bid or at windows: those that the hour or the day changes. */
const BY_TIME = ["q5", "q7", "q11", "q12", "q14", "q15", "q16", "q17"];

const main: MainIo = {
  stdin: ReadableStream.from([]),
  stdout: () => Promise.resolve(),
  stderr: () => {},
  isTerminal: false,
  columns: 80,
  clock: new FixedClock(Date.UTC(2026, 4, 5) * 1_000),
};

async function withStream(
  options: NexmarkOptions,
  work: (folder: string, duckdb: Duckdb) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    writeStream(folder, options);
    await withDuckdb(async (duckdb) => {
      await duckdb.run(tablesOf(folder));
      await work(folder, duckdb);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** How many late rows there are of the kinds that a query keeps. */
function lateRows(options: NexmarkOptions, name: string): number {
  if (!["q5", "q7", "q8", "q11"].includes(name)) return 0;
  let late = 0;
  for (const row of nexmarkRows(options)) {
    const isBid = row.text.startsWith('{"event_type":2');
    if (row.late && isBid === (name !== "q8")) late++;
  }
  return late;
}

async function assertAgrees(
  name: string,
  options: NexmarkOptions,
  folder: string,
  duckdb: Duckdb,
): Promise<QueryResult> {
  const query = queries.find((one) => one.name === name)!;
  const resultPath = `${folder}/${name}.ndjson`;
  const result = await runQuery(query, {
    folder: `${folder}/`,
    rate: options.rate!,
    resultPath,
    main,
  });
  const answer = rowsOf(await Deno.readTextFile(resultPath));
  assertEquals(result.rows, answer.length);
  assertSameRows(
    answer,
    await duckdb.rows(oracle[name]!.replaceAll("$rate", String(options.rate))),
  );
  assertEquals(result.late, lateRows(options, name), "late rows");
  return result;
}

Deno.test("every query of Nexmark that runs has a query to agree with", () => {
  assertEquals(
    queries.map(({ name }) => name).sort(),
    Object.keys(oracle).sort(),
  );
});

Deno.test("the queries of Nexmark agree with native DuckDB over the events in time", async (t) => {
  await withStream(DENSE, async (folder, duckdb) => {
    for (const { name } of queries) {
      await t.step(name, async () => {
        const result = await assertAgrees(name, DENSE, folder, duckdb);
        // What the report says of a query's answers is what was seen of them.
        assert(result.rows > 0, "there is an answer");
        if (result.answers === "as rows come") assertEquals(result.early, 1);
        else if (result.answers === "at the end") assertEquals(result.early, 0);
        else assert(result.early > 0 && result.early < 1, "some came early");
        assertEquals(
          result.stateBytes === 0,
          result.answers === "as rows come",
        );
      });
    }
  });
});

Deno.test("the queries of Nexmark by time agree over many hours", async (t) => {
  await withStream(SPARSE, async (folder, duckdb) => {
    for (const name of BY_TIME) {
      await t.step(name, async () => {
        await assertAgrees(name, SPARSE, folder, duckdb);
      });
    }
  });
});

Deno.test("windows of Nexmark write the late rows of the stream, and no others, to --late", async () => {
  await withStream(DENSE, async (folder) => {
    for (
      const window of [
        "10s",
        "10s --every 2s",
        "--session 10s --key bid.bidder",
      ]
    ) {
      const late = `${folder}/seen.ndjson`;
      const { exit, stderr } = await weir([
        `${folder}/stream.ndjson`,
        "--time=dateTime",
        `--late=${late}`,
        "filter",
        "event_type = 2",
        "then",
        "window",
        ...window.split(" "),
        "--watermark=4s",
        "then",
        "agg",
      ]);
      assertEquals(exit, 0, stderr);
      const seen = rowsOf(await Deno.readTextFile(late)).map((row) => {
        const { _late_by_us: by, ...rest } = row;
        assert(Number(by) > 0);
        return rest;
      });
      const made = rowsOf(await Deno.readTextFile(`${folder}/late.ndjson`));
      assertEquals(seen, made.filter((row) => row.event_type === 2), window);
    }
  });
});
