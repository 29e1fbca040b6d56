import { assertEquals } from "@std/assert";
import { nearestName } from "../../cli/parse/nearest.ts";

const NAMES = ["filter", "set", "select", "sort", "limit", "top", "window"];

const CASES: readonly (readonly [string, string | null])[] = [
  ["filter", "filter"],
  ["filer", "filter"],
  ["FILTER", "filter"],
  ["fliter", "filter"],
  ["selct", "select"],
  ["win", "window"],
  ["tpo", "top"],
  ["limits", "limit"],
  // Too far, or too short to tell.
  ["fold", null],
  ["x", null],
  ["tp", "top"],
  ["", null],
];

Deno.test("nearestName() offers a name only where one is near", () => {
  for (const [word, expected] of CASES) {
    assertEquals(nearestName(word, NAMES), expected, word);
  }
});

Deno.test("nearestName() offers nothing where there are no names", () => {
  assertEquals(nearestName("filter", []), null);
});
