import { assert, assertEquals } from "@std/assert";
import type { Clock } from "../../lib/core/mod.ts";
import { FixedClock, SystemClock } from "../../lib/time/mod.ts";

Deno.test("FixedClock stands still until it is moved", () => {
  const clock = new FixedClock(5);
  const seen: Clock = clock;
  assertEquals([seen.nowUs(), seen.nowUs()], [5, 5]);
  clock.advance(10);
  assertEquals(seen.nowUs(), 15);
});

Deno.test("SystemClock tells the time of the machine in microseconds", () => {
  const clock: Clock = new SystemClock();
  const before = Date.now() * 1_000;
  const nowUs = clock.nowUs();
  assert(nowUs >= before && nowUs <= Date.now() * 1_000);
});
