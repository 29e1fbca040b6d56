// A slow and obvious second opinion: a Map for each window, a row at a time, no slices, no batches.
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { recut } from "../recut.ts";
import { bytesOf, rowsOf, weir } from "./weir.ts";

interface Row {
  readonly t: number;
  readonly k?: string | number | null;
  readonly x?: number | null;
}

interface Question {
  readonly sizeS: number;
  readonly offsetS: number;
  /** `null` is the end of the input. */
  readonly delayS: number | null;
  readonly key: boolean;
  readonly by: boolean;
  readonly least: number | null;
}

interface Answer {
  readonly rows: readonly Record<string, unknown>[];
  readonly late: number;
  readonly filtered: number;
  readonly latestByS: number;
}

/** What windows of a text of JSON lines hold, one line after another. */
function oracle(text: string, question: Question): Answer {
  const { sizeS, offsetS, delayS } = question;
  type Group = { key: unknown; rows: number; sum: number | null };
  const open = new Map<number, Map<string, Group>>();
  const rows: Record<string, unknown>[] = [];
  let newest = -Infinity;
  let late = 0;
  let filtered = 0;
  let latestByS = 0;

  const stamp = (seconds: number) =>
    new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
  const leave = (start: number) => {
    const groups = [...open.get(start)!.values()];
    open.delete(start);
    groups.sort((a, b) => order(a.key, b.key));
    for (const { key, rows: n, sum } of groups) {
      rows.push({
        window_start: stamp(start),
        window_end: stamp(start + sizeS),
        ...(question.key || question.by ? { k: key } : {}),
        n,
        s: sum,
      });
    }
  };

  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const row = JSON.parse(line) as Row;
    const start = Math.floor((row.t - offsetS) / sizeS) * sizeS + offsetS;
    const before = newest;
    newest = Math.max(newest, row.t);
    const dropped = question.least !== null &&
      !((row.x ?? null) !== null && row.x! >= question.least);
    if (dropped) filtered++;
    else if (delayS !== null && before - delayS >= start + sizeS) {
      late++;
      latestByS = Math.max(latestByS, before - delayS - start - sizeS);
    } else {
      const groups = open.get(start) ?? new Map<string, Group>();
      open.set(start, groups);
      const key = question.key || question.by ? row.k ?? null : null;
      const name = JSON.stringify(key);
      const group = groups.get(name) ?? { key, rows: 0, sum: null };
      group.rows++;
      if ((row.x ?? null) !== null) group.sum = (group.sum ?? 0) + row.x!;
      groups.set(name, group);
    }
    // Rows are judged first: the one that completes a window is in time for its own.
    if (delayS === null) continue;
    for (const complete of [...open.keys()].sort((a, b) => a - b)) {
      if (newest - delayS >= complete + sizeS) leave(complete);
    }
  }
  for (const start of [...open.keys()].sort((a, b) => a - b)) leave(start);
  return { rows, late, filtered, latestByS };
}

/** Numbers before texts, NULL last. */
function order(a: unknown, b: unknown): number {
  const rank = (value: unknown) =>
    value === null ? 2 : typeof value === "string" ? 1 : 0;
  return rank(a) - rank(b) || (a! < b! ? -1 : a! > b! ? 1 : 0);
}

const row = fc.record({
  step: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) },
    { weight: 4, arbitrary: fc.integer({ min: -20, max: 0 }) },
    { weight: 1, arbitrary: fc.integer({ min: 10, max: 60 }) },
  ),
  k: fc.constantFrom<Row["k"]>("a", "b", "B", "", 1, 2, null, undefined),
  x: fc.oneof(
    fc.integer({ min: -9, max: 9 }),
    fc.constantFrom(null, undefined),
  ),
});

const text = fc.tuple(
  fc.array(row, { minLength: 1, maxLength: 30 }),
  fc.integer({ min: -200, max: 200 }),
  fc.boolean(),
).map(([rows, begin, ended]) => {
  let t = begin;
  const lines = rows.map(({ step, k, x }) => {
    t += step;
    return JSON.stringify({ t, k, x });
  });
  return lines.join("\n") + (ended ? "\n" : "");
});

const question: fc.Arbitrary<Question> = fc.record({
  sizeS: fc.constantFrom(1, 5, 10, 60),
  offsetS: fc.constantFrom(0, 0, 3, -2),
  delayS: fc.constantFrom(null, 0, 1, 5, 30),
  key: fc.boolean(),
  by: fc.boolean(),
  least: fc.constantFrom(null, null, 0),
}).map((one) => one.key ? { ...one, by: false } : one);

function args({ sizeS, offsetS, delayS, key, by, least }: Question): string[] {
  return [
    ...(least === null ? [] : ["filter", `x >= ${least}`, "then"]),
    "window",
    `${sizeS}s`,
    "--time",
    "t",
    "--watermark",
    delayS === null ? "end" : `${delayS}s`,
    ...(offsetS === 0 ? [] : ["--offset", `${offsetS}s`]),
    ...(key ? ["--key", "k"] : []),
    "then",
    "agg",
    "count(*) AS n, sum(x) AS s",
    ...(by ? ["--by", "k"] : []),
  ];
}

Deno.test("windows hold what a Map for each of them holds, in 2,500 made up streams", async () => {
  await fc.assert(
    fc.asyncProperty(
      text,
      question,
      fc.integer({ min: 1, max: 200 }),
      async (input, asked, cut) => {
        const { stdout, stderr, exit, account } = await weir(args(asked), {
          stdin: recut(bytesOf(input), cut, input),
        });
        assertEquals(exit, 0, stderr);
        const expected = oracle(input, asked);
        assertEquals(rowsOf(stdout), expected.rows);
        // Fields come in the order of the plan.
        assertEquals(
          stdout.split("\n").filter((line) => line !== "").map((line) =>
            Object.keys(JSON.parse(line))
          ),
          expected.rows.map((one) => Object.keys(one)),
        );
        assertEquals(
          [account!.late, account!.filtered, account!.latestByUs],
          [expected.late, expected.filtered, expected.latestByS * 1e6],
        );
      },
    ),
    { seed: 20260105, numRuns: 2_500 },
  );
});
