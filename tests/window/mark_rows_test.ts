import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { markRows } from "../../lib/window/mod.ts";

Deno.test("markRows() gives each row the newest before it, not its own", () => {
  const marks = new Float64Array(4);
  const newest = markRows(Float64Array.of(5, 3, 8, 8), 4, -Infinity, marks);
  assertEquals([...marks], [-Infinity, 5, 5, 8]);
  assertEquals(newest, 8);
});

Deno.test("markRows() lets a missing time move nothing", () => {
  const marks = new Float64Array(3);
  const newest = markRows(Float64Array.of(5, NaN, 4), 3, 2, marks);
  assertEquals([...marks], [2, 5, 5]);
  assertEquals(newest, 5);
});

Deno.test("markRows() looks only at the rows there are", () => {
  const marks = new Float64Array(3).fill(7);
  assertEquals(markRows(Float64Array.of(1, 9, 9), 1, 0, marks), 1);
  assertEquals([...marks], [0, 7, 7]);
});

Deno.test("markRows() gives the same marks wherever the rows are cut into batches", () => {
  const time = fc.oneof(fc.integer(), fc.constant(NaN));
  fc.assert(
    fc.property(fc.array(time), fc.nat(), (times, cut) => {
      const whole = new Float64Array(times.length);
      const after = markRows(
        Float64Array.from(times),
        times.length,
        -Infinity,
        whole,
      );
      const at = times.length === 0 ? 0 : cut % times.length;
      const parts = [times.slice(0, at), times.slice(at)];
      const marks: number[] = [];
      let newest = -Infinity;
      for (const part of parts) {
        const out = new Float64Array(part.length);
        newest = markRows(Float64Array.from(part), part.length, newest, out);
        marks.push(...out);
      }
      assertEquals(marks, [...whole]);
      assertEquals(newest, after);
    }),
  );
});
