import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { SessionIndex } from "../../lib/window/session_index.ts";
import {
  FIELDS,
  FIRST,
  LAST,
  type SoloFields,
} from "../../lib/window/solo_fields.ts";

const COUNT = 1_500;

/** Sessions of three moments each, ten apart, that are not in the index yet. */
function sessions(): SoloFields {
  const fields = new Float64Array(COUNT * FIELDS);
  for (let id = 0; id < COUNT; id++) {
    fields[FIELDS * id + FIRST] = id * 10;
    fields[FIELDS * id + LAST] = id * 10 + 2;
  }
  return { fields, ints: new Int32Array(fields.buffer) };
}

/** Puts sessions in and takes them out, and looks for some all the time. */
function follows(order: readonly number[], out: readonly number[]): void {
  const index = new SessionIndex(sessions());
  const held = new Set<number>();
  const near = (fromUs: number, toUs: number) => {
    const found: number[] = [];
    index.near(7, fromUs, toUs, found);
    assertEquals(
      found,
      [...held].filter((id) => id * 10 <= toUs && id * 10 + 2 >= fromUs)
        .sort((a, b) => a - b),
    );
  };
  let step = 0;
  const look = () => {
    const fromUs = (step++ * 7_919) % (COUNT * 10);
    if (step % 10 === 0) near(fromUs, fromUs + 25);
  };
  for (const id of order) {
    index.insert(7, id);
    held.add(id);
    look();
  }
  const all: number[] = [];
  index.forEach(7, (id) => all.push(id));
  assertEquals(all.sort((a, b) => a - b), [...held].sort((a, b) => a - b));
  for (const id of out) {
    index.remove(7, id);
    held.delete(id);
    look();
  }
  assertEquals(index.isEmpty(7), true);
}

const ids = Array.from({ length: COUNT }, (_, id) => id);

Deno.test("sessions are found that came in order, and leave in order", () => {
  follows(ids, ids);
});

Deno.test("sessions are found that came latest first, and leave latest first", () => {
  follows(ids.toReversed(), ids.toReversed());
});

Deno.test("sessions are found that came in any order, and leave in any order", () => {
  const any = fc.shuffledSubarray(ids, {
    minLength: 0,
    maxLength: COUNT,
  }).chain((some) =>
    fc.tuple(
      fc.constant(some),
      fc.shuffledSubarray(some, {
        minLength: some.length,
        maxLength: some.length,
      }),
    )
  );
  fc.assert(
    fc.property(any, ([order, out]) => follows(order, out)),
    { numRuns: 20 },
  );
});

Deno.test("keys without sessions have none", () => {
  const index = new SessionIndex(sessions());
  const found: number[] = [];
  index.near(3, -Infinity, Infinity, found);
  assertEquals(found, []);
  assertEquals(index.isEmpty(1_000), true);
});
