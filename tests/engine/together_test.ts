// Many panes in one query must give what they give one by one, to the last bit.
import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { Fault, type Pane, type Query, type Rows } from "../../lib/core/mod.ts";
import type { Driver, DriverOptions } from "../../lib/engine/driver.ts";
import { openNative } from "../../lib/engine/duckdb_native.ts";
import { openWasm } from "../../lib/engine/duckdb_wasm.ts";
import { engineOn } from "../../lib/engine/engine.ts";
import { ALL_EVENTS } from "../../lib/engine/together.ts";
import { paneOf, type Plain, rowsOf, tableOf } from "../format/arrow_tables.ts";

const OPTIONS: DriverOptions = {
  sandbox: "full",
  memoryLimitBytes: null,
  threads: 1,
  lock: true,
};

function queryOf(text: string): Query {
  return { text, source: "sql query", parameters: {}, nowUs: 0 };
}

/** A small generator, so that every run sees the same rows. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

function randomPane(random: () => number, rows: number, index: number): Pane {
  const list = <T extends Plain>(make: () => T): T[] =>
    Array.from({ length: rows }, make);
  return paneOf({
    host: [
      "VARCHAR",
      list(() => random() < 0.1 ? null : `h${Math.floor(random() * 12)}`),
    ],
    ms: ["DOUBLE", list(() => random() < 0.1 ? null : random() * 1000)],
    status: ["BIGINT", list(() => 200 + 100 * Math.floor(random() * 4))],
    n: [
      "BIGINT",
      list(() => random() < 0.3 ? null : Math.floor(random() * 50)),
    ],
    ok: ["BOOLEAN", list(() => random() < 0.5)],
  }, index * 60_000_000);
}

function randomPanes(seed: number, count: number, most: number): Pane[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) => {
    const rows = index % 7 === 3
      ? 0
      : index % 11 === 5
      ? 1
      : Math.floor(random() * most);
    return randomPane(random, rows, index);
  });
}

/** Grouped by the pane. */
const GROUPED = [
  "SELECT count(*) AS n FROM events",
  "SELECT host, count(*) AS n, avg(ms) AS a, sum(ms) AS s FROM events GROUP BY host",
  "SELECT host, count(*) FROM events GROUP BY ALL",
  "SELECT count(*) FROM events GROUP BY ALL",
  "SELECT sum(ms), avg(ms), stddev(ms), var_pop(ms * 2 - n), min(host), max(n) FROM events",
  "SELECT count(*) FROM events WHERE status = 999",
  "SELECT sum(ms), count(*) FROM events WHERE status = 999 HAVING count(*) >= 0",
  "SELECT count(*) FROM events HAVING count(*) > 100",
  "SELECT host, ms FROM events WHERE status = 500",
  "SELECT *, 1 AS one FROM events",
  "SELECT e.*, ms AS again FROM events AS e WHERE e.ms > 990",
  "SELECT events.host FROM events WHERE events.ms > 990",
  "SELECT DISTINCT host, ok FROM events",
  "SELECT count(DISTINCT host) FROM events",
  "SELECT quantile_cont(ms, 0.9), median(n), p50(ms), p99(n) FROM events",
  "SELECT host, ms, n FROM events ORDER BY n DESC NULLS LAST LIMIT 5",
  "SELECT host, ms FROM events ORDER BY ms LIMIT 3 OFFSET 2",
  "SELECT host, ms FROM events LIMIT 2",
  "SELECT host, ms FROM events LIMIT 0",
  "SELECT host, count(*) AS c FROM events GROUP BY 1 ORDER BY c DESC LIMIT 3",
  "SELECT p99(ms) FROM events GROUP BY host ORDER BY max(n) DESC, host LIMIT 4",
  "SELECT host, count(*) FROM events GROUP BY host HAVING count(*) > 5",
  "SELECT host, coalesce(sum(n), 0) + 1 FROM events WHERE status = 400 GROUP BY host",
  "SELECT list(host), string_agg(host, ','), first(ms), last(ms), any_value(n) FROM events",
  "SELECT ok, arg_max(host, ms), max_by(host, n), array_agg(n) FROM events GROUP BY ok",
  "SELECT count(*) FILTER (WHERE status >= 500) / count(*) AS bad FROM events",
  "SELECT sum(CASE WHEN status >= 500 THEN 1 ELSE 0 END) AS errs, sum(ok), sum(status >= 500), sum(ms * 2) FROM events",
  "SELECT CASE WHEN ms > 500 THEN 'slow' ELSE 'fast' END AS k, avg(ms) FROM events WHERE host IS DISTINCT FROM 'h1' GROUP BY k",
  "SELECT date_trunc('hour', TIMESTAMP '2020-01-01' + to_minutes(n)) AS hour, count(*) FROM events GROUP BY hour ORDER BY hour",
  "SELECT upper(host) || '-' || status AS k, round(ms, 1) AS r FROM events WHERE host LIKE 'h1%' AND n IN (1, 2, 3)",
  "SELECT bool_and(ok), bool_or(ok), bit_xor(n), countif(ok) FROM events",
  "SELECT 1 AS a FROM events",
  "SELECT min(ms) AS host, max(ms) AS ms FROM events ORDER BY host",
];

/** As subqueries. */
const LATERAL = [
  "WITH a AS (SELECT host, count(*) AS c FROM events GROUP BY 1) SELECT max(c), count(*) FROM a",
  "WITH a AS (SELECT host, count(*) AS c FROM events GROUP BY 1), b AS (SELECT * FROM a WHERE c > 3) SELECT a.host, b.c FROM a LEFT JOIN b ON a.host = b.host",
  "WITH a(h, c) AS (SELECT host, count(*) FROM events GROUP BY 1) SELECT h FROM a WHERE c > 5",
  "SELECT host FROM events UNION SELECT 'x'",
  "SELECT host FROM events WHERE ms > 500 UNION ALL SELECT host FROM events WHERE n IS NULL",
  "SELECT host FROM events INTERSECT SELECT 'h1'",
  "SELECT host FROM events EXCEPT SELECT 'h1'",
  "SELECT a.host, count(*) FROM events a JOIN events b ON a.host = b.host AND a.ms < b.ms GROUP BY 1",
  "SELECT country, count(*) AS n FROM events JOIN geo USING (host) GROUP BY ALL",
  "SELECT country, count(*) AS n, p90(ms) FROM events e LEFT JOIN geo g ON e.host = g.host WHERE status >= 400 GROUP BY ALL",
  "SELECT host, count(*) FROM events WHERE host IN (SELECT host FROM events WHERE ms > 900) GROUP BY 1",
  "SELECT exists(SELECT 1 FROM events WHERE ms > 900)",
  "SELECT host FROM events e WHERE NOT exists (SELECT 1 FROM geo g WHERE g.host = e.host)",
  "SELECT max(ms) - min(ms) AS spread FROM (SELECT * FROM events WHERE n IS NOT NULL)",
  "SELECT coalesce(max(n), 0) + count(*) FROM (SELECT * FROM events WHERE status = 999)",
  "SELECT a.c FROM (SELECT count(*) AS c FROM events WHERE ms > 990) a",
  "FROM events SELECT host, n",
  "FROM events",
  "SELECT * EXCLUDE (ms) FROM events",
  "SELECT count(DISTINCT host), count(n) FROM (SELECT host, n FROM events WHERE ok)",
];

/** One by one: the order of rows, or rounding, could show. */
const ALONE = [
  "SELECT host, row_number() OVER (PARTITION BY host ORDER BY ms) AS r FROM events",
  "SELECT host, ms FROM events WHERE ms > (SELECT avg(ms) FROM events)",
  "SELECT host, ms / (SELECT sum(ms) FROM events) FROM events",
  "SELECT list(host ORDER BY ms) FROM events",
  "SELECT sum(DISTINCT ms) FROM events",
  "SELECT sum(0.1), avg(CASE WHEN ok THEN 0.1 ELSE 0.3 END) FROM events",
  "SELECT host, count(*) FROM events GROUP BY ROLLUP (host)",
  "SELECT host FROM events QUALIFY row_number() OVER (PARTITION BY host ORDER BY ms DESC) = 1",
  "SELECT DISTINCT ON (host) host, ms FROM events ORDER BY host, ms",
  "SELECT unnest([host, 'a']) AS u FROM events",
  "SELECT COLUMNS('h.*') FROM events",
  "SELECT approx_count_distinct(host), mode(host), histogram(status) FROM events",
  "SELECT e.host, x FROM events e, (VALUES (1), (2)) v(x)",
  "WITH a AS (SELECT * FROM events ORDER BY ms LIMIT 3) SELECT host FROM a",
  "SELECT avg(ms) FROM events e JOIN geo USING (host)",
  "SELECT host, ms FROM events ORDER BY ALL DESC LIMIT 2",
  "SELECT * FROM (SELECT count(*) AS c FROM events WHERE ms > 990) a, (SELECT count(*) AS d FROM events) b",
  "SELECT count(*) AS c FROM (SELECT * FROM events) HAVING count(*) < 60",
  "SELECT count(*) AS c FROM (SELECT * FROM events) GROUP BY ALL HAVING c < 60",
  "SELECT c + 1 AS d FROM (SELECT count(*) AS c FROM events) WHERE c < 60",
  "WITH a AS (SELECT count(*) AS c FROM events) SELECT c FROM a WHERE c > 60",
  "SELECT a.c FROM (SELECT count(*) AS c FROM events) a JOIN (SELECT count(*) AS c FROM events WHERE ok) b ON a.c = b.c",
  "VALUES (1), (2)",
  "SELECT 1 AS a",
  "PIVOT events ON status USING count(*)",
];

const GEO = tableOf({
  host: ["h1", "h2", "h3", "h11"],
  country: ["DE", "FR", "DE", null],
});

/** What a driver was asked, to tell whether panes went over together. */
function recording(driver: Driver): { driver: Driver; queries: string[] } {
  const queries: string[] = [];
  return {
    queries,
    driver: {
      ...driver,
      query(sql) {
        queries.push(sql);
        return driver.query(sql);
      },
    },
  };
}

function shown(answers: readonly Rows[]): unknown[] {
  return answers.map((rows) => [
    rows.fields,
    rowsOf(rows).map((row) =>
      row.map((value) => Object.is(value, -0) ? "-0" : value)
    ),
  ]);
}

for (const open of [openWasm, openNative]) {
  Deno.test(`panes together answer as one by one (${open.name})`, async (t) => {
    const { driver, queries } = recording(open(OPTIONS));
    const together = engineOn(driver);
    const alone = engineOn(driver, false);
    await together.addTable("geo", GEO);
    await alone.addTable("geo", GEO);
    const panes = randomPanes(7, 24, 250);
    const same = async (
      text: string,
      given: readonly Pane[],
    ): Promise<boolean> => {
      queries.length = 0;
      const found = await together.run(queryOf(text), given);
      const shared = queries.some((sql) => sql.includes(ALL_EVENTS));
      assertEquals(
        shown(found),
        shown(await alone.run(queryOf(text), given)),
        text,
      );
      return shared;
    };
    try {
      for (const text of [...GROUPED, ...LATERAL]) {
        await t.step(`together: ${text}`, async () => {
          assert(await same(text, panes), "they went one by one");
        });
      }
      for (const text of ALONE) {
        await t.step(`one by one: ${text}`, async () => {
          assert(!await same(text, panes.slice(0, 6)), "they went together");
        });
      }
      await t.step(
        "sums of doubles do not show how many panes there were",
        async () => {
          const many = randomPanes(11, 400, 60);
          const text =
            "SELECT host, sum(ms), avg(ms), stddev(ms) FROM events GROUP BY host";
          assert(await same(text, many));
          assert(
            await same(
              "SELECT sum(ms), avg(ms / 3), var_samp(ms) FROM events",
              many,
            ),
          );
          const random = randomFrom(3);
          const large = [9_000, 5_000, 9_999, 10_001].map((rows, index) =>
            randomPane(random, rows, index)
          );
          await same(text, large);
          await same("SELECT sum(ms), list(n) FROM events WHERE ok", large);
        },
      );
      await t.step("panes of different types keep their own", async () => {
        const mixed = [[1, 2], [1.5, 2], ["x", "y"], [null, null], [3, 4], [
          true,
          false,
        ]]
          .map((values, index) => paneOf({ v: values }, index * 60_000_000));
        const text = "SELECT typeof(max(v)) AS type, count(v) AS n FROM events";
        const found = await together.run(queryOf(text), mixed);
        assertEquals(found.map((rows) => rowsOf(rows)[0]!.join(" ")), [
          "BIGINT 2",
          "DOUBLE 2",
          "VARCHAR 2",
          "VARCHAR 0",
          "BIGINT 2",
          "BOOLEAN 2",
        ]);

        assertEquals(
          shown(found),
          shown(await alone.run(queryOf(text), mixed)),
        );
      });
      await t.step("names that differ by case stay apart", async () => {
        const clashing = [0, 1, 2].map((index) =>
          paneOf({ host: [`x${index}`, "x"], Host: ["Y", `Y${index}`] }, index)
        );
        assert(
          await same(
            "SELECT Host, max(host) AS m FROM events GROUP BY Host",
            clashing,
          ),
        );
        assert(await same("SELECT * FROM events", clashing));
      });
      await t.step(
        "a query that fails on one pane names it, and its first failure",
        async () => {
          const failing = ["1", "2", "x", "3", "y"].map((value, index) =>
            paneOf({ v: ["VARCHAR", [value]] }, index * 60_000_000)
          );
          const fault = await assertRejects(
            () =>
              together.run(
                queryOf("SELECT v::INTEGER AS n FROM events"),
                failing,
              ),
            Fault,
            "on the window 1970-01-01T00:02:00Z to 1970-01-01T00:03:00Z: Could not convert string 'x'",
          );
          assertEquals(fault.code, "sql/failed");
        },
      );
      await t.step("random queries over random panes", async () => {
        const scalar = fc.constantFrom(
          "host",
          "ms",
          "status",
          "n",
          "ok",
          "ms + n",
          "status % 300",
          "upper(host)",
          "coalesce(n, -1)",
        );
        const aggregate = fc.constantFrom(
          "count(*)",
          "count(n)",
          "sum(ms)",
          "avg(n)",
          "min(host)",
          "max(ms)",
          "median(ms)",
          "list(n)",
          "sum(n * 2)",
          "count(DISTINCT status)",
          "bool_or(ok)",
          "first(host)",
          "p95(n)",
        );
        const where = fc.constantFrom(
          "",
          " WHERE ok",
          " WHERE n IS NULL",
          " WHERE ms > 900 OR status = 200",
          " WHERE host IN ('h1', 'h2')",
          " WHERE status = 1",
        );
        const tail = fc.constantFrom(
          "",
          " LIMIT 3",
          " ORDER BY 1 LIMIT 4",
          " ORDER BY 1 DESC NULLS FIRST",
          " LIMIT 2 OFFSET 1",
        );
        const plain = fc.tuple(
          fc.array(scalar, { minLength: 1, maxLength: 3 }),
          where,
          tail,
          fc.boolean(),
        )
          .map(([items, filter, end, distinct]) =>
            `SELECT ${distinct ? "DISTINCT " : ""}${
              items.join(", ")
            } FROM events${filter}${end}`
          );
        const grouped = fc.tuple(
          fc.array(scalar, { maxLength: 2 }),
          fc.array(aggregate, { minLength: 1, maxLength: 3 }),
          where,
          tail,
        ).map(([keys, calls, filter, end]) =>
          `SELECT ${[...keys, ...calls].join(", ")} FROM events${filter}${
            keys.length > 0 ? " GROUP BY ALL" : ""
          }${end}`
        );
        const nested = fc.tuple(
          grouped,
          fc.constantFrom("SELECT * FROM", "SELECT count(*) FROM", "FROM"),
        )
          .map(([query, outer]) => `${outer} (${query}) AS q`);
        await fc.assert(
          fc.asyncProperty(
            fc.oneof(plain, grouped, nested),
            fc.integer({ min: 1, max: 1_000_000 }),
            async (text, seed) => {
              await same(text, randomPanes(seed, 9, 40));
            },
          ),
          { numRuns: open === openNative ? 60 : 30, seed: 5 },
        );
      });
    } finally {
      await together.close();
    }
  });
}
