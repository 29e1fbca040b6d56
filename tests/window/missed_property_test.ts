// T5: the delay that is advised keeps every row in every window, and one less does not.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { windowMachine, type WindowOptions } from "../../lib/window/mod.ts";

const us = (count: number) => ({ unit: "us", count }) as const;

const options: fc.Arbitrary<WindowOptions> = fc.record({
  windows: fc.constantFrom(
    { kind: "aligned" as const, size: us(10) },
    { kind: "aligned" as const, size: us(10), every: us(3) },
    { kind: "aligned" as const, size: us(4), every: us(10) },
    { kind: "aligned" as const, size: us(12), step: us(4) },
  ),
  delayUs: fc.integer({ min: 0, max: 10 }),
  latenessUs: fc.constantFrom(0, 0, 7),
  keyed: fc.boolean(),
  perKeyClock: fc.boolean(),
});

/** What became of rows under a delay. */
function countsOf(
  given: WindowOptions,
  times: readonly number[],
  keys: Int32Array,
  delayUs: number,
) {
  const nothing = { add() {}, merge() {}, emit() {}, leave() {}, drop() {} };
  const machine = windowMachine({
    ...given,
    delayUs,
    perKeyClock: given.perKeyClock === true && given.keyed === true,
  }, nothing);
  let newestUs = -Infinity;
  const marks = times.map((timeUs) => {
    const before = newestUs;
    newestUs = Math.max(newestUs, timeUs);
    return before;
  });
  machine.push({
    timesUs: Float64Array.from(times),
    newestUs: Float64Array.from(marks),
    newestAfterUs: newestUs,
    selection: null,
    selected: times.length,
    keys,
  });
  return machine.counts;
}

Deno.test("counts.missedByUs is what windows should have waited longer, to the microsecond", () => {
  let missed = 0;
  fc.assert(
    fc.property(
      options,
      fc.array(fc.integer({ min: -40, max: 60 }), { minLength: 1 }),
      fc.array(fc.integer({ min: 0, max: 2 })),
      (given, times, of) => {
        const keys = Int32Array.from(times, (_, row) => of[row] ?? 0);
        const { late, partlyLate, missedByUs } = countsOf(
          given,
          times,
          keys,
          given.delayUs,
        );
        assertEquals(missedByUs >= 0, late + partlyLate > 0);
        if (late + partlyLate === 0) return;
        missed++;
        const delayUs = given.delayUs - (given.latenessUs ?? 0) + missedByUs;
        const kept = countsOf(given, times, keys, delayUs + 1);
        assertEquals([kept.late, kept.partlyLate], [0, 0]);
        const less = countsOf(given, times, keys, delayUs);
        assert(less.late + less.partlyLate > 0);
      },
    ),
    { numRuns: 1_000 },
  );
  assert(missed > 100);
});
