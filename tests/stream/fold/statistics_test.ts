import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  quantileAccumulator,
  varianceAccumulator,
} from "../../../lib/stream/mod.ts";
import type { TestCell } from "../../format/batches.ts";
import { folded, one } from "./folding.ts";

function quantile(p: number, ...cells: TestCell[]) {
  return folded(quantileAccumulator(p, true, 0), one(...cells))[0];
}

function reached(p: number, ...cells: TestCell[]) {
  return folded(quantileAccumulator(p, false, 0), one(...cells))[0];
}

Deno.test("quantile_cont() lies between neighbours", () => {
  assertEquals(quantile(0.5, 4, 1, 2, 3), 2.5);
  assertEquals(quantile(0.25, 4, 1, 2, 3), 1.75);
  assertEquals(quantile(0, 4, 1), { double: 1 });
  assertEquals(quantile(1, 4, 1), { double: 4 });
  assertEquals(quantile(0.99, 7), { double: 7 });
});

Deno.test("quantile_cont() passes over what is no number, and is NULL over nothing", () => {
  assertEquals(quantile(0.5, null, 3, undefined), { double: 3 });
  assertEquals(quantile(0.5, null), null);
});

Deno.test("quantile_cont() of moments is a moment", () => {
  assertEquals(quantile(0.5, { timeUs: 10 }, { timeUs: 14 }), { timeUs: 12 });
  // To the nearest microsecond, halves away from zero, as DuckDB has it.
  assertEquals(quantile(0.5, { timeUs: 10 }, { timeUs: 15 }), { timeUs: 13 });
  assertEquals(quantile(0.5, { timeUs: -2 }, { timeUs: -3 }), { timeUs: -3 });
  assertEquals(quantile(0.25, { timeUs: -3 }, { timeUs: 0 }), { timeUs: -2 });
});

Deno.test("quantile_cont() exactly on an infinite value is that value", () => {
  assertEquals(quantile(1, 1, { double: Infinity }), Infinity);
  assertEquals(quantile(0, 1, { double: -Infinity }), -Infinity);
});

Deno.test("quantiles take whole numbers beyond 2^53 in", () => {
  // Nanoseconds since the epoch are such numbers.
  assertEquals(
    quantile(0.5, 1_700_000_000_000_000_512n, 1_700_000_000_000_000_512n),
    { double: 1_700_000_000_000_000_512 },
  );
  assertEquals(
    reached(0.5, 5, 1_700_000_000_000_000_001n, 1_700_000_000_000_000_003n),
    1_700_000_000_000_000_001n,
  );
  assertEquals(reached(0.5, 2 ** 53, 2n ** 53n + 1n, 7), 2 ** 53);
  assertEquals(reached(1, 2n ** 53n + 1n, 2 ** 53, 7), 2n ** 53n + 1n);
});

Deno.test("quantile_disc() is the first value that so large a share reaches", () => {
  assertEquals(reached(0.5, 4, 1, 2, 3), 2);
  assertEquals(reached(0.51, 4, 1, 2, 3), 3);
  assertEquals(reached(0, 4, 1), 1);
  assertEquals(reached(1, 4, 1), 4);
});

Deno.test("quantiles of groups do not touch, whatever the cut", () => {
  assertEquals(
    folded(quantileAccumulator(0.5, false, 0), [[0, 1], [1, 9], [0, 3], [
      1,
      7,
    ], [0, 2]], { groups: 3, cut: 1 }),
    [2, 7, null],
  );
});

Deno.test("variances are NULL where there are too few values", () => {
  const variance = (root: boolean, sample: boolean, ...cells: TestCell[]) =>
    folded(varianceAccumulator(root, sample, 0), one(...cells))[0];
  assertEquals(variance(false, true, 5), null);
  assertEquals(variance(false, false, 5), { double: 0 });
  assertEquals(variance(false, false), null);
  assertEquals(variance(false, true, 1, null, 3), { double: 2 });
  assertEquals(variance(true, false, 1, 5), { double: 2 });
  // DuckDB says that it is out of range.
  assertEquals(variance(true, true, 1, { double: Infinity }), null);
  assertEquals(
    variance(false, false, { double: 1e200 }, { double: -1e200 }),
    null,
  );
});

Deno.test("variance keeps its digits far from zero", () => {
  const far = [4, 7, 13, 16].map((n) => ({ double: n + 1e9 }));
  assertEquals(
    folded(varianceAccumulator(false, true, 0), one(...far))[0],
    { double: 30 },
  );
});

Deno.test("variance agrees with the two passes that the textbook has", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), {
      minLength: 2,
      maxLength: 50,
    }),
    (values) => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
      const [found] = folded(
        varianceAccumulator(false, true, 0),
        one(...values),
      );
      const number = typeof found === "number"
        ? found
        : (found as { double: number }).double;
      const expected = squares / (values.length - 1);
      assertAlmostEquals(number, expected, 1e-9 * Math.max(1, expected));
    },
  ));
});
