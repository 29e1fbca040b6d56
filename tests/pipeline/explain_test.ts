import { assertEquals } from "@std/assert";
import { good } from "./weir.ts";

const ROWS = '{"t":1,"a":2,"b":"x"}\n';

/** The steps of a plan, a line each. */
async function steps(args: readonly string[]): Promise<string[]> {
  const lines = (await good(["explain", ...args], { stdin: ROWS })).split("\n");
  const from = lines.indexOf("steps") + 1;
  const to = lines.findIndex((line) => line.startsWith("output"));
  return lines.slice(from, to).map((line) => line.slice(2));
}

Deno.test("explain shows the texts of a job file as one line each, without the blanks around them", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/job.weir`,
      `filter   a >
    1       # what is worth a look
set  c = a +
    1,  d = 'two  blanks'
sort   c   DESC
sql SELECT b,
    sum(a) OVER () AS n
  FROM events
`,
    );
    assertEquals(await steps(["run", `${folder}/job.weir`]), [
      "filter  a > 1",
      "compute  a + 1: NUMBER",
      "compute  'two  blanks': VARCHAR",
      "hold  rows until the input ends: not folded",
      "sort  by c DESC",
      "compute  a: NUMBER",
      "sql  in DuckDB (wasm), over events(b by its values, a NUMBER), not folded since sum cannot look at other rows here: SELECT b, sum(a) OVER () AS n FROM events",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("explain shows the condition of a query that is folded, and not all of it", async () => {
  assertEquals(
    await steps([
      "sql",
      "SELECT b, count(*) AS n FROM events WHERE a > 1 GROUP BY b",
    ]),
    [
      "filter  a > 1",
      "fold  count as rows come, by b: memory follows the groups",
      "sort  by b, n",
    ],
  );
});

Deno.test("explain tells where columns are fixed by the beginning of the input", async () => {
  assertEquals(await steps(["filter", "a > 1", "-o", "csv"]), [
    "filter  a > 1",
    "columns  those of the beginning of the input; a field that comes later ends the run",
  ]);
});

Deno.test("explain tells which aggregates hold values of the rows, and which a sketch", async () => {
  const foldOf = async (list: string) =>
    (await steps(["agg", list])).find((step) => step.startsWith("fold"));
  assertEquals(
    await foldOf(
      "p99(a) AS p, count(DISTINCT b) AS n, min(DISTINCT a), max(a)",
    ),
    "fold  quantile_cont, count, min, max as rows come: memory follows the groups, and the values of quantile_cont, count(DISTINCT)",
  );
  assertEquals(
    await foldOf("approx_count_distinct(b) AS n, list(b)"),
    "fold  approx_count_distinct, list as rows come: memory follows the groups, and a sketch in each for approx_count_distinct, and the values of list",
  );
  const text = await good(["explain", "agg", "median(a)"], { stdin: ROWS });
  assertEquals(
    text.split("\n").find((line) => line.startsWith("memory")),
    "memory  the groups of open windows and values of their rows: at most 1024 MiB (--max-memory)",
  );
});
