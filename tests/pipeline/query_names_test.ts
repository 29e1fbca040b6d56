import { assertEquals } from "@std/assert";
import { queryNames } from "../../lib/pipeline/query_names.ts";

/** The paths that a query may mean, parts joined by a slash. */
function names(text: string): string[] {
  return queryNames({ text, source: "sql query" }).paths.map((path) =>
    path.join("/")
  );
}
/** Those that it may mean only where the rows have such a field. */
function renamed(text: string): string[] {
  return queryNames({ text, source: "sql query" }).renamed.map((path) =>
    path.join("/")
  );
}
const all = (text: string) => queryNames({ text, source: "sql query" }).all;

Deno.test("names are found wherever they stand, once each, in order", () => {
  assertEquals(
    names(
      "SELECT b, sum(a) FROM events WHERE c > 1 GROUP BY b HAVING max(d) > 2 ORDER BY e",
    ),
    ["b", "a", "c", "d", "e"],
  );
});

Deno.test("names in quotes are names, whatever they say", () => {
  assertEquals(names('SELECT "a b", "select", "x""y" FROM events'), [
    "a b",
    "select",
    'x"y',
  ]);
});

Deno.test("texts, numbers and comments hold no names", () => {
  assertEquals(
    names("SELECT 'a' || b /* c */ -- d\n, 1e5, $p FROM events"),
    ["b"],
  );
});

Deno.test("functions, types and keywords are no names", () => {
  assertEquals(
    names(
      "SELECT CAST(a AS BIGINT), b::VARCHAR, date_trunc('day', c), INTERVAL 1 DAY, count(*) OVER (PARTITION BY d ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM events",
    ),
    ["a", "b", "c", "d"],
  );
});

Deno.test("a path is a name, and the table before it is none", () => {
  assertEquals(names("SELECT geo.lat, e.host, events.path FROM events e"), [
    "geo/lat",
    "host",
    "path",
  ]);
  assertEquals(names("SELECT e.geo.lat FROM events AS e"), ["geo/lat"]);
});

Deno.test("what the query names itself is no field", () => {
  assertEquals(
    names(
      "WITH t AS (SELECT a FROM events) SELECT n FROM t JOIN geo g USING (ip)",
    ),
    ["a", "n", "ip"],
  );
  assertEquals(
    names("SELECT events.a, g.b FROM events, (SELECT c FROM events) g"),
    ["a", "b", "c"],
  );
  assertEquals(
    names("SELECT a FROM events e LEFT JOIN geo AS g ON e.ip = g.ip"),
    ["a", "ip"],
  );
});

Deno.test("a name that an AS gives is a field only where rows have it", () => {
  const text = "SELECT upper(path) AS path, n * 2 AS m, m + 1 AS k FROM events";
  assertEquals([names(text), renamed(text)], [["n"], ["path", "m"]]);
  const bare = "SELECT a x, b + c y FROM events ORDER BY x";
  assertEquals([names(bare), renamed(bare)], [["a", "b", "c"], ["x"]]);
  const inner = "SELECT x FROM (SELECT a + 1 AS x FROM events) AS s";
  assertEquals([names(inner), renamed(inner)], [["a"], ["x"]]);
});

Deno.test("words of clauses and of time zones are no names", () => {
  assertEquals(
    names(
      "SELECT t AT TIME ZONE 'UTC', DATE '2024-01-01', TIMESTAMP '2024-01-01', a FROM events e ASOF JOIN x USING (k)",
    ),
    ["t", "a", "k"],
  );
});

Deno.test("* and what stands for it ask for all fields", () => {
  for (
    const text of [
      "SELECT * FROM events",
      "SELECT a, * FROM events",
      "SELECT e.* FROM events e",
      "SELECT DISTINCT * FROM events",
      "SELECT * EXCLUDE (a) FROM events",
      "FROM events",
      "FROM events WHERE a > 1",
      "SUMMARIZE events",
      "SELECT COLUMNS('a.*') FROM events",
      "PIVOT events ON a USING count(*)",
    ]
  ) assertEquals(all(text), true, text);
  for (
    const text of [
      "SELECT count(*) FROM events",
      "SELECT a * b FROM events",
      "SELECT a, 2 * b FROM events",
      "FROM events SELECT a",
    ]
  ) assertEquals(all(text), false, text);
});
