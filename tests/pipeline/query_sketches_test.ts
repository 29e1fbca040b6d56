// D5: approximate aggregates are weir's own sketches, or they are refused.
import { assert, assertEquals } from "@std/assert";
import { seeded } from "../sql/differential/generate.ts";
import { good, rowsOf, weir } from "./weir.ts";

/** Rows of an hour: values by a group, of which one has very many. */
function rows(count: number, seed: number): string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, at) => {
    const group = random() < 0.7 ? "many" : `g${Math.floor(random() * 9)}`;
    const user = Math.floor(random() ** 2 * 4_000);
    const ms = Math.round(1e5 * random() ** 3) / 100;
    const t = 1_700_000_000 + Math.floor(at * 3600 / count);
    return `{"t":${t},"k":"${group}","user":"u${user}","ms":${ms}}\n`;
  });
}

const LIST =
  "approx_count_distinct(user) AS users, approx_quantile(ms, 0.9) AS p90, count(DISTINCT user) AS exactly, quantile_disc(ms, 0.9) AS nearly";

Deno.test("approximate aggregates fold to the same in agg and in sql, near what is exact", async () => {
  const stdin = rows(12_000, 1).join("");
  const query = `SELECT k, ${LIST} FROM events GROUP BY k`;
  const asked = await good(["sql", query], { stdin });
  assertEquals(await good(["agg", LIST, "--by", "k"], { stdin }), asked);
  const groups = rowsOf(asked) as Record<string, number>[];
  assertEquals(groups.length, 10);
  for (const { users, exactly, p90, nearly } of groups) {
    assert(Math.abs(users! / exactly! - 1) <= 0.05, `${users}, ${exactly}`);
    assert(Math.abs(p90! / nearly! - 1) <= 0.03, `${p90}, ${nearly}`);
  }
});

Deno.test("approximate aggregates do not depend on the order of rows, of chunks, or on slices", async () => {
  const lines = rows(6_000, 2);
  const random = seeded(3);
  const turned = lines.toSorted(() => random() - 0.5);
  const args = (window: string) => [
    ...["window", ...window.split(" "), "--time", "t", "--watermark", "end"],
    ...["then", "agg", LIST, "--by", "k"],
  ];
  const expected = await good(args("10m"), { stdin: lines.join("") });
  assertEquals(await good(args("10m"), { stdin: turned.join("") }), expected);
  const bytes = new TextEncoder().encode(turned.join(""));
  const chunks = [bytes.subarray(0, 7_001), bytes.subarray(7_001)];
  assertEquals(await good(args("10m"), { stdin: chunks }), expected);
  // A window of ten slices that holds what a window of one holds.
  const hopping = await good(args("10m --every 1m"), {
    stdin: turned.join(""),
  });
  const plain = rowsOf(expected).map((row) => JSON.stringify(row));
  const found = new Set(rowsOf(hopping).map((row) => JSON.stringify(row)));
  assertEquals(plain.filter((row) => !found.has(row)), []);
});

Deno.test("DISTINCT and FILTER go before a sketch", async () => {
  const stdin = [5, 5, 5, 5, 1, 3].map((x) => `{"x":${x}}\n`).join("");
  assertEquals(
    rowsOf(
      await good([
        "agg",
        "approx_quantile(x, 0.5) AS all, approx_quantile(DISTINCT x, 0.5) AS each, approx_count_distinct(DISTINCT x) AS n, approx_count_distinct(x) FILTER (x < 5) AS few",
      ], { stdin }),
    ),
    [{ all: 5, each: 3, n: 3, few: 2 }],
  );
});

for (
  const [query, why, mend] of [
    [
      "SELECT approx_quantile(ms, 0.5), row_number() OVER () FROM events",
      "approx_quantile needs a query that folds, and this one does not: row_number cannot look at other rows here",
      "Write quantile_cont(ms, 0.5): it is exact, and the rows are held in any case",
    ],
    [
      "SELECT n FROM (SELECT Approx_Count_Distinct(lower(user)) AS n FROM events)",
      "approx_count_distinct needs a query that folds, and this one does not: it has a subquery in FROM",
      "Write count(DISTINCT lower(user)): it is exact, and the rows are held in any case",
    ],
    [
      "SELECT DISTINCT approx_count_distinct(user) FROM events",
      "approx_count_distinct needs a query that folds, and this one does not: it has DISTINCT",
      "Write count(DISTINCT user): it is exact, and the rows are held in any case",
    ],
    [
      "SELECT approx_quantile(ms, [0.5, 0.9]) FROM events",
      "approx_quantile needs a query that folds, and this one does not: a list cannot be read as a value here",
      "Write quantile_cont(ms, [0.5, 0.9]): it is exact, and the rows are held in any case",
    ],
    [
      "SELECT approx_top_k(user, 3) FROM events",
      "what approx_top_k answers may depend on the order of rows",
      "Write an exact aggregate; for the most frequent values count(*) with GROUP BY, ORDER BY and LIMIT",
    ],
  ] as const
) {
  for (const engine of ["wasm", "native"]) {
    Deno.test(`what would be a sketch of DuckDB's (${engine}) is refused: ${query}`, async () => {
      const stdin = rows(10, 4).join("");
      const { exit, stdout, stderr } = await weir(
        ["sql", query, "--engine", engine],
        { stdin },
      );
      assertEquals([exit, stdout], [2, ""]);
      const lines = stderr.trimEnd().split("\n");
      assertEquals(lines[0], `weir: cannot run sql query: ${why}`);
      assertEquals(lines.at(-1), `  ${mend}`);
    });
  }
}

Deno.test("a name that only looks like an approximate aggregate is a name", async () => {
  const stdin = '{"approx_n":1}\n{"approx_n":2}\n';
  assertEquals(
    await good(
      [
        "sql",
        "SELECT max(approx_n) OVER () AS m FROM events LIMIT 1",
        "--engine",
        "native",
      ],
      { stdin },
    ),
    '{"m":2}\n',
  );
});
