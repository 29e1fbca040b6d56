import { assertEquals } from "@std/assert";
import { oldestOf } from "../../lib/stream/report.ts";

const window = (startUs: number, endUs: number) => ({ startUs, endUs });

Deno.test("oldestOf() gives the five windows that end first, in order", () => {
  const windows = [9, 3, 7, 1, 8, 2, 6, 4].map((endUs) => window(0, endUs));
  assertEquals(
    oldestOf(windows).map(({ endUs }) => endUs),
    [1, 2, 3, 4, 6],
  );
  assertEquals(oldestOf([]), []);
});

Deno.test("oldestOf() puts the one that begins first before others that end with it", () => {
  assertEquals(
    oldestOf([window(5, 9), window(1, 9), window(3, 9)]).map(({ startUs }) =>
      startUs
    ),
    [1, 3, 5],
  );
});
