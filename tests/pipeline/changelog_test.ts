// W9: a changelog, applied to a table, gives the answers of the same windows when each leaves once.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { recut } from "../recut.ts";
import { bytesOf, rowsOf, weir } from "./weir.ts";

/** Windows that answer more than once; the delay that keeps the same rows where they answer once. */
const KINDS:
  readonly (readonly [windows: string, delay: string, plain: string])[] = [
    ["10s --emit change", "2s", "2s"],
    ["10s --emit change=3s", "0s", "0s"],
    ["10s --emit change=4s --key k", "end", "end"],
    ["10s --every 4s --emit change=2s --key k", "2s", "2s"],
    ["12s --step 4s --emit change", "2s", "2s"],
    ["10s --emit change=3s --fill", "0s", "0s"],
    ["10s --emit change --lateness 8s --refire 2s", "1s", "9s"],
    ["--session 3s --lateness 8s", "1s", "9s"],
    ["--session 3s --lateness 10s --key k", "0s", "10s"],
    ["--session 3s --emit update=2s --key k", "2s", "2s"],
    ["--session 3s --max 8s --emit change=2s --key k", "4s", "4s"],
    ["--session 3s --emit change=1s --lateness 5s --key k", "3s", "8s"],
    ["--global --emit change=5s --key k", "0s", "0s"],
    ["--rows 4 --emit change=1s --key k", "0s", "0s"],
    ["--start v=1 --end v=4 --emit change=1s", "0s", "0s"],
  ];

const FOLDED: readonly (readonly string[])[] = [
  ["agg", "count(*) AS n, list(v) AS vs"],
  ["agg", "sum(v) AS s", "--by", "g"],
  ["agg", "count(*) AS n", "--by", "g", "then", "filter", "n > 1"],
  ["agg", "count(*) AS n", "--by", "g", "then", "agg", "max(n) AS most"],
  ["top", "1", "g"],
  [
    "sql",
    "SELECT g AS who, max(v) AS m FROM events WHERE v <> 2 GROUP BY g HAVING count(*) > 1",
  ],
  ["limit", "2"],
  ["filter", "v <> 3"],
];
const ASKED: readonly (readonly string[])[] = [
  ["sql", "SELECT v, row_number() OVER (ORDER BY v, ts) AS r FROM events"],
  ["sql", "SELECT * FROM events WHERE v > 1"],
  [
    "sql",
    "SELECT g, count(*) AS n, median(v) AS m FROM events GROUP BY g",
    "then",
    "filter",
    "n > 1",
  ],
];

const rows = fc.array(
  fc.tuple(
    fc.integer({ min: 100, max: 150 }),
    fc.constantFrom("a", "b"),
    fc.integer({ min: 0, max: 5 }),
  ),
  { maxLength: 30 },
);

type Row = readonly [second: number, k: string, v: number];

const text = (list: readonly Row[]) =>
  list.map(([second, k, v], at) =>
    `${
      JSON.stringify({
        ts: 1e14 + (second * 1_000 + at) * 1_000,
        k,
        v,
        g: v % 3,
      })
    }\n`
  ).join("");

async function run(words: readonly string[], chunks: readonly Uint8Array[]) {
  const { stdout, exit, stderr } = await weir(words, {
    stdin: chunks,
    now: "1973-04-01T00:00:00Z",
  });
  assertEquals(exit, 0, `${words.join(" ")}\n${stderr}`);
  return stdout;
}

/** A table after a changelog: each row must be in it that is taken back, and none twice that has a name. */
function applied(changelog: string): string[] {
  const table = new Map<string, number>();
  let before: string | null = null;
  for (const row of rowsOf(changelog)) {
    const { op, revision: _, ...fields } = row;
    assertEquals(Object.keys(row)[0], "op");
    const name = JSON.stringify(fields);
    const count = table.get(name) ?? 0;
    if (before === "-U") assertEquals(op, "+U", "-U and +U stand together");
    else assert(op !== "+U", "+U stands behind -U");
    before = String(op);
    if (op === "-U" || op === "-D") {
      assert(count > 0, `taken back and never told: ${name}`);
      table.set(name, count - 1);
    } else table.set(name, count + 1);
  }
  return [...table].flatMap(([name, count]) =>
    new Array<string>(count).fill(name)
  ).sort();
}

function plainWindows(windows: string): string {
  return windows.replace(/ --(?:emit|lateness|refire) \S+/g, "");
}

function check(stages: readonly (readonly string[])[], numRuns: number) {
  // The engine takes a second to start.
  const kinds = stages === ASKED
    ? KINDS.filter((_, at) => at % 3 === 0)
    : KINDS;
  for (const [windows, delay, plain] of kinds) {
    Deno.test(`a changelog of ${stages === ASKED ? "DuckDB's answers" : "folds and rows"} gives the final answers: window ${windows}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          rows,
          fc.constantFrom(...stages),
          fc.integer({ min: 1, max: 1 << 30 }),
          async (list, stage, seed) => {
            // A second fold has no row for an empty window whose key, here revision, only rows tell.
            fc.pre(
              !(windows.includes("--fill") && stage.includes("max(n) AS most")),
            );
            const input = bytesOf(text(list));
            const words = (of: string, delay: string) => [
              ...["window", ...of.split(" "), "--watermark", delay, "then"],
              ...stage,
            ];
            const changes = await run(words(windows, delay), [input]);
            const once = await run(words(plainWindows(windows), plain), [
              input,
            ]);
            assertEquals(
              applied(changes),
              rowsOf(once).map((row) => JSON.stringify(row)).sort(),
            );
            const again = await run(
              words(windows, delay),
              recut(input, 40, String(seed)),
            );
            assertEquals(again, changes);
          },
        ),
        { seed: 11, numRuns },
      );
    });
  }
}

check(FOLDED, 40);
check(ASKED, 3);
