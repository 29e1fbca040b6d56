import { assertEquals, assertThrows } from "@std/assert";
import { Account, type Batch } from "../../lib/core/mod.ts";
import { reopenStep, windowStep } from "../../lib/stream/mod.ts";
import { WindowSplitter } from "../../lib/stream/by_window.ts";
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

Deno.test("reopenStep() gives the rows of completed windows their window again", () => {
  const batch = {
    ...batchOf([columnOf([1, 2, 3, 4])], 4, [0, 2, 3]),
    windows: windowsOf([1, 0, 2]),
  };
  let starts: number[] = [];
  reopenStep().push(batch, ({ windowStartsUs, windows }) => {
    assertEquals(windows, null);
    starts = [0, 2, 3].map((row) => windowStartsUs![row]!);
  });
  assertEquals(starts, [0, 20, 20]);
});

Deno.test("WindowSplitter deals rows out to their windows in order of appearance", () => {
  const dealt: [number, number[]][] = [];
  const splitter = new WindowSplitter();
  const deal = (starts: number[] | undefined, selection?: number[]) => {
    const rows = starts?.length ?? 3;
    splitter.split(
      {
        ...batchOf([], rows, selection),
        ...(starts === undefined
          ? {}
          : { windowStartsUs: Float64Array.from(starts) }),
      },
      (startUs, rows, count) =>
        dealt.push([startUs, [...rows.subarray(0, count)]]),
    );
  };
  deal([20, 10, 20, 20, 10, 30]);
  assertEquals(dealt.splice(0), [[20, [0, 2, 3]], [10, [1, 4]], [30, [5]]]);
  deal([20, 10, 20], [0, 2]);
  assertEquals(dealt.splice(0), [[20, [0, 2]]]);
  deal(undefined);
  assertEquals(dealt.splice(0), [[-Infinity, [0, 1, 2]]]);
  deal([10], []);
  assertEquals(dealt, []);
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
