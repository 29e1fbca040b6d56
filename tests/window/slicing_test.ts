import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { findZone } from "../../lib/time/mod.ts";
import {
  slicing,
  type SlicingOptions,
  type WindowSize,
} from "../../lib/window/mod.ts";
import { spansOver } from "./spans.ts";
import { calendarScene, fixedScene, type Scene } from "./streams.ts";

const us = (count: number): WindowSize => ({ unit: "us", count });
const day = (count: number): WindowSize => ({ unit: "day", count });
const month = (count: number): WindowSize => ({ unit: "month", count });
const HOUR_US = 3_600_000_000;
const berlin = findZone("Europe/Berlin")!;

/** The windows that cover a moment. */
function covering(options: SlicingOptions, timeUs: number): number[][] {
  const { sliceAt, startOf, endOf } = slicing(options);
  const { first, last } = sliceAt(timeUs);
  const found: number[][] = [];
  for (let window = first; window <= last; window++) {
    found.push([startOf(window), endOf(window)]);
  }
  return found;
}

Deno.test("a hop is cut once where the size is no multiple of it, and not at all where it is", () => {
  const bounds = (size: number, every: number) => {
    const { sliceAt } = slicing({ size: us(size), every: us(every) });
    const starts = new Set<number>();
    for (let at = 0; at < 60; at++) starts.add(sliceAt(at).startUs);
    return [...starts];
  };
  assertEquals(bounds(60, 20), [0, 20, 40]);
  assertEquals(bounds(50, 20), [0, 10, 20, 30, 40, 50]);
  assertEquals(bounds(5, 20), [0, 5, 20, 25, 40, 45]);
});

Deno.test("hopping windows cover moments before 1970 as those after", () => {
  assertEquals(covering({ size: us(10), every: us(5) }, -1), [[-10, 0], [
    -5,
    5,
  ]]);
  assertEquals(covering({ size: us(10), every: us(5) }, 0), [[-5, 5], [0, 10]]);
  assertEquals(covering({ size: us(3), every: us(10) }, -8), [[-10, -7]]);
  assertEquals(covering({ size: us(3), every: us(10) }, -7), []);
});

Deno.test("slices tile time, and no window begins or ends inside of one", () => {
  const scene: fc.Arbitrary<Scene> = fc.oneof(fixedScene, calendarScene);
  fc.assert(
    fc.property(scene, fc.integer({ min: -40, max: 40 }), (scene, steps) => {
      const { windows, originUs, unitUs } = scene;
      if (windows.kind !== "aligned") throw new TypeError("Not aligned");
      const { sliceAt, startOf, endOf } = slicing(windows);
      const timeUs = originUs + steps * unitUs;
      const slice = sliceAt(timeUs);
      assert(slice.startUs <= timeUs && timeUs < slice.endUs);
      assertEquals(sliceAt(slice.startUs), slice);
      assertEquals(sliceAt(slice.endUs - 1), slice);
      assertEquals(sliceAt(slice.endUs).startUs, slice.endUs);
      const expected = spansOver(windows, [timeUs]).filter((span) =>
        span.startUs <= timeUs && timeUs < span.endUs
      );
      const found: { startUs: number; endUs: number }[] = [];
      for (let window = slice.first; window <= slice.last; window++) {
        const span = { startUs: startOf(window), endUs: endOf(window) };
        // A day that the zone skipped has a number and no window.
        if (span.startUs < span.endUs) found.push(span);
      }
      assertEquals(found, expected);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("windows are numbered by end, then start, without a gap among those that share a slice", () => {
  fc.assert(
    fc.property(calendarScene, ({ windows, originUs }) => {
      if (windows.kind !== "aligned") throw new TypeError("Not aligned");
      const { sliceAt, startOf, endOf, after } = slicing(windows);
      let window = sliceAt(originUs).last;
      for (let steps = 0; steps < 40; steps++) {
        const next = after(window);
        assert(next > window);
        assert(endOf(next) >= endOf(window));
        if (startOf(next) < endOf(next) && endOf(next) === endOf(window)) {
          assert(startOf(next) >= startOf(window));
        }
        window = next;
      }
    }),
    { numRuns: 200 },
  );
});

Deno.test("a day grows by the hour in 23 steps when summer time begins, and in 25 when it ends", () => {
  const steps = (date: string) => {
    const timeUs = Temporal.ZonedDateTime.from(`${date}T00:00[Europe/Berlin]`)
      .epochMilliseconds * 1_000;
    return covering({ size: day(1), step: us(HOUR_US), zone: berlin }, timeUs)
      .length;
  };
  assertEquals(steps("2024-03-31"), 23);
  assertEquals(steps("2024-04-01"), 24);
  assertEquals(steps("2024-10-27"), 25);
});

Deno.test("the last step of a calendar window is shorter where the size is no multiple", () => {
  const windows = covering({ size: day(1), step: us(7 * HOUR_US) }, 0);
  assertEquals(windows.map(([, endUs]) => endUs! / HOUR_US), [7, 14, 21, 24]);
});

Deno.test("a window of a month that begins on the 31st ends on the last day of a shorter one", () => {
  const { startOf, endOf, sliceAt } = slicing({
    size: month(1),
    every: day(1),
  });
  const { last } = sliceAt(Date.UTC(2024, 0, 31, 12) * 1_000);
  assertEquals(startOf(last), Date.UTC(2024, 0, 31) * 1_000);
  assertEquals(endOf(last), Date.UTC(2024, 1, 29) * 1_000);
});

Deno.test("days have one length every so many hours in UTC", () => {
  const windows = covering({ size: day(1), every: us(6 * HOUR_US) }, 0);
  assertEquals(windows.map(([startUs]) => startUs! / HOUR_US), [
    -18,
    -12,
    -6,
    0,
  ]);
});

Deno.test("a day that a zone skipped begins no window", () => {
  const zone = findZone("Pacific/Apia")!;
  const noonUs = Temporal.ZonedDateTime.from("2011-12-31T12:00[Pacific/Apia]")
    .epochMilliseconds * 1_000;
  const windows = covering(
    { size: us(36 * HOUR_US), every: day(1), zone },
    noonUs,
  ).filter(([startUs, endUs]) => startUs! < endUs!);
  assertEquals(windows.map(([startUs]) => (noonUs - startUs!) / HOUR_US), [12]);
});

const refused: readonly [string, SlicingOptions, string][] = [
  [
    "hops that grow",
    { size: us(10), every: us(5), step: us(5) },
    "hop and grow",
  ],
  [
    "a size that is no multiple of its step",
    { size: us(10), step: us(3) },
    "multiple of the step",
  ],
  ["a step of days in a size of hours", {
    size: us(24 * HOUR_US),
    step: day(1),
  }, "multiple of the step"],
  [
    "a step longer than its day",
    { size: day(1), step: us(25 * HOUR_US) },
    "too long",
  ],
  [
    "millions of steps",
    { size: { unit: "month", count: 12 }, step: us(1_000) },
    "too short",
  ],
  ["days every so many hours where they differ", {
    size: day(1),
    every: us(HOUR_US),
    zone: berlin,
  }, "fixed length"],
  [
    "months every so many hours",
    { size: month(1), every: us(HOUR_US) },
    "fixed length",
  ],
  [
    "an origin of fixed hops",
    { size: us(10), every: us(5), originUs: 0 },
    "from an origin",
  ],
  [
    "an origin of fixed steps",
    { size: us(10), step: us(5), originUs: 0 },
    "from an origin",
  ],
  ["a hop of nothing", { size: us(10), every: us(0) }, "positive whole number"],
  ["half a step", { size: us(10), step: us(2.5) }, "positive whole number"],
];

for (const [what, options, message] of refused) {
  Deno.test(`slicing() refuses ${what}`, () => {
    assertThrows(() => slicing(options), RangeError, message);
  });
}
