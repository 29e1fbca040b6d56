// D1 and D6: where the input is cut never shows, and every row is accounted for.
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { recut } from "../recut.ts";
import { bytesOf, type Outcome, weir } from "./weir.ts";

/** A value as JSON text, in all the spellings that a decoder must keep apart or together. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 9 }).map(String) },
  { weight: 2, arbitrary: fc.constantFrom("1.5", "2.0", "1e1", "-0.0") },
  {
    weight: 3,
    arbitrary: fc.constantFrom('"a"', '"b"', '"B"', '"\\u00e9"', '"é"', '""'),
  },
  { weight: 1, arbitrary: fc.constantFrom('"7"', '"no number"', '"a\\nb"') },
  { weight: 1, arbitrary: fc.constantFrom("null", "true", "false") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "9007199254740992",
      "9007199254740993",
      "9223372036854775807",
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('{"k":1}', "[1,2]") },
);

/** A moment of the first minutes, mostly a little later than the one before. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 7 }) },
  { weight: 3, arbitrary: fc.integer({ min: -15, max: 0 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20, max: 90 }) },
);

/** A row of NDJSON; some lack fields, some are bad, some have no time. */
const row = fc.record({
  step,
  shape: fc.integer({ min: 0, max: 19 }),
  x: fc.option(value, { freq: 5 }),
  y: fc.option(value, { freq: 5 }),
  z: fc.option(value, { freq: 2 }),
});

/** Lines of NDJSON of rows; `headed` puts good rows first, so that a time field is found. */
const ndjson = fc.tuple(
  fc.array(row, { minLength: 1, maxLength: 25 }),
  fc.constantFrom("\n", "\r\n", "\n\n"),
  fc.boolean(),
).map(([rows, end, ended]) => {
  let time = 100;
  const lines = rows.map(({ step, shape, x, y, z }, at) => {
    time += step;
    if (at > 0 && shape === 0) return '{"t":1,';
    if (at > 0 && shape === 1) return "no json";
    const t = at > 0 && shape === 2 ? '"never"' : String(time);
    const members = [
      at > 0 && shape === 3 ? null : `"t":${t}`,
      x === null ? null : `"x":${x}`,
      y === null ? null : `"y":${y}`,
      z === null ? null : `"z":${z}`,
    ].filter((member) => member !== null);
    return `{${members.join(shape === 4 ? " , " : ",")}}`;
  });
  return lines.join(end) + (ended ? end : "");
});

/** The same as CSV: quoted cells with line ends in them, short rows and long ones. */
const csv = fc.tuple(
  fc.array(row, { minLength: 1, maxLength: 25 }),
  fc.constantFrom("\n", "\r\n"),
  fc.boolean(),
).map(([rows, end, ended]) => {
  let time = 100;
  const cell = (text: string | null) =>
    text === null || text === "null" ? "" : `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ step, shape, x, y, z }, at) => {
    time += step;
    const t = at > 0 && shape === 2 ? "never" : String(time);
    const cells = [t, x ?? "", cell(y), cell(z === null ? null : `${z}\n`)];
    if (at > 0 && shape === 0) cells.push("too", "long");
    if (at > 0 && shape === 1) cells.splice(2);
    // Bare quotes inside a cell would make most rows bad.
    return cells.map((one, i) => i === 1 ? one.replaceAll('"', "") : one)
      .map((one, i) => i === 1 && /[,\n]/.test(one) ? "" : one).join(",");
  });
  return ["t,x,y,z", ...lines].join(end) + (ended ? end : "");
});

const condition = fc.constantFrom(
  "x > 2",
  "y = 'a' OR z IS NULL",
  "x IS NOT NULL",
  "x + 1 < z",
  "NOT (y ILIKE 'b%')",
  "_line % 2 = 1",
  "length(y) > 0",
);
const compute = fc.constantFrom(
  "w = x + 1",
  "w = upper(y), v = w || '!'",
  "x = CAST(y AS BIGINT)",
  "w = x / z",
  "y = _line",
);
const list = fc.constantFrom(
  "x, t, y",
  "t, x * 2 AS x, z",
  "t, y, x, coalesce(z, 0) AS z",
);
const aggregates = fc.constantFrom(
  "count(*) AS n, sum(x) AS z",
  "min(x) AS x, max(y) AS y, count(z) AS z",
  "avg(x) AS z, count(*) FILTER (x > 1) AS n",
  "first(y) AS y, last(x) AS x, count(DISTINCT y) AS z",
  "p50(x) AS z, stddev(x) AS n, string_agg(y, ' ') AS all_y",
);
const by = fc.constantFrom([], ["--by", "y"], ["--by", "x, y"]);
const sorted = fc.constantFrom("x, y DESC", "y NULLS FIRST", "z DESC, _line");
const size = fc.constantFrom("10s", "30s", "1m");
const watermark = fc.constantFrom("0s", "5s", "20s", "end");

/** Stages that keep rows of the input: any number, in any order. */
const rowStage = fc.oneof(
  condition.map((text) => ["filter", text]),
  compute.map((text) => ["set", text]),
  fc.integer({ min: 0, max: 9 }).map((n) => ["limit", String(n)]),
  fc.constantFrom(["drop", "z"], ["rename", "z AS zz"]),
);
/** Stages that hold rows, or answer. */
const holding = fc.oneof(
  sorted.map((text) => ["sort", text]),
  fc.tuple(aggregates, by).map(([text, keys]) => ["agg", text, ...keys]),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom("x", "y")).map(
    ([n, field]) => ["top", String(n), field],
  ),
  list.map((text) => ["select", text]),
  fc.integer({ min: 1, max: 3 }).map((n) => ["limit", String(n)]),
  fc.integer({ min: 1, max: 3 }).map((n) => ["limit", String(n), "--total"]),
  fc.constantFrom(["flatten"], ["flatten", "z"], ["drop", "z"]),
);
const windowed = fc.tuple(
  size,
  watermark,
  fc.option(fc.constantFrom("y", "x"), { freq: 3 }),
).map(([length, delay, key]) => [
  "window",
  length,
  "--time",
  "t",
  "--watermark",
  delay,
  ...(key === null ? [] : ["--key", key]),
]);
const again = fc.constantFrom(["window", "2m"], ["window", "1h"]);

const stages = fc.tuple(
  fc.array(rowStage, { maxLength: 3 }),
  fc.option(windowed, { freq: 3 }),
  fc.array(fc.oneof(rowStage, holding), { maxLength: 3 }),
  fc.option(fc.tuple(again, aggregates), { freq: 1 }),
).map(([before, window, behind, last]) => [
  ...before,
  ...(window === null ? [] : [window]),
  ...behind,
  ...(window === null || last === null ? [] : [last[0], ["agg", last[1]]]),
]).filter((all) => all.length > 0);

const options = fc.tuple(
  fc.constantFrom([], [], ["-o", "ndjson"], ["-o", "csv"], ["-o", "table"]),
  fc.constantFrom([], [], ["--bad", "keep"], ["--strict"], ["--bad", "fail"]),
).map((parts) => parts.flat());

/** The words of a whole command line. */
function words(
  given: readonly string[],
  all: readonly (readonly string[])[],
): string[] {
  return [
    ...given,
    ...all.flatMap((stage, at) => at === 0 ? stage : ["then", ...stage]),
  ];
}

/** What must not depend on the cut. */
function told({ stdout, stderr, exit, account }: Outcome) {
  return { stdout, stderr, exit, account };
}

async function assertSame(
  args: readonly string[],
  text: string,
  folder: string,
): Promise<void> {
  const bytes = bytesOf(text);
  const written = ["bad", "late"].map((name) => `${folder}/${name}`);
  const run = async (stdin: readonly Uint8Array[]) => {
    for (const path of written) await Deno.writeTextFile(path, "");
    const outcome = await weir(
      [...args, "--bad-to", written[0]!, "--late", written[1]!],
      { stdin },
    );
    const beside = await Promise.all(
      written.map((path) => Deno.readTextFile(path)),
    );
    return { ...told(outcome), beside };
  };
  const whole = await run([bytes]);
  assertEquals(
    whole.stderr.includes("mistake in weir"),
    false,
    `${args.join(" ")}\n${whole.stderr}`,
  );
  for (const length of [1, 3, 40]) {
    assertEquals(
      await run(recut(bytes, length, text)),
      whole,
      `cut into at most ${length} bytes`,
    );
  }
}

/** Queries, folded and not, that may follow a window; behind them the columns of the answer are known or not. */
const asked = fc.tuple(
  fc.option(windowed, { freq: 4 }),
  fc.constantFrom(
    "SELECT y, count(*) AS n, sum(x) AS x FROM events GROUP BY y",
    "SELECT x, y FROM events WHERE x > 1 ORDER BY x DESC, y LIMIT 3",
    "SELECT * FROM events",
    "SELECT y, row_number() OVER (ORDER BY _line) AS x FROM events",
    "SELECT upper(y) AS y, x FROM (SELECT * FROM events) AS e",
    "WITH e AS (SELECT z, x FROM events) SELECT count(*) AS x, max(z) AS z FROM e",
  ),
  fc.constantFrom(
    [],
    [["filter", "x > 1"]],
    [["set", "w = y"]],
    [["sort", "x DESC"], ["limit", "2"]],
  ),
).map(([window, query, behind]) => [
  ...(window === null ? [] : [window]),
  ["sql", query, "--engine", "native"],
  ...behind,
]);

for (
  const [what, input, all, runs] of [
    ["pipeline gives the same bytes however its NDJSON", ndjson, stages, 400],
    ["pipeline gives the same bytes however its CSV", csv, stages, 150],
    ["query gives the same answers however its NDJSON", ndjson, asked, 25],
  ] as const
) {
  Deno.test(`any ${what} is cut`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "weir-recut-" });
    try {
      await fc.assert(
        fc.asyncProperty(input, options, all, async (text, given, stages) => {
          await assertSame(words(given, stages), text, folder);
        }),
        { seed: 20260105, numRuns: runs },
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
