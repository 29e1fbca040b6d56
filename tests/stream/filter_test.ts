import { assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { Account, type Batch, rowAt } from "../../lib/core/mod.ts";
import { filterStep, type Predicate } from "../../lib/stream/mod.ts";
import { narrowed } from "../../lib/stream/filter.ts";
import { batchOf, columnOf } from "../format/batches.ts";
import { collect, windowsOf } from "./collect.ts";

/** Keeps rows whose first column is at least 5. */
const atLeastFive: Predicate = (columns, rows, selection, selected, out) => {
  let kept = 0;
  const count = selection === null ? rows : selected;
  for (let at = 0; at < count; at++) {
    const row = selection === null ? at : selection[at]!;
    if (columns[0]!.numbers[row]! >= 5) out[kept++] = row;
  }
  return kept;
};

function numbers(values: readonly number[], selection?: number[]): Batch {
  return batchOf([columnOf(values)], values.length, selection);
}

Deno.test("filterStep() drops rows and counts them", () => {
  const account = new Account();
  const [taken] = collect(filterStep(atLeastFive, account), [
    numbers([1, 5, 9, 4]),
  ]);
  assertEquals(taken!.rows, [[5], [9]]);
  assertEquals(account.filtered, 2);
});

Deno.test("filterStep() looks only at rows that are still in", () => {
  const account = new Account();
  const [taken] = collect(filterStep(atLeastFive, account), [
    numbers([9, 5, 9, 4], [1, 3]),
  ]);
  assertEquals(taken!.rows, [[5]]);
  assertEquals(account.filtered, 1);
});

Deno.test("filterStep() hands on the batch itself where it keeps all", () => {
  const batch = numbers([6, 7]);
  let taken: Batch | null = null;
  filterStep(atLeastFive, new Account()).push(batch, (one) => taken = one);
  assertStrictEquals(taken, batch);
});

Deno.test("filterStep() counts nothing where rows are no rows of the input", () => {
  const [taken] = collect(filterStep(atLeastFive, null), [numbers([1])]);
  assertEquals(taken!.rows, []);
});

Deno.test("filterStep() hands on a batch without rows, since it may carry progress", () => {
  const taken = collect(filterStep(atLeastFive, null), [
    { ...numbers([1]), newestAfterUs: 77 },
  ]);
  assertEquals(taken.length, 1);
  assertEquals(taken[0]!.newestAfterUs, 77);
});

Deno.test("narrowed() leaves a window that lost all its rows where it was, without rows", () => {
  const batch = { ...numbers([1, 5, 2, 6]), windows: windowsOf([1, 2, 0, 1]) };
  const [taken] = collect(filterStep(atLeastFive, null), [batch]);
  assertEquals(taken!.rows, [[5], [6]]);
  assertEquals(
    taken!.windows!.map(({ startUs, from, to }) => [startUs, from, to]),
    [[0, 0, 0], [10, 0, 1], [20, 1, 1], [30, 1, 2]],
  );
});

Deno.test("narrowed() leaves each kept row in its window, whatever was dropped before", () => {
  fc.assert(fc.property(
    fc.array(
      fc.array(fc.record({ there: fc.boolean(), kept: fc.boolean() }), {
        maxLength: 5,
      }),
      { minLength: 1, maxLength: 5 },
    ),
    (windows) => {
      // Rows that are "not there" were dropped before: they are no part of the selection.
      const all = windows.flat();
      const selection = all.flatMap((one, row) => one.there ? [row] : []);
      const batch: Batch = {
        ...numbers(all.map((_, row) => row), selection),
        windows: windowsOf(
          windows.map((rows) => rows.filter(({ there }) => there).length),
        ),
      };
      const kept = selection.filter((row) => all[row]!.kept);
      // A buffer that is longer than the rows, as a step's own is.
      const buffer = new Uint32Array(all.length + 3);
      buffer.set(kept);
      const after = narrowed(batch, buffer, kept.length);
      let first = 0;
      const expected = windows.map((rows) => {
        const stay = rows.flatMap((one, at) =>
          one.there && one.kept ? [first + at] : []
        );
        first += rows.length;
        return stay;
      });
      assertEquals(
        after.windows!.map(({ from, to }) =>
          Array.from({ length: to - from }, (_, at) => rowAt(after, from + at))
        ),
        expected,
      );
    },
  ));
});
