// The approximate aggregates: near enough, and the same in any order (D5).
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Column, ColumnBuilder } from "../../../lib/core/mod.ts";
import {
  type Accumulator,
  approxDistinctAccumulator,
  approxQuantileAccumulator,
} from "../../../lib/stream/mod.ts";
import { codeColumn } from "../../format/arrow_tables.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";
import { seeded } from "../../sql/differential/generate.ts";
import { folded, one, results, update } from "./folding.ts";

function distinct(...cells: TestCell[]) {
  return folded(approxDistinctAccumulator(0), one(...cells))[0];
}

function quantile(p: number, ...cells: TestCell[]) {
  return folded(approxQuantileAccumulator(p, 0), one(...cells))[0];
}

/** Folds a column into one group. */
function whole(accumulator: Accumulator, column: Column, rows: number): number {
  update(accumulator, new Array(rows).fill(0), [column]);
  const [found] = results(accumulator, 1);
  return typeof found === "object" && found !== null && "double" in found
    ? found.double
    : Number(found);
}

Deno.test("approx_count_distinct() is exact for few values, told apart as grouping does", () => {
  assertEquals(distinct(), 0);
  assertEquals(distinct(null, undefined), 0);
  assertEquals(distinct(1, { double: 1 }, 0, { double: -0 }, null), 2);
  assertEquals(distinct("1", 1, "", null, "1"), 3);
  assertEquals(distinct({ double: NaN }, { double: NaN }, 1), 2);
  assertEquals(distinct(2n ** 60n, 2n ** 60n, 2n ** 60n + 1n), 2);
  assertEquals(distinct(true, false, true), 2);
  assertEquals(distinct({ timeUs: 1 }, 1, { json: "[1]" }, "[1]"), 4);
  const texts = ["a", "ab", "abc", "abcd", "abcde", "a\0", "a\0\0\0"];
  assertEquals(distinct(...texts, ...texts), texts.length);
});

Deno.test("approx_count_distinct() takes a text for the same with escapes or from a dictionary", () => {
  const accumulator = approxDistinctAccumulator(0);
  const plain = ["é", "b", "", "\u{1f600}"];
  update(accumulator, [0, 0, 0, 0], [columnOf(plain)]);
  update(accumulator, [0, 0], [
    columnOf([{ escaped: "\\u00e9" }, { escaped: "\\ud83d\\ude00" }]),
  ]);
  update(accumulator, [0, 0, 0, 0], [codeColumn(plain, [3, 1, 0, 2])]);
  assertEquals(results(accumulator, 1), [4]);
  update(accumulator, [0], [codeColumn(["another dictionary"], [0])]);
  assertEquals(results(accumulator, 1), [5]);
});

for (
  const [what, append] of [
    ["whole numbers", (out: ColumnBuilder, at: number) => out.appendNumber(at)],
    ["doubles", (out: ColumnBuilder, at: number) => out.appendDouble(at / 7)],
    [
      "texts",
      (out: ColumnBuilder, at: number) => out.appendText(`10.0.${at}.1`),
    ],
    [
      "moments",
      (out: ColumnBuilder, at: number) => out.appendTime(at * 1e6),
    ],
  ] as const
) {
  Deno.test(`approx_count_distinct() of ${what} is off by a few percent at most`, () => {
    const accumulator = approxDistinctAccumulator(0);
    let at = 0;
    for (const count of [200, 256, 257, 1_000, 10_000, 100_000, 400_000]) {
      const from = at;
      const builder = new ColumnBuilder();
      for (; at < count; at++) append(builder, at);
      const found = whole(accumulator, builder.finish(), count - from);
      const off = Math.abs(found / count - 1);
      // Three times the standard error of 4,096 registers.
      assert(off <= (count > 256 ? 0.05 : 0), `${found} of ${count}`);
    }
  });
}

Deno.test("approx_count_distinct() does not depend on order, cut, or how slices were merged", () => {
  // Around the number at which a group is kept otherwise, and far beyond.
  const random = seeded(5);
  for (const count of [1, 100, 255, 256, 257, 300, 2_000]) {
    const values = Array.from({ length: count }, (_, at) => at * 31);
    const rows = [...values, ...values.slice(0, count / 2)];
    const [expected] = folded(approxDistinctAccumulator(0), one(...values), {
      cut: 97,
    });
    for (const cut of [1, 50, 5_000]) {
      rows.sort(() => random() - 0.5);
      assertEquals(
        folded(approxDistinctAccumulator(0), one(...rows), { cut })[0],
        expected,
      );
    }
  }
});

Deno.test("approx_count_distinct() keeps few values in bytes, and many in 4 KiB a group", () => {
  const few = approxDistinctAccumulator(0);
  const groups = 10_000;
  for (const value of [1, 2]) {
    const all = Array.from({ length: groups }, (_, group) => group);
    update(few, all, [columnOf(all.map(() => value))]);
  }
  assert(few.byteLength / groups < 150, `${few.byteLength / groups}`);
  const many = approxDistinctAccumulator(0);
  const cells = Array.from({ length: 50_000 }, (_, at) => at);
  for (const group of [0, 1, 2]) {
    update(many, cells.map(() => group), [columnOf(cells)]);
  }
  assert(many.byteLength < 200_000, `${many.byteLength}`);
});

/** The value that a sort puts where approx_quantile is to look. */
function exactly(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(p * (sorted.length - 1))]!;
}

Deno.test("approx_quantile() passes over NULL, and is NULL over nothing", () => {
  assertEquals(quantile(0.5), null);
  assertEquals(quantile(0.5, null, undefined), null);
  assertEquals(quantile(0.5, null, 3, undefined), { double: 3 });
});

Deno.test("approx_quantile() is exact at both ends and where all are equal", () => {
  assertEquals(quantile(0, 4, 1, 7.5), { double: 1 });
  assertEquals(quantile(1, 4, 1, 7.5), 7.5);
  assertEquals(quantile(0.3, 7, 7, 7), { double: 7 });
  assertEquals(quantile(0.5, 0, 0, { double: -0 }, 9), { double: 0 });
});

Deno.test("approx_quantile() takes numbers of any size and sign", () => {
  const sizes = [
    ...[-1.7e308, -1e300, -5, -1e-300, 0, 5e-324, 1, 1e300, 1.7e308],
  ];
  const cells = [Infinity, -Infinity, ...sizes, NaN].map((double) => ({
    double,
  }));
  const ordered = [-Infinity, ...sizes, Infinity, NaN];
  ordered.forEach((value, at) => {
    const found = quantile(at / (ordered.length - 1), ...cells);
    const number = typeof found === "object" && found !== null &&
        "double" in found
      ? found.double
      : found;
    if (!Number.isFinite(value)) assertEquals(number, value);
    else {
      const off = Math.abs(Number(number) - value);
      assert(off <= Math.abs(value) * 0.010_000_1, `${number} for ${value}`);
    }
  });
  assertEquals(quantile(0.5, { double: NaN }), NaN);
  assertEquals(quantile(1, 2n ** 64n, 1), { double: 2 ** 64 });
});

Deno.test("approx_quantile() is within 1 % of the value that a sort finds", () => {
  const number = fc.oneof(
    fc.integer({ min: -1_000, max: 1_000 }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(fc.property(
    fc.array(number, { minLength: 1, maxLength: 200 }),
    fc.oneof(
      fc.constantFrom(0, 0.5, 0.9, 0.99, 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    fc.integer({ min: 1, max: 210 }),
    (values, p, cut) => {
      const [found] = folded(
        approxQuantileAccumulator(p, 0),
        one(...values.map((double) => ({ double }))),
        { cut },
      );
      const number = typeof found === "number"
        ? found
        : (found as { double: number }).double;
      const exact = exactly(values, p);
      const off = Math.abs(number - exact);
      // The least doubles have no digits to be within 1 % with.
      assert(
        off <= Math.abs(exact) * 0.010_000_1 || off < 1e-320,
        `${number} for ${exact}`,
      );
    },
  ));
});

Deno.test("approx_quantile() does not depend on order, cut, or how slices were merged", () => {
  const random = seeded(9);
  // Around the number at which a group is kept otherwise, and far beyond.
  for (const count of [1, 63, 64, 65, 66, 150, 300, 3_000]) {
    const cells = Array.from({ length: count }, () => ({
      double: (random() - 0.1) ** 3 * 1e5,
    }));
    for (const p of [0.01, 0.5, 0.99]) {
      const [expected] = folded(
        approxQuantileAccumulator(p, 0),
        one(...cells),
        { cut: 100 },
      );
      for (const cut of [7, 5_000]) {
        cells.sort(() => random() - 0.5);
        const made = approxQuantileAccumulator(p, 0);
        assertEquals(folded(made, one(...cells), { cut })[0], expected);
      }
    }
  }
});

Deno.test("approx_quantile() of up to 64 numbers is one of them", () => {
  const values = Array.from({ length: 64 }, (_, at) => 1000 + at * 7 + 0.5);
  assertEquals(
    quantile(0.5, ...values.map((double) => ({ double }))),
    1000 + 31 * 7 + 0.5,
  );
});

Deno.test("approx_quantile() takes memory by the sizes there are, not by the rows", () => {
  const random = seeded(3);
  const accumulator = approxQuantileAccumulator(0.99, 0);
  const batch = () =>
    columnOf(Array.from({ length: 50_000 }, () => 1 + random() * 999));
  update(accumulator, new Array(50_000).fill(0), [batch()]);
  const { byteLength } = accumulator;
  assert(byteLength < 30_000, `${byteLength}`);
  for (let round = 0; round < 5; round++) {
    update(accumulator, new Array(50_000).fill(0), [batch()]);
  }
  assertEquals(accumulator.byteLength, byteLength);
});
