import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { bytesOf, weir } from "../pipeline/weir.ts";

/** Windows of the kinds that time completes. */
const KINDS = [
  ["10s"],
  ["10s", "--every", "4s"],
  ["--session", "3s", "--key", "k"],
  ["10s", "--lateness", "5s"],
  ["12s", "--step", "4s"],
];
const DELAY = 2;

/** A row: when it happened and when it arrived, in seconds, and its key. */
type Recorded = readonly [at: number, arrived: number, key: string];

const stream = fc.array(
  fc.tuple(
    fc.nat(60),
    fc.nat(4),
    fc.constantFrom("a", "b"),
  ),
  { maxLength: 40 },
).map((rows) =>
  rows.map(([at, after, key]): Recorded => [at, at + after, key])
    .sort((a, b) => a[1] - b[1])
);

function lineOf([at, arrived, k]: Recorded): string {
  return `${JSON.stringify({ ts: 1_000_000 + at, arrived, k })}\n`;
}

Deno.test("a live stream that is replayed gives the windows that its recording gives as a file with the same delay", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ndjson" });
  try {
    await fc.assert(
      fc.asyncProperty(
        stream,
        fc.constantFrom(...KINDS),
        async (rows, kind) => {
          await Deno.writeTextFile(path, rows.map(lineOf).join(""));
          const stages = [
            "window",
            ...kind,
            "--watermark",
            `${DELAY}s`,
            "then",
            "agg",
            "count(*) AS n, list(arrived) AS arrived",
          ];
          const now = "1970-01-12T14:00:00Z";
          // A row a chunk, as a live input brings them.
          const chunks = rows.map((row) => bytesOf(lineOf(row)));
          const replayed = await weir(stages, { stdin: chunks, now });
          const recorded = await weir([path, ...stages], { now });
          assertEquals(replayed.exit, 0, replayed.stderr);
          assertEquals(replayed.stdout, recorded.stdout);
          assertEquals(replayed.account, recorded.account);
        },
      ),
      { seed: 3, numRuns: 150 },
    );
  } finally {
    await Deno.remove(path);
  }
});
