import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { goldenFaults } from "./golden_case.ts";
import { recut } from "./recut.ts";

Deno.test("recut() keeps every byte in order, in chunks of 1 to maxLength", () => {
  const length = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(fc.uint8Array(), length, fc.string(), (bytes, max, seed) => {
      const chunks = recut(bytes, max, seed);
      assertEquals(chunks.flatMap((chunk) => [...chunk]), [...bytes]);
      assert(chunks.every(({ length }) => length >= 1 && length <= max));
    }),
  );
});

Deno.test("recut() cuts the same way for the same seed, and otherwise for another", () => {
  const lengths = (seed: string) =>
    recut(new Uint8Array(100), 7, seed).map((chunk) => chunk.length);
  assertEquals(lengths("a"), lengths("a"));
  assert(lengths("a").join() !== lengths("b").join());
});

Deno.test("goldenFaults() finds what is missing, unknown or of the wrong form", () => {
  assertEquals(goldenFaults({ args: ["agg"], stdout: "" }), []);
  assertEquals(goldenFaults({ args: "agg", sdtout: "" }), [
    "stdout is missing",
    "args must be a list of texts",
    "sdtout is unknown",
  ]);
  assertEquals(
    goldenFaults({ args: [], stdout: "", account: { reed: 1 } }),
    ["account.reed is unknown"],
  );
});
