import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { OutputBuffer } from "../../lib/sink/mod.ts";
import { bytesOf } from "./weir.ts";

/** A sink whose writes end when the test says so, and that reads the bytes only then. */
class SlowSink {
  readonly name = "slow";
  text = "";
  atOnce = 0;
  most = 0;
  readonly #pending: (() => void)[] = [];

  write(bytes: Uint8Array): Promise<void> {
    this.atOnce++;
    this.most = Math.max(this.most, this.atOnce);
    return new Promise((resolve) => {
      this.#pending.push(() => {
        this.text += new TextDecoder().decode(bytes);
        this.atOnce--;
        resolve();
      });
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Ends the oldest write. */
  step(): void {
    this.#pending.shift()?.();
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("OutputBuffer gathers what is made while a write is under way", async () => {
  const sink = new SlowSink();
  const buffer = new OutputBuffer(sink);
  buffer.append(bytesOf("a"));
  await buffer.write();
  assertEquals([sink.atOnce, buffer.pending], [1, false]);
  buffer.append(bytesOf("b"));
  buffer.append(bytesOf("c"));
  const second = buffer.write();
  await turn();
  assertEquals([sink.text, sink.atOnce], ["", 1]);
  sink.step();
  await second;
  assertEquals([sink.text, sink.atOnce], ["a", 1]);
  const drained = buffer.drain();
  sink.step();
  await drained;
  assertEquals(sink.text, "abc");
});

Deno.test("OutputBuffer copies what it takes", async () => {
  const sink = new SlowSink();
  const buffer = new OutputBuffer(sink);
  const bytes = bytesOf("kept");
  buffer.append(bytes);
  bytes.fill(0);
  await buffer.write();
  sink.step();
  await buffer.drain();
  assertEquals(sink.text, "kept");
});

Deno.test("OutputBuffer is full from a quarter of a mebibyte on, and takes more all the same", async () => {
  const sink = new SlowSink();
  const buffer = new OutputBuffer(sink);
  buffer.append(new Uint8Array(262_143).fill(97));
  assertEquals(buffer.full, false);
  buffer.append(new Uint8Array(1_000_000).fill(98));
  assertEquals(buffer.full, true);
  const drained = buffer.drain();
  while (sink.text.length < 1_262_143) {
    await turn();
    assertEquals(sink.atOnce, 1);
    sink.step();
  }
  await drained;
  assertEquals(sink.text.length, 1_262_143);
});

Deno.test("OutputBuffer tells of a failed write in the next call, and in every one after it", async () => {
  const buffer = new OutputBuffer({
    name: "broken",
    write: () => Promise.reject(new Error("no space")),
    close: () => Promise.resolve(),
  });
  buffer.append(bytesOf("a"));
  await buffer.write();
  buffer.append(bytesOf("b"));
  await assertRejects(() => buffer.write(), Error, "no space");
  await assertRejects(() => buffer.drain(), Error, "no space");
});

Deno.test("OutputBuffer writes all bytes once and in order, whoever calls it and when", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("append", "write", "step", "turn"), {
        maxLength: 40,
      }),
      async (calls) => {
        const sink = new SlowSink();
        const buffer = new OutputBuffer(sink);
        const under: Promise<void>[] = [];
        let given = "";
        for (const [at, call] of calls.entries()) {
          if (call === "append") {
            given += `${at},`;
            buffer.append(bytesOf(`${at},`));
          } else if (call === "write") under.push(buffer.write());
          else if (call === "step") sink.step();
          else await turn();
        }
        const drained = Promise.all([...under, buffer.drain()]);
        let done = false;
        drained.then(() => done = true);
        while (!done) {
          sink.step();
          await turn();
        }
        assertEquals(sink.text, given);
        // Two writes at once could overtake each other.
        assertEquals(sink.most <= 1, true);
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});
