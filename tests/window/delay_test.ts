import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { delayText, keepingDelayUs, parseDelay } from "../../lib/window/mod.ts";

Deno.test("parseDelay() reads durations and the word end", () => {
  assertEquals(parseDelay("0s"), 0);
  assertEquals(parseDelay("2s"), 2_000_000);
  assertEquals(parseDelay("1d"), 86_400_000_000);
  assertEquals(parseDelay("end"), Infinity);
});

Deno.test("parseDelay() refuses what is negative, has no fixed length or is no duration", () => {
  for (const text of ["-1s", "1mo", "5", "", "End", "never"]) {
    assertEquals(parseDelay(text), null, text);
  }
});

Deno.test("delayText() writes what parseDelay() reads back", () => {
  for (const delayUs of [0, 1, 5_000_000, Infinity]) {
    assertEquals(parseDelay(delayText(delayUs)), delayUs);
  }
});

Deno.test("keepingDelayUs() keeps a row that was late by nothing", () => {
  assertEquals(keepingDelayUs(0, 0), 1_000);
});

Deno.test("keepingDelayUs() rounds up to what reads well and always suffices", () => {
  assertEquals(delayText(keepingDelayUs(5_000_000, 1_200_000)), "7s");
  assertEquals(delayText(keepingDelayUs(60_000_000, 1_000_000)), "1m10s");
  fc.assert(fc.property(fc.nat(1e12), fc.nat(1e12), (delayUs, byUs) => {
    assertEquals(keepingDelayUs(delayUs, byUs) > delayUs + byUs, true);
  }));
});
