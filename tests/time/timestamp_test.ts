import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  findZone,
  formatTimestamp,
  formatTimestampIn,
  parseTimestamp,
  parseTimestampBytes,
  UTC,
} from "../../lib/time/mod.ts";

/** 2015-05-17T10:05:03Z. */
const MOMENT = 1_431_857_103_000_000;

for (
  const text of [
    "2015-05-17T10:05:03Z",
    "2015-05-17t10:05:03z",
    "2015-05-17 10:05:03",
    " 2015-05-17 10:05:03 ",
    "2015-05-17T10:05:03.0000000000",
    "2015-05-17 10:05:03,000",
    "2015-05-17T12:05:03+02:00",
    "2015-05-17T12:05:03+0200",
    "2015-05-17T12:05:03+02",
    "2015-05-17 12:05:03 +0200",
    "2015-05-17T04:35:03-05:30",
    "2015-05-17 10:05:03 UTC",
    "20150517T100503Z",
    "20150517T120503+02:00",
    "2015/05/17 10:05:03",
    "17/May/2015:10:05:03 +0000",
    "17/May/2015:12:05:03 +0200",
    "17/may/2015:10:05:03",
    "17-May-2015 10:05:03",
    "17 May 2015 10:05:03 GMT",
    "Sun, 17 May 2015 10:05:03 GMT",
    "Sun, 17 May 2015 05:05:03 EST",
    "Sun, 17 May 2015 10:05:03 +0000",
    "Sun May 17 10:05:03 2015",
    "Sun May 17 10:05:03 UTC 2015",
    "Sun May 17 10:05:03.000000 2015",
    "1431857103",
    "1431857103.0",
    "1431857103000",
    "1431857103000000",
    "1431857103000000999",
    "+002015-05-17T10:05:03Z",
  ]
) {
  Deno.test(`parseTimestamp() reads "${text}"`, () => {
    assertEquals(parseTimestamp(text), MOMENT);
  });
}

for (
  const [text, written] of [
    ["2015-05-17", "2015-05-17T00:00:00Z"],
    ["2015/05/17", "2015-05-17T00:00:00Z"],
    ["2015-05-17T10:05", "2015-05-17T10:05:00Z"],
    ["2015-05-17T10:05:03.1", "2015-05-17T10:05:03.100Z"],
    ["2015-05-17T10:05:03.123", "2015-05-17T10:05:03.123Z"],
    ["2015-05-17T10:05:03,123456", "2015-05-17T10:05:03.123456Z"],
    ["2015-05-17T10:05:03.1234569Z", "2015-05-17T10:05:03.123456Z"],
    ["1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"],
    ["2016-02-29", "2016-02-29T00:00:00Z"],
    ["2015-05-17T24:00:00Z", "2015-05-18T00:00:00Z"],
    ["2015-05-17T24:00:00.000Z", "2015-05-18T00:00:00Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"],
    ["2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.500Z"],
    ["2015-05-17T00:05:03+14:00", "2015-05-16T10:05:03Z"],
    ["0000-01-01", "0000-01-01T00:00:00Z"],
    ["-000001-12-31T23:59:59Z", "-000001-12-31T23:59:59Z"],
    ["+012345-06-07T08:09:10Z", "+012345-06-07T08:09:10Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
    ["7/May/2015:10:05:03 +0000", "2015-05-07T10:05:03Z"],
    ["Thu, 7 May 2015 10:05:03 GMT", "2015-05-07T10:05:03Z"],
    ["Thu May  7 10:05:03.123456 2015", "2015-05-07T10:05:03.123456Z"],
    ["0", "1970-01-01T00:00:00Z"],
    ["-1", "1969-12-31T23:59:59Z"],
    ["20150517", "1970-08-22T05:21:57Z"],
  ] as const
) {
  Deno.test(`parseTimestamp() reads "${text}" as ${written}`, () => {
    const timeUs = parseTimestamp(text);
    assertEquals(timeUs === null ? null : formatTimestamp(timeUs), written);
  });
}

for (
  const text of [
    "",
    " ",
    "-",
    "yesterday",
    "2015-02-29",
    "2015-02-30T00:00:00Z",
    "2015-13-01",
    "2015-00-01",
    "2015-01-00",
    "2015-1-1",
    "2015-05-17T",
    "2015-05-17T10",
    "2015-05-17T10:5:03",
    "2015-05-17T24:00:01",
    "2015-05-17T24:00:00.1",
    "2015-05-17T24:00:00.0000001",
    "2015-05-17T25:00:00",
    "2015-05-17T10:60:00",
    "2015-05-17T10:05:61",
    "2015-05-17T10:05:03.",
    "2015-05-17T10:05:03.12x",
    "2015-05-17T10:05:03+2",
    "2015-05-17T10:05:03+24:00",
    "2015-05-17T10:05:03+02:60",
    "2015-05-17T10:05:03 CEST",
    "2015-05-17T10:05:03constructor",
    "2015-05-17T10:05:03ZZ",
    "2015-05-17_10:05:03",
    "2015-05/17 10:05:03",
    "2015-05-17T10:05:03Z trailing",
    "17/Mai/2015:10:05:03 +0000",
    "31/Jun/2015:10:05:03 +0000",
    "17/May/15:10:05:03 +0000",
    "Mon, 17 May 2015 10:05:03 GMT",
    "Mon May 17 10:05:03 2015",
    "Sun May 17 10:05:03 15",
    "20150517T10",
    "2015-W20-7",
    "2015-137",
    "12:30:00",
    "1431857103x",
    "0x10",
    "２０１５-05-17",
    "+400000-01-01T00:00:00Z",
    "0".repeat(100),
  ]
) {
  Deno.test(`parseTimestamp() refuses "${text.slice(0, 40)}"`, () => {
    assertEquals(parseTimestamp(text), null);
  });
}

Deno.test("parseTimestamp() reads a stamp without a zone in the zone it is given", () => {
  const paris = findZone("Europe/Paris")!;
  assertEquals(parseTimestamp("2015-05-17 12:05:03", paris), MOMENT);
  assertEquals(parseTimestamp("17/May/2015:12:05:03", paris), MOMENT);
  assertEquals(parseTimestamp("Sun May 17 12:05:03 2015", paris), MOMENT);
  assertEquals(parseTimestamp("2015-05-17T10:05:03Z", paris), MOMENT);
  assertEquals(
    parseTimestamp("2015-05-17", paris),
    parseTimestamp("2015-05-16T22:00:00Z"),
  );
  assertEquals(parseTimestamp("1431857103", paris), MOMENT);
});

Deno.test("parseTimestamp() keeps the last moment of the year 9999 in its year", () => {
  const timeUs = parseTimestamp("9999-12-31T23:59:59.999999Z")!;
  assertEquals(formatTimestamp(timeUs).slice(0, 4), "9999");
});

Deno.test("parseTimestamp() takes back what formatTimestamp() writes, to the microsecond", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (timeUs) => {
    assertEquals(parseTimestamp(formatTimestamp(timeUs)), timeUs);
  }));
});

Deno.test("parseTimestamp() takes back what formatTimestamp() writes over all years", () => {
  const ms = fc.integer({ min: -8.64e15, max: 8.64e15 });
  fc.assert(fc.property(ms, (ms) => {
    const timeUs = Math.floor(ms / 1_000) * 1_000_000;
    assertEquals(parseTimestamp(formatTimestamp(timeUs)), timeUs);
  }));
});

Deno.test("parseTimestampBytes() reads a stamp in the middle of a line and nothing around it", () => {
  const bytes = new TextEncoder().encode("1[17/May/2015:10:05:03 +0000]2");
  assertEquals(parseTimestampBytes(bytes, 2, 28), MOMENT);
  assertEquals(parseTimestampBytes(bytes, 2, 27), NaN);
  assertEquals(parseTimestampBytes(bytes, 3, 3), NaN);
});

Deno.test("parseTimestamp() never throws and never gives NaN, whatever the text", () => {
  const likely = fc.stringMatching(/^[-+0-9TZ:., /SunMay]{0,30}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), likely), (text) => {
      const timeUs = parseTimestamp(text);
      assertEquals(
        timeUs === null || Number.isInteger(timeUs),
        true,
        String(timeUs),
      );
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("formatTimestamp() agrees with the platform over the milliseconds that a double holds", () => {
  fc.assert(
    fc.property(fc.integer({ min: -9e12, max: 9e12 }), (ms) => {
      const expected = new Date(ms).toISOString().replace(".000Z", "Z");
      assertEquals(formatTimestamp(ms * 1_000), expected);
    }),
  );
});

Deno.test("formatTimestamp() agrees with the platform over whole seconds to the year 18000", () => {
  fc.assert(
    fc.property(fc.integer({ min: -5e11, max: 5e11 }), (seconds) => {
      const expected = new Date(seconds * 1_000).toISOString();
      assertEquals(
        formatTimestamp(seconds * 1_000_000),
        expected.replace(".000Z", "Z"),
      );
    }),
  );
});

Deno.test("formatTimestamp() writes no fraction, three digits or six", () => {
  assertEquals(formatTimestamp(MOMENT), "2015-05-17T10:05:03Z");
  assertEquals(formatTimestamp(MOMENT + 20_000), "2015-05-17T10:05:03.020Z");
  assertEquals(formatTimestamp(MOMENT + 7), "2015-05-17T10:05:03.000007Z");
  assertEquals(formatTimestamp(MOMENT + 1_000_000), "2015-05-17T10:05:04Z");
});

Deno.test("formatTimestamp() refuses a moment that is not finite", () => {
  for (const timeUs of [NaN, Infinity, -Infinity]) {
    let message = "";
    try {
      formatTimestamp(timeUs);
    } catch (error) {
      message = (error as Error).message;
    }
    assertEquals(message.startsWith("Cannot write a moment"), true);
  }
});

Deno.test("formatTimestampIn() shows the clock of the zone and its offset", () => {
  assertEquals(
    formatTimestampIn(MOMENT + 500_000, findZone("Europe/Paris")!),
    "2015-05-17T12:05:03.500+02:00",
  );
  assertEquals(
    formatTimestampIn(MOMENT, findZone("America/St_Johns")!),
    "2015-05-17T07:35:03-02:30",
  );
  assertEquals(formatTimestampIn(MOMENT, UTC), "2015-05-17T10:05:03+00:00");
});

Deno.test("parseTimestampBytes() looks at no byte behind the end", () => {
  const encoder = new TextEncoder();
  for (const text of ["12", "1", "+12", "2024", "20240229"]) {
    const alone = encoder.encode(text);
    const followed = encoder.encode(`${text}-02-29T10:20:30Z`);
    assertEquals(
      parseTimestampBytes(followed, 0, alone.length),
      parseTimestampBytes(alone, 0, alone.length),
      text,
    );
  }
});
