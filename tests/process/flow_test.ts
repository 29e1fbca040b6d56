import { assert, assertEquals } from "@std/assert";
import {
  type Child,
  numberedRows,
  residentBytes,
  TELLS_MEMORY,
  withChild,
} from "./child.ts";

const MEBIBYTE = 1 << 20;
/** Rows that are sent again and again: about 10 MB. */
const ROWS = numberedRows(0, 100_000);

/** Bytes as a number that any change shows in, whatever the chunks. */
class Sum {
  length = 0;
  #sum = 0;

  take(bytes: Uint8Array): void {
    let sum = this.#sum;
    for (let at = 0; at < bytes.length; at++) {
      sum = (Math.imul(sum, 31) + bytes[at]!) | 0;
    }
    this.#sum = sum;
    this.length += bytes.length;
  }

  toString(): string {
    return `${this.length} bytes, ${this.#sum >>> 0}`;
  }
}

/** Reads a child's stdout to its end. */
async function drained(child: Child, take: (bytes: Uint8Array) => void) {
  for (;;) {
    const bytes = await child.chunk();
    if (bytes === null) return;
    take(bytes);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test({
  name:
    "a reader that sleeps holds the input back, memory stays flat, and nothing is lost",
  ignore: !TELLS_MEMORY,
  fn: () =>
    withChild(["filter", "true"], async (child) => {
      const times = 25;
      let taken = 0;
      const sent = new Sum();
      const feeding = (async () => {
        for (let n = 0; n < times; n++) {
          await child.write(ROWS);
          taken += ROWS.length;
        }
        await child.end();
      })();
      // Nobody reads: what is taken in is what fits into pipes and buffers.
      await pause(1_000);
      let before = -1;
      for (let tries = 0; before !== taken && tries < 10; tries++) {
        before = taken;
        await pause(500);
      }
      assertEquals(taken, before, "it reads on though nobody takes its rows");
      assert(taken <= 2 * ROWS.length, `it took in ${taken} bytes`);
      const asleep = residentBytes(child.pid);
      assert(asleep < 200 * MEBIBYTE, `it holds ${asleep} bytes`);
      for (let n = 0; n < times; n++) sent.take(ROWS);
      const found = new Sum();
      let most = 0;
      await drained(child, (bytes) => {
        found.take(bytes);
        if (found.length % 64 === 0) {
          try {
            most = Math.max(most, residentBytes(child.pid));
          } catch {
            // It has ended.
          }
        }
      });
      await feeding;
      assertEquals(await child.status(), 0);
      assertEquals(String(found), String(sent));
      assert(most < 200 * MEBIBYTE, `it held ${most} bytes`);
    }),
});

for (
  const [what, args] of [
    ["a filter", ["filter", "status >= 500"]],
    ["a fold", ["agg", "count(*) AS n, avg(t) AS t", "--by", "path, status"]],
  ] as const
) {
  Deno.test({
    name: `the memory of ${what} does not grow with its input`,
    ignore: !TELLS_MEMORY,
    fn: () =>
      withChild(args, async (child) => {
        const times = 30;
        const peaks = [0, 0, 0];
        const reading = drained(child, () => {});
        for (let n = 0; n < times; n++) {
          await child.write(ROWS);
          const third = Math.floor((n * 3) / times);
          peaks[third] = Math.max(peaks[third]!, residentBytes(child.pid));
        }
        await child.end();
        await reading;
        assertEquals(await child.status(), 0);
        const [first, , last] = peaks;
        assert(
          last! < first! + 24 * MEBIBYTE && last! < 200 * MEBIBYTE,
          `${peaks.map((one) => Math.round(one / MEBIBYTE))} MiB`,
        );
      }),
  });
}

Deno.test("rows that come slowly leave at once", () =>
  withChild(["filter", "n % 2 = 0"], async (child) => {
    for (let n = 0; n < 10; n++) {
      await child.write(`{"n":${n}}\n`);
      if (n % 2 === 0) assertEquals(await child.line(), `{"n":${n}}`);
    }
    await child.end();
    assertEquals(await child.status(), 0);
  }));

Deno.test("a row that comes in pieces leaves when its line ends", () =>
  withChild(["filter", "true"], async (child) => {
    for (const piece of ['{"n":1}\n{"n"', ":", "2}"]) {
      await child.write(piece);
      await pause(30);
    }
    assertEquals(await child.line(), '{"n":1}');
    await child.write("\n");
    assertEquals(await child.line(), '{"n":2}');
  }));

Deno.test("a window leaves as soon as the row that completes it is there", () =>
  withChild([
    "window",
    "10s",
    "--time=t",
    "--watermark=2s",
    "then",
    "agg",
    "count(*) AS n",
  ], async (child) => {
    const counts: string[] = [];
    for (const [time, completes] of [[1, 0], [11, 0], [12, 1], [34, 1]]) {
      await child.write(`{"t":${time}}\n`);
      if (completes === 0) continue;
      counts.push(/"n":(\d+)/.exec(await child.line())![1]!);
    }
    assertEquals(counts, ["1", "2"]);
  }));

Deno.test("windows of an input that falls silent leave by the clock, and the run says so", () =>
  withChild([
    "window",
    "1s",
    "--time=t",
    "--watermark=0s",
    "--idle",
    "1s",
    "then",
    "agg",
    "count(*) AS n",
  ], async (child) => {
    await child.write('{"t":1}\n{"t":1.5}\n');
    assertEquals(/"n":(\d+)/.exec(await child.line())![1], "2");
    await child.end();
    assertEquals(await child.status(), 0);
    assert((await child.stderr()).includes("windows completed by the clock"));
  }));

Deno.test("an answer of DuckDB leaves while the input is waited for", () =>
  withChild([
    "window",
    "10s",
    "--time=t",
    "--watermark=0s",
    "then",
    "sql",
    "SELECT n FROM (SELECT count(*) AS n FROM events)",
  ], async (child) => {
    await child.write('{"t":1}\n{"t":2}\n{"t":10}\n');
    assertEquals(/"n":(\d+)/.exec(await child.line())![1], "2");
    await child.write('{"t":20}\n');
    assertEquals(/"n":(\d+)/.exec(await child.line())![1], "1");
  }));
