// D5: what is folded as rows come and what DuckDB makes of held rows are the same.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  assertFolded,
  assertSameRows,
  fraction,
  great,
  LIST,
  rows,
  whole,
} from "./fold_rows.ts";
import { good, rowsOf } from "./weir.ts";

for (
  const [kind, x, seed] of [
    ["whole numbers", whole, 1],
    ["fractions", fraction, 2],
    ["whole numbers and fractions", fc.oneof(whole, fraction), 3],
    ["whole numbers beyond 2^53", fc.oneof(whole, great), 4],
  ] as const
) {
  // The engine that needs no start-up; that both engines agree is tests/engine's claim.
  const native = ["--engine", "native"];

  Deno.test(`agg, a folded query and DuckDB give the same rows over ${kind}`, async () => {
    const stdin = rows(x, seed);
    const query = `SELECT k, ${LIST} FROM events GROUP BY k`;
    const held = `SELECT k, ${LIST} FROM (SELECT * FROM events) GROUP BY k`;
    await assertFolded(query, true, stdin);
    await assertFolded(held, false, stdin);
    const window = ["window", "1m", "--time", "t", "--watermark", "end"];
    window.push("then");
    const asked = rowsOf(
      await good([...window, "sql", held, ...native], { stdin }),
    );
    assert(asked.length >= 24);
    assertSameRows(
      rowsOf(await good([...window, "agg", LIST, "--by", "k"], { stdin })),
      asked,
    );
    assertSameRows(
      rowsOf(await good([...window, "sql", query], { stdin })),
      asked,
    );
  });

  Deno.test(`the same over the whole input, without groups, over ${kind}`, async () => {
    const stdin = rows(x, seed + 10);
    const asked = await good(
      ["sql", `SELECT ${LIST} FROM (SELECT * FROM events)`, ...native],
      { stdin },
    );
    for (
      const stage of [["agg", LIST], ["sql", `SELECT ${LIST} FROM events`]]
    ) {
      assertSameRows(rowsOf(await good(stage, { stdin })), rowsOf(asked));
    }
  });
}

Deno.test("agg, a folded query and DuckDB give the same for no rows", async () => {
  const stdin = '{"t":1,"x":1,"i":1,"s":"a","b":true}\n';
  const filter = ["filter", "x > 1", "then"];
  const asked = await good(
    [
      ...filter,
      "sql",
      `SELECT ${LIST} FROM (SELECT * FROM events)`,
      "--engine",
      "native",
      // Of a window without rows nothing else tells the types.
      "--types",
      "x=BIGINT,i=BIGINT,b=BOOLEAN",
    ],
    { stdin },
  );
  assertSameRows(
    rowsOf(await good([...filter, "agg", LIST], { stdin })),
    rowsOf(asked),
  );
});

/** Values of a key, as JSON, of which a column of DuckDB's makes one type (V2). */
const MIXED: Readonly<Record<string, readonly string[]>> = {
  "numbers, texts and truth values": [
    "1",
    '"1"',
    "1.0",
    "10",
    "9",
    '"b"',
    "true",
    "null",
    '"10"',
    '"true"',
    "1",
  ],
  "whole numbers and doubles": ["2", "1.5", "1", "1.0", "null", "10", "2.0"],
  "whole numbers and doubles alone": ["3.0", "3", "20"],
  "doubles and an integer that no double holds": [
    "1.5",
    "9007199254740993",
    "2",
  ],
  "integers within and beyond 64 bits": [
    "1",
    "9007199254740993",
    "9223372036854775808",
    '"1"',
  ],
  "integers beyond 53 bits": ["1", "9007199254740993", "10"],
  "truth values and numbers": ["true", "1", "false", "0", "true"],
  "lists, objects and texts": ["[1]", '"[1]"', '{"a":1}', "null", '"x"'],
  "lists and objects": ["[1]", '{"a":1}', "[1]"],
  "escaped texts": ['"\\u0061"', '"a"', "1"],
};

for (const [what, values] of Object.entries(MIXED)) {
  Deno.test(`a folded query groups ${what} as DuckDB does`, async () => {
    // Each window is narrowed for itself; the second has no texts.
    const stdin = values.map((k, at) =>
      `{"t":1,"k":${k},"x":${at}}\n`
    ).join("") +
      '{"t":61,"k":1,"x":1}\n{"t":62,"k":2,"x":1}\n';
    const query = (from: string) =>
      `SELECT k, count(*) AS n, sum(x) AS s, list(x) AS l, first(x) AS f, count(DISTINCT x) AS d, k IS NULL AS z FROM ${from} GROUP BY k`;
    const windowed = (from: string) => [
      "window",
      "1m",
      "--time=t",
      "then",
      "sql",
      query(from),
    ];
    await assertFolded(query("events"), true, stdin);
    assertEquals(
      await good(windowed("events"), { stdin }),
      await good(
        [...windowed("(SELECT * FROM events)"), "--engine", "native"],
        { stdin },
      ),
    );
  });
}

Deno.test("a folded query narrows the keys of each window key alone", async () => {
  const stdin = [
    '"p","k":1',
    '"p","k":"1"',
    '1,"k":1',
    '1.0,"k":2',
    '"1","k":2.5',
  ]
    .map((h) => `{"t":1,"h":${h}}\n`).join("");
  const query = (from: string) => [
    ...["window", "1m", "--time=t", "--key=h", "then", "sql"],
    `SELECT k, count(*) AS n FROM ${from} GROUP BY k`,
  ];
  assertEquals(
    await good(query("events"), { stdin }),
    await good(
      [...query("(SELECT * FROM events)"), "--engine", "native"],
      { stdin },
    ),
  );
});

Deno.test("a folded query groups two keys of several kinds as DuckDB does", async () => {
  const stdin = [
    '1,"l":1',
    '"1","l":1.0',
    '1,"l":2.5',
    '"1","l":1',
    '"b","l":1',
  ]
    .map((k) => `{"k":${k}}\n`).join("");
  const query = (from: string) =>
    `SELECT l, k, count(*) AS n FROM ${from} GROUP BY l, k`;
  assertEquals(
    await good(["sql", query("events")], { stdin }),
    await good(
      ["sql", query("(SELECT * FROM events)"), "--engine", "native"],
      { stdin },
    ),
  );
});

Deno.test("HAVING, ORDER BY and LIMIT of a folded query are those of DuckDB", async () => {
  const stdin = rows(whole, 21);
  for (
    const rest of [
      "GROUP BY k HAVING count(*) > 60",
      "GROUP BY k ORDER BY sum(x) DESC",
      "GROUP BY k ORDER BY n, k LIMIT 2",
      "GROUP BY 1 ORDER BY 2 DESC NULLS FIRST LIMIT 3",
      "WHERE x > 10 GROUP BY k ORDER BY k DESC",
      "WHERE b GROUP BY ALL",
    ]
  ) {
    const query = (from: string, where = rest) =>
      `SELECT k, count(*) AS n, sum(x) AS s FROM ${from} ${where}`;
    await assertFolded(query("events"), true, stdin);
    assertEquals(
      await good(["sql", query("events")], { stdin }),
      await good(
        ["sql", query("(SELECT * FROM events)"), "--engine", "native"],
        { stdin },
      ),
      rest,
    );
  }
});

Deno.test("a folded query and DuckDB give the same rows in the same order for each key of windows (W5)", async () => {
  const stdin = rows(whole, 7);
  const native = ["--engine", "native"];
  const queries = [
    "SELECT s, count(*) AS n FROM events GROUP BY s ORDER BY n DESC",
    "SELECT s, count(*) AS n FROM events GROUP BY s ORDER BY n DESC, s LIMIT 2",
    "SELECT sum(x) AS x FROM events HAVING count(*) > 3 LIMIT 1",
    "SELECT window_end AS until, max(x) AS x FROM events GROUP BY ALL",
  ];
  const filled = ["5s", "--fill"];
  const kinds = [["1m"], ["1m", "--every", "40s"], ["--session", "9s"], filled];
  for (const query of queries) {
    const held = query.replace("FROM events", "FROM (SELECT * FROM events)");
    for (const kind of kinds) {
      const window = ["window", ...kind, "--key", "k", "--time", "t"];
      window.push("--watermark", "end", "then", "sql");
      const asked = await good([...window, held, ...native], { stdin });
      assertEquals(await good([...window, query], { stdin }), asked);
    }
  }
});

Deno.test("a folded query and DuckDB give the same rows where a condition leaves a filled window none (W10)", async () => {
  const stdin = rows(whole, 8);
  const window = ["window", "5s", "--fill", "--key", "k", "--time", "t"];
  window.push("--watermark", "end", "then");
  const asked = await good([
    ...window,
    "sql",
    "SELECT count(*) AS n, max(x) AS x FROM (SELECT * FROM events) WHERE x > 30",
    "--engine",
    "native",
  ], { stdin });
  const calls = "count(*) AS n, max(x) AS x";
  const where = `SELECT ${calls} FROM events WHERE x > 30`;
  assertEquals(await good([...window, "sql", where], { stdin }), asked);
  assertEquals(
    await good([...window, "filter", "x > 30", "then", "agg", calls], {
      stdin,
    }),
    asked,
  );
});
