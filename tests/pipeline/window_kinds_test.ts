import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { recut } from "../recut.ts";
import { bytesOf, weir } from "./weir.ts";

/** Windows of every kind, as they are written; those that give a changelog (W9) are tried in changelog_test.ts. */
const KINDS = [
  "10s",
  "10s --key k",
  "10s --every 4s",
  "10s --every 4s --key k",
  "4s --every 10s",
  "12s --step 4s",
  "1d --every 1d",
  "--session 3s",
  "--session 3s --key k",
  "--session 3s --max 8s --key k",
  "--rows 3 --key k",
  "--rows 3 --every 2",
  "--start v=1 --end v=4 --key k",
  "--global --key k",
  "10s --lateness 20s",
  "10s --every 5s --lateness 20s --key k",
  "10s --emit update=3s",
  "10s --per-key-clock --key k",
  "--session 3s --per-key-clock --key k",
];

/** A row: second, key, value. */
type Row = readonly [ts: number, k: string, v: number];

const rows = fc.array(
  fc.tuple(
    fc.integer({ min: 100, max: 160 }),
    fc.constantFrom("a", "b", "c"),
    fc.integer({ min: 0, max: 5 }),
  ),
  { maxLength: 30 },
);

const text = (list: readonly Row[]) =>
  list.map(([second, k, v], at) => {
    // No two rows of one time, so that windows of counted rows differ in their bounds.
    const ts = (second * 1_000 + at) * 1_000;
    return `${JSON.stringify({ ts: ts + 1e14, k, v })}\n`;
  }).join("");

async function run(words: readonly string[], chunks: readonly Uint8Array[]) {
  const { stdout, exit, stderr, account } = await weir(words, {
    stdin: chunks,
    now: "1973-04-01T00:00:00Z",
  });
  assertEquals(exit, 0, stderr);
  return { stdout, account: account! };
}

/** The rows of windows, grouped and answered for here. */
function answered(held: string, keyed: boolean): string[] {
  const groups = new Map<string, number[]>();
  for (const line of held.split("\n").filter((line) => line !== "")) {
    const { window_start, window_end, revision, k, v } = JSON.parse(line);
    const name = JSON.stringify({
      window_start,
      window_end,
      ...(keyed ? { k } : {}),
      ...(revision === undefined ? {} : { revision }),
    });
    groups.set(name, [...groups.get(name) ?? [], v]);
  }
  return [...groups].map(([name, vs]) =>
    `${name.slice(0, -1)},"n":${vs.length},"vs":${JSON.stringify(vs)}}`
  );
}

for (const kind of KINDS) {
  Deno.test(`windows fold as they hold, in any cut, and the account balances: window ${kind}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom("0s", "2s", "end"),
        fc.integer({ min: 1, max: 1 << 30 }),
        async (list, delay, seed) => {
          const input = bytesOf(text(list));
          const windows = ["window", ...kind.split(" "), "--watermark", delay];
          const aggregate = ["agg", "count(*) AS n, list(v) AS vs"];
          const folded = await run([...windows, "then", ...aggregate], [input]);
          // Sessions that join are told as changes, which differ by what is told of.
          if (!/session.*(lateness|emit)/.test(kind)) {
            const held = await run([...windows, "then", "limit", "1000"], [
              input,
            ]);
            assertEquals(
              folded.stdout.split("\n").slice(0, -1),
              answered(held.stdout, kind.includes("--key")),
            );
          }
          const again = await run(
            [...windows, "then", ...aggregate],
            recut(input, 40, String(seed)),
          );
          assertEquals(again.stdout, folded.stdout);
          assertEquals(again.account, folded.account);
          const { read, filtered, late, bad, open } = folded
            .account as Record<string, number>;
          assertEquals([read, bad, open], [list.length, 0, 0]);
          // Where a row is in one window, the windows have all rows that were kept.
          if (/every|step|lateness|emit/.test(kind)) return;
          const counted = folded.stdout.matchAll(/"n":(\d+)/g);
          assertEquals(
            counted.reduce((sum, [, n]) => sum + Number(n), 0),
            read! - filtered! - late!,
          );
        },
      ),
      { seed: 7, numRuns: 30 },
    );
  });
}
