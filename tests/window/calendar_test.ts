import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  findZone,
  formatTimestamp,
  parseTimestamp,
} from "../../lib/time/mod.ts";
import { windowAssigner, type WindowSize } from "../../lib/window/mod.ts";

const HOUR_US = 3_600_000_000;

/** The bounds of the window that holds a stamp, in UTC. */
function bounds(
  stamp: string,
  unit: WindowSize["unit"],
  options: {
    count?: number;
    zone?: string;
    origin?: string;
    offsetUs?: number;
  } = {},
): string[] {
  const { count = 1, zone = "UTC", origin, offsetUs = 0 } = options;
  const assigner = windowAssigner({
    size: { unit, count },
    zone: findZone(zone)!,
    offsetUs,
    ...(origin === undefined ? {} : { originUs: parseTimestamp(origin)! }),
  });
  const startUs = assigner.startOf(parseTimestamp(stamp)!);
  return [startUs, assigner.endOf(startUs)].map(formatTimestamp);
}

Deno.test("a day in a zone begins at its midnight", () => {
  assertEquals(
    bounds("2015-05-17T23:30:00Z", "day", { zone: "Europe/Paris" }),
    [
      "2015-05-17T22:00:00Z",
      "2015-05-18T22:00:00Z",
    ],
  );
});

Deno.test("a day has 23 hours when summer time begins, and 25 when it ends", () => {
  const zone = "Europe/Paris";
  assertEquals(bounds("2024-03-31T12:00:00Z", "day", { zone }), [
    "2024-03-30T23:00:00Z",
    "2024-03-31T22:00:00Z",
  ]);
  assertEquals(bounds("2024-10-27T12:00:00Z", "day", { zone }), [
    "2024-10-26T22:00:00Z",
    "2024-10-27T23:00:00Z",
  ]);
});

Deno.test("a day whose midnight the clocks skip begins at the change", () => {
  // In Cairo clocks went from 00:00 to 01:00 on 26 April 2024.
  assertEquals(
    bounds("2024-04-26T12:00:00Z", "day", { zone: "Africa/Cairo" }),
    [
      "2024-04-25T22:00:00Z",
      "2024-04-26T21:00:00Z",
    ],
  );
});

Deno.test("a day whose midnight clocks show twice begins at the earlier", () => {
  // In Havana clocks went from 01:00 back to 00:00 on 3 November 2024.
  assertEquals(
    bounds("2024-11-03T05:30:00Z", "day", { zone: "America/Havana" }),
    ["2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z"],
  );
});

Deno.test("a day that a zone skipped holds nothing", () => {
  const zone = "Pacific/Apia";
  assertEquals(bounds("2011-12-30T09:59:59Z", "day", { zone }), [
    "2011-12-29T10:00:00Z",
    "2011-12-30T10:00:00Z",
  ]);
  assertEquals(bounds("2011-12-30T10:00:00Z", "day", { zone }), [
    "2011-12-30T10:00:00Z",
    "2011-12-31T10:00:00Z",
  ]);
});

Deno.test("a week begins on Monday, before 1970 too", () => {
  assertEquals(bounds("2015-05-17T23:59:59Z", "week"), [
    "2015-05-11T00:00:00Z",
    "2015-05-18T00:00:00Z",
  ]);
  assertEquals(
    bounds("1969-12-28T23:59:59Z", "week")[1],
    "1969-12-29T00:00:00Z",
  );
});

Deno.test("seven days are counted from 1970-01-01, a Thursday", () => {
  assertEquals(bounds("1970-01-07T00:00:00Z", "day", { count: 7 }), [
    "1970-01-01T00:00:00Z",
    "1970-01-08T00:00:00Z",
  ]);
});

Deno.test("months have their own lengths, and years theirs", () => {
  assertEquals(bounds("2016-02-29T12:00:00Z", "month"), [
    "2016-02-01T00:00:00Z",
    "2016-03-01T00:00:00Z",
  ]);
  assertEquals(bounds("2016-02-29T12:00:00Z", "month", { count: 12 }), [
    "2016-01-01T00:00:00Z",
    "2017-01-01T00:00:00Z",
  ]);
  assertEquals(
    bounds("1969-12-31T23:59:59Z", "month")[0],
    "1969-12-01T00:00:00Z",
  );
});

Deno.test("an origin says where one window begins, and at what time of day", () => {
  assertEquals(
    bounds("2014-03-05T08:59:59Z", "day", { origin: "2014-03-01 09:00" }),
    ["2014-03-04T09:00:00Z", "2014-03-05T09:00:00Z"],
  );
  assertEquals(
    bounds("2015-01-01", "month", { count: 7, origin: "2014-03-05" }),
    ["2014-10-05T00:00:00Z", "2015-05-05T00:00:00Z"],
  );
});

Deno.test("months counted from the 31st turn over on the last day of shorter ones", () => {
  const origin = "2015-01-31";
  assertEquals(bounds("2015-02-27", "month", { origin }), [
    "2015-01-31T00:00:00Z",
    "2015-02-28T00:00:00Z",
  ]);
  assertEquals(bounds("2015-02-28", "month", { origin }), [
    "2015-02-28T00:00:00Z",
    "2015-03-31T00:00:00Z",
  ]);
});

Deno.test("an offset moves calendar bounds on the clock of the zone", () => {
  const offsetUs = 6 * HOUR_US;
  const zone = "Europe/Paris";
  assertEquals(bounds("2024-03-31T12:00:00Z", "day", { zone, offsetUs }), [
    "2024-03-31T04:00:00Z",
    "2024-04-01T04:00:00Z",
  ]);
});

Deno.test("a midnight that comes twice begins the day the first time", () => {
  // On 25 October 1998 clocks in St John's went from 00:01 back to 23:01.
  const zone = "America/St_Johns";
  for (const stamp of ["1998-10-25T02:30:30Z", "1998-10-25T02:31:00Z"]) {
    assertEquals(bounds(stamp, "day", { zone }), [
      "1998-10-25T02:30:00Z",
      "1998-10-26T03:30:00Z",
    ]);
  }
});

const ZONES = ["Europe/Paris", "America/St_Johns", "Pacific/Apia", "Asia/Gaza"];

for (const zone of ZONES) {
  Deno.test(`every day in ${zone} agrees with Temporal, DST changes included`, () => {
    const assigner = windowAssigner({
      size: { unit: "day", count: 1 },
      zone: findZone(zone)!,
    });
    const anyMs = fc.integer({
      min: Date.UTC(1995, 0),
      max: Date.UTC(2030, 0),
    });
    fc.assert(
      fc.property(anyMs, (ms) => {
        const there = Temporal.Instant.fromEpochMilliseconds(ms)
          .toZonedDateTimeISO(zone);
        // Midnight as T3 reads it: where clocks skip it, later by what they skip.
        const midnight = (date: Temporal.PlainDate) =>
          date.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds *
          1_000;
        const date = there.toPlainDate();
        const startUs = assigner.startOf(ms * 1_000);
        // A day begins at its first midnight (T3). Where clocks go back over
        // midnight, as in St John's at 00:01, the rest of the day before comes
        // once more behind it: windows meet end to end, so it is of the new day.
        const begun = [1, 0, -1].map((days) => midnight(date.add({ days })))
          .find((startUs) => startUs <= ms * 1_000);
        assertEquals(startUs, begun);
      }),
      { numRuns: 400 },
    );
  });

  Deno.test(`windows of any calendar unit in ${zone} meet end to end and hold their moments`, () => {
    const anyUs = fc.integer({ min: -1e15, max: 4e15 });
    const unit = fc.constantFrom("day", "week", "month");
    const count = fc.integer({ min: 1, max: 40 });
    const offset = fc.integer({ min: -100, max: 100 });
    fc.assert(
      fc.property(anyUs, unit, count, offset, (timeUs, unit, count, hours) => {
        const { startOf, endOf } = windowAssigner({
          size: { unit, count } as WindowSize,
          zone: findZone(zone)!,
          offsetUs: hours * HOUR_US,
        });
        const startUs = startOf(timeUs);
        const endUs = endOf(startUs);
        assertEquals(startUs <= timeUs && timeUs < endUs, true);
        assertEquals(startOf(startUs), startUs);
        assertEquals(startOf(endUs - 1), startUs);
        assertEquals(startOf(endUs), endUs);
      }),
      { numRuns: 200 },
    );
  });
}
