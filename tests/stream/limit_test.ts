import { assertEquals } from "@std/assert";
import { Account } from "../../lib/core/mod.ts";
import { groupLimitStep, limitStep } from "../../lib/stream/mod.ts";
import { batchOf, columnOf } from "../format/batches.ts";
import { collect, rowsOf, windowsOf } from "./collect.ts";

function numbers(values: readonly number[], selection?: number[]) {
  return batchOf([columnOf(values)], values.length, selection);
}

Deno.test("limitStep() keeps the first rows, across batches", () => {
  const account = new Account();
  const step = limitStep(3, { perWindow: false, account, ofInput: true });
  const taken = collect(step, [numbers([1, 2]), numbers([3, 4]), numbers([5])]);
  assertEquals(rowsOf(taken), [[1], [2], [3]]);
  assertEquals(account.filtered, 2);
});

Deno.test("limitStep() is done with its last row, and not before", () => {
  const step = limitStep(2, { perWindow: false, account: null, ofInput: true });
  step.push(numbers([7]), () => {});
  assertEquals(step.done, false);
  step.push(numbers([7, 8, 9], [1, 2]), () => {});
  assertEquals([step.done, step.lastRow], [true, 1]);
});

Deno.test("limitStep() of no rows is done from the start", () => {
  const step = limitStep(0, { perWindow: false, account: null, ofInput: true });
  assertEquals(step.done, true);
  assertEquals(rowsOf(collect(step, [numbers([1])])), []);
});

Deno.test("limitStep() per window counts anew in each, and is never done", () => {
  const account = new Account();
  const step = limitStep(2, { perWindow: true, account, ofInput: true });
  const batch = {
    ...numbers([1, 2, 3, 4, 5, 6], [0, 1, 2, 4, 5]),
    windows: windowsOf([3, 0, 2]),
  };
  const [taken] = collect(step, [batch]);
  assertEquals(taken!.rows, [[1], [2], [5], [6]]);
  assertEquals(
    taken!.windows!.map(({ from, to }) => [from, to]),
    [[0, 2], [2, 2], [2, 4]],
  );
  assertEquals([account.filtered, step.done], [1, false]);
});

Deno.test("groupLimitStep() keeps the first rows of each group, anew in each window", () => {
  const batch = {
    ...batchOf([
      columnOf(["a", "a", "a", "b", null, null, null, "a"]),
      columnOf([1, 2, 3, 4, 5, 6, 7, 8]),
    ], 8),
    windows: windowsOf([2, 6]),
  };
  const [taken] = collect(groupLimitStep(2, [0]), [batch]);
  assertEquals(
    taken!.rows.map(([, n]) => n),
    [1, 2, 3, 4, 5, 6, 8],
  );
});

Deno.test("groupLimitStep() without columns takes all rows of a window as one group", () => {
  const batch = { ...numbers([1, 2, 3, 4, 5]), windows: windowsOf([3, 2]) };
  const [taken] = collect(groupLimitStep(1, []), [batch]);
  assertEquals(taken!.rows, [[1], [4]]);
});
