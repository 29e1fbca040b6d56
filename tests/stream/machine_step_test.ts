import { assert, assertEquals } from "@std/assert";
import { Account, type Batch } from "../../lib/core/mod.ts";
import { heldPanes, machineStep } from "../../lib/stream/mod.ts";
import { batchOf, columnOf } from "../format/batches.ts";

/** Rows by their times, each marked with the greatest before it. */
function timed(times: readonly number[]): Batch {
  let newest = -Infinity;
  return {
    ...batchOf([columnOf([...times])], times.length),
    timesUs: Float64Array.from(times),
    newestUs: Float64Array.from(times, (timeUs) => {
      const before = newest;
      newest = Math.max(newest, timeUs);
      return before;
    }),
    newestAfterUs: Math.max(...times),
  };
}

/** Windows of ten microseconds, one every five, or sessions of as many; rows are held. */
function machine(kind: "hopping" | "session", account: Account) {
  const us = (count: number) => ({ unit: "us", count }) as const;
  return machineStep({
    windows: {
      windows: kind === "session"
        ? { kind, gapUs: 10 }
        : { kind: "aligned", size: us(10), every: us(5) },
      delayUs: 0,
    },
    keys: [],
    predicates: null,
    keeper: () =>
      heldPanes({
        keeping: { columns: [0], layouts: ["values"], lines: false },
        keys: [],
        bounds: false,
        revisions: false,
        lead: null,
        account,
      }),
    memory: { limitBytes: 1 << 30, mend: "use less" },
    account,
    onLate: () => {},
  });
}

for (const kind of ["hopping", "session"] as const) {
  Deno.test(`machineStep() holds nothing once all ${kind} windows are complete`, () => {
    const step = machine(kind, new Account());
    const empty = step.report!().held!.bytes;
    // The row at 10 makes one session of two.
    step.push(timed([2, 19, 10, 40, 57]), () => {});
    const { held } = step.report!();
    assert(held!.bytes > empty && held!.rows > 0);
    step.end(() => {});
    const after = step.report!().held!;
    assertEquals([after.rows, after.windows, after.bytes], [0, 0, empty]);
    assert(after.completed > 2);
  });
}

Deno.test("machineStep() counts rows that miss some of their windows (D6)", () => {
  const account = new Account();
  const step = machine("hopping", account);
  // The row at 6 misses [0, 10), and is in time for [5, 15).
  step.push(timed([1, 12, 6, 20, 6]), () => {});
  assertEquals([account.partlyLate, account.late], [1, 1]);
  const { counts, lateness } = step.report!().late!;
  assertEquals([counts.partlyLate, lateness.rows, lateness.mostUs], [1, 1, 5]);
});
