import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ColumnBuilder } from "../../../lib/core/mod.ts";
import {
  countAccumulator,
  distinctAccumulator,
  distinctCountAccumulator,
  joinAccumulator,
  listAccumulator,
  modeAccumulator,
  sumAccumulator,
  truthAccumulator,
} from "../../../lib/stream/mod.ts";
import type { TestCell } from "../../format/batches.ts";
import { folded, type Member, one } from "./folding.ts";

Deno.test("count() counts rows, or those where a value is", () => {
  const members = one(1, null, undefined, "", false);
  assertEquals(folded(countAccumulator(null), members), [5]);
  assertEquals(folded(countAccumulator(0), members), [3]);
});

Deno.test("count() of groups agrees with counting, whatever the cut", () => {
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.nat(20), fc.constantFrom(1, null)), { maxLength: 80 }),
    fc.integer({ min: 1, max: 90 }),
    (members, cut) => {
      assertEquals(
        folded(countAccumulator(0), members, { groups: 21, cut }),
        Array.from(
          { length: 21 },
          (_, group) =>
            members.filter(([g, value]) => g === group && value !== null)
              .length,
        ),
      );
    },
  ));
});

Deno.test("bool_and(), bool_or() and count_if() pass over NULL", () => {
  const truth = (kind: "and" | "or" | "count", ...cells: TestCell[]) =>
    folded(truthAccumulator(kind, 0), one(...cells))[0];
  assertEquals(truth("and", true, null), true);
  assertEquals(truth("and", true, false), false);
  assertEquals(truth("or", false, null), false);
  assertEquals(truth("or", false, true), true);
  assertEquals([truth("and"), truth("or", null), truth("count", null)], [
    null,
    null,
    null,
  ]);
  assertEquals(truth("count", true, false, null, true), 2);
  assertEquals(truth("count", false, null), 0);
});

Deno.test("count(DISTINCT) tells values apart as grouping does", () => {
  const distinct = (...cells: TestCell[]) =>
    folded(distinctCountAccumulator(0), one(...cells))[0];
  assertEquals(distinct(1, { double: 1 }, 0, { double: -0 }, null), 2);
  assertEquals(distinct("1", 1, "", null, "1"), 3);
  assertEquals(distinct("é", { escaped: "\\u00e9" }), 1);
  assertEquals(distinct({ double: NaN }, { double: NaN }), 1);
  assertEquals(distinct(2n ** 60n, 2n ** 60n, 2n ** 60n + 1n), 2);
});

Deno.test("count(DISTINCT) counts in each group", () => {
  const members: Member[] = [[0, "a"], [1, "a"], [0, "b"], [1, "a"]];
  assertEquals(folded(distinctCountAccumulator(0), members, { groups: 3 }), [
    2,
    1,
    0,
  ]);
});

Deno.test("sum(DISTINCT) takes each value once in each group", () => {
  const made = () =>
    distinctAccumulator(0, (column) => sumAccumulator("sum", column));
  assertEquals(folded(made(), one(5, 5, null, 7, 5)), [12]);
  assertEquals(
    folded(made(), [[0, 5], [1, 5], [0, 5], [1, 6]], { groups: 3 }),
    [5, 11, null],
  );
});

Deno.test("mode() is the most frequent value, and of equals the first to appear", () => {
  assertEquals(folded(modeAccumulator(0), one("b", "a", "a", "b", null)), [
    "b",
  ]);
  assertEquals(folded(modeAccumulator(0), one(null, null)), [null]);
  assertEquals(folded(modeAccumulator(0), one(1, 2, 2)), [2]);
});

Deno.test("string_agg() joins in arrival order and passes over NULL", () => {
  assertEquals(
    folded(joinAccumulator(", ", 0), one("b", null, "a", "b")),
    ["b, a, b"],
  );
  assertEquals(
    folded(
      distinctAccumulator(0, (column) => joinAccumulator("", column)),
      one("b", "a", "b", ""),
    ),
    ["ba"],
  );
  assertEquals(folded(joinAccumulator(",", 0), one(null)), [null]);
});

Deno.test("list() keeps NULL and writes JSON", () => {
  const list = listAccumulator(0, (value) => JSON.stringify(value));
  assertEquals(folded(list, one("a\n", null, 5)), ['["a\\n",null,5]']);
});

Deno.test("list() of no rows is NULL", () => {
  const list = listAccumulator(0, String);
  list.grow(1);
  const builder = new ColumnBuilder();
  list.results(Uint32Array.of(0), 1, builder);
  assertEquals(builder.view().tags[0], 1);
});
