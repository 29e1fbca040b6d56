import { gzipSync } from "node:zlib";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Fault, type Source } from "../../lib/core/mod.ts";
import { gunzipSource, memorySource } from "../../lib/source/mod.ts";

const encoder = new TextEncoder();

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Everything a source gives, and what it threw in the end. */
async function drained(
  source: Source,
  intoBytes = 1000,
): Promise<{ text: string; thrown: unknown }> {
  const parts: Uint8Array[] = [];
  const into = new Uint8Array(intoBytes);
  try {
    for (;;) {
      const length = await source.read(into);
      if (length === null) {
        return {
          text: new TextDecoder().decode(joined(...parts)),
          thrown: null,
        };
      }
      assert(length > 0, "a read gives at least one byte");
      parts.push(into.slice(0, length));
    }
  } catch (thrown) {
    return { text: new TextDecoder().decode(joined(...parts)), thrown };
  } finally {
    source.close();
  }
}

const hello = Uint8Array.from(gzipSync("hello\n"));
const world = Uint8Array.from(gzipSync("world\n".repeat(5000)));

Deno.test("gunzipSource() hands plain bytes through, however short", async () => {
  for (const text of ["", "a", "\x1f", "\x1fx", "ab", "plain text\n"]) {
    for (const chunkBytes of [1, 2, 1000]) {
      for (const regular of [true, false]) {
        for (const intoBytes of [1, 2, 3, 1000]) {
          const source = gunzipSource(
            memorySource(text, { chunkBytes, regular }),
          );
          assertEquals(await drained(source, intoBytes), {
            text,
            thrown: null,
          });
        }
      }
    }
  }
});

Deno.test("gunzipSource() reads plain bytes at once where the source does", () => {
  const source = gunzipSource(memorySource("plain"));
  const into = new Uint8Array(10);
  assertEquals(source.read(into), 5);
  assertEquals(source.read(into), null);
});

Deno.test("gunzipSource() joins members, whatever the chunks", async () => {
  const input = joined(hello, world, gzipSync(""), hello);
  for (const chunkBytes of [1, 2, 7, 64, 100_000]) {
    const { text, thrown } = await drained(
      gunzipSource(memorySource(input, { chunkBytes })),
    );
    assertEquals(thrown, null);
    assertEquals(text, `hello\n${"world\n".repeat(5000)}hello\n`);
  }
});

Deno.test("gunzipSource() reads the optional parts of a header", async () => {
  const flags = 2 | 4 | 8 | 16;
  const header = [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3];
  const input = joined(
    Uint8Array.from(header),
    encoder.encode("name\0comment\0"),
    Uint8Array.of(0, 0),
    hello.subarray(10),
  );
  for (const chunkBytes of [1, 1000]) {
    assertEquals(
      await drained(gunzipSource(memorySource(input, { chunkBytes }))),
      {
        text: "hello\n",
        thrown: null,
      },
    );
  }
});

Deno.test("gunzipSource() gives the good bytes of data that is cut off, then a fault", async () => {
  const input = joined(hello, world);
  for (let length = 3; length < input.length; length++) {
    if (length === hello.length) continue;
    const source = gunzipSource(
      memorySource(input.subarray(0, length), { name: "a.gz", chunkBytes: 11 }),
    );
    const { text, thrown } = await drained(source);
    assert(thrown instanceof Fault, `cut at ${length}`);
    assertEquals(thrown.code, "input/truncated");
    assertEquals(thrown.place, { source: "a.gz" });
    if (length > hello.length) assert(text.startsWith("hello\n"));
  }
});

Deno.test("gunzipSource() gives all good bytes before bytes that are not gzip, and warns of them", async () => {
  for (const chunkBytes of [1, 7, 1000]) {
    const warnings: Fault[] = [];
    const input = joined(hello, encoder.encode("rubbish"));
    const source = gunzipSource(memorySource(input, { chunkBytes }), {
      warn: (fault) => warnings.push(fault),
    });
    assertEquals(await drained(source), { text: "hello\n", thrown: null });
    assertEquals(warnings.map(({ code }) => code), ["input/trailing_bytes"]);
  }
});

Deno.test("gunzipSource() takes zeros after the data for padding", async () => {
  const warnings: Fault[] = [];
  const source = gunzipSource(
    memorySource(joined(hello, new Uint8Array(600), hello, new Uint8Array(9))),
    {
      warn: (fault) => warnings.push(fault),
    },
  );
  assertEquals(await drained(source), { text: "hello\nhello\n", thrown: null });
  assertEquals(warnings, []);
});

Deno.test("gunzipSource() refuses a wrong checksum after the bytes it belongs to", async () => {
  const wrong = hello.slice();
  wrong[wrong.length - 8]! ^= 1;
  const { text, thrown } = await drained(
    gunzipSource(memorySource(joined(hello, wrong, hello))),
  );
  assertEquals(text, "hello\nhello\n");
  assert(thrown instanceof Fault && thrown.code === "input/damaged");
});

Deno.test("gunzipSource() refuses damaged data after what stands before it", async () => {
  const damaged = world.slice();
  damaged.fill(0xff, 20, 40);
  const { text, thrown } = await drained(
    gunzipSource(memorySource(joined(hello, damaged))),
  );
  assert(text.startsWith("hello\n"));
  assert(thrown instanceof Fault && thrown.code === "input/damaged");
});

Deno.test("gunzipSource() unpacks zeros in bounded steps", async () => {
  const bomb = gzipSync(new Uint8Array(50_000_000));
  const source = gunzipSource(memorySource(bomb));
  const into = new Uint8Array(1 << 16);
  let total = 0;
  for (
    let length = await source.read(into);
    length !== null;
    length = await source.read(into)
  ) {
    total += length;
  }
  source.close();
  assertEquals(total, 50_000_000);
});

Deno.test("gunzipSource() passes a failure of its source on", async () => {
  const failing: Source = {
    name: "failing",
    regular: false,
    read: () => Promise.reject(new Error("gone")),
    close() {},
  };
  await assertRejects(
    async () => await gunzipSource(failing).read(new Uint8Array(9)),
    Error,
    "gone",
  );
});
