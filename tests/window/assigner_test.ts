import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { findZone } from "../../lib/time/mod.ts";
import { tumblingWindow, windowAssigner } from "../../lib/window/mod.ts";

const minute = { size: { unit: "us", count: 60 } } as const;

Deno.test("assign() writes the start of each row's window, NaN where there is no time", () => {
  const out = new Float64Array(5).fill(7);
  const times = Float64Array.of(0, 59, NaN, 60, -1);
  windowAssigner(minute).assign(times, 5, null, 5, out);
  assertEquals(out, Float64Array.of(0, 0, NaN, 60, -60));
});

Deno.test("assign() leaves rows alone that are not selected", () => {
  const out = new Float64Array(4).fill(7);
  const times = Float64Array.of(0, 60, 120, 180);
  const selection = Uint32Array.of(1, 3, 0, 0);
  windowAssigner(minute).assign(times, 4, selection, 2, out);
  assertEquals(out, Float64Array.of(7, 60, 7, 180));
});

Deno.test("assign() agrees with tumblingWindow() row by row, whatever came before", () => {
  const times = fc.array(
    fc.oneof(fc.integer({ min: -500, max: 500 }), fc.constant(NaN)),
  );
  fc.assert(fc.property(times, times, (first, second) => {
    const assigner = windowAssigner({ ...minute, offsetUs: 7 });
    for (const list of [first, second]) {
      const out = new Float64Array(list.length);
      assigner.assign(
        Float64Array.from(list),
        list.length,
        null,
        list.length,
        out,
      );
      assertEquals(
        [...out],
        list.map((timeUs) => tumblingWindow(timeUs, 60, 7).startUs),
      );
    }
  }));
});

Deno.test("assign() of calendar windows agrees with startOf() when rows go to and fro over a change of clocks", () => {
  const changeUs = Date.UTC(2024, 2, 31, 1) * 1_000;
  const spread = fc.integer({ min: -3e11, max: 3e11 });
  fc.assert(fc.property(fc.array(spread), (list) => {
    const make = () =>
      windowAssigner({
        size: { unit: "day", count: 1 },
        zone: findZone("Europe/Paris")!,
      });
    const times = Float64Array.from(list, (byUs) => changeUs + byUs);
    const out = new Float64Array(list.length);
    make().assign(times, list.length, null, list.length, out);
    assertEquals(
      [...out],
      Array.from(times, (timeUs) => make().startOf(timeUs)),
    );
  }));
});

Deno.test("windowAssigner() refuses sizes of nothing and origins of fixed sizes", () => {
  assertThrows(
    () => windowAssigner({ size: { unit: "day", count: 0 } }),
    RangeError,
    "size must be a positive whole number",
  );
  assertThrows(
    () => windowAssigner({ ...minute, originUs: 0 }),
    RangeError,
    "aligned to the epoch",
  );
});
