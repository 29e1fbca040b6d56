import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { MomentReader } from "../../lib/format/moment_reader.ts";
import { formatTimestamp, parseTimestamp } from "../../lib/time/mod.ts";

const encoder = new TextEncoder();
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function reading(reader: MomentReader, text: string): number {
  const bytes = encoder.encode(`..${text}..`);
  return reader.read(bytes, 2, bytes.length - 2);
}

/** A stamp of an access log. */
function accessStamp(timeUs: number, zone: string): string {
  const [date, time] = formatTimestamp(timeUs).split("T") as [string, string];
  const [year, month, day] = date.split("-");
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${
    time.slice(0, 8)
  } ${zone}`;
}

Deno.test("MomentReader reads every stamp as if it were the first", () => {
  const near = fc.integer({ min: 0, max: 200_000_000 }).map((us) =>
    1_431_857_100_000_000 + us
  );
  const digits = fc.constantFrom(
    "",
    ".",
    ".1",
    ".12",
    ".123",
    ".123456",
    ".123456789",
    ".12x",
    ":0",
    "00",
  );
  const stamp = fc.oneof(
    near.map(formatTimestamp),
    fc.tuple(near, fc.constantFrom("+0000", "-0730", "+0200")).map((
      [us, zone],
    ) => accessStamp(us, zone)),
    fc.tuple(
      fc.constantFrom(
        "2015-05-17T10:05:",
        "2015-05-17 10:05:",
        "2015-05-17T10:06:",
        "2015-02-30T10:05:",
      ),
      fc.constantFrom("03", "59", "60", "61", "0x", "9:"),
      digits,
      fc.constantFrom("Z", "+02:00", "-0330", ""),
    )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(fc.array(stamp, { minLength: 1, maxLength: 30 }), (stamps) => {
      const reader = new MomentReader();
      for (const text of stamps) {
        const first = new MomentReader();
        assertEquals(reading(reader, text), reading(first, text), text);
      }
    }),
    { numRuns: 3000 },
  );
});

Deno.test("MomentReader reads what parseTimestamp() reads, where a zone is named", () => {
  const reader = new MomentReader();
  for (
    const text of [
      "2015-05-17T10:05:03Z",
      "2015-05-17T10:05:03.000001Z",
      "2015-05-17 10:05:03.5-07:30",
      "17/May/2015:10:05:03 +0200",
      "17/May/2015:10:05:60 +0000",
      "1969-12-31T23:59:59.250Z",
      "1969-12-31T23:59:58.750Z",
    ]
  ) {
    assertEquals(reading(reader, text), parseTimestamp(text), text);
  }
});

Deno.test("MomentReader leaves a stamp without a zone to the run", () => {
  for (
    const text of [
      "2015-05-17T10:05:03",
      "2015-05-17",
      "17-05-2015",
      "1431857103",
      "",
      "10:05:03",
      "Sun May 17 10:05:03 2015",
    ]
  ) {
    assertEquals(reading(new MomentReader(), text), NaN, text);
  }
});
