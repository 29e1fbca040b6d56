import { assertEquals } from "@std/assert";
import { arriving, EVENTS_AT_ONCE } from "../../cli/nexmark/arriving.ts";
import { memorySource } from "../../lib/source/mod.ts";

const encoder = new TextEncoder();

/** What is read, a text a read, and the clock after it. */
async function readsOf(
  text: string,
  intoBytes: number,
): Promise<[string, number][]> {
  const { clock, source } = arriving(1_000_000, 10);
  const reader = source(memorySource(encoder.encode(text)));
  const reads: [string, number][] = [];
  const into = new Uint8Array(intoBytes);
  for (;;) {
    const length = await reader.read(into);
    if (length === null) return reads;
    reads.push([
      new TextDecoder().decode(into.subarray(0, length)),
      clock.nowUs(),
    ]);
  }
}

Deno.test("lines arrive a hundred at a time, when the first of them is due", async () => {
  const line = (at: number) => `line ${at}\n`;
  const lot = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => line(from + at)).join("");
  assertEquals(EVENTS_AT_ONCE, 100);
  assertEquals(await readsOf(lot(0, 250), 100_000), [
    [lot(0, 100), 1_000_000],
    [lot(100, 100), 11_000_000],
    [lot(200, 50), 21_000_000],
  ]);
});

Deno.test("a lot that does not fit is read in parts, and the clock stands still", async () => {
  assertEquals(await readsOf("abc\ndef\nghi", 6), [
    ["abc\nde", 1_000_000],
    ["f\nghi", 1_000_000],
  ]);
});

Deno.test("nothing arrives of an empty file", async () => {
  assertEquals(await readsOf("", 10), []);
});

Deno.test("lines longer than what is held arrive whole", async () => {
  const text = `${"x".repeat(300_000)}\n`.repeat(3);
  const reads = await readsOf(text, 1_000_000);
  assertEquals(reads.map(([read]) => read).join(""), text);
});
