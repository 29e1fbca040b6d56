// V2: a field that a window lacks is NULL of any type that the query takes, and VARCHAR where it takes that.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Fault, type Pane, type Query } from "../../lib/core/mod.ts";
import type { Driver, DriverOptions } from "../../lib/engine/driver.ts";
import { openNative } from "../../lib/engine/duckdb_native.ts";
import { openWasm } from "../../lib/engine/duckdb_wasm.ts";
import { engineOn } from "../../lib/engine/engine.ts";
import { ALL_EVENTS } from "../../lib/engine/together.ts";
import { paneOf, rowsOf, tableOf } from "../format/arrow_tables.ts";

const OPTIONS: DriverOptions = {
  sandbox: "full",
  memoryLimitBytes: null,
  threads: 1,
  lock: true,
};

const queryOf = (text: string): Query => ({
  text,
  source: "sql query",
  parameters: {},
  nowUs: 0,
});

const lacking = (startUs = 0): Pane =>
  paneOf(
    { a: [1, 2, 2], x: [null, null, null], y: [null, null, null] },
    startUs,
  );
const having = (startUs: number): Pane =>
  paneOf({ a: [1, 2, 2], x: [5, 6, null], y: ["p", "q", null] }, startUs);

const GEO = tableOf({ y: ["p", "5"], country: ["DE", "FR"] });

/** Queries that take the missing fields as they are, and their answers. */
const CASES: readonly (readonly [string, unknown])[] = [
  ["SELECT typeof(x) AS t, count(*) AS n FROM events GROUP BY 1", [[
    "VARCHAR",
    3,
  ]]],
  ["SELECT sum(x), avg(x), median(x), count(x) FROM events", [[
    null,
    null,
    null,
    0,
  ]]],
  [
    "WITH q AS (SELECT a, sum(x) AS s FROM events GROUP BY a) SELECT a, s + 1 AS t FROM q",
    [
      [1, null],
      [2, null],
    ],
  ],
  [
    "SELECT a, sum(x) OVER (ORDER BY a ROWS 1 PRECEDING) AS s FROM events LIMIT 1",
    [
      [1, null],
    ],
  ],
  ["SELECT y, upper(y) AS u, sum(x) AS s FROM events GROUP BY y", [[
    null,
    null,
    null,
  ]]],
  [
    "SELECT sum(x) AS s, country FROM events LEFT JOIN geo USING (y) GROUP BY country",
    [
      [null, null],
    ],
  ],
  ["SELECT date_trunc('day', x) AS d, count(*) AS n FROM events GROUP BY 1", [[
    null,
    3,
  ]]],
  ["SELECT coalesce(sum(x), 0) AS s FROM events", [[0]]],
  ["SELECT * FROM events WHERE abs(x) > 1", []],
];

for (const open of [openWasm, openNative]) {
  Deno.test(`a field that a pane lacks suits the query (${open.name})`, async (t) => {
    const engine = engineOn(open(OPTIONS));
    await engine.addTable("geo", GEO);
    try {
      for (const [text, expected] of CASES) {
        await t.step(text, async () => {
          const [rows] = await engine.run(queryOf(text), [lacking()]);
          assertEquals(rowsOf(rows!), expected as ReturnType<typeof rowsOf>);
          // The next pane has it, and the one behind that has not.
          if (!text.includes("date_trunc")) {
            await engine.run(queryOf(text), [having(60e6)]);
          }
          const [again] = await engine.run(queryOf(text), [lacking(120e6)]);
          assertEquals(rowsOf(again!), rowsOf(rows!));
        });
      }
      await t.step("a pane without rows lacks them all", async () => {
        const none = paneOf({ x: [] });
        const [rows] = await engine.run(
          queryOf("SELECT sum(x) AS s, count(*) AS n FROM events"),
          [none],
        );
        assertEquals(rowsOf(rows!), [[null, 0]]);
      });
      await t.step("a pane that has nothing but such a field", async () => {
        const only = paneOf({ x: [null, null] });
        const [rows] = await engine.run(
          queryOf("SELECT sum(x) AS s, count(*) AS n FROM events"),
          [only],
        );
        assertEquals(rowsOf(rows!), [[null, 2]]);
      });
      await t.step("what no type mends is told as of a text", async () => {
        const fault = await assertRejects(
          () => engine.run(queryOf("SELECT summ(x) FROM events"), [lacking()]),
          Fault,
          "summ",
        );
        assert(!fault.message.includes("NULL"), fault.message);
        const text = await assertRejects(
          () =>
            engine.run(queryOf("SELECT sum(y) FROM events"), [
              lacking(),
              having(60e6),
            ]),
          Fault,
        );
        assert(text.message.includes("VARCHAR"), text.message);
      });
    } finally {
      await engine.close();
    }
  });

  Deno.test(`panes that lack a field answer together as one by one (${open.name})`, async (t) => {
    const queries: string[] = [];
    const inner = open(OPTIONS);
    const driver: Driver = {
      ...inner,
      query: (sql) => {
        queries.push(sql);
        return inner.query(sql);
      },
    };
    const together = engineOn(driver);
    const alone = engineOn(driver, false);
    const panes = [0, 1, 2, 3, 4, 5].map((index) =>
      index % 2 === 0 ? lacking(index * 60e6) : having(index * 60e6)
    );
    try {
      for (
        const text of [
          "SELECT sum(x) AS s, max(y) AS m FROM events",
          "SELECT a, sum(x) AS s, upper(y) AS u FROM events GROUP BY a, y",
          "WITH q AS (SELECT a, sum(x) AS s FROM events GROUP BY a) SELECT a, s + 1 AS t FROM q",
          "SELECT * FROM events WHERE abs(x) > 1 OR x IS NULL",
          "SELECT x, coalesce(sum(a), 0) + sum(x) AS s FROM events GROUP BY x",
        ]
      ) {
        await t.step(text, async () => {
          queries.length = 0;
          const found = await together.run(queryOf(text), panes);
          const shared = queries.filter((sql) => sql.includes(ALL_EVENTS));
          // Those that have the field, and those that lack it.
          assert(
            shared.filter((sql) => sql.includes("pane~")).length >= 2,
            "they went one by one",
          );
          const expected = await alone.run(queryOf(text), panes);
          assertEquals(
            found.map((rows) => [rows.fields, rowsOf(rows)]),
            expected.map((rows) => [rows.fields, rowsOf(rows)]),
          );
        });
      }
    } finally {
      await together.close();
    }
  });
}
