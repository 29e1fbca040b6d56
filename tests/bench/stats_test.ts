import { assertEquals, assertThrows } from "@std/assert";
import { median, medianRatio, megabytesASecond } from "./stats.ts";

Deno.test("median() is the middle value, whatever the order", () => {
  assertEquals(median([10, 2, 9]), 9);
});

Deno.test("median() of an even number is the mean of the middle two", () => {
  assertEquals(median([4, 1, 2, 100]), 3);
});

Deno.test("median() of nothing is NaN", () => {
  assertEquals(median([]), NaN);
});

Deno.test("medianRatio() compares pair by pair, so a slow spell does not show", () => {
  // Medians alone would say 20 / 30.
  assertEquals(medianRatio([20, 60, 20], [10, 30, 40]), 2);
});

Deno.test("medianRatio() refuses runs that are no pairs", () => {
  assertThrows(() => medianRatio([1, 2], [1]), RangeError);
});

Deno.test("megabytesASecond() counts a million bytes as a megabyte", () => {
  assertEquals(megabytesASecond(512e6, 250), 2048);
});
