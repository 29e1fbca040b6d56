// D5, W10: what windows answer whose rows a condition has all left out.
import { assert, assertEquals } from "@std/assert";
import {
  assertFolded,
  assertSameRows,
  LIST,
  rows,
  whole,
} from "./fold_rows.ts";
import { good, rowsOf } from "./weir.ts";

/** Kinds of windows, all of whose rows a condition may leave out. */
const KINDS: readonly (readonly string[])[] = [
  ["5s"],
  ["5s", "--key", "k"],
  ["20s", "--every", "5s"],
  ["20s", "--every", "5s", "--key", "k"],
  ["20s", "--step", "5s"],
  ["--session", "1s"],
  ["--session", "1s", "--key", "k"],
  ["--rows", "3"],
  ["--rows", "3", "--key", "k"],
  ["--global", "--key", "k"],
  ["5s", "--lateness", "1s"],
  ["5s", "--key", "k", "--per-key-clock"],
  ["5s", "--fill"],
  ["5s", "--fill", "--key", "k"],
];

/** A condition that leaves each of them rows in some windows and none in others. */
const SOME = "x > 30 AND k <> 'a'";

Deno.test("a folded query without groups and DuckDB give the same rows of windows of every kind in which its condition leaves none", async () => {
  const stdin = rows(whole, 9);
  const few =
    "count(*) AS n, sum(x * 2) AS twice, list(s) AS listed, count(*) FILTER (b) AS truths";
  const asked = [
    ...KINDS.map((kind) => [kind, few, ""] as const),
    [["40s"], LIST, ""],
    [["5s"], few, "HAVING count(*) < 2"],
    [["5s"], few, "GROUP BY ALL"],
  ] as const;
  for (const [kind, calls, rest] of asked) {
    const window = ["window", ...kind, "--time", "t", "--watermark", "end"];
    window.push("then", "sql");
    const condition = calls === LIST ? "x > 49" : SOME;
    const query = (from: string) =>
      `SELECT ${calls} FROM ${from} WHERE ${condition} ${rest}`;
    const held = [...window, query("(SELECT * FROM events)")];
    const others = rowsOf(
      await good([...held, "--engine", "native"], { stdin }),
    );
    assert(
      others.some(({ n }) => n === 0),
      `${kind.join(" ")} has a window without rows`,
    );
    assertSameRows(
      rowsOf(await good([...window, query("events")], { stdin })),
      others,
    );
  }
  await assertFolded(`SELECT ${LIST} FROM events WHERE ${SOME}`, true, stdin);
});

Deno.test("a condition that names the bounds of windows is that of DuckDB", async () => {
  const stdin = rows(whole, 10);
  for (const kind of KINDS) {
    const window = ["window", ...kind, "--time", "t", "--watermark", "end"];
    window.push("then", "sql");
    const query = (from: string) =>
      `SELECT count(*) AS n, max(x) AS x FROM ${from} WHERE epoch(window_start) < 200 AND x > 10`;
    assertSameRows(
      rowsOf(await good([...window, query("events")], { stdin })),
      rowsOf(
        await good([
          ...window,
          query("(SELECT * FROM events)"),
          "--engine",
          "native",
        ], { stdin }),
      ),
    );
  }
});

Deno.test("a window that a filter has emptied comes out where it is filled and nowhere else", async () => {
  const stdin = rows(whole, 9);
  const calls = "count(*) AS n, max(x) AS x";
  for (const kind of KINDS) {
    const window = ["window", ...kind, "--time", "t", "--watermark", "end"];
    window.push("then", "filter", SOME, "then");
    const [folded, ...others] = await Promise.all(
      [
        ["agg", calls],
        ["sql", `SELECT ${calls} FROM events`],
        [
          "sql",
          `SELECT ${calls} FROM (SELECT * FROM events)`,
          "--engine",
          "native",
        ],
      ].map((stage) => good([...window, ...stage], { stdin })),
    );
    assertEquals(
      rowsOf(folded!).some(({ n }) => n === 0),
      kind.includes("--fill"),
      kind.join(" "),
    );
    for (const other of others) assertEquals(other, folded, kind.join(" "));
  }
});
