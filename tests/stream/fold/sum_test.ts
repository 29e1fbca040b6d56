import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { sumAccumulator } from "../../../lib/stream/mod.ts";
import type { TestCell } from "../../format/batches.ts";
import { folded, type Member, one } from "./folding.ts";

const LIMIT = 2 ** 53;

function sum(...cells: TestCell[]) {
  return folded(sumAccumulator("sum", 0), one(...cells))[0];
}

Deno.test("sum() of no numbers is NULL", () => {
  assertEquals(sum(), null);
  assertEquals(sum(null, undefined), null);
});

Deno.test("sum() of whole numbers is exact at 2^53, where doubles begin to skip", () => {
  assertEquals(sum(LIMIT, 1), 9007199254740993n);
  assertEquals(sum(-LIMIT, -1), -9007199254740993n);
  assertEquals(sum(LIMIT - 1, 1), LIMIT);
  assertEquals(sum(LIMIT, LIMIT, 1), 18014398509481985n);
});

Deno.test("sum() of whole numbers is exact beyond 64 bits", () => {
  assertEquals(sum(2n ** 63n, 2n ** 63n, -1), 2n ** 64n - 1n);
  assertEquals(sum(-(2n ** 63n), -(2n ** 63n)), -(2n ** 64n));
  assertEquals(sum(2n ** 63n, -(2n ** 63n)), 0);
});

Deno.test("sum() with a double among whole numbers is a double, rounded once", () => {
  assertEquals(sum(1, { double: 2 }), { double: 3 });
  // Rounded twice this would be 1e16 + 4.
  assertEquals(sum(1, 1e16 as number, 0.75, 0.75), { double: 1e16 + 2 });
  assertEquals(
    sum(2n ** 60n, { double: -(2 ** 60) }, 1),
    { double: 1 },
  );
});

Deno.test("sum() loses nothing where great numbers cancel", () => {
  assertEquals(sum({ double: 1e100 }, 0.5, { double: -1e100 }), 0.5);
  assertEquals(sum(0.1, 0.2, -0.3), 2.7755575615628914e-17);
});

Deno.test("sum() of infinities is what arithmetic says", () => {
  assertEquals(sum({ double: Infinity }, 1), Infinity);
  assertEquals(sum({ double: Infinity }, { double: -Infinity }), NaN);
  assertEquals(sum({ double: NaN }, 1), NaN);
  assertEquals(sum({ double: 1.7e308 }, { double: 1.7e308 }), Infinity);
});

Deno.test("avg() divides the exact sum, and is a double", () => {
  const avg = (...cells: TestCell[]) =>
    folded(sumAccumulator("avg", 0), one(...cells))[0];
  assertEquals(avg(1, 2, null, 6), { double: 3 });
  assertEquals(avg(), null);
  assertEquals(avg(2n ** 62n, 2n ** 62n), { double: 2 ** 62 });
});

Deno.test("sums of groups do not touch", () => {
  const members: Member[] = [[0, 1], [2, 5], [1, LIMIT], [0, 2], [1, 3]];
  assertEquals(folded(sumAccumulator("sum", 0), members, { groups: 4 }), [
    3,
    9007199254740995n,
    5,
    null,
  ]);
});

Deno.test("sum() of whole numbers agrees with bigints, in any cut", () => {
  fc.assert(fc.property(
    fc.array(
      fc.oneof(
        fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
        fc.constantFrom(2n ** 53n, -(2n ** 53n), 2n ** 53n - 1n, 1n, -1n),
        fc.bigInt({ min: -1000n, max: 1000n }),
      ),
      { minLength: 1, maxLength: 40 },
    ),
    fc.integer({ min: 1, max: 7 }),
    (values, cut) => {
      const [total] = folded(sumAccumulator("sum", 0), one(...values), { cut });
      assertEquals(
        BigInt(total as number | bigint),
        values.reduce((a, b) => a + b, 0n),
      );
    },
  ));
});

/** A double as an exact fraction over 2^1074. */
function exact(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const whole = exponent === 0n ? fraction : fraction | (1n << 52n);
  const scaled = whole << (exponent === 0n ? 0n : exponent - 1n);
  return value < 0 ? -scaled : scaled;
}

const size = (fraction: bigint) => fraction < 0n ? -fraction : fraction;

/** Whether no double is nearer to the fraction over 2^1074, by more than `slack`. */
function isNearest(value: number, fraction: bigint, slack: bigint): boolean {
  const view = new DataView(new ArrayBuffer(8));
  const neighbour = (by: bigint) => {
    view.setFloat64(0, value);
    view.setBigInt64(0, view.getBigInt64(0) + by);
    return view.getFloat64(0);
  };
  const off = (other: number) => size(exact(other) - fraction);
  if (value === 0) return off(0) <= slack;
  return off(value) <= off(neighbour(1n)) + slack &&
    off(value) <= off(neighbour(-1n)) + slack;
}

Deno.test("sum() of doubles is the double nearest to the exact sum", () => {
  const number = fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    // What logs hold: milliseconds with a few digits, prices.
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 1000),
    fc.double({ min: -1e15, max: 1e15, noNaN: true }),
    fc.double({
      noNaN: true,
      noDefaultInfinity: true,
      min: -1e300,
      max: 1e300,
    }),
  );
  fc.assert(fc.property(
    fc.array(number, { minLength: 1, maxLength: 60 }),
    (values) => {
      const [total] = folded(
        sumAccumulator("sum", 0),
        one(...values.map((double) => ({ double }))),
      );
      const found = typeof total === "number"
        ? total
        : (total as { double: number }).double;
      const fraction = values.reduce((all, one) => all + exact(one), 0n);
      // Two doubles hold some 100 bits, so that nothing shows but a tie.
      const sizes = values.reduce((all, one) => all + size(exact(one)), 0n);
      assertEquals(
        isNearest(found, fraction, sizes >> 96n),
        true,
        `${found} for ${values}`,
      );
    },
  ));
});
