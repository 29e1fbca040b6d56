import { assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import {
  findZone,
  formatTimestamp,
  nearestZoneName,
  parseTimestamp,
  UTC,
  type Zone,
} from "../../lib/time/mod.ts";

const HOUR = 3_600_000_000;

function zone(name: string): Zone {
  const found = findZone(name);
  if (found === null) throw new Error(`no zone ${name}`);
  return found;
}

Deno.test("localToUs() reads a time that clocks show twice as the earlier one", () => {
  const paris = zone("Europe/Paris");
  assertEquals(
    formatTimestamp(parseTimestamp("2024-10-27 02:30:00", paris)!),
    "2024-10-27T00:30:00Z",
  );
});

Deno.test("localToUs() moves a time that clocks skip forward by as much as they skip", () => {
  const paris = zone("Europe/Paris");
  assertEquals(
    formatTimestamp(parseTimestamp("2024-03-31 02:30:00", paris)!),
    "2024-03-31T01:30:00Z",
  );
  // Samoa went over the date line and had no 30 December 2011.
  assertEquals(
    formatTimestamp(
      parseTimestamp("2011-12-30 12:00:00", zone("Pacific/Apia"))!,
    ),
    "2011-12-30T22:00:00Z",
  );
});

const ZONES = [
  "Europe/Paris",
  "America/New_York",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "+05:30",
];
const EARLIEST = Date.UTC(1880, 0);
const LATEST = Date.UTC(2100, 0);
const anyMs = fc.integer({ min: EARLIEST, max: LATEST });

for (const name of ZONES) {
  Deno.test(`zone ${name} agrees with Temporal at any moment and any local time`, () => {
    const one = zone(name);
    fc.assert(
      fc.property(anyMs, (ms) => {
        const there = Temporal.Instant.fromEpochMilliseconds(ms)
          .toZonedDateTimeISO(name);
        assertEquals(one.offsetUs(ms * 1_000), there.offsetNanoseconds / 1_000);
        const local = Temporal.Instant.fromEpochMilliseconds(ms)
          .toZonedDateTimeISO("UTC").toPlainDateTime();
        assertEquals(
          one.localToUs(ms * 1_000),
          local.toZonedDateTime(name, { disambiguation: "compatible" })
            .epochMilliseconds * 1_000,
        );
      }),
      { numRuns: 300 },
    );
  });

  Deno.test(`zone ${name} agrees with Temporal around each of its changes since 1970`, () => {
    const one = zone(name);
    let at = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    for (;;) {
      const next = at.getTimeZoneTransition("next");
      if (next === null || next.year > 2040) break;
      at = next;
      for (const minutes of [-91, -60, -31, -1, 0, 1, 29, 59, 60, 90, 1500]) {
        const moment = at.add({ minutes });
        const local = moment.toPlainDateTime();
        const asUtc = local.toZonedDateTime("UTC").epochMilliseconds * 1_000;
        assertEquals(
          one.offsetUs(moment.epochMilliseconds * 1_000),
          moment.offsetNanoseconds / 1_000,
        );
        assertEquals(
          one.localToUs(asUtc),
          local.toZonedDateTime(name, { disambiguation: "compatible" })
            .epochMilliseconds * 1_000,
          `${local} in ${name}`,
        );
      }
    }
  });
}

Deno.test("findZone() knows a zone in any case, once", () => {
  assertStrictEquals(findZone("europe/paris"), findZone("Europe/Paris"));
  assertEquals(findZone("europe/paris")?.name, "Europe/Paris");
});

Deno.test("findZone() takes UTC by its names and fixed offsets", () => {
  assertStrictEquals(findZone("UTC"), UTC);
  assertStrictEquals(findZone("utc"), UTC);
  assertStrictEquals(findZone("Z"), UTC);
  assertEquals(findZone("+02:00")?.offsetUs(0), 2 * HOUR);
});

Deno.test("findZone() refuses what is no name of a zone", () => {
  const names = [
    "",
    "Europe/Pariss",
    "CEST",
    "local",
    "2024-01-01",
    "2024-01-01T00:00Z",
    "2024-01-01T00:00[Europe/Paris]",
  ];
  for (const name of names) assertEquals(findZone(name), null, name);
});

Deno.test("nearestZoneName() finds a misspelt zone, and one of which only the city is given", () => {
  assertEquals(nearestZoneName("Europe/Pariss"), "Europe/Paris");
  assertEquals(nearestZoneName("berlin"), "Europe/Berlin");
});

Deno.test("zone offsets reach both ends of what a stamp can say", () => {
  const paris = zone("Europe/Paris");
  assertEquals(paris.offsetUs(-8.64e18), 561_000_000);
  assertEquals([HOUR, 2 * HOUR].includes(paris.offsetUs(8.64e18)), true);
});
