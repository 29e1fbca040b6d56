import { assertEquals } from "@std/assert";
import type { Batch } from "../../lib/core/mod.ts";
import { arrivalStep } from "../../lib/stream/mod.ts";
import { FixedClock } from "../../lib/time/mod.ts";
import { batchOf, columnOf } from "../format/batches.ts";
import { type Snapshot, snapshot } from "./collect.ts";

function rows(values: readonly number[], selection?: number[]): Batch {
  return batchOf([columnOf([...values])], values.length, selection);
}

function stepAt(nowUs: number, sizeUs?: number) {
  const clock = new FixedClock(nowUs);
  const step = arrivalStep({
    clock,
    ...(sizeUs === undefined ? {} : {
      endOf: (timeUs: number) => (Math.floor(timeUs / sizeUs) + 1) * sizeUs,
    }),
  });
  const taken: Snapshot[] = [];
  const emit = (batch: Batch) => void taken.push(snapshot(batch));
  return { clock, step, taken, emit };
}

Deno.test("arrivalStep() gives rows the time of the clock, and marks each with what stood before it", () => {
  const { clock, step, taken, emit } = stepAt(100);
  step.push(rows([1, 2]), emit);
  clock.advance(5);
  step.push(rows([3, 4, 5], [1, 2]), emit);
  assertEquals(taken.map(({ timesUs }) => timesUs), [[100, 100], [105, 105]]);
  assertEquals(taken.map(({ newestUs }) => newestUs), [[-Infinity, 100], [
    100,
    105,
  ]]);
  assertEquals(taken.map(({ newestAfterUs }) => newestAfterUs), [100, 105]);
});

Deno.test("arrivalStep() never goes back where the clock does", () => {
  const { clock, step, taken, emit } = stepAt(100);
  step.push(rows([1]), emit);
  clock.advance(-50);
  step.push(rows([2]), emit);
  step.tick!(emit);
  assertEquals(taken.map(({ timesUs }) => timesUs), [[100], [100]]);
});

Deno.test("arrivalStep() tells of a window that is over by the clock, once", () => {
  const { clock, step, taken, emit } = stepAt(3, 10);
  step.tick!(emit);
  step.push(rows([1]), emit);
  clock.advance(6);
  step.tick!(emit);
  assertEquals(taken.length, 1);
  clock.advance(1);
  step.tick!(emit);
  clock.advance(10);
  step.tick!(emit);
  assertEquals(
    taken.map(({ rows, newestAfterUs }) => [rows.length, newestAfterUs]),
    [[1, 3], [0, 10]],
  );
});

Deno.test("arrivalStep() tells the time at every tick where it does not know the windows", () => {
  const { clock, step, taken, emit } = stepAt(3);
  step.push(rows([1]), emit);
  clock.advance(1);
  step.tick!(emit);
  step.tick!(emit);
  clock.advance(1);
  step.tick!(emit);
  assertEquals(taken.map(({ newestAfterUs }) => newestAfterUs), [3, 4, 5]);
});
