import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { DUE, FIELDS } from "../../lib/window/solo_fields.ts";
import { Wheel } from "../../lib/window/wheel.ts";

const COUNT = 12;

/** The fields of windows that are due at these times. */
function fieldsOf(dueUs: Float64Array): Float64Array {
  const fields = new Float64Array(dueUs.length * FIELDS);
  dueUs.forEach((us, id) => fields[FIELDS * id + DUE] = us);
  return fields;
}

/** What can be done to a wheel. */
type Deed =
  | { readonly put: number; readonly dueUs: number }
  | { readonly postpone: number; readonly byUs: number }
  | { readonly remove: number }
  | { readonly take: number };

const id = fc.integer({ min: 0, max: COUNT - 1 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ put: id, dueUs: fc.integer({ min: -500, max: 5_000 }) }),
  fc.record({ put: id, dueUs: fc.integer({ min: -1e9, max: 1e9 }) }),
  fc.record({ postpone: id, byUs: fc.integer({ min: 0, max: 3_000 }) }),
  fc.record({ remove: id }),
  fc.record({ take: fc.integer({ min: -1_000, max: 6_000 }) }),
);

Deno.test("a wheel gives what a list gives, put off or put back, near or far", () => {
  fc.assert(
    fc.property(
      fc.array(deed, { maxLength: 60, size: "max" }),
      fc.constantFrom(1, 100, 2_000, 1e6),
      (deeds, aheadUs) => {
        const wheel = new Wheel(aheadUs);
        wheel.grow(COUNT);
        const dueUs = new Float64Array(COUNT).fill(NaN);
        for (const one of deeds) {
          if ("put" in one) {
            dueUs[one.put] = one.dueUs;
            wheel.put(one.put, one.dueUs);
          } else if ("postpone" in one) dueUs[one.postpone]! += one.byUs;
          else if ("remove" in one) {
            dueUs[one.remove] = NaN;
            wheel.remove(one.remove);
          } else {
            const expected = [...dueUs.keys()].filter((at) =>
              dueUs[at]! <= one.take
            );
            if (expected.length > 0) {
              assertEquals(wheel.nextUs <= one.take, true);
            }
            const out: number[] = [];
            wheel.take(one.take, fieldsOf(dueUs), out);
            assertEquals(out.sort((a, b) => a - b), expected);
            for (const at of out) dueUs[at] = NaN;
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

Deno.test("what was put off costs one look, and nothing is due before it", () => {
  const wheel = new Wheel(1_000);
  wheel.grow(1);
  const dueUs = Float64Array.of(10);
  wheel.put(0, 10);
  dueUs[0] = 900;
  const out: number[] = [];
  wheel.take(10, fieldsOf(dueUs), out);
  assertEquals(out, []);
  assertEquals(wheel.nextUs > 10, true);
  wheel.take(900, fieldsOf(dueUs), out);
  assertEquals(out, [0]);
  assertEquals(wheel.nextUs, Infinity);
});
