import { assertEquals } from "@std/assert";
import { rowsOf, weir } from "./weir.ts";

const ROWS = '{"t":1,"host":"a"}\n{"t":2,"host":"a","ms":5}\n' +
  '{"t":61,"host":"b"}\n';

Deno.test("a query may name a result like the field it is made of, whichever row has that first", async () => {
  const query =
    "WITH q AS (SELECT host, sum(ms) AS ms FROM events GROUP BY host) SELECT host, ms FROM q";
  const { stdout, exit, stderr } = await weir([
    "window",
    "1m",
    "--time",
    "t",
    "then",
    "sql",
    query,
  ], { stdin: ROWS });
  assertEquals([exit, stderr], [0, ""]);
  assertEquals(rowsOf(stdout).map(({ host, ms }) => [host, ms]), [
    ["a", 5],
    ["b", null],
  ]);
});

Deno.test("such a field that no row has is NULL, with a warning", async () => {
  const { stdout, exit, stderr } = await weir([
    "sql",
    "SELECT sum(mss) OVER (ORDER BY t) AS mss FROM events LIMIT 1",
  ], { stdin: ROWS });
  assertEquals([exit, stdout], [0, '{"mss":null}\n']);
  assertEquals(
    stderr,
    "weir: no row had the field mss: it was NULL in all of them\n  Did you mean ms?\n",
  );
});

Deno.test("the type of a literal and the parameter of a lambda are no missing fields", async () => {
  const { stdout, exit, stderr } = await weir([
    "sql",
    "SELECT t, list_transform([t], x -> x + 1) AS l, extract(year FROM DATE $day) AS y FROM events WHERE ms IS NOT DISTINCT FROM t OR t = 1",
    "--param",
    "day=2024-01-01",
  ], { stdin: ROWS });
  assertEquals([exit, stderr], [0, ""]);
  assertEquals(stdout, '{"t":1,"l":[2],"y":2024}\n');
});
