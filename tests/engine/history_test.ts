// Panes with a `history` give together what they give one by one.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Fault, type Pane, type Query } from "../../lib/core/mod.ts";
import type { Driver } from "../../lib/engine/driver.ts";
import { openNative } from "../../lib/engine/duckdb_native.ts";
import { openWasm } from "../../lib/engine/duckdb_wasm.ts";
import { engineOn } from "../../lib/engine/engine.ts";
import { paneOf, rowsOf, tableOf } from "../format/arrow_tables.ts";

const OPTIONS = {
  sandbox: "full",
  memoryLimitBytes: null,
  threads: 1,
  lock: true,
} as const;

function queryOf(text: string): Query {
  return { text, source: "sql query", parameters: {}, nowUs: 0 };
}

/** Panes of which each sees the one before. */
function panesOf(count: number): Pane[] {
  const panes: Pane[] = [];
  for (let index = 0; index < count; index++) {
    const rows = index % 3;
    const pane = paneOf({
      k: ["VARCHAR", Array.from({ length: rows }, (_, row) => `k${row}`)],
      n: ["ANY", Array.from({ length: rows }, (_, row) => index * 10 + row)],
    }, index * 60_000_000);
    const { window: _, history: __, ...before } = panes[index - 1] ?? pane;
    panes.push({ ...pane, history: index === 0 ? [] : [before] });
  }
  return panes;
}

/** A driver that counts the queries over many panes. */
function counting(driver: Driver): { driver: Driver; shared: () => number } {
  let shared = 0;
  return {
    driver: {
      ...driver,
      version: () => driver.version(),
      load: (name, table) => driver.load(name, table),
      close: () => driver.close(),
      query(sql) {
        if (sql.includes("panes~")) shared++;
        return driver.query(sql);
      },
    },
    shared: () => shared,
  };
}

const TOGETHER = [
  "SELECT e.k, e.n, h.n AS before FROM events e LEFT JOIN history h ON e.k = h.k",
  "SELECT e.k, e.n - h.n AS more FROM events e JOIN history AS h ON e.k = h.k",
  "SELECT k FROM events EXCEPT SELECT k FROM history",
  "SELECT k FROM events WHERE k NOT IN (SELECT k FROM history)",
  "SELECT 1 AS first WHERE NOT EXISTS (SELECT * FROM history)",
  "SELECT count(*) AS n FROM history",
];
const APART = [
  "SELECT 'now' AS w, sum(n) AS s FROM events UNION ALL SELECT 'before', sum(n) FROM history",
  "SELECT sum(n) AS s, (SELECT sum(n) FROM history) AS before FROM events",
  "SELECT k, row_number() OVER (ORDER BY k) AS r FROM history",
];

for (
  const [name, open] of [["native", openNative], ["wasm", openWasm]] as const
) {
  Deno.test(`${name}: windows with a history answer together as they do one by one`, async () => {
    const { driver, shared } = counting(await open(OPTIONS));
    const other = await open(OPTIONS);
    const together = engineOn(driver);
    const apart = engineOn(other, false);
    const panes = panesOf(9);
    try {
      for (const text of [...TOGETHER, ...APART]) {
        const before = shared();
        const many = await together.run(queryOf(text), panes);
        assertEquals(shared() > before, TOGETHER.includes(text), text);
        const each = await apart.run(queryOf(text), panes);
        assertEquals(many.map(rowsOf), each.map(rowsOf), text);
      }
    } finally {
      await driver.close();
      await other.close();
    }
  });
}

Deno.test("history has the types of events while it has no rows", async () => {
  const engine = engineOn(await openNative(OPTIONS));
  const columns = { n: ["ANY", [1, 2]] } as const;
  const pane = { ...paneOf({ n: ["ANY", [...columns.n[1]]] }), history: [] };
  try {
    const [answer] = await engine.run(
      queryOf(
        "SELECT typeof(n) AS t FROM (SELECT n FROM history UNION ALL BY NAME SELECT n FROM events) LIMIT 1",
      ),
      [pane],
    );
    assertEquals(rowsOf(answer!), [["BIGINT"]]);
  } finally {
    await engine.close();
  }
});

Deno.test("a column that this window lacks has the type that it had before", async () => {
  const engine = engineOn(await openNative(OPTIONS));
  const { window: _, ...before } = paneOf({ n: ["ANY", [1, 2]] });
  const pane = { ...paneOf({ n: ["ANY", [null]] }), history: [before] };
  try {
    const [answer] = await engine.run(
      queryOf(
        "SELECT e.n IS NULL AS gone, sum(h.n) AS s FROM events e, history h GROUP BY ALL",
      ),
      [pane],
    );
    assertEquals(rowsOf(answer!).length, 1);
  } finally {
    await engine.close();
  }
});

Deno.test("a table may not be called history where windows have one", async () => {
  const engine = engineOn(await openNative(OPTIONS));
  try {
    await engine.addTable("History", tableOf({ n: ["BIGINT", [1]] }));
    const fault = await assertRejects(
      () =>
        engine.run(queryOf("SELECT 1"), [{
          ...paneOf({ n: ["BIGINT", [1]] }),
          history: [],
        }]),
      Fault,
    );
    assert(fault.message.includes("history"));
  } finally {
    await engine.close();
  }
});
