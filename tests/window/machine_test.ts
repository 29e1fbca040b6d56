import { assertEquals } from "@std/assert";
import {
  type ArrivingRows,
  markRows,
  type WindowMachine,
  windowMachine,
  type WindowOptions,
} from "../../lib/window/mod.ts";
import type { Row } from "./told.ts";
import { run, ToldStore } from "./told_store.ts";

const tumbling: WindowOptions = {
  windows: { kind: "aligned", size: { unit: "us", count: 10 } },
  delayUs: 0,
};
const hopping: WindowOptions = {
  windows: {
    kind: "aligned",
    size: { unit: "us", count: 10 },
    every: { unit: "us", count: 5 },
  },
  delayUs: 0,
};
const session: WindowOptions = {
  windows: { kind: "session", gapUs: 10 },
  delayUs: 0,
};

/** Rows at such times, of key 0 where no keys are given. */
function at(times: readonly number[], keys: readonly number[] = []): Row[] {
  return times.map((timeUs, row) => ({
    timeUs,
    key: keys[row] ?? 0,
    dropped: false,
    starts: false,
    ends: false,
  }));
}

/** A batch of rows by themselves. */
function batch(
  times: readonly number[],
  newestUs = -Infinity,
  keys: readonly number[] = times.map(() => 0),
): ArrivingRows {
  const marks = new Float64Array(times.length);
  const newestAfterUs = markRows(
    Float64Array.from(times),
    times.length,
    newestUs,
    marks,
  );
  return {
    timesUs: Float64Array.from(times),
    newestUs: marks,
    newestAfterUs,
    selection: null,
    selected: times.length,
    keys: Int32Array.from(keys),
  };
}

function machineOf(
  options: WindowOptions,
): { machine: WindowMachine; store: ToldStore } {
  const store = new ToldStore();
  store.numbers = Array.from({ length: 100 }, (_, row) => row);
  return { machine: windowMachine(options, store), store };
}

/** What left, in short. */
function written(store: ToldStore): string[] {
  return store.told.map(({ kind, startUs, endUs, key, revision, rows }) =>
    `${kind} [${startUs}, ${endUs})${
      key < 0 ? "" : ` of ${key}`
    } #${revision}: ${rows.join(" ")}`
  );
}

Deno.test("tumbling windows are never cut: late rows are told by their marks", () => {
  const { store } = run(at([1, 11, 2, 21, 12, 22, 31]), tumbling, [100]);
  assertEquals(store.adds, 1);
  assertEquals(store.lateRows, [[2, 1], [4, 1]]);
});

Deno.test("hopping windows are cut only where a row meets a window that is complete", () => {
  const { store: ordered } = run(at([1, 6, 11, 16, 21]), hopping, [100]);
  assertEquals(ordered.adds, 1);
  // The row at 7 is late for [0, 10), which must leave without it.
  const { store: cut } = run(at([6, 11, 7]), hopping, [100]);
  assertEquals(cut.adds, 2);
  assertEquals(written(cut), [
    "result [0, 10) #0: 0",
    "result [5, 15) #0: 0 1 2",
    "result [10, 20) #0: 1",
  ]);
});

Deno.test("sessions of keys that do not meet again are not cut", () => {
  const times = Array.from({ length: 50 }, (_, row) => row * 20);
  const { store } = run(
    at(times, times.map((_, row) => row)),
    { ...session, keyed: true },
    [50],
  );
  assertEquals([store.adds, store.told.length], [1, 50]);
});

Deno.test("a machine tells the windows that it holds", () => {
  const { machine, store } = machineOf(hopping);
  store.within(() => machine.push(batch([6, 8])));
  assertEquals([...machine.open()], [
    { startUs: 0, endUs: 10, key: -1, panes: [0] },
    { startUs: 5, endUs: 15, key: -1, panes: [0] },
  ]);
  store.within(() => machine.push(batch([11], 8)));
  assertEquals([...machine.open()], [
    { startUs: 5, endUs: 15, key: -1, panes: [0, 1] },
    { startUs: 10, endUs: 20, key: -1, panes: [1] },
  ]);
  assertEquals(machine.panes, 2);
});

for (
  const [what, options] of [
    ["sessions", { ...session, keyed: true }],
    ["revised windows", { ...tumbling, keyed: true, latenessUs: 5 }],
    ["counted rows", {
      windows: { kind: "count", rows: 2 },
      delayUs: 0,
      keyed: true,
    }],
    ["counted rows that overlap", {
      windows: { kind: "count", rows: 2, every: 1 },
      delayUs: 0,
      keyed: true,
    }],
  ] as const satisfies readonly (readonly [string, WindowOptions])[]
) {
  Deno.test(`a machine tells which ${what} it holds, by key`, () => {
    const { machine, store } = machineOf(options);
    store.within(() => machine.push(batch([1, 2], -Infinity, [3, 4])));
    assertEquals(
      [...machine.open()].map(({ key, panes }) => [key, panes.length]),
      [[3, 1], [4, 1]],
    );
  });
}

Deno.test("event time goes on without rows, and windows leave by it", () => {
  for (const options of [tumbling, { ...tumbling, latenessUs: 5 }, session]) {
    const { machine, store } = machineOf(options);
    store.within(() => machine.push(batch([1])));
    store.within(() => machine.advance(9));
    assertEquals(store.told.length, 0);
    store.within(() => machine.advance(12));
    assertEquals(store.told.length, 1);
  }
});

Deno.test("a clock of each key goes on by as much as the wall clock", () => {
  for (const options of [tumbling, session]) {
    const { machine, store } = machineOf({
      ...options,
      keyed: true,
      perKeyClock: true,
    });
    // The second key is far behind, and stays so.
    store.within(() => machine.push(batch([1001, 1], -Infinity, [0, 1])));
    store.within(() => machine.advance(1001 + 11));
    assertEquals(store.told.map(({ key }) => key).sort(), [0, 1]);
    store.within(() => machine.push(batch([13], 1012, [1])));
    assertEquals(machine.counts.late, 0);
  }
});

Deno.test("a key is released when no window of it is open, at the end of a push", () => {
  for (
    const options of [
      session,
      { ...tumbling, latenessUs: 1 },
      { windows: { kind: "count", rows: 1 }, delayUs: 0 },
    ] satisfies WindowOptions[]
  ) {
    const { machine, store } = machineOf({ ...options, keyed: true });
    const keys = [5, 6, 6, 5];
    store.within(() => machine.push(batch([1, 2, 50, 51], -Infinity, keys)));
    // Both have windows again, or had: of counted rows none is left open.
    const counted = options.windows.kind === "count";
    assertEquals(store.released.sort(), counted ? [5, 6] : []);
    store.within(() => machine.push(batch([100], 51, [7])));
    assertEquals(store.released.sort().slice(0, 2), [5, 6]);
  }
});

Deno.test("a key with a clock of its own is remembered for good", () => {
  const { machine, store } = machineOf({
    ...session,
    keyed: true,
    perKeyClock: true,
  });
  store.within(() => machine.push(batch([1, 50], -Infinity, [5, 5])));
  store.within(() => machine.end());
  assertEquals(store.released, []);
});

Deno.test("rows without a time are in no window, and late for none", () => {
  for (
    const options of [
      tumbling,
      hopping,
      session,
      { ...tumbling, latenessUs: 5 },
      { windows: { kind: "count", rows: 1 }, delayUs: 0 },
      { windows: { kind: "count", rows: 2, every: 1 }, delayUs: 0 },
      { windows: { kind: "global" }, delayUs: 0 },
    ] satisfies WindowOptions[]
  ) {
    const { told, late, outside } = run(at([NaN, NaN]), options, [1]);
    assertEquals([told.length, late.length, outside], [0, 0, 0]);
  }
});

Deno.test("an empty input has no windows", () => {
  for (const options of [tumbling, session]) {
    const { machine, store } = machineOf(options);
    store.within(() => {
      machine.push(batch([]));
      machine.end();
    });
    assertEquals(store.told, []);
  }
});

Deno.test("sessions that one session takes up are withdrawn together, by the bounds that were told", () => {
  // Sessions of 0, 30 and 60 leave; rows between them come late, and join all three.
  const { store } = run(
    at([0, 30, 60, 100, 50, 40, 20, 10]),
    { ...session, latenessUs: 1_000, refireUs: 1_000 },
    [1],
  );
  assertEquals(written(store), [
    "result [0, 10) #0: 0",
    "result [30, 40) #0: 1",
    "result [60, 70) #0: 2",
    "withdrawal [30, 40) #0: ",
    "withdrawal [60, 70) #0: ",
    "refire [0, 70) #1: 0 1 2 4 5 6 7",
    "result [100, 110) #0: 3",
  ]);
});

Deno.test("a session that is told early and then taken up is withdrawn", () => {
  const { store } = run(
    at([0, 15, 8]),
    { ...session, delayUs: 100, updateUs: 0 },
    [100],
  );
  assertEquals(written(store), [
    "update [0, 10) #0: 0",
    "update [15, 25) #0: 1",
    "withdrawal [15, 25) #0: ",
    "update [0, 25) #1: 0 1 2",
  ]);
});

Deno.test("a window that was told in time and has no new rows does not leave again", () => {
  const { store } = run(at([1, 2, 30]), { ...tumbling, updateUs: 1 }, [100]);
  assertEquals(written(store), [
    "update [0, 10) #0: 0 1",
    "result [30, 40) #0: 2",
  ]);
});

Deno.test("many sessions of one key cost little more than few", () => {
  // Each row opens a session; in no order, and all leave at the end.
  const count = 60_000;
  const { machine, store } = machineOf({ ...session, delayUs: Infinity });
  const times = Float64Array.from(
    { length: count },
    (_, row) => ((row * 7_919) % count) * 100,
  );
  store.numbers = Array.from(times, (_, row) => row);
  store.within(() =>
    machine.push({
      timesUs: times,
      newestUs: new Float64Array(count),
      newestAfterUs: 0,
      selection: null,
      selected: count,
    })
  );
  store.within(() => machine.end());
  assertEquals(store.told.length, count);
  assertEquals(store.told[1]!.startUs, 100);
});
