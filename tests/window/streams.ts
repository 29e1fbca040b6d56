// Made up streams of rows and options of windows, for property tests.
import fc from "fast-check";
import { findZone } from "../../lib/time/mod.ts";
import type {
  AlignedWindows,
  WindowKind,
  WindowOptions,
  WindowSize,
} from "../../lib/window/mod.ts";
import type { Row } from "./told.ts";

/** Names of keys by code: their order is not that of the codes, as where values come in any order. */
const NAMES = ["m", "b", "z", "B", "é", "a"];

/** Compares codes as their names sort, bytewise. */
export function compareKeys(a: number, b: number): number {
  const [x, y] = [NAMES[a]!, NAMES[b]!];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Where a stream begins, and what a step of it is: its windows are some steps long. */
export interface Scene {
  readonly originUs: number;
  readonly unitUs: number;
  readonly windows: WindowKind;
}

/** A stream in steps: mostly forward, at times far back or far ahead; one of three in no order at all. */
export function rowsOf(
  scene: fc.Arbitrary<Scene>,
  maxLength = 30,
): fc.Arbitrary<{ scene: Scene; rows: Row[] }> {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 }) },
    { weight: 4, arbitrary: fc.integer({ min: -12, max: 0 }) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 40 }) },
  );
  const row = fc.record({
    step,
    spot: fc.integer({ min: 0, max: 60 }),
    // Off the edge by so many microseconds: mostly exactly on it.
    off: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(-1, 1) },
    ),
    key: fc.integer({ min: 0, max: 3 }),
    timeless: fc.integer({ min: 0, max: 30 }),
    dropped: fc.integer({ min: 0, max: 7 }),
    starts: fc.integer({ min: 0, max: 3 }),
    ends: fc.integer({ min: 0, max: 3 }),
  });
  return fc.tuple(
    scene,
    fc.integer({ min: -20, max: 20 }),
    // One row of eight is dropped by a filter, or nearly half of them.
    fc.constantFrom(7, 7, 7, 5),
    fc.constantFrom(false, false, true),
    // So many keys.
    fc.constantFrom(1, 2, 4),
    fc.array(row, { minLength: 1, maxLength, size: "max" }),
  ).map(([chosen, begin, dropping, scattered, keys, list]) => {
    let at = begin;
    const rows = list.map((one): Row => {
      at = scattered ? begin + one.spot : at + one.step;
      return {
        timeUs: one.timeless === 30
          ? NaN
          : chosen.originUs + at * chosen.unitUs + one.off,
        key: one.key % keys,
        dropped: one.dropped >= dropping,
        starts: one.starts === 3,
        ends: one.ends === 3,
      };
    });
    return { scene: chosen, rows };
  });
}

const us = (count: number): WindowSize => ({ unit: "us", count });
const offset = fc.constantFrom(0, 0, 3, -2);

/** Windows of fixed sizes around 1970, some steps long. */
export const fixedScene: fc.Arbitrary<Scene> = fc.oneof(
  fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    every: fc.integer({ min: 1, max: 8 }),
    hop: fc.boolean(),
    offset,
  }).map(({ size, every, hop, offset }): AlignedWindows => ({
    kind: "aligned",
    size: us(size * 10),
    offsetUs: offset,
    ...(hop ? { every: us(every * 10 + (size % 3 === 0 ? 5 : 0)) } : {}),
  })),
  fc.record({
    steps: fc.integer({ min: 1, max: 5 }),
    step: fc.integer({ min: 1, max: 4 }),
    offset,
  }).map(({ steps, step, offset }): AlignedWindows => ({
    kind: "aligned",
    size: us(steps * step * 10),
    step: us(step * 10),
    offsetUs: offset,
  })),
).map((windows) => ({ originUs: 0, unitUs: 10, windows }));

const HOUR_US = 3_600_000_000;
const day = (count: number): WindowSize => ({ unit: "day", count });
const month = (count: number): WindowSize => ({ unit: "month", count });
const week = (count: number): WindowSize => ({ unit: "week", count });

/** Calendar windows around changes of clocks, leap days and ends of months. */
export const calendarScene: fc.Arbitrary<Scene> = fc.record({
  zone: fc.constantFrom(
    ["UTC", "2024-02-29T00:00Z"],
    ["UTC", "1969-12-29T00:00Z"],
    ["Europe/Berlin", "2024-03-31T01:00Z"],
    ["Europe/Berlin", "2024-10-27T01:00Z"],
    ["America/Sao_Paulo", "2018-11-04T03:00Z"],
    ["Pacific/Apia", "2011-12-30T10:00Z"],
    ["Australia/Lord_Howe", "2024-04-06T15:00Z"],
    ["Africa/Cairo", "2024-04-25T22:00Z"],
  ),
  sizes: fc.constantFrom<Partial<AlignedWindows> & { hours: number }>(
    { size: day(1), hours: 5 },
    { size: day(3), hours: 20 },
    { size: week(1), hours: 30 },
    { size: month(1), hours: 60 },
    { size: day(2), every: day(1), hours: 8 },
    { size: week(1), every: day(1), hours: 14 },
    { size: day(1), every: day(3), hours: 9 },
    { size: month(1), every: week(1), hours: 50 },
    { size: month(1), every: day(10), hours: 50 },
    { size: month(2), every: month(1), hours: 90 },
    { size: us(6 * HOUR_US), every: day(1), hours: 2 },
    { size: us(30 * HOUR_US), every: day(1), hours: 7 },
    { size: day(1), step: us(HOUR_US), hours: 1 },
    { size: day(1), step: us(7 * HOUR_US), hours: 3 },
    { size: week(1), step: day(2), hours: 11 },
    { size: month(1), step: week(1), hours: 40 },
    { size: { unit: "month", count: 12 }, step: month(5), hours: 400 },
  ),
  offset: fc.constantFrom(0, 0, 0, 2 * HOUR_US, -90 * 60_000_000),
  origin: fc.constantFrom(undefined, undefined, Date.UTC(2000, 0, 31) * 1_000),
}).map(({ zone: [zone, at], sizes, offset, origin }): Scene => {
  const { hours, ...rest } = sizes;
  return {
    originUs: Temporal.Instant.from(at!).epochMilliseconds * 1_000,
    unitUs: hours * HOUR_US / 2,
    windows: {
      kind: "aligned",
      ...rest as { size: WindowSize },
      zone: findZone(zone!)!,
      offsetUs: offset,
      ...(origin === undefined ? {} : { originUs: origin }),
    },
  };
});

/** Sessions of some steps, some of them not to grow too long. */
export const sessionScene: fc.Arbitrary<Scene> = fc.record({
  gap: fc.integer({ min: 1, max: 8 }),
  max: fc.constantFrom(null, null, 1, 5, 9, 20),
}).map(({ gap, max }) => ({
  originUs: 0,
  unitUs: 10,
  windows: {
    kind: "session",
    gapUs: gap * 10,
    ...(max === null ? {} : { maxUs: max * 10 }),
  },
}));

/** Windows that follow from the order of rows. */
export const arrivalScene: fc.Arbitrary<Scene> = fc.oneof(
  fc.integer({ min: 1, max: 7 }).map((rows): WindowKind => ({
    kind: "count",
    rows,
  })),
  fc.constant<WindowKind>({ kind: "predicate" }),
  fc.constant<WindowKind>({ kind: "global" }),
).map((windows) => ({ originUs: 0, unitUs: 10, windows }));

/** Windows of counted rows that overlap or leave rows out. */
export const countScene: fc.Arbitrary<Scene> = fc.record({
  rows: fc.integer({ min: 1, max: 7 }),
  every: fc.integer({ min: 1, max: 9 }),
}).map(({ rows, every }) => ({
  originUs: 0,
  unitUs: 10,
  windows: { kind: "count", rows, every },
}));

/** How long windows wait, in steps of the stream, and a part of one now and then. */
export function delays(): fc.Arbitrary<(unitUs: number) => number> {
  return fc.tuple(
    fc.constantFrom(0, 0, 1, 3, 10, Infinity),
    fc.constantFrom(0, 0, 1),
  )
    .map(([steps, more]) => (unitUs: number) => steps * unitUs + more);
}

/** Updates of windows that are not complete; times in steps of the stream. */
export const updates: fc.Arbitrary<
  (unitUs: number) => Partial<WindowOptions>
> = fc.constantFrom(0, 1, 2, 5).map((update) => (unitUs) => ({
  updateUs: update * unitUs,
}));

/** Sessions that leave more than once, or by clocks of their keys. */
export const sessionRevisions: fc.Arbitrary<
  (unitUs: number) => Partial<WindowOptions>
> = fc.record({
  lateness: fc.constantFrom(0, 0, 1, 4, 15, 60),
  refire: fc.constantFrom(0, 1, 1, 3, 10),
  update: fc.constantFrom(null, null, 0, 1, 2, 5),
  perKeyClock: fc.integer({ min: 0, max: 3 }),
}).map(({ lateness, refire, update, perKeyClock }) => (unitUs) => ({
  latenessUs: lateness * unitUs,
  refireUs: refire * unitUs,
  ...(update === null ? {} : { updateUs: update * unitUs }),
  perKeyClock: perKeyClock === 3,
}));

/** The same for aligned windows, which may leave empty as well. */
export const revisions: fc.Arbitrary<
  (unitUs: number) => Partial<WindowOptions>
> = fc.tuple(sessionRevisions, fc.constantFrom(0, 0, 1, 3, 1_000))
  .map(([more, fill]) => (unitUs) => ({
    ...more(unitUs),
    ...(fill === 0 ? {} : { fill: true, fillLimit: fill }),
  }));

/** Lengths of batches, one after another. */
export const cuts = fc.array(fc.integer({ min: 1, max: 12 }), {
  minLength: 1,
  maxLength: 4,
});

/** The options of a case, written so that a failure can be read. */
export function describe(options: WindowOptions): string {
  return JSON.stringify(
    options,
    (_, value) =>
      value === Infinity
        ? "Infinity"
        : typeof value === "object" && value !== null && "localToUs" in value
        ? value.name
        : value,
  );
}
