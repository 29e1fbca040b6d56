import { assert, assertEquals } from "@std/assert";
import { parseQuery, type SelectQuery } from "../../lib/sql/mod.ts";

const parse = (text: string) => parseQuery({ text, source: "sql query" });

function query(text: string): SelectQuery {
  const { query, reason } = parse(text);
  assert(query !== null, String(reason));
  return query;
}

Deno.test("parseQuery() reads every clause of the subset", () => {
  const found = query(
    "SELECT DISTINCT host, count(*) AS n FROM events WHERE status >= 500 GROUP BY host HAVING count(*) > 1 ORDER BY n DESC, 1 LIMIT 10 OFFSET 5;",
  );
  assertEquals(found.distinct, true);
  assertEquals(found.items.length, 2);
  assertEquals(found.where?.kind, "binary");
  assert(Array.isArray(found.groupBy) && found.groupBy.length === 1);
  assertEquals(found.having?.kind, "binary");
  assert(Array.isArray(found.orderBy) && found.orderBy.length === 2);
  assertEquals([found.limit, found.offset], [10, 5]);
});

Deno.test("parseQuery() reads FROM first, GROUP BY ALL and ORDER BY ALL", () => {
  assertEquals(query("FROM events").items.length, 1);
  assertEquals(query("from Events select a, b").items.length, 2);
  const found = query(
    "SELECT a, count(*) FROM events GROUP BY ALL ORDER BY ALL DESC NULLS FIRST",
  );
  assertEquals([found.groupBy, found.orderBy], ["all", "all"]);
  assertEquals(found.orderAll, { descending: true, nullsFirst: true });
});

Deno.test("parseQuery() leaves all else to DuckDB, and says why", () => {
  const reasons: Readonly<Record<string, string>> = {
    "SELECT * FROM a": "it reads the table a",
    "SELECT * FROM range(5)": "it calls the table function range",
    "SELECT * FROM events JOIN b USING (k)": "it has JOIN",
    "SELECT * FROM events, b": "it reads several tables",
    "SELECT * FROM events e": "e stands where the end of the query is needed",
    "SELECT * FROM events AS e": "it gives events another name",
    "SELECT * FROM (SELECT 1)": "it has a subquery in FROM",
    "WITH x AS (SELECT 1) FROM x": "it has WITH",
    "SELECT 1": "it has no FROM events",
    "SELECT DISTINCT ON (a) a FROM events": "it has DISTINCT ON",
    "SELECT a FROM events UNION SELECT 1": "it has UNION",
    "SELECT a FROM events GROUP BY ROLLUP (a)": "it has ROLLUP",
    "SELECT a FROM events LIMIT 10%": "its LIMIT is a percentage",
    "SELECT a FROM events LIMIT n": "its LIMIT is not a plain number",
    "SELECT sum(a) OVER () FROM events": "sum cannot look at other rows here",
    "PIVOT events ON a": "it is not one SELECT",
  };
  for (const [text, reason] of Object.entries(reasons)) {
    const parsed = parse(text);
    assertEquals(parsed.query, null, text);
    assert(parsed.reason?.startsWith(reason), `${text}: ${parsed.reason}`);
  }
});
