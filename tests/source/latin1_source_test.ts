import { assertEquals } from "@std/assert";
import { latin1Source, memorySource } from "../../lib/source/mod.ts";

Deno.test("latin1Source() makes UTF-8 of every byte, however small the reads", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const expected = new TextEncoder().encode(
    new TextDecoder("latin1").decode(bytes),
  );
  for (const intoBytes of [1, 2, 3, 7, 1000]) {
    for (const chunkBytes of [1, 5, 1000]) {
      const source = latin1Source(memorySource(bytes, { chunkBytes }));
      const into = new Uint8Array(intoBytes);
      const read: number[] = [];
      for (let n = source.read(into); n !== null; n = source.read(into)) {
        read.push(...into.subarray(0, n as number));
      }
      assertEquals(Uint8Array.from(read), expected);
      source.close();
    }
  }
});

Deno.test("latin1Source() waits where its source does", async () => {
  const source = latin1Source({
    name: "slow",
    regular: false,
    read(into) {
      into.set([0xe9, 0x80]);
      return Promise.resolve(2);
    },
    close() {},
  });
  const into = new Uint8Array(100);
  assertEquals(await source.read(into), 5);
  assertEquals(new TextDecoder().decode(into.subarray(0, 5)), "é€");
});
