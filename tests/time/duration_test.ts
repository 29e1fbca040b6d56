import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  durationText,
  durationUnits,
  durationUs,
  parseDuration,
} from "../../lib/time/mod.ts";

const SECOND = 1_000_000;

for (
  const [text, months, days, us] of [
    ["1us", 0, 0, 1],
    ["500ms", 0, 0, 500_000],
    ["30s", 0, 0, 30 * SECOND],
    ["5m", 0, 0, 300 * SECOND],
    ["2h", 0, 0, 7_200 * SECOND],
    ["1d", 0, 1, 0],
    ["2w", 0, 14, 0],
    ["1mo", 1, 0, 0],
    ["1y", 12, 0, 0],
    ["1h30m", 0, 0, 5_400 * SECOND],
    ["1h 30m", 0, 0, 5_400 * SECOND],
    ["30m1h", 0, 0, 5_400 * SECOND],
    ["1.5h", 0, 0, 5_400 * SECOND],
    ["0.000001s", 0, 0, 1],
    ["-5h", 0, 0, -18_000 * SECOND],
    ["-1h30m", 0, 0, -5_400 * SECOND],
    ["1mo-3d", 1, -3, 0],
    ["0s", 0, 0, 0],
    ["9007199254740991us", 0, 0, Number.MAX_SAFE_INTEGER],
  ] as const
) {
  Deno.test(`parseDuration() reads ${text}`, () => {
    assertEquals(parseDuration(text), { months, days, us });
  });
}

for (
  const text of [
    "",
    " ",
    "5",
    "m",
    "5 minutes",
    "5M",
    "1.5d",
    "1.5mo",
    "0.0000001s",
    "1h30",
    "1h,30m",
    "9007199254740992us",
    "1e3s",
    "--1h",
    "end",
  ]
) {
  Deno.test(`parseDuration() refuses "${text}"`, () => {
    assertEquals(parseDuration(text), null);
  });
}

Deno.test("durationText() writes what parseDuration() reads back", () => {
  const part = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const us = fc.maxSafeInteger();
  fc.assert(fc.property(part, part, us, (months, days, us) => {
    const duration = { months, days, us };
    assertEquals(parseDuration(durationText(duration)), duration);
  }));
});

Deno.test("durationText() writes the largest units first and no empty ones", () => {
  assertEquals(
    durationText({ months: 14, days: 0, us: 5_400 * SECOND }),
    "1y2mo1h30m",
  );
  assertEquals(durationText({ months: 0, days: 0, us: 0 }), "0s");
});

Deno.test("durationUs() counts days as 24 hours and refuses months", () => {
  assertEquals(durationUs({ months: 0, days: 1, us: 5 }), 86_400 * SECOND + 5);
  assertEquals(durationUs({ months: 1, days: 0, us: 0 }), null);
});

Deno.test("durationUnits() tells a week from seven days", () => {
  assertEquals(durationUnits("1w"), ["w"]);
  assertEquals(durationUnits("7d"), ["d"]);
  assertEquals(durationUnits("1w?"), []);
});
