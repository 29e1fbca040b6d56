import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Source, valueAt } from "../../../lib/core/mod.ts";
import { ndjson } from "../../../lib/format/mod.ts";
import type { OpenInput } from "../../../lib/pipeline/drive.ts";
import { MergeInputs } from "../../../lib/pipeline/merge/merge_inputs.ts";
import { FixedClock } from "../../../lib/time/mod.ts";
import { bytesOf } from "../weir.ts";

/** A row: its time (none where it is null) and its name. */
type Row = readonly [timeUs: number | null, name: string];

const text = (rows: readonly Row[]) =>
  rows.map(([t, x]) => JSON.stringify({ t, x }) + "\n").join("");

/** A source over bytes in chunks of a length; a live one gives them when asked to. */
class Chunks implements Source {
  readonly name = "test";
  closed = 0;
  #at = 0;
  #waiting: (() => void) | null = null;
  #released = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly chunk: number,
    readonly regular: boolean,
  ) {}

  read(into: Uint8Array): number | null | Promise<number | null> {
    if (this.regular) return this.#next(into, this.bytes.length);
    if (this.#at < this.#released) return this.#next(into, this.#released);
    return new Promise((resolve) => {
      this.#waiting = () => resolve(this.#next(into, this.#released));
    });
  }

  #next(into: Uint8Array, limit: number): number | null {
    const part = this.bytes.subarray(
      this.#at,
      Math.min(limit, this.#at + Math.min(this.chunk, into.length)),
    );
    if (part.length === 0) return null;
    into.set(part);
    this.#at += part.length;
    return part.length;
  }

  /** Lets bytes up to an offset be read; the same again ends it. */
  release(to: number): void {
    this.#released = to;
    this.#waiting?.();
    this.#waiting = null;
  }

  close(): void {
    this.closed++;
  }
}

function opened(source: Source): OpenInput {
  return {
    source,
    decoder: ndjson.decoder({
      source: "test",
      projection: [{ path: ["t"], as: "value" }, {
        path: ["x"],
        as: "value",
      }],
    }),
    head: new Uint8Array(0),
    namesIn: () => [],
  };
}

interface Made {
  readonly merge: MergeInputs;
  readonly sources: Chunks[];
  readonly most: () => number;
  readonly log: string[];
}

function merged(
  make: readonly (() => Chunks)[],
  idleUs = Infinity,
  everyMs: number | null = null,
): Made {
  const sources: Chunks[] = [];
  const log: string[] = [];
  let most = 0;
  const merge = new MergeInputs({
    inputs: make.map((one) => ({
      open: () => {
        const source = one();
        sources.push(source);
        most = Math.max(
          most,
          sources.filter(({ closed }) => closed === 0).length,
        );
        return Promise.resolve(opened(source));
      },
      done: () => {},
    })),
    timesOf: ({ rows, columns: [times] }) =>
      Float64Array.from({ length: rows }, (_, row) => {
        const value = valueAt(times!, row);
        return typeof value === "number" ? value : NaN;
      }),
    onPause: () => {
      log.push("pause");
      return Promise.resolve();
    },
    idleUs,
    clock: { nowUs: () => performance.now() * 1_000 },
    onIdle: () => log.push("idle"),
    onSilence: () => Promise.resolve(),
    ...(everyMs === null ? {} : {
      ticks: {
        everyMs,
        onTick: () => {
          log.push("tick");
          return Promise.resolve();
        },
      },
    }),
    onBytes: () => {},
    signal: new AbortController().signal,
  });
  return { merge, sources, most: () => most, log };
}

async function names(merge: MergeInputs, most = Infinity): Promise<string[]> {
  const found: string[] = [];
  while (found.length < most) {
    const run = await merge.next();
    if (run === null) break;
    for (let row = 0; row < run.batch.rows; row++) {
      found.push(String(valueAt(run.batch.columns[1]!, row)));
    }
  }
  return found;
}

/** Row by row: the input whose clock is least is next. */
function oracle(inputs: readonly (readonly Row[])[]): string[] {
  const at = inputs.map(() => 0);
  const newest = inputs.map(() => -Infinity);
  const found: string[] = [];
  for (;;) {
    let due = -1;
    const clock = (i: number) =>
      Math.max(newest[i]!, inputs[i]![at[i]!]![0] ?? -Infinity);
    inputs.forEach((rows, i) => {
      if (at[i]! < rows.length && (due === -1 || clock(i) < clock(due))) {
        due = i;
      }
    });
    if (due === -1) return found;
    newest[due] = clock(due);
    found.push(inputs[due]![at[due]!++]![1]);
  }
}

const inputsOfRows = fc.array(
  fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { freq: 8 }), {
    maxLength: 12,
  }),
  { minLength: 1, maxLength: 9 },
).map((inputs) =>
  inputs.map((times, i) => times.map((t, row): Row => [t, `${i}.${row}`]))
);

Deno.test("MergeInputs agrees with asking each input row by row, in any cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      inputsOfRows,
      fc.integer({ min: 1, max: 200 }),
      async (inputs, chunk) => {
        const made = merged(
          inputs.map((rows) => () =>
            new Chunks(bytesOf(text(rows)), chunk, true)
          ),
        );
        assertEquals(await names(made.merge), oracle(inputs));
        assert(made.sources.every(({ closed }) => closed > 0));
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("MergeInputs keeps few files open that follow one another", async () => {
  const inputs = Array.from(
    { length: 30 },
    (_, i) => [0, 1, 2].map((row): Row => [i * 10 + row, `${i}.${row}`]),
  );
  const made = merged(
    inputs.map((rows) => () => new Chunks(bytesOf(text(rows)), 7, true)),
  );
  assertEquals(await names(made.merge), inputs.flat().map(([, name]) => name));
  assertEquals(made.most(), 5);
});

Deno.test("MergeInputs waits for a live input, and goes on without it once it is silent", async () => {
  const live = new Chunks(
    bytesOf(text([[5, "l1"], [30, "l2"]])),
    1_000,
    false,
  );
  const file = () =>
    new Chunks(
      bytesOf(text([[1, "f1"], [10, "f2"], [20, "f3"]])),
      1_000,
      true,
    );
  const { merge, log } = merged([() => live, file], 50_000);
  const first = text([[5, "l1"]]).length;
  setTimeout(() => live.release(first), 5);
  assertEquals(await names(merge, 1), ["f1"]);
  assertEquals(log.filter((one) => one === "idle"), []);
  assertEquals(await names(merge, 3), ["l1", "f2", "f3"]);
  assertEquals(log.filter((one) => one === "idle"), ["idle"]);
  live.release(live.bytes.length);
  const rest = names(merge);
  setTimeout(() => live.release(live.bytes.length), 5);
  assertEquals(await rest, ["l2"]);
});

Deno.test("MergeInputs tells how far each input is, and which one the others wait for", async () => {
  const live = new Chunks(bytesOf(text([[5, "l1"]])), 1_000, false);
  const file = () =>
    new Chunks(
      bytesOf(text([[1, "f1"], [10, "f2"], [20, "f3"]])),
      1_000,
      true,
    );
  const { merge } = merged([() => live, file], 50_000);
  const told = () =>
    merge.clocks().map(({ clockUs, holds, silent, ended }) => [
      clockUs,
      holds ? "holds" : silent ? "silent" : ended ? "ended" : "goes on",
    ]);
  setTimeout(() => live.release(live.bytes.length), 5);
  assertEquals(await names(merge, 1), ["f1"]);
  // The file is at the row that it brings next; what is read on is the live one's.
  assertEquals(told(), [[5, "holds"], [10, "goes on"]]);
  assertEquals(await names(merge, 2), ["l1", "f2", "f3"]);
  assertEquals(told(), [[5, "silent"], [20, "goes on"]]);
  live.release(live.bytes.length);
  assertEquals(await names(merge), []);
  assertEquals(told(), [[5, "ended"], [20, "ended"]]);
});

Deno.test("MergeInputs looks at the clock while it waits, where something goes by it", async () => {
  const live = new Chunks(bytesOf(text([[5, "l1"]])), 1_000, false);
  const { merge, log } = merged([() => live], Infinity, 1);
  const first = names(merge, 1);
  while (log.filter((one) => one === "tick").length < 3) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  live.release(live.bytes.length);
  assertEquals(await first, ["l1"]);
});

Deno.test("MergeInputs tells of an input that cannot be read", async () => {
  const broken: Source = {
    name: "broken",
    regular: false,
    read: () => Promise.reject(new TypeError("cut off")),
    close() {},
  };
  const merge = new MergeInputs({
    inputs: [{ open: () => Promise.resolve(opened(broken)), done: () => {} }],
    timesOf: ({ rows }) => new Float64Array(rows),
    onPause: () => Promise.resolve(),
    idleUs: Infinity,
    clock: new FixedClock(0),
    onIdle: () => {},
    onSilence: () => Promise.resolve(),
    onBytes: () => {},
    signal: new AbortController().signal,
  });
  let message = "";
  await merge.next().catch((error) => message = error.message);
  assertEquals(message, "cut off");
});
