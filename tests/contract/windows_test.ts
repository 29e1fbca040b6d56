// The rules of windows, one by one, each by the smallest stream that shows it.
import { assertEquals } from "@std/assert";
import type { WindowOptions } from "../../lib/window/mod.ts";
import type { Row } from "../window/told.ts";
import { run } from "../window/told_store.ts";

const S = 1_000_000;
const size = (seconds: number) => ({ unit: "us", count: seconds * S } as const);

interface Written {
  readonly t: number;
  readonly key?: number;
  readonly starts?: boolean;
  readonly ends?: boolean;
}

/** What leaves of rows at such seconds; rows are counted from 0. Each batch has one row. */
function windows(
  rows: readonly (number | Written)[],
  options: WindowOptions,
): string[] {
  const stream = rows.map((row): Row => {
    const { t, key = 0, starts = false, ends = false } = typeof row === "number"
      ? { t: row }
      : row;
    return { timeUs: t * S, key, dropped: false, starts, ends };
  });
  const { told, late } = run(stream, options, [1]);
  // Windows by arrival end with their last row, and are written so.
  const { kind } = options.windows;
  const closed = kind !== "aligned" && kind !== "session";
  const lines = told.map(({ kind, startUs, endUs, key, revision, rows }) => {
    const end = closed ? `${(endUs - 1) / S}]` : `${endUs / S})`;
    const of = key < 0 ? "" : ` key ${key}`;
    const first = kind === "result" && revision === 0;
    const why = first ? "" : ` (${kind} ${revision})`;
    return `[${startUs / S}, ${end}${of}: ${rows.join(" ")}${why}`;
  });
  return [
    ...lines,
    ...late.map(([row, byUs]) => `row ${row} late by ${byUs / S}`),
  ];
}

const tumbling = (delayS: number, more: Partial<WindowOptions> = {}) => ({
  windows: { kind: "aligned", size: size(10) },
  delayUs: delayS * S,
  ...more,
} as const);
const session = (delayS: number, more: Partial<WindowOptions> = {}) => ({
  windows: { kind: "session", gapUs: 10 * S },
  delayUs: delayS * S,
  ...more,
} as const);

Deno.test("W2 a window is complete when newest less delay reaches its end", () => {
  assertEquals(windows([1, 11.999999, 9], tumbling(2)), [
    "[0, 10): 0 2",
    "[10, 20): 1",
  ]);
  assertEquals(windows([1, 12, 9], tumbling(2)), [
    "[0, 10): 0",
    "[10, 20): 1",
    "row 2 late by 0",
  ]);
});

Deno.test("W2 a session is complete when newest less delay is past its end", () => {
  // Of two keys, since a row exactly a gap away would join.
  const keyed = session(0, { keyed: true });
  assertEquals(windows([{ t: 0 }, { t: 10, key: 1 }, { t: 5 }], keyed), [
    "[0, 15) key 0: 0 2",
    "[10, 20) key 1: 1",
  ]);
  assertEquals(windows([{ t: 0 }, { t: 10.000001, key: 1 }, { t: 0 }], keyed), [
    "[0, 10) key 0: 0",
    "[10.000001, 20.000001) key 1: 1",
    "row 2 late by 0.000001",
  ]);
});

Deno.test("W3 a row is late for one of two overlapping windows, and in time for the other", () => {
  const options: WindowOptions = {
    windows: { kind: "aligned", size: size(10), every: size(5) },
    delayUs: 0,
  };
  assertEquals(windows([6, 11, 7], options), [
    "[0, 10): 0",
    "[5, 15): 0 1 2",
    "[10, 20): 1",
  ]);
});

Deno.test("W3 a row in time near a completed session opens a new one", () => {
  // The session of row 0 ends at 10 and is complete at 20.
  const keyed = session(0, { keyed: true });
  assertEquals(windows([{ t: 0 }, { t: 11, key: 1 }, { t: 9 }], keyed), [
    "[0, 10) key 0: 0",
    "[9, 19) key 0: 2",
    "[11, 21) key 1: 1",
  ]);
});

Deno.test("W4 rows at most a gap apart are one session, which ends a gap after the last", () => {
  assertEquals(windows([0, 10, 20.000001], session(0)), [
    "[0, 20): 0 1",
    "[20.000001, 30.000001): 2",
  ]);
});

Deno.test("W4 a row may join two sessions into one", () => {
  assertEquals(windows([0, 15, 8], session(20)), ["[0, 25): 0 1 2"]);
});

Deno.test("W4 a session that would grow longer than its greatest length is cut", () => {
  const options: WindowOptions = {
    windows: { kind: "session", gapUs: 10 * S, maxUs: 25 * S },
    delayUs: 0,
  };
  assertEquals(windows([0, 8, 16, 24, 25, 30], options), [
    "[0, 25): 0 1 2 3",
    "[25, 40): 4 5",
  ]);
});

Deno.test("W7 hopping windows share rows, also where the size is no multiple of the hop", () => {
  const options: WindowOptions = {
    windows: { kind: "aligned", size: size(5), every: size(2) },
    delayUs: 0,
  };
  assertEquals(windows([4, 6], options), [
    "[0, 5): 0",
    "[2, 7): 0 1",
    "[4, 9): 0 1",
    "[6, 11): 1",
  ]);
});

Deno.test("W7 cumulate windows begin together and grow by the step", () => {
  const options: WindowOptions = {
    windows: { kind: "aligned", size: size(30), step: size(10) },
    delayUs: 0,
  };
  assertEquals(windows([12, 25, 31], options), [
    "[0, 20): 0",
    "[0, 30): 0 1",
    "[30, 40): 2",
    "[30, 50): 2",
    "[30, 60): 2",
  ]);
});

Deno.test("W7 counted rows go by arrival, and what is not full leaves at the end", () => {
  const options: WindowOptions = {
    windows: { kind: "count", rows: 2 },
    delayUs: 0,
  };
  assertEquals(windows([5, 3, 9], options), ["[3, 5]: 0 1", "[9, 9]: 2"]);
});

Deno.test("W7 windows of counted rows may overlap, or leave rows out", () => {
  const every = (every: number): WindowOptions => ({
    windows: { kind: "count", rows: 2, every },
    delayUs: 0,
  });
  assertEquals(windows([1, 2, 3], every(1)), [
    "[1, 2]: 0 1",
    "[2, 3]: 1 2",
    "[3, 3]: 2",
  ]);
  assertEquals(windows([1, 2, 3, 4, 5], every(3)), [
    "[1, 2]: 0 1",
    "[4, 5]: 3 4",
  ]);
});

Deno.test("W7 predicates bound windows, both rows included; a start within one begins none", () => {
  const options: WindowOptions = { windows: { kind: "predicate" }, delayUs: 0 };
  const starts = true;
  const ends = true;
  assertEquals(
    windows([
      { t: 1 },
      { t: 2, starts },
      { t: 3, starts },
      { t: 4, ends },
      { t: 5, ends },
      { t: 6, starts, ends },
      { t: 7, starts },
      { t: 8, starts, ends },
      { t: 9, starts },
    ], options),
    ["[2, 4]: 1 2 3", "[6, 6]: 5", "[7, 8]: 6 7", "[9, 9]: 8"],
  );
});

Deno.test("W8 a late row refires its window once event time has moved on by refire", () => {
  const options = tumbling(0, { latenessUs: 5 * S, refireUs: S });
  assertEquals(windows([1, 10.5, 8, 9, 11, 7], options), [
    "[0, 10): 0",
    "[0, 10): 0 2 3 (refire 1)",
    "[0, 10): 0 2 3 5 (refire 2)",
    "[10, 20): 1 4",
  ]);
});

Deno.test("W8 a window refires when it expires, and rows after it are late", () => {
  const options = tumbling(0, { latenessUs: 5 * S, refireUs: 60 * S });
  assertEquals(windows([1, 14, 9, 15, 8], options), [
    "[0, 10): 0",
    "[0, 10): 0 2 (refire 1)",
    "[10, 20): 1 3",
    "row 4 late by 5",
  ]);
});

Deno.test("W8 updates are due when event time has moved on by their interval", () => {
  const options = tumbling(0, { updateUs: 2 * S });
  assertEquals(windows([1, 2, 3, 4, 5, 9, 11], options), [
    "[0, 10): 0 1 2 (update 0)",
    "[0, 10): 0 1 2 3 4 (update 1)",
    "[0, 10): 0 1 2 3 4 5 (update 2)",
    "[10, 20): 6",
  ]);
});

Deno.test("W9 sessions that become one are withdrawn", () => {
  const options = session(0, { latenessUs: 60 * S, refireUs: 5 * S });
  assertEquals(windows([0, 15, 40, 8, 60], options), [
    "[0, 10): 0",
    "[15, 25): 1",
    "[15, 25):  (withdrawal 0)",
    "[0, 25): 0 1 3 (refire 1)",
    "[40, 50): 2",
    "[60, 70): 4",
  ]);
});

Deno.test("W10 windows without rows are filled in between the first and the last", () => {
  const options = tumbling(0, { fill: true });
  assertEquals(windows([1, 31, 41], options), [
    "[0, 10): 0",
    "[10, 20): ",
    "[20, 30): ",
    "[30, 40): 1",
    "[40, 50): 2",
  ]);
});

Deno.test("W10 a key is filled in for while it was seen not too many windows ago", () => {
  const options = tumbling(0, { fill: true, fillLimit: 2, keyed: true });
  assertEquals(windows([{ t: 1 }, { t: 2, key: 1 }, 11, 21, 31], options), [
    "[0, 10) key 0: 0",
    "[0, 10) key 1: 1",
    "[10, 20) key 0: 2",
    "[10, 20) key 1: ",
    "[20, 30) key 0: 3",
    "[20, 30) key 1: ",
    "[30, 40) key 0: 4",
  ]);
});

Deno.test("T9 each key has a newest event time of its own", () => {
  const rows = [{ t: 1, key: 1 }, { t: 100 }, { t: 5, key: 1 }, {
    t: 12,
    key: 1,
  }];
  assertEquals(windows(rows, tumbling(0, { keyed: true, perKeyClock: true })), [
    "[0, 10) key 1: 0 2",
    "[10, 20) key 1: 3",
    "[100, 110) key 0: 1",
  ]);
});

Deno.test("D2 windows completed by one row leave by end, start and key", () => {
  const compareKeys = (a: number, b: number) => b - a;
  const options = session(0, { keyed: true, compareKeys });
  assertEquals(
    windows([{ t: 2 }, { t: 0, key: 1 }, { t: 2, key: 2 }, { t: 50 }], options),
    [
      "[0, 10) key 1: 1",
      "[2, 12) key 2: 2",
      "[2, 12) key 0: 0",
      "[50, 60) key 0: 3",
    ],
  );
});
