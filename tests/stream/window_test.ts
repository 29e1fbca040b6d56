import { assertEquals, assertThrows } from "@std/assert";
import { Account, type Batch } from "../../lib/core/mod.ts";
import {
  countAccumulator,
  foldCompletedStep,
  windowStep,
} from "../../lib/stream/mod.ts";
import { RowPlaces } from "../../lib/stream/place_rows.ts";
import { resultTimes, watermarkAt } from "../../lib/stream/windowing.ts";
import { windowAssigner } from "../../lib/window/mod.ts";
import { batchOf, columnOf } from "../format/batches.ts";
import { collect, windowsOf } from "./collect.ts";

const assigner = windowAssigner({ size: { unit: "us", count: 10 } });

/** Rows by their times, each marked with the greatest before it. */
function timed(times: readonly number[], selection?: number[]): Batch {
  let newest = -Infinity;
  return {
    ...batchOf([columnOf([...times])], times.length, selection),
    timesUs: Float64Array.from(times),
    newestUs: Float64Array.from(times, (timeUs) => {
      const before = newest;
      newest = Math.max(newest, timeUs);
      return before;
    }),
    newestAfterUs: Math.max(...times),
  };
}

function windows(
  delayUs: number,
  bounds = false,
  account: Account | null = null,
  onLate: (rows: number[], byUs: number[]) => void = () => {},
) {
  return windowStep({
    assigner,
    delayUs,
    bounds,
    account,
    onLate: (_, rows, byUs) => onLate([...rows], byUs),
  });
}

Deno.test("windowStep() takes late rows out, counts them and tells by how much", () => {
  const account = new Account();
  const told: [number[], number[]][] = [];
  const [taken] = collect(
    windows(2, false, account, (rows, byUs) => told.push([rows, byUs])),
    [timed([1, 11, 9, 12, 9, 30, 11, 9])],
  );
  assertEquals(taken!.rows.flat(), [1, 11, 9, 12, 30]);
  assertEquals(told, [[[4, 6, 7], [0, 8, 18]]]);
  assertEquals([account.late, account.latestByUs], [3, 18]);
});

Deno.test("windowStep() keeps how late the late rows were", () => {
  const step = windows(2);
  collect(step, [timed([1, 11, 9, 12, 9, 30, 11, 9])]);
  const { counts, lateness } = step.report!().late!;
  assertEquals([counts.late, counts.partlyLate, counts.outside], [3, 0, 0]);
  assertEquals(
    [...lateness.steps()].map(({ fromUs, rows }) => [fromUs, rows]),
    [[0, 1], [8, 1], [18, 1]],
  );
});

Deno.test("windowStep() finds nothing late where windows wait for the end", () => {
  const account = new Account();
  const [taken] = collect(windows(Infinity, false, account), [
    timed([500, 1, 2]),
  ]);
  assertEquals([taken!.rows.length, account.late], [3, 0]);
});

Deno.test("windowStep() adds the bounds of windows as moments where they are asked for", () => {
  const [taken] = collect(windows(Infinity, true), [timed([12, -1], [0, 1])]);
  assertEquals(taken!.rows, [
    [12, { timeUs: 10 }, { timeUs: 20 }],
    [-1, { timeUs: -10 }, { timeUs: 0 }],
  ]);
});

Deno.test("windowStep() refuses rows without times", () => {
  assertThrows(
    () => collect(windows(0), [batchOf([], 0)]),
    TypeError,
    "put a time step before",
  );
});

Deno.test("foldCompletedStep() answers for each window that has rows, and for those without that were filled in", () => {
  const batch = {
    ...batchOf([columnOf(["b", "a", "x", "b"])], 4, [0, 1, 3]),
    windows: windowsOf([2, 0, 1]),
  };
  const count = { create: () => countAccumulator(null), filter: null };
  const grouped = foldCompletedStep({
    keys: [0],
    narrow: false,
    calls: [count],
  });
  const found = collect(grouped, [batch])[0]!.rows.map((row) => row.slice(2));
  assertEquals(found, [["a", 1], ["b", 1], ["b", 1]]);
  const whole = foldCompletedStep({ keys: [], narrow: false, calls: [count] });
  const [taken] = collect(whole, [batch]);
  assertEquals(taken!.rows.map((row) => row[2]), [2, 1]);
  const windows = batch.windows.map((window) => ({ ...window, leading: [] }));
  const [filled] = collect(whole, [{ ...batch, windows }]);
  assertEquals(filled!.rows.map((row) => row[2]), [2, 0, 1]);
  assertEquals(filled!.rows[1]!.slice(0, 2), [{ timeUs: 10 }, { timeUs: 20 }]);
});

Deno.test("foldCompletedStep() answers for windows without rows that say what leads them, unless more is grouped by", () => {
  const [window] = windowsOf([0]);
  const batch = {
    ...batchOf([columnOf(["a"]), columnOf([1])], 1, []),
    windows: [{ ...window!, leading: [columnOf(["k"])] }, ...windowsOf([0])],
  };
  const count = { create: () => countAccumulator(null), filter: null };
  const answered = (keys: readonly number[]) =>
    collect(
      foldCompletedStep({ keys, narrow: false, calls: [count] }),
      [batch],
    ).flatMap(({ rows }) => rows.map((row) => row.slice(2)));
  assertEquals(answered([0]), [["k", 0]]);
  assertEquals(answered([0, 1]), []);
});

Deno.test("RowPlaces asks once for each run of rows of a window", () => {
  const places = new RowPlaces();
  const placed = (starts: number[] | undefined, rows: number[]) => {
    const asked: [number, number][] = [];
    const batch = batchOf([], starts?.length ?? 3, rows);
    const panes = places.of(
      starts === undefined
        ? batch
        : { ...batch, windowStartsUs: Float64Array.from(starts) },
      Uint32Array.from(rows),
      (startUs, count) => asked.push([startUs, count]),
    );
    return [asked, rows.map((row) => panes[row]!)];
  };
  assertEquals(placed([20, 10, 20, 20, 10, 30], [0, 1, 2, 3, 4, 5]), [
    [[20, 1], [10, 1], [20, 2], [10, 1], [30, 1]],
    [1, 2, 3, 3, 4, 5],
  ]);
  assertEquals(placed([20, 10, 20], [0, 2]), [[[20, 2]], [1, 1]]);
  assertEquals(placed(undefined, [0, 2]), [[[-Infinity, 2]], [1, 1]]);
});

Deno.test("watermarkAt() is the newest less the delay, and nothing under a delay without end", () => {
  assertEquals(watermarkAt(12, { assigner, delayUs: 5 }), 7);
  assertEquals(
    watermarkAt(Infinity, { assigner, delayUs: Infinity }),
    -Infinity,
  );
});

Deno.test("resultTimes() never lets the newest fall behind the results themselves", () => {
  const { timesUs, newestAfterUs } = resultTimes(3, windowsOf([1, 2]), 4);
  assertEquals([[...timesUs!], newestAfterUs], [[9, 19, 19], 19]);
  assertEquals(resultTimes(1, windowsOf([1]), 70).newestAfterUs, 70);
});
