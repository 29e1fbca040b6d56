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
  // In its own item a name cannot be the alias that the item makes.
  assertEquals([names(text), renamed(text)], [["path", "n"], ["m"]]);
  const bare = "SELECT a x, b + c y FROM events ORDER BY x";
  assertEquals([names(bare), renamed(bare)], [["a", "b", "c"], ["x"]]);
  const inner = "SELECT x FROM (SELECT a + 1 AS x FROM events) AS s";
  assertEquals([names(inner), renamed(inner)], [["a"], ["x"]]);
});

Deno.test("a name is a field where no alias of it can be meant", () => {
  const inner =
    "WITH q AS (SELECT host, sum(ms) AS ms FROM events GROUP BY host) SELECT ms FROM q";
  assertEquals([names(inner), renamed(inner)], [["host", "ms"], ["ms"]]);
  const other =
    "WITH q AS (SELECT avg(a) AS n FROM events), r AS (SELECT max(n) AS m FROM events WHERE n > 1) SELECT * FROM q, r";
  assertEquals([names(other), renamed(other)], [["a", "n"], []]);
  const union =
    "SELECT a AS x FROM events UNION ALL SELECT x FROM events ORDER BY x";
  assertEquals(names(union), ["a", "x"]);
  const from = "FROM events SELECT lower(host) AS host, n + 1 AS n";
  assertEquals([names(from), renamed(from)], [["host", "n"], []]);
});

Deno.test("a name stays in doubt where a table beside the rows or one around may have it", () => {
  for (
    const text of [
      "WITH q AS (SELECT a + 1 AS n FROM events) SELECT n FROM events, q",
      "SELECT a AS n, (SELECT max(n) FROM events e) AS m FROM events",
      "SELECT a AS n FROM events WHERE n > 1",
      "SELECT a AS n, n + 1 AS n FROM events",
      "SELECT a n, b FROM events QUALIFY n > 1",
      'SELECT "limit", a AS n FROM events WHERE n > 1',
      "SELECT b IS DISTINCT FROM c AS d, a AS n FROM events WHERE n > 1",
    ]
  ) assertEquals(renamed(text), ["n"], text);
});

Deno.test("words of clauses and of time zones are no names", () => {
  assertEquals(
    names(
      "SELECT t AT TIME ZONE 'UTC', DATE '2024-01-01', TIMESTAMP '2024-01-01', a FROM events e ASOF JOIN x USING (k)",
    ),
    ["t", "a", "k"],
  );
});

Deno.test("types hold no names, wherever they stand", () => {
  assertEquals(
    names(
      `SELECT CAST(a AS STRUCT(x DATE, y DECIMAL(10, 2))), TRY_CAST(b AS MAP(VARCHAR, DATE)),
        c::DOUBLE PRECISION, d::TIMESTAMP WITH TIME ZONE, e::DATE[], MAP {'k': f},
        CAST(g AS TIMESTAMP WITH TIME ZONE), h FROM events`,
    ),
    ["a", "b", "c", "d", "e", "f", "g", "h"],
  );
});

Deno.test("the type before a text or a parameter is no name", () => {
  assertEquals(
    names(
      `SELECT a FROM events WHERE a > DATE '2024-01-01' AND a < DATE $day AND b > TIMESTAMP WITH TIME ZONE '2024-01-01'
        AND c > interval $i AND d > TIMESTAMP e'2024-01-01'`,
    ),
    ["a", "b", "c", "d"],
  );
});

Deno.test("FROM names no table in extract and IS DISTINCT FROM", () => {
  assertEquals(
    names(
      "SELECT extract(year FROM a), trim(BOTH FROM b) FROM events WHERE c IS DISTINCT FROM d AND e IS NOT DISTINCT FROM f",
    ),
    ["a", "b", "c", "d", "e", "f"],
  );
});

Deno.test("what a lambda names is a field only where rows have it", () => {
  const text =
    "SELECT list_transform(a, x -> x + b), list_reduce(c, (y, z) -> y + z), list_filter(d, lambda v: v > 1), j -> '$.k' FROM events";
  assertEquals([names(text), renamed(text)], [
    ["a", "b", "c", "d", "j"],
    ["x", "y", "z", "v"],
  ]);
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
