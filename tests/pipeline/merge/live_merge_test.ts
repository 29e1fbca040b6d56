// T7, T9: several live inputs, none of which can make the others wait for ever.
import { assertEquals } from "@std/assert";
import { type Source, valueAt } from "../../../lib/core/mod.ts";
import { ndjson } from "../../../lib/format/mod.ts";
import type { OpenInput } from "../../../lib/pipeline/drive.ts";
import {
  MergeInputs,
  type MergeOptions,
} from "../../../lib/pipeline/merge/merge_inputs.ts";
import { FixedClock, SystemClock } from "../../../lib/time/mod.ts";
import { bytesOf } from "../weir.ts";

/** A live input that gives each text when it is written. */
class Pipe implements Source {
  readonly name = "pipe";
  readonly regular = false;
  closed = false;
  #texts: (string | null)[] = [];
  #asked: (() => void) | null = null;

  write(text: string | null): void {
    this.#texts.push(text);
    this.#asked?.();
  }

  async read(into: Uint8Array): Promise<number | null> {
    if (this.#texts.length === 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#asked = resolve;
      await promise;
    }
    const text = this.#texts.shift()!;
    if (text === null) return null;
    const bytes = bytesOf(text);
    into.set(bytes);
    return bytes.length;
  }

  close(): void {
    this.closed = true;
  }
}

function opened(source: Source): OpenInput {
  return {
    source,
    decoder: ndjson.decoder({
      source: "pipe",
      projection: [{ path: ["t"], as: "value" }],
    }),
    head: new Uint8Array(0),
    namesIn: () => [],
  };
}

function merged(
  opens: readonly (() => Promise<OpenInput>)[],
  options: Partial<MergeOptions> = {},
): MergeInputs {
  return new MergeInputs({
    inputs: opens.map((open) => ({ isRegular: false, open, done: () => {} })),
    timesOf: ({ rows, columns: [times] }) =>
      Float64Array.from(
        { length: rows },
        (_, row) => Number(valueAt(times!, row)),
      ),
    onPause: () => Promise.resolve(),
    idleUs: Infinity,
    clock: new FixedClock(0),
    onIdle: () => {},
    onSilence: () => Promise.resolve(),
    onBytes: () => {},
    signal: new AbortController().signal,
    ...options,
  });
}

/** The times of the next rows. */
async function next(merge: MergeInputs): Promise<unknown[] | null> {
  const run = await merge.next();
  if (run === null) return null;
  const { columns: [times], rows } = run.batch;
  return Array.from({ length: rows }, (_, row) => valueAt(times!, row));
}

Deno.test("an input whose first line does not come holds up the others no longer than the idle rule says (T7)", async () => {
  const pipe = new Pipe();
  const never = Promise.withResolvers<OpenInput>();
  let idle = 0;
  const merge = merged([
    () => never.promise,
    () => Promise.resolve(opened(pipe)),
  ], {
    idleUs: 5_000,
    clock: new SystemClock(),
    onIdle: () => idle++,
  });
  pipe.write('{"t":1}\n');
  assertEquals(await next(merge), [1]);
  assertEquals(idle, 1);
  const late = new Pipe();
  late.write('{"t":2}\n');
  late.write(null);
  never.resolve(opened(late));
  // It goes on once its first line is there.
  assertEquals(await next(merge), [2]);
  pipe.write(null);
  assertEquals(await next(merge), null);
});

Deno.test("an input that is opened after the merge was closed is closed", async () => {
  const pipe = new Pipe();
  const late = Promise.withResolvers<OpenInput>();
  const merge = merged(
    [() => Promise.resolve(opened(pipe)), () => late.promise],
    { asTheyCome: true },
  );
  pipe.write('{"t":1}\n');
  assertEquals(await next(merge), [1]);
  merge.close();
  const other = new Pipe();
  late.resolve(opened(other));
  await late.promise;
  await Promise.resolve();
  await Promise.resolve();
  assertEquals([pipe.closed, other.closed], [true, true]);
});

Deno.test("rows that have the time of reading are taken as they come, of no input before another's (T9)", async () => {
  const [a, b] = [new Pipe(), new Pipe()];
  const merge = merged(
    [a, b].map((pipe) => () => Promise.resolve(opened(pipe))),
    { asTheyCome: true },
  );
  // The first input says nothing, and the second is not made to wait.
  b.write('{"t":9}\n{"t":1}\n');
  assertEquals(await next(merge), [9, 1]);
  a.write('{"t":5}\n');
  assertEquals(await next(merge), [5]);
  b.write('{"t":0}\n');
  assertEquals(await next(merge), [0]);
  // One that always has rows does not keep the other from its turn.
  a.write('{"t":6}\n');
  b.write('{"t":7}\n');
  const both = [await next(merge), await next(merge)];
  assertEquals(both.flat().toSorted(), [6, 7]);
  a.write(null);
  b.write(null);
  assertEquals(await next(merge), null);
});

Deno.test("an input that cannot be opened ends the merge", async () => {
  const merge = merged([() => Promise.reject(new TypeError("not there"))]);
  let message = "";
  await merge.next().catch((error) => message = error.message);
  assertEquals(message, "not there");
});
