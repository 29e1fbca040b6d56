// One suite, run by both engines: what goes in, what comes out, in what order.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  compareText,
  type Engine,
  Fault,
  type Pane,
  type Query,
  type Rows,
  type Value,
} from "../../lib/core/mod.ts";
import { createEngine } from "../../lib/engine/mod.ts";
import {
  double,
  paneOf,
  rowsOf,
  schemaOf,
  tableOf,
} from "../format/arrow_tables.ts";
import { ACCESS, EMPTY, NOW_US } from "./contract_case.ts";
import { QUERY_CASES } from "./contract_queries.ts";
import { VALUE_CASES } from "./contract_values.ts";

function queryOf(text: string, parameters: Query["parameters"] = {}): Query {
  return { text, source: "sql query", parameters, nowUs: NOW_US };
}

for (const kind of ["wasm", "native"] as const) {
  Deno.test(`the ${kind} engine`, async (t) => {
    const engine: Engine = createEngine({ kind, sandbox: "full" });
    const run = async (
      text: string,
      pane: Pane = EMPTY,
      parameters: Query["parameters"] = {},
    ): Promise<Rows> =>
      (await engine.run(queryOf(text, parameters), [pane]))[0]!;
    try {
      for (const each of [...QUERY_CASES, ...VALUE_CASES]) {
        await t.step(each.claim, async () => {
          const answer = await run(each.text, each.pane, each.parameters);
          assertEquals(rowsOf(answer), each.rows.map((row) => [...row]));
          if (each.schema) assertEquals(schemaOf(answer), [...each.schema]);
        });
      }
      await t.step(
        "takes what it gave as the events of another query",
        async () => {
          const first = await run(
            "SELECT host, count(*) AS n, sum(status) AS s, max(ms) AS m, list(ms) AS l, TIMESTAMP '2020-01-02' AS t, DATE '2020-01-02' AS d, INTERVAL '1 day' AS i FROM events GROUP BY host",
            ACCESS,
          );
          const second = await run(
            "SELECT sum(n), max(s), typeof(first(t)), typeof(first(d)), typeof(first(i)), min(l) FROM events",
            { ...first, window: null },
          );
          assertEquals(rowsOf(second), [
            [6, 1003, "TIMESTAMP", "DATE", "INTERVAL", "[1.0,1.0]"],
          ]);
        },
      );
      await t.step("joins the tables that it was given", async () => {
        await engine.addTable(
          "geo",
          tableOf({ host: ["a", "b", "c"], Country: ["DE", "FR", "IT"] }),
        );
        const answer = await run(
          "SELECT Country, count(*) AS n FROM events JOIN geo USING (host) GROUP BY ALL",
          ACCESS,
        );
        assertEquals(schemaOf(answer), ["Country VARCHAR", "n BIGINT"]);
        assertEquals(rowsOf(answer), [["DE", 2], ["FR", 3]]);
        // The same name in other case is another name, in each table.
        const clash = await run(
          "SELECT country, Country FROM events JOIN geo ON events.h = geo.host",
          paneOf({ h: ["a"], country: ["x"] }),
        );
        assertEquals(rowsOf(clash), [["x", "DE"]]);
        assertEquals(
          rowsOf(await run("SELECT Country FROM geo WHERE host = 'c'")),
          [["IT"]],
        );
      });
      await t.step("replaces a table that is added again", async () => {
        await engine.addTable("geo", tableOf({ x: [1] }));
        assertEquals(rowsOf(await run("FROM geo")), [[1]]);
        await assertRejects(
          async () => await engine.addTable("Events", tableOf({ x: [1] })),
          RangeError,
        );
      });
      await t.step(
        "leaves nothing behind from one query to the next",
        async () => {
          await run("PIVOT events ON status USING count(*)", ACCESS);
          const types = await run(
            "SELECT count(*) FROM duckdb_types() WHERE database_name = 'temp' AND NOT internal",
          );
          assertEquals(rowsOf(types), [[0]]);
          const left = await run(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name NOT IN ('events', 'geo')",
          );
          assertEquals(rowsOf(left), [[0]]);
          const narrower = await assertRejects(
            () => run("SELECT status FROM events", EMPTY),
            Fault,
          );
          assertEquals(narrower.code, "sql/query");
        },
      );
      await t.step("gives each pane the columns of its own PIVOT", async () => {
        const panes = [["a", "b"], ["c", "d"]].map((h) => paneOf({ h }));
        for (
          const text of [
            "PIVOT events ON h USING count(*)",
            "FROM (PIVOT events ON h USING count(*))",
          ]
        ) {
          const answers = await engine.run(queryOf(text), panes);
          assertEquals(
            answers.map((each) => each.fields.map(({ name }) => name)),
            [
              ["a", "b"],
              ["c", "d"],
            ],
          );
        }
      });
      await t.step("keeps the order of runs that overlap", async () => {
        const panes = [1, 2, 3, 4].map((n) => paneOf({ n: [n] }));
        const answers = await Promise.all(
          panes.map((pane) => run("SELECT n FROM events", pane)),
        );
        assertEquals(answers.map((each) => rowsOf(each)), [
          [[1]],
          [[2]],
          [[3]],
          [[4]],
        ]);
      });
      await t.step(
        "takes in a pane of more rows than are handed over at once",
        async () => {
          const rows = 1_100_000;
          const numbers = Float64Array.from({ length: rows }, (_, at) => at);
          const column = {
            layout: "values" as const,
            tags: new Uint8Array(rows).fill(4),
            numbers,
            spans: new Uint32Array(numbers.buffer),
            bytes: new Uint8Array(0),
          };
          const pane: Pane = {
            window: null,
            fields: [{ name: "n", type: "ANY" }],
            columns: [column],
            rows,
          };
          assertEquals(
            rowsOf(
              await run("SELECT count(*), sum(n), max(n) FROM events", pane),
            ),
            [[rows, rows * (rows - 1) / 2, rows - 1]],
          );
        },
      );
      await t.step("gives rows without columns none", async () => {
        const pane: Pane = { window: null, fields: [], columns: [], rows: 3 };
        const answer = await run("FROM events", pane);
        assertEquals([answer.rows, answer.fields, answer.columns], [3, [], []]);
      });
      await t.step("gives back any text, sorted by its bytes", async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.string({ unit: "binary" }), {
              minLength: 1,
              maxLength: 30,
            }),
            async (texts) => {
              const list = texts.map((text) => text.toWellFormed());
              const answer = await run(
                "SELECT s FROM events",
                paneOf({ s: ["VARCHAR", list] }),
              );
              assertEquals(rowsOf(answer).flat(), list.toSorted(compareText));
            },
          ),
          { numRuns: 40 },
        );
      });
      await t.step("gives back any number", async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(
              fc.tuple(
                fc.double(),
                fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
              ),
              { minLength: 1 },
            ),
            async (pairs) => {
              const answer = await run(
                "SELECT d, n FROM events ORDER BY i",
                paneOf({
                  d: ["DOUBLE", pairs.map(([d]) => double(d))],
                  n: ["BIGINT", pairs.map(([, n]) => n)],
                  i: ["BIGINT", pairs.map((_, i) => i)],
                }),
              );
              const exact = (n: bigint): Value =>
                Math.abs(Number(n)) <= 2 ** 53 && BigInt(Number(n)) === n
                  ? Number(n)
                  : n;
              assertEquals(
                rowsOf(answer),
                pairs.map(([d, n]) => [d, exact(n)]),
              );
            },
          ),
          { numRuns: 40 },
        );
      });
      await t.step("runs no panes", async () => {
        assertEquals(await engine.run(queryOf("SELECT 1"), []), []);
      });
      await t.step("tells its version", async () => {
        assertEquals(/^v\d+\.\d+\.\d+$/.test(await engine.version()), true);
        assertEquals(engine.name, kind);
      });
    } finally {
      await engine.close();
    }
    await t.step("refuses to run once it is closed", async () => {
      await assertRejects(
        () => run("SELECT 1"),
        Error,
        "the engine was closed",
      );
      await engine.close();
    });
  });
}

Deno.test("the wasm engine refuses more threads than it has", () => {
  assertThrows(
    () => createEngine({ kind: "wasm", threads: 4 }),
    Fault,
    "cannot run queries on 4 threads",
  );
});

Deno.test("the native engine takes more threads", async () => {
  const engine = createEngine({ kind: "native", threads: 2 });
  try {
    const [answer] = await engine.run(
      queryOf("SELECT current_setting('threads')::BIGINT AS n"),
      [EMPTY],
    );
    assertEquals(rowsOf(answer!), [[2]]);
  } finally {
    await engine.close();
  }
});

for (const kind of ["wasm", "native"] as const) {
  Deno.test(`an engine that is closed before it was open leaves nothing (${kind})`, async () => {
    const engine = createEngine({ kind });
    const answer = engine.run(queryOf("SELECT 1"), [EMPTY]);
    const version = engine.version();
    await engine.close();
    await assertRejects(
      () => answer as Promise<unknown>,
      Error,
      "the engine was closed",
    );
    await version.catch(() => {});
  });
}
