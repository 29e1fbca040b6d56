import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { tumblingWindow } from "../../lib/window/mod.ts";

Deno.test("tumblingWindow() includes its start and not its end", () => {
  assertEquals(tumblingWindow(0, 10), { startUs: 0, endUs: 10 });
  assertEquals(tumblingWindow(9, 10), { startUs: 0, endUs: 10 });
  assertEquals(tumblingWindow(10, 10), { startUs: 10, endUs: 20 });
});

Deno.test("tumblingWindow() covers moments before 1970", () => {
  assertEquals(tumblingWindow(-1, 10), { startUs: -10, endUs: 0 });
  assertEquals(tumblingWindow(-10, 10), { startUs: -10, endUs: 0 });
  assertEquals(tumblingWindow(-11, 10), { startUs: -20, endUs: -10 });
});

Deno.test("tumblingWindow() moves its bounds by an offset of either sign", () => {
  assertEquals(tumblingWindow(0, 10, 3), { startUs: -7, endUs: 3 });
  assertEquals(tumblingWindow(0, 10, -3), { startUs: -3, endUs: 7 });
  assertEquals(tumblingWindow(0, 10, 23), { startUs: -7, endUs: 3 });
});

Deno.test("tumblingWindow() holds the moment, whatever the size and the offset", () => {
  const moment = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
  const size = fc.integer({ min: 1, max: 2 ** 45 });
  const offset = fc.integer({ min: -(2 ** 45), max: 2 ** 45 });
  fc.assert(fc.property(moment, size, offset, (timeUs, sizeUs, offsetUs) => {
    const { startUs, endUs } = tumblingWindow(timeUs, sizeUs, offsetUs);
    assertEquals(startUs <= timeUs && timeUs < endUs, true);
    assertEquals(endUs - startUs, sizeUs);
    assertEquals((BigInt(startUs) - BigInt(offsetUs)) % BigInt(sizeUs), 0n);
  }));
});

Deno.test("tumblingWindow() refuses a size that is no positive whole number", () => {
  for (const sizeUs of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(() => tumblingWindow(0, sizeUs), RangeError, "Cannot cut");
  }
});
