import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { epochToUs } from "../../lib/time/mod.ts";

Deno.test("epochToUs() changes unit exactly at each power of ten", () => {
  assertEquals(epochToUs(1e11 - 1), (1e11 - 1) * 1e6);
  assertEquals(epochToUs(1e11), 1e14);
  assertEquals(epochToUs(1e14 - 1), (1e14 - 1) * 1e3);
  assertEquals(epochToUs(1e14), 1e14);
  assertEquals(epochToUs(1e17), 1e14);
  assertEquals(epochToUs(-1e11), -1e14);
});

Deno.test("epochToUs() reads the digits of a fraction, not their nearest double", () => {
  // 1431857103.123457 * 1e6 as doubles is 1431857103123456.8.
  assertEquals(epochToUs(1431857103.123457), 1_431_857_103_123_457);
  assertEquals(epochToUs("1431857103.123457"), 1_431_857_103_123_457);
  fc.assert(fc.property(
    fc.integer({ min: 0, max: 4_000_000_000 }),
    fc.integer({ min: 0, max: 999_999 }),
    (seconds, micros) => {
      const text = `${seconds}.${String(micros).padStart(6, "0")}`;
      const us = seconds * 1_000_000 + micros;
      assertEquals(epochToUs(text), us);
      assertEquals(epochToUs(Number(text)), us);
      assertEquals(epochToUs(`-${text}`), 0 - us);
    },
  ));
});

Deno.test("epochToUs() floors digits finer than a microsecond, before 1970 too", () => {
  assertEquals(epochToUs("1.0000019"), 1_000_001);
  assertEquals(epochToUs("-1.0000011"), -1_000_002);
  assertEquals(epochToUs("-1.0000010"), -1_000_001);
  assertEquals(epochToUs("1431857103123.4567"), 1_431_857_103_123_456);
  assertEquals(epochToUs("-100000000000000001"), -100_000_000_000_001);
});

Deno.test("epochToUs() is exact for nanoseconds beyond 2^53 as bigint or text", () => {
  assertEquals(epochToUs(1_431_857_103_123_456_999n), 1_431_857_103_123_456);
  assertEquals(epochToUs("1431857103123456999"), 1_431_857_103_123_456);
  assertEquals(epochToUs(-1_431_857_103_123_456_001n), -1_431_857_103_123_457);
});

Deno.test("epochToUs() reads exponents", () => {
  assertEquals(epochToUs("1.431857103e9"), 1_431_857_103_000_000);
  assertEquals(epochToUs("15e-1"), 1_500_000);
});

Deno.test("epochToUs() gives NaN for what is no decimal number", () => {
  for (const text of ["", " ", "0x10", "1 2", "Infinity", "NaN", "1e999"]) {
    assertEquals(epochToUs(text), NaN, text);
  }
  assertEquals(epochToUs(Infinity), NaN);
  assertEquals(epochToUs(NaN), NaN);
});
