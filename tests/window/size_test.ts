import { assertEquals } from "@std/assert";
import { parseWindowSize } from "../../lib/window/mod.ts";

for (
  const [text, unit, count] of [
    ["500ms", "us", 500_000],
    ["10s", "us", 10_000_000],
    ["1h30m", "us", 5_400_000_000],
    ["24h", "us", 86_400_000_000],
    ["1d", "day", 1],
    ["7d", "day", 7],
    ["1w", "week", 1],
    ["2w", "week", 2],
    ["1w1d", "day", 8],
    ["3mo", "month", 3],
    ["1y", "month", 12],
    ["1y6mo", "month", 18],
  ] as const
) {
  Deno.test(`parseWindowSize() reads ${text}`, () => {
    assertEquals(parseWindowSize(text), { unit, count });
  });
}

for (
  const text of [
    "",
    "0s",
    "-1m",
    "1d12h",
    "1mo1d",
    "1d-1d",
    "2h-1d",
    "5",
    "1 x",
  ]
) {
  Deno.test(`parseWindowSize() refuses "${text}"`, () => {
    assertEquals(parseWindowSize(text), null);
  });
}
