import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Schedule, type Scheduled } from "../../lib/window/schedule.ts";

const inOrder = (a: Scheduled, b: Scheduled) =>
  (a.dueUs === b.dueUs ? 0 : a.dueUs - b.dueUs) || a.endUs - b.endUs ||
  a.startUs - b.startUs || b.key - a.key;

const moment = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.constant(Infinity),
);
const deed = fc.record({
  of: fc.integer({ min: 0, max: 7 }),
  dueUs: moment,
  remove: fc.boolean(),
});

Deno.test("a schedule has first what sorts first, whatever was put in, moved or taken out", () => {
  fc.assert(
    fc.property(
      fc.array(deed, { maxLength: 40, size: "max" }),
      (deeds) => {
        const all: Scheduled[] = Array.from({ length: 8 }, (_, key) => ({
          dueUs: NaN,
          place: -1,
          startUs: key % 2,
          endUs: key % 3,
          key,
        }));
        // Keys sort the other way than their codes.
        const schedule = new Schedule<Scheduled>((a, b) => b - a);
        for (const { of, dueUs, remove } of deeds) {
          const one = all[of]!;
          if (remove) schedule.remove(one);
          else schedule.put(one, dueUs);
          const left = all.filter(({ place }) => place !== -1).sort(inOrder);
          assertEquals(schedule.first, left[0]);
          assertEquals(schedule.nextUs, left[0]?.dueUs ?? Infinity);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
