// Access logs end to end, beside what native DuckDB makes of the same lines with a regular expression of its own.
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Cell, type Duckdb, withDuckdb } from "./duckdb.ts";
import { good, rowsOf, weir } from "./weir.ts";

const ROOT = new URL("../../", import.meta.url);

interface Log {
  readonly name: string;
  readonly path: string;
}

const LOGS: readonly Log[] = [
  { name: "the fixture", path: "fixtures/access.log" },
  {
    name: "the real log",
    path: "../shared/corpora/access-log/apache_combined_10k.log",
  },
].map(({ name, path }) => ({
  name,
  path: decodeURIComponent(new URL(path, ROOT).pathname),
}));

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/**
 * The lines of a log as a table, by an expression that shares nothing with
 * weir's own reader. One line of the real log was cut, and lacks its last quote.
 */
async function load(duckdb: Duckdb, path: string): Promise<void> {
  const line = String
    .raw`^(\S+) (\S+) (.*?) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d+|-) (\d+|-) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"?$`;
  const request = String.raw`^([A-Z]+) (.+) (HTTP/\S+)$`;
  const part = (at: number) => `regexp_extract(line, '${line}', ${at})`;
  await duckdb.run(`CREATE TABLE log AS
    WITH lines AS (
      SELECT unnest(string_split(content, chr(10))) AS line FROM read_text('${path}')
    ), parts AS (
      SELECT ${part(1)} AS ip, ${part(4)} AS stamp, ${part(5)} AS request,
        ${part(6)} AS status, nullif(${part(7)}, '-') AS bytes,
        nullif(${part(8)}, '-') AS referer, nullif(${part(9)}, '-') AS agent
      FROM lines WHERE regexp_matches(line, '${line}')
    )
    SELECT ip, agent, referer, CAST(status AS BIGINT) AS status, CAST(bytes AS BIGINT) AS bytes,
      -- The time of day alone: the zone of these logs is UTC.
      strptime(replace(stamp, ' +0000', ''), '%d/%b/%Y:%H:%M:%S') AS time,
      nullif(regexp_extract(request, '${request}', 1), '') AS method,
      CASE WHEN regexp_matches(request, '${request}')
        THEN regexp_extract(request, '${request}', 2) ELSE request END AS path
    FROM parts`);
}

const HOUR = `time_bucket(INTERVAL 1 HOUR, time, TIMESTAMP '1970-01-01')`;
const BOUNDS =
  `${HOUR} AS window_start, ${HOUR} + INTERVAL 1 HOUR AS window_end`;

/** A question asked of both. */
interface Question {
  readonly what: string;
  readonly weir: readonly (readonly string[])[];
  readonly duckdb: string;
}

/** The same aggregates as a fold, as a query that is folded, and as one that only DuckDB can answer. */
function threeWays(list: string, by: string): string[][] {
  const select = `SELECT ${by === "" ? "" : `${by}, `}${list} FROM`;
  const group = by === "" ? "" : ` GROUP BY ${by}`;
  return [
    ["window", "1h", "then", "agg", list, ...(by === "" ? [] : ["--by", by])],
    ["window", "1h", "then", "sql", `${select} events${group}`],
    [
      "window",
      "1h",
      "then",
      "sql",
      `${select} (SELECT * FROM events)${group}`,
      // Ready at once; the engine that runs by itself is asked below.
      "--engine",
      "native",
    ],
  ];
}

const QUESTIONS: readonly Question[] = [
  {
    what: "requests an hour and status",
    weir: threeWays("count(*) AS n", "status"),
    duckdb:
      `SELECT ${BOUNDS}, status, count(*) AS n FROM log GROUP BY ALL ORDER BY ALL`,
  },
  {
    what: "bytes an hour",
    weir: threeWays(
      "quantile_cont(bytes, 0.99) AS p99, sum(bytes) AS sum, avg(bytes) AS avg, max(bytes) AS max, count(bytes) AS n",
      "",
    ),
    duckdb:
      `SELECT ${BOUNDS}, quantile_cont(bytes, 0.99) AS p99, sum(bytes) AS sum, avg(bytes) AS avg,
        max(bytes) AS max, count(bytes) AS n FROM log GROUP BY ALL ORDER BY ALL`,
  },
  {
    what: "visitors an hour",
    weir: threeWays(
      "count(DISTINCT ip) AS ips, count(DISTINCT agent) AS agents",
      "",
    ),
    duckdb:
      `SELECT ${BOUNDS}, count(DISTINCT ip) AS ips, count(DISTINCT agent) AS agents
        FROM log GROUP BY ALL ORDER BY ALL`,
  },
  {
    what: "the paths asked for most",
    weir: [
      ["top", "25", "path"],
      [
        "sql",
        "SELECT path, count(*) AS n FROM events GROUP BY path ORDER BY n DESC, path LIMIT 25",
      ],
    ],
    duckdb:
      "SELECT path, count(*) AS n FROM log GROUP BY path ORDER BY n DESC, path LIMIT 25",
  },
  {
    what: "the share of errors by method",
    weir: [[
      "agg",
      "count(*) FILTER (status >= 400) / count(*) AS bad, count(*) AS n",
      "--by",
      "method",
    ]],
    duckdb:
      `SELECT method, count(*) FILTER (status >= 400) / count(*) AS bad, count(*) AS n
        FROM log GROUP BY method ORDER BY method NULLS LAST`,
  },
  {
    what: "the greatest answer of each hour",
    weir: [[
      "window",
      "1h",
      "then",
      "sql",
      "SELECT path, bytes FROM events QUALIFY row_number() OVER (ORDER BY bytes DESC NULLS LAST, path, time) = 1",
    ]],
    duckdb: `SELECT ${BOUNDS}, path, bytes FROM log
      QUALIFY row_number() OVER (PARTITION BY ${HOUR} ORDER BY bytes DESC NULLS LAST, path, time) = 1
      ORDER BY ALL`,
  },
];

const FILTERS = [
  "status >= 500",
  "status BETWEEN 300 AND 399 AND method = 'GET'",
  "path ILIKE '%.PNG' AND bytes > 10000",
  "bytes IS NULL",
  "referer IS NULL AND agent LIKE '%bot%'",
  "regexp_matches(path, '^/[a-z]+/?$')",
  "date_part('hour', time) = 12 OR length(path) > 80",
];

function assertRows(
  found: readonly Record<string, unknown>[],
  expected: readonly Record<string, Cell>[],
): void {
  assertEquals(found.map(Object.keys), expected.map(Object.keys));
  expected.forEach((row, at) => {
    for (const [name, value] of Object.entries(row)) {
      const other = found[at]![name];
      if (typeof value === "number" && typeof other === "number") {
        assertAlmostEquals(other, value, 1e-9 * Math.max(1, Math.abs(value)));
      } else assertEquals(other, value, `${name} of row ${at}`);
    }
  });
}

for (const { name, path } of LOGS) {
  const there = isThere(path);
  Deno.test({
    name: there
      ? `${name} gives the answers that DuckDB gives`
      : `${name} gives the answers that DuckDB gives (skipped: ${path} is not there)`,
    ignore: !there,
    fn: (t) =>
      withDuckdb(async (duckdb) => {
        await load(duckdb, path);
        const [count] = await duckdb.rows(
          "SELECT count(*) AS n, count(time) AS timed FROM log",
        );
        assertEquals(count!.n, count!.timed);
        const { account } = await weir([path, "agg", "count(*) AS n"]);
        assertEquals([account!.read, account!.bad], [count!.n, 0]);
        assert(Number(count!.n) >= 10_000);
        for (const { what, weir: ways, duckdb: text } of QUESTIONS) {
          const expected = await duckdb.rows(text);
          assert(expected.length > 0);
          for (const stages of ways) {
            await t.step(`${what}: ${stages.join(" ")}`, async () => {
              assertRows(rowsOf(await good([path, ...stages])), expected);
            });
          }
        }
        for (const condition of FILTERS) {
          await t.step(`filter ${condition}`, async () => {
            const kept = await good([path, "filter", condition]);
            const [expected] = await duckdb.rows(
              `SELECT count(*) AS n FROM log WHERE ${condition}`,
            );
            assertEquals(kept.split("\n").length - 1, expected!.n);
          });
        }
      }),
  });
}
