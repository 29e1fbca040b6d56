import { assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import {
  type OpenWindow,
  openWindows,
  tumblingWindow,
  windowAssigner,
} from "../../lib/window/mod.ts";

function windows(delayUs: number) {
  return openWindows<number[]>({
    assigner: windowAssigner({ size: { unit: "us", count: 10 } }),
    delayUs,
    create: () => [],
  });
}

function starts(list: readonly OpenWindow<unknown>[]): number[] {
  return list.map((window) => window.startUs);
}

Deno.test("a window is made when it is first asked for, and kept", () => {
  const open = windows(0);
  const first = open.at(0);
  assertStrictEquals(open.at(10) === first, false);
  assertStrictEquals(open.at(0), first);
  assertEquals(open.size, 2);
});

Deno.test("a window completes when newest less delay reaches its end, not before", () => {
  const open = windows(3);
  open.at(0);
  assertEquals(starts(open.completed(12)), []);
  assertEquals(starts(open.completed(13)), [0]);
  assertEquals(open.size, 0);
});

Deno.test("a window completes once", () => {
  const open = windows(0);
  open.at(0);
  assertEquals(starts(open.completed(10)), [0]);
  assertEquals(starts(open.completed(20)), []);
  assertEquals(starts(open.drain()), []);
});

Deno.test("windows leave by their end, whatever the order in which they were opened", () => {
  const open = windows(0);
  for (const startUs of [20, -10, 0, 30, 10]) open.at(startUs);
  assertEquals(starts(open.completed(30)), [-10, 0, 10, 20]);
  assertEquals(starts(open.drain()), [30]);
});

Deno.test("nothing completes before the end of input when windows wait for it", () => {
  const open = windows(Infinity);
  open.at(0);
  assertEquals(starts(open.completed(1e15)), []);
  assertEquals(starts(open.completed(Infinity)), []);
  assertEquals(starts(open.drain()), [0]);
});

Deno.test("a window opened after others completed completes in its turn", () => {
  const open = windows(0);
  open.at(0);
  open.completed(10);
  open.at(10).push(1);
  assertEquals(starts(open.completed(19)), []);
  assertEquals(open.completed(20), [{ startUs: 10, endUs: 20, state: [1] }]);
});

Deno.test("values() shows the open windows without closing them", () => {
  const open = windows(0);
  open.at(0);
  open.at(10);
  assertEquals(starts([...open.values()]), [0, 10]);
  assertEquals(open.size, 2);
});

Deno.test("every row leaves in exactly one window, in order, whenever completion is asked for", () => {
  const times = fc.array(fc.integer({ min: -100, max: 100 }));
  fc.assert(fc.property(times, fc.nat(50), (times, delayUs) => {
    const open = windows(delayUs);
    let newestUs = -Infinity;
    const kept: number[] = [];
    const left: OpenWindow<number[]>[] = [];
    for (const timeUs of times) {
      const { startUs, endUs } = tumblingWindow(timeUs, 10);
      if (newestUs - delayUs < endUs) {
        open.at(startUs).push(timeUs);
        kept.push(timeUs);
      }
      newestUs = Math.max(newestUs, timeUs);
      left.push(...open.completed(newestUs));
    }
    left.push(...open.drain());
    const ends = left.map((window) => window.endUs);
    assertEquals(ends, [...new Set(ends)].sort((a, b) => a - b));
    assertEquals(
      left.flatMap((window) => window.state).sort((a, b) => a - b),
      kept.sort((a, b) => a - b),
    );
  }));
});
