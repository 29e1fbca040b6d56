import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  markRows,
  splitLate,
  tumblingWindow,
  windowAssigner,
} from "../../lib/window/mod.ts";

/** Splits rows given by their times in windows of 10, and tells the times on each side. */
function split(
  times: readonly number[],
  delayUs: number,
  selection: Uint32Array | null = null,
  selected = times.length,
): { inTime: number[]; late: number[]; latestByUs: number } {
  const assigner = windowAssigner({ size: { unit: "us", count: 10 } });
  const timesUs = Float64Array.from(times);
  const newestUs = new Float64Array(times.length);
  markRows(timesUs, times.length, -Infinity, newestUs);
  const startsUs = new Float64Array(times.length).fill(NaN);
  assigner.assign(timesUs, times.length, selection, selected, startsUs);
  const inTime = new Uint32Array(times.length);
  const late = new Uint32Array(times.length);
  const found = splitLate({
    startsUs,
    newestUs,
    delayUs,
    assigner,
    selection,
    selected,
    inTime,
    late,
  });
  const timesOf = (rows: Uint32Array, count: number) =>
    [...rows.subarray(0, count)].map((row) => times[row]!);
  return {
    inTime: timesOf(inTime, found.inTime),
    late: timesOf(late, found.late),
    latestByUs: found.latestByUs,
  };
}

Deno.test("a row is late when the newest before it stood exactly at its window's end", () => {
  assertEquals(split([10, 9], 0), { inTime: [10], late: [9], latestByUs: 0 });
});

Deno.test("a row is in time when the newest before it stood one short of its window's end", () => {
  assertEquals(split([9, 8], 0).late, []);
  assertEquals(split([12, 9], 3).late, []);
});

Deno.test("a delay holds windows open by exactly as much", () => {
  assertEquals(split([13, 9], 3), { inTime: [13], late: [9], latestByUs: 0 });
  assertEquals(split([17, 9], 3).latestByUs, 4);
});

Deno.test("the row that completes a window is not late itself", () => {
  assertEquals(split([5, 25], 0), {
    inTime: [5, 25],
    late: [],
    latestByUs: -Infinity,
  });
});

Deno.test("nothing is late when windows wait for the end of input", () => {
  assertEquals(split([1e15, -1e15, 5], Infinity).late, []);
});

Deno.test("a row without a time is on neither side", () => {
  assertEquals(split([20, NaN, 5], 0), {
    inTime: [20],
    late: [5],
    latestByUs: 10,
  });
});

Deno.test("rows that a filter dropped are not split, but their times count", () => {
  assertEquals(split([20, 5, 21], 0, Uint32Array.of(1, 2), 2), {
    inTime: [21],
    late: [5],
    latestByUs: 10,
  });
});

Deno.test("splitLate() agrees with a look back over all rows before", () => {
  const times = fc.array(fc.integer({ min: -50, max: 50 }));
  fc.assert(fc.property(times, fc.nat(30), (times, delayUs) => {
    const isLate = (time: number, row: number) =>
      Math.max(-Infinity, ...times.slice(0, row)) - delayUs >=
        tumblingWindow(time, 10).endUs;
    const { inTime, late } = split(times, delayUs);
    assertEquals(late, times.filter(isLate));
    assertEquals(inTime, times.filter((time, row) => !isLate(time, row)));
  }));
});
