import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { compareValues, type Value } from "../../../lib/core/mod.ts";
import {
  extremeAccumulator,
  pickAccumulator,
} from "../../../lib/stream/mod.ts";
import { codeColumn } from "../../format/arrow_tables.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";
import type { Shown } from "../collect.ts";
import { folded, one, results, update } from "./folding.ts";

function extreme(kind: "min" | "max", ...cells: TestCell[]) {
  return folded(extremeAccumulator(kind, 0), one(...cells))[0];
}

Deno.test("min() and max() pass over NULL, and are NULL over nothing", () => {
  assertEquals(extreme("min", null, 3, undefined, 2), 2);
  assertEquals(extreme("max", null, 3, undefined, 2), 3);
  assertEquals(extreme("max", null), null);
});

Deno.test("max() takes NaN for the greatest number, and min() only where there is no other", () => {
  assertEquals(extreme("max", 5, { double: NaN }, { double: Infinity }), NaN);
  assertEquals(extreme("min", { double: NaN }, { double: Infinity }), Infinity);
  assertEquals(extreme("min", { double: NaN }), NaN);
});

Deno.test("min() and max() compare whole numbers beyond 2^53 exactly, among doubles too", () => {
  assertEquals(
    extreme("max", 2n ** 53n + 1n, 2 ** 53, 2n ** 53n + 2n),
    2n ** 53n + 2n,
  );
  assertEquals(extreme("min", 2n ** 63n, 1.5, -(2n ** 63n)), -(2n ** 63n));
  assertEquals(extreme("max", 2n ** 63n, { double: 1e30 }), { double: 1e30 });
  assertEquals(
    extreme("min", -(2n ** 63n), 7, -(2n ** 63n) - 1n),
    -(2n ** 63n) - 1n,
  );
});

Deno.test("min() and max() of texts go by their bytes", () => {
  assertEquals(extreme("max", "\u{1f600}", "\uffee", "z"), "\u{1f600}");
  assertEquals(extreme("min", "b", "B", "a"), "B");
  assertEquals(extreme("min", "b", ""), "");
});

Deno.test("min() and max() of moments and truth values keep their kind", () => {
  assertEquals(extreme("max", { timeUs: 5 }, { timeUs: 9 }), { timeUs: 9 });
  assertEquals(extreme("min", true, false), false);
  assertEquals(extreme("max", false, true), true);
});

Deno.test("min() and max() agree with a sort, in any order and cut", () => {
  const cell = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.double({ noDefaultInfinity: false }),
    fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
    fc.constant(null),
  );
  fc.assert(fc.property(
    fc.array(cell, { maxLength: 20 }),
    fc.integer({ min: 1, max: 5 }),
    fc.constantFrom("min" as const, "max" as const),
    (cells, cut, kind) => {
      const numbers = cells.filter((one) => one !== null) as Value[];
      const [least] = numbers.toSorted(compareValues);
      const greatest = numbers.toSorted((a, b) => compareValues(b, a))[0];
      const expected = (kind === "min" ? least : greatest) ?? null;
      const [found] = folded(
        extremeAccumulator(kind, 0),
        one(...cells),
        { cut },
      );
      const value = typeof found === "object" && found !== null &&
          "double" in found
        ? found.double
        : found as Value;
      assertEquals(compareValues(value, expected), 0, `${value} ${expected}`);
    },
  ));
});

Deno.test("min() and max() of texts agree with a sort, written plainly, with escapes or as codes", () => {
  const text = fc.oneof(
    fc.constantFrom(
      "",
      "a",
      "ab",
      "abc",
      "é",
      "z\u00e9",
      "\uffee",
      "\u{1f600}",
    ),
    fc.string({ unit: "grapheme", maxLength: 5 }),
  ).map((each) => each.toWellFormed());
  const escaped = (each: string) =>
    Array.from(
      { length: each.length },
      (_, at) => `\\u${each.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join("");
  fc.assert(fc.property(
    fc.array(fc.tuple(text, fc.nat(2)), { minLength: 1, maxLength: 12 }),
    fc.constantFrom("min" as const, "max" as const),
    (texts, kind) => {
      const accumulator = extremeAccumulator(kind, 0);
      texts.forEach(([each, written], at) => {
        const column = written === 0
          ? columnOf([each])
          : written === 1
          ? columnOf([{ escaped: escaped(each) }])
          : codeColumn([each], [0]);
        update(accumulator, [0], [column], at);
      });
      const sorted = texts.map(([each]) => each).toSorted(compareValues);
      const expected = kind === "min" ? sorted[0]! : sorted.at(-1)!;
      assertEquals(results(accumulator, 1), [expected]);
    },
  ));
});

/** Folds pairs of value and what decides. */
function picked(
  pick: "first" | "last" | "any" | "min" | "max",
  ...pairs: readonly (readonly [TestCell, TestCell])[]
): Shown {
  const accumulator = pickAccumulator(pick, 0, 1);
  for (let at = 0; at < pairs.length; at += 2) {
    const part = pairs.slice(at, at + 2);
    update(accumulator, part.map(() => 0), [
      columnOf(part.map(([value]) => value)),
      columnOf(part.map(([, by]) => by)),
    ], at);
  }
  accumulator.grow(1);
  return results(accumulator, 1)[0]!;
}

Deno.test("first() and last() take NULL as it comes, any_value() passes over it", () => {
  const pairs = [[null, null], ["a", "a"], ["b", "b"], [null, null]] as const;
  assertEquals(picked("first", ...pairs), null);
  assertEquals(picked("last", ...pairs), null);
  assertEquals(picked("any", ...pairs), "a");
  assertEquals(picked("first", ...pairs.slice(1)), "a");
  assertEquals(picked("last", ...pairs.slice(0, 3)), "b");
  assertEquals(picked("any"), null);
});

Deno.test("arg_min() and arg_max() answer with the first row that decides", () => {
  const pairs = [
    ["a", 5],
    ["b", 1],
    ["c", 9],
    ["d", 1],
    ["e", 9],
    [null, 0],
    ["f", null],
  ] as const;
  assertEquals(picked("min", ...pairs), "b");
  assertEquals(picked("max", ...pairs), "c");
  assertEquals(picked("max", [null, 1], ["x", null]), null);
});
