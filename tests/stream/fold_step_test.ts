import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Account, type Batch, Fault } from "../../lib/core/mod.ts";
import {
  countAccumulator,
  foldStep,
  type Predicate,
  sumAccumulator,
} from "../../lib/stream/mod.ts";
import { windowAssigner } from "../../lib/window/mod.ts";
import { batchOf, columnOf } from "../format/batches.ts";
import { collect, rowsOf } from "./collect.ts";

const assigner = windowAssigner({ size: { unit: "us", count: 10 } });
const positive: Predicate = (columns, _rows, selection, selected, out) => {
  let kept = 0;
  for (let at = 0; at < selected; at++) {
    const row = selection![at]!;
    if (columns[1]!.numbers[row]! > 0) out[kept++] = row;
  }
  return kept;
};

function fold(
  options: {
    readonly delayUs?: number | null;
    readonly keys?: readonly number[];
    readonly limitBytes?: number;
    readonly narrow?: boolean;
    readonly account?: Account;
  } = {},
) {
  const { delayUs = Infinity, keys = [0], limitBytes = 1 << 30 } = options;
  return foldStep({
    shape: {
      keys,
      narrow: options.narrow ?? false,
      calls: [
        { create: () => countAccumulator(null), filter: null },
        { create: () => sumAccumulator("sum", 1), filter: positive },
      ],
    },
    windowing: delayUs === null ? null : { assigner, delayUs },
    memory: { limitBytes, mend: "use less" },
    account: options.account ?? new Account(),
  });
}

type Row = readonly [key: string | null, value: number, timeUs: number];

/** Rows of key, value and time, their windows assigned. */
function rows(
  list: readonly Row[],
  newestAfterUs = Math.max(-Infinity, ...list.map(([, , timeUs]) => timeUs)),
  windowed = true,
): Batch {
  return {
    ...batchOf([
      columnOf(list.map(([key]) => key)),
      columnOf(list.map(([, value]) => value)),
    ], list.length),
    ...(windowed
      ? {
        newestAfterUs,
        windowStartsUs: Float64Array.from(
          list,
          ([, , timeUs]) => assigner.startOf(timeUs),
        ),
      }
      : {}),
  };
}

const at = (timeUs: number) => ({ timeUs });

Deno.test("foldStep() hands on the groups of a window, sorted by key, bounds first", () => {
  const account = new Account();
  const taken = collect(fold({ account }), [
    rows([["b", 1, 3], [null, 4, 2], ["a", -2, 1], ["b", 5, 9], ["a", 7, 12]]),
  ]);
  assertEquals(rowsOf(taken), [
    [at(0), at(10), "a", 1, null],
    [at(0), at(10), "b", 2, 6],
    [at(0), at(10), null, 1, 4],
    [at(10), at(20), "a", 1, 7],
  ]);
  assertEquals(account.windows, 2);
});

Deno.test("foldStep() hands a window on once the newest less the delay has reached its end", () => {
  const step = fold({ delayUs: 2 });
  const left: number[] = [];
  const push = (list: Row[]) =>
    step.push(rows(list), (batch) => left.push(batch.rows));
  push([["a", 1, 9], ["a", 1, 11]]);
  assertEquals([left, step.heldRows], [[], 2]);
  push([["a", 1, 12]]);
  assertEquals([left, step.heldRows], [[1], 2]);
});

Deno.test("foldStep() without keys answers a window in one row", () => {
  assertEquals(
    rowsOf(collect(fold({ keys: [] }), [rows([["x", 1, 1], ["y", 2, 2]])])),
    [[at(0), at(10), 2, 3]],
  );
});

Deno.test("foldStep() without windows answers for no rows as well", () => {
  const step = () => fold({ delayUs: null, keys: [] });
  assertEquals(rowsOf(collect(step(), [])), [[0, null]]);
  assertEquals(rowsOf(collect(fold({ delayUs: null }), [])), []);
  const list: Row[] = [["x", 1, 1], ["y", 2, 2]];
  assertEquals(rowsOf(collect(step(), [rows(list, 0, false)])), [[2, 3]]);
});

Deno.test("foldStep() gives the groups of completed windows the last moment of their window", () => {
  const [taken] = collect(fold({ delayUs: 0 }), [
    rows([["a", 1, 1], ["a", 1, 11], ["a", 1, 35]]),
  ]);
  assertEquals(taken!.timesUs, [9, 19]);
  assertEquals(taken!.newestAfterUs, 35);
  assertEquals(
    taken!.windows!.map(({ startUs, from, to }) => [startUs, from, to]),
    [[0, 0, 1], [10, 1, 2]],
  );
});

Deno.test("foldStep() ends the run where its groups take too much", () => {
  const step = fold({ limitBytes: 100_000 });
  const fault = assertThrows(() => {
    for (let n = 0; n < 20_000; n++) {
      step.push(rows([[`key ${n}`, 1, 1]]), () => {});
    }
  }, Fault);
  assertEquals(fault.code, "memory/windows");
});

Deno.test("foldStep() hands on many small windows in few batches", () => {
  const taken = collect(fold(), [
    rows(Array.from({ length: 30_000 }, (_, n): Row => ["k", 1, n * 10])),
  ]);
  assertEquals(rowsOf(taken).length, 30_000);
  assertEquals(taken.length, 4);
  // Between batches the newest stands at the last window that has left.
  assertEquals(taken[0]!.newestAfterUs, 8192 * 10 - 1);
  assertEquals(taken.at(-1)!.newestAfterUs, Infinity);
});

Deno.test("foldStep() agrees with counting in maps, in any cut and order", () => {
  const row = fc.tuple(
    fc.constantFrom("a", "b", "", null),
    fc.integer({ min: -3, max: 9 }),
    fc.integer({ min: 0, max: 60 }),
  );
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 40 }),
      fc.integer({ min: 1, max: 10 }),
      (list, cut) => {
        // Only rows in time come to a fold: here the delay is long enough.
        const batches: Batch[] = [];
        let newest = -Infinity;
        for (let from = 0; from < list.length; from += cut) {
          const part = list.slice(from, from + cut);
          newest = Math.max(newest, ...part.map(([, , timeUs]) => timeUs));
          batches.push(rows(part, newest));
        }
        const taken = collect(fold({ delayUs: 60 }), batches);
        const expected = new Map<string, [number, number | null]>();
        for (const [key, value, timeUs] of list) {
          const name = JSON.stringify([Math.floor(timeUs / 10) * 10, key]);
          const [count, sum] = expected.get(name) ?? [0, null];
          expected.set(name, [
            count + 1,
            value > 0 ? (sum ?? 0) + value : sum,
          ]);
        }
        const found = rowsOf(taken).map(([start, , key, count, sum]) =>
          [JSON.stringify([(start as { timeUs: number }).timeUs, key]), [
            count,
            sum,
          ]] as const
        );
        assertEquals(new Map(found), new Map(expected as never));
        assertEquals(found.length, expected.size);
      },
    ),
    { seed: 1 },
  );
});
