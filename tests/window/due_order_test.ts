import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { DueOrder } from "../../lib/window/due_order.ts";
import { DUE, FIELDS, FIRST, KEY } from "../../lib/window/solo_fields.ts";

/** A window: when it is due, and its end, start and key. */
type Held = readonly [
  dueUs: number,
  endUs: number,
  firstUs: number,
  key: number,
];

/** The numbers of windows as they leave, by the class and by the obvious way. */
function orders(held: readonly Held[]): [number[], number[]] {
  const fields = new Float64Array(held.length * FIELDS);
  const ints = new Int32Array(fields.buffer);
  held.forEach(([dueUs, , firstUs, key], id) => {
    fields[FIELDS * id + DUE] = dueUs;
    fields[FIELDS * id + FIRST] = firstUs;
    ints[2 * FIELDS * id + KEY] = key;
  });
  const ids = held.map((_, id) => id);
  const obvious = ids.toSorted((a, b) => {
    for (let at = 0; at < 4; at++) {
      const [one, other] = [held[a]![at]!, held[b]![at]!];
      if (one < other) return -1;
      if (one > other) return 1;
    }
    return 0;
  });
  const sorted = [...ids];
  new DueOrder(
    { fields, ints },
    (id) => held[id]![1],
    (a, b) => a - b,
  ).sort(sorted);
  return [sorted, obvious];
}

const few = fc.integer({ min: -5, max: 5 });
const near = fc.integer({ min: 0, max: 1e6 });
const anywhere = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
const broken = fc.double({ min: -100, max: 100, noNaN: true });

for (
  const [name, time] of [
    ["many at once", few],
    ["near each other", near],
    ["centuries apart", anywhere],
    ["between two microseconds", broken],
  ] as const
) {
  Deno.test(`windows are sorted by due, end, start and key: ${name}`, () => {
    const held = fc.array(
      fc.tuple(time, few, few, fc.nat(100)),
      { maxLength: 200, size: "max" },
    );
    fc.assert(
      fc.property(held, (held) => {
        const [sorted, obvious] = orders(held);
        assertEquals(
          sorted.map((id) => held[id]),
          obvious.map((id) => held[id]),
        );
      }),
      { numRuns: 200 },
    );
  });
}

Deno.test("windows that the end of the input makes due are sorted by their ends, behind all others", () => {
  const due = fc.constantFrom(Infinity, Infinity, Infinity, 7);
  const held = fc.array(fc.tuple(due, near, few, fc.nat(100)), {
    maxLength: 100,
    size: "max",
  });
  fc.assert(
    fc.property(held, fc.boolean(), (some, all) => {
      const held = all
        ? some.map(([, ...rest]): Held => [Infinity, ...rest])
        : some;
      const [sorted, obvious] = orders(held);
      assertEquals(
        sorted.map((id) => held[id]),
        obvious.map((id) => held[id]),
      );
    }),
    { numRuns: 300 },
  );
});
