import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Lateness } from "../../lib/window/mod.ts";

function of(...byUs: number[]): Lateness {
  const lateness = new Lateness();
  for (const one of byUs) lateness.add(one);
  return lateness;
}

Deno.test("lateness of nothing has no rows and no quantiles", () => {
  const lateness = new Lateness();
  assertEquals(lateness.rows, 0);
  assertEquals(lateness.mostUs, -Infinity);
  assertEquals(lateness.quantileUs(0.999), -Infinity);
  assertEquals([...lateness.steps()], []);
});

Deno.test("a row that is late by nothing is counted", () => {
  assertEquals([...of(0, 0, 1).steps()], [
    { fromUs: 0, toUs: 0, rows: 2 },
    { fromUs: 1, toUs: 1, rows: 1 },
  ]);
});

Deno.test("lengths up to 64 microseconds are told apart exactly", () => {
  for (let byUs = 0; byUs < 64; byUs++) {
    assertEquals([...of(byUs).steps()], [
      { fromUs: byUs, toUs: byUs, rows: 1 },
    ]);
  }
});

const byUs = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 1e9 }),
  fc.maxSafeNat(),
  fc.integer({ min: 0, max: 52 }).map((power) => 2 ** power),
  fc.integer({ min: 1, max: 52 }).map((power) => 2 ** power - 1),
);

Deno.test("each row is within its step, which is no wider than 1/32 of it", () => {
  fc.assert(
    fc.property(byUs, (one) => {
      const [step] = [...of(one).steps()];
      assert(step!.fromUs <= one && one <= step!.toUs);
      assert(step!.toUs - step!.fromUs <= one / 32);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("a quantile keeps its part of the rows, and not much more", () => {
  fc.assert(
    fc.property(
      fc.array(byUs, { minLength: 1, maxLength: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, part) => {
        const sorted = [...list].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(part * list.length) - 1)]!;
        const found = of(...list).quantileUs(part);
        assert(found >= exact && found <= exact * (1 + 1 / 32));
        assert(found <= sorted.at(-1)!);
      },
    ),
    { numRuns: 1_000 },
  );
});

Deno.test("parts that are counted apart add up to the whole, in any order", () => {
  fc.assert(
    fc.property(
      fc.array(byUs, { maxLength: 30 }),
      fc.array(byUs, { maxLength: 30 }),
      (one, other) => {
        const whole = of(...other, ...one);
        const parts = of(...one);
        parts.merge(of(...other));
        assertEquals([...parts.steps()], [...whole.steps()]);
        assertEquals([parts.rows, parts.mostUs], [whole.rows, whole.mostUs]);
      },
    ),
  );
});
