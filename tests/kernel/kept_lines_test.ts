import { assertEquals } from "@std/assert";
import { keptLines, NdjsonKernel } from "../../lib/kernel/mod.ts";
import { Chance } from "./random_json.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function scanned(text: string) {
  const kernel = new NdjsonKernel({
    fields: [],
    maxRowBytes: 1 << 24,
    zonelessIsUtc: true,
  });
  const bytes = encoder.encode(text);
  const { inputStart } = kernel;
  kernel.bytes.set(bytes, inputStart);
  kernel.bytes[inputStart + bytes.length] = 10;
  const { rows } = kernel.scan(inputStart, inputStart + bytes.length + 1);
  const { starts, ends } = kernel;
  return { rows, lines: { bytes: kernel.bytes, starts, ends } };
}

function kept(
  { lines }: ReturnType<typeof scanned>,
  selection: readonly number[] | null,
  selected: number,
): string {
  const rows = selection === null ? null : Uint32Array.from(selection);
  return decoder.decode(keptLines({ selection: rows, selected, lines }));
}

Deno.test("keptLines() keeps lines as they came and adds a missing last newline", () => {
  const batch = scanned('1 \r\n\n  2\n"three"');
  assertEquals(kept(batch, null, 3), '1 \r\n  2\n"three"\n');
  assertEquals(kept(batch, [0], 1), "1 \r\n");
  assertEquals(kept(batch, [2], 1), '"three"\n');
  assertEquals(kept(batch, [], 0), "");
});

Deno.test("keptLines() keeps the lot before good while it makes the next", () => {
  const { lines } = scanned("1\n2\n3");
  const first = keptLines({
    selection: Uint32Array.of(0),
    selected: 1,
    lines,
  });
  const second = keptLines({
    selection: Uint32Array.of(1),
    selected: 1,
    lines,
  });
  assertEquals(decoder.decode(first), "1\n");
  assertEquals(decoder.decode(second), "2\n");
});

Deno.test("keptLines() gives the same from the kernel's memory as from any other", () => {
  const chance = new Chance(7);
  for (let round = 0; round < 50; round++) {
    const texts = Array.from(
      { length: 1 + chance.below(300) },
      () => `"${"x".repeat(chance.below(chance.happens(0.02) ? 5_000 : 80))}"`,
    );
    const batch = scanned(texts.join("\n"));
    const selection = texts.map((_, row) => row).filter(() =>
      chance.happens(round / 49)
    );
    const { bytes, starts, ends } = batch.lines;
    const copy = {
      rows: batch.rows,
      lines: { bytes: bytes.slice(), starts, ends },
    };
    const expected = selection.map((row) => `${texts[row]}\n`).join("");
    assertEquals(kept(batch, selection, selection.length), expected);
    assertEquals(kept(copy, selection, selection.length), expected);
  }
});
