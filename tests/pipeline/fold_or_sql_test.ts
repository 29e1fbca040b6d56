// D5: what is folded as rows come and what DuckDB makes of held rows are the same.
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { good, rowsOf } from "./weir.ts";

/** Aggregates whose results do not follow from how ties are broken. */
const AGGREGATES: Readonly<Record<string, string>> = {
  n: "count(*)",
  xs: "count(x)",
  total: "sum(x)",
  mean: "avg(x)",
  least: "min(x)",
  most: "max(x)",
  first_text: "min(s)",
  last_text: "max(s)",
  spread: "stddev(x)",
  spread_all: "stddev_pop(x)",
  vary: "variance(x)",
  vary_all: "var_pop(x)",
  middle: "median(x)",
  p99: "quantile_cont(x, 0.99)",
  d90: "quantile_disc(x, 0.9)",
  texts: "count(DISTINCT s)",
  once: "sum(DISTINCT x)",
  all_true: "bool_and(b)",
  some_true: "bool_or(b)",
  trues: "count_if(b)",
  joined: "string_agg(s, '|')",
  one: "first(s)",
  other: "last(s)",
  any_one: "any_value(s)",
  where_most: "arg_max(s, i)",
  where_least: "arg_min(x, i)",
  few: "count(*) FILTER (x > 3)",
  share: "sum(x) FILTER (b) / count(*)",
  listed: "list(s)",
  product: "sum(x * 2 + i)",
  longest: "max(length(s))",
  middle_text: "quantile_disc(s, 0.5)",
  middle_truth: "quantile_disc(b, 0.3)",
  once_most: "arg_max(DISTINCT s, i)",
  moment: "median(make_timestamp(i * 1000003))",
};
const LIST = Object.entries(AGGREGATES).map(([name, call]) =>
  `${call} AS ${name}`
).join(", ");

const whole = fc.integer({ min: -50, max: 50 });
const fraction = fc.integer({ min: -5_000, max: 5_000 }).map((n) => n / 100);
const great = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n });

/** Rows of JSON whose `x` is of one kind, some without it; windows of a minute, keys, an order in `i`. */
function rows(x: fc.Arbitrary<number | bigint>, seed: number): string {
  const [sample] = fc.sample(
    fc.array(
      fc.record({
        t: fc.integer({ min: 0, max: 400 }),
        k: fc.constantFrom("a", "b", "c", null),
        x: fc.option(x, { freq: 6 }),
        s: fc.option(fc.constantFrom("", "é", "z", "aa", "Z", "\u{1f600}"), {
          freq: 6,
        }),
        b: fc.option(fc.boolean(), { freq: 4 }),
      }),
      { minLength: 300, maxLength: 300 },
    ),
    { numRuns: 1, seed },
  );
  return sample!.map(({ t, k, x, s, b }, i) =>
    `{"t":${t},"i":${i},"k":${JSON.stringify(k)},"x":${x},"s":${
      JSON.stringify(s)
    },"b":${b}}\n`
  ).join("");
}

function assertSameRows(
  folded: readonly Record<string, unknown>[],
  asked: readonly Record<string, unknown>[],
): void {
  assertEquals(folded.length, asked.length);
  asked.forEach((row, at) => {
    const other = folded[at]!;
    assertEquals(Object.keys(other), Object.keys(row));
    for (const [name, value] of Object.entries(row)) {
      const found = other[name];
      if (typeof value === "number" && typeof found === "number") {
        const near = 1e-9 * Math.max(1, Math.abs(value));
        assertAlmostEquals(found, value, near, `${name} of row ${at}`);
      } else assertEquals(found, value, `${name} of row ${at}`);
    }
  });
}

async function assertFolded(query: string, folded: boolean, stdin: string) {
  const text = await good(["explain", "sql", query], { stdin });
  assertEquals(
    /not folded/.test(text),
    !folded,
    `${query} is${folded ? " not" : ""} folded:\n${text}`,
  );
}

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
