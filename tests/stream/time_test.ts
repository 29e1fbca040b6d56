import { assertEquals } from "@std/assert";
import { Account, type Fault } from "../../lib/core/mod.ts";
import { timeAt, timeStep } from "../../lib/stream/mod.ts";
import { findZone, UTC } from "../../lib/time/mod.ts";
import {
  batchOf,
  columnOf,
  linesBatch,
  type TestCell,
} from "../format/batches.ts";
import { codeColumn } from "../format/arrow_tables.ts";
import { collect } from "./collect.ts";

const S = 1_000_000;

function times(options: Partial<Parameters<typeof timeStep>[0]> = {}) {
  const account = new Account();
  const bad: Fault[] = [];
  const step = timeStep({
    column: 0,
    field: "t",
    zone: UTC,
    latestUs: () => 10_000 * S,
    sinceUs: -Infinity,
    untilUs: Infinity,
    account,
    onBad: (_, __, fault) => bad.push(fault()),
    ...options,
  });
  return { account, bad, step };
}

const batch = (cells: readonly TestCell[], selection?: number[]) =>
  batchOf([columnOf(cells)], cells.length, selection);

Deno.test("timeStep() marks each row with the greatest time before it, across batches", () => {
  const { step } = times();
  const taken = collect(step, [batch([3, 1, 9]), batch([2, 10])]);
  assertEquals(taken.map(({ newestUs }) => newestUs), [
    [-Infinity, 3 * S, 3 * S],
    [9 * S, 9 * S],
  ]);
  assertEquals(taken.map(({ newestAfterUs }) => newestAfterUs), [
    9 * S,
    10 * S,
  ]);
});

Deno.test("timeStep() drops rows without a usable time as bad, and they move nothing", () => {
  const { account, bad, step } = times();
  const [taken] = collect(step, [
    batch(["x", null, undefined, true, { json: "{}" }, 20_000, 5, 7]),
  ]);
  assertEquals(taken!.rows, [[5], [7]]);
  assertEquals(taken!.newestUs, [-Infinity, 5 * S]);
  assertEquals(account.bad, 6);
  assertEquals(bad.map(({ code }) => code), [
    ...Array(5).fill("time/unreadable"),
    "time/ahead",
  ]);
});

Deno.test("timeStep() hands on the rows before one without a time first, where that is told of in its turn", () => {
  const told: unknown[] = [];
  const { step } = times({
    policy: "inTurn",
    onBad: (_, row) => told.push(`bad ${row}`),
  });
  step.push(batch([1, 2, "x", "y", 3]), ({ selected, newestAfterUs }) => {
    told.push([selected, newestAfterUs]);
  });
  assertEquals(told, [[2, 2 * S], "bad 2", [0, 2 * S], "bad 3", [1, 3 * S]]);
});

Deno.test("timeStep() looks at no row behind the one that ends the run", () => {
  const { account, bad, step } = times({ policy: "fail" });
  const taken = collect(step, [batch([1, "x", 2, "y"])]);
  assertEquals(taken.map(({ rows }) => rows), [[[1]]]);
  assertEquals([account.bad, bad.length], [1, 1]);
});

Deno.test("timeStep() lets a row exactly as far ahead as allowed pass", () => {
  const { account, step } = times({ latestUs: () => 5 * S });
  collect(step, [batch([5, { timeUs: 5 * S + 1 }])]);
  assertEquals(account.bad, 1);
});

Deno.test("timeStep() counts rows outside of since and until as filtered, and they move the newest all the same", () => {
  const { account, step } = times({ sinceUs: 2 * S, untilUs: 4 * S });
  const [taken] = collect(step, [batch([1, 2, 3, 4, 2])]);
  assertEquals(taken!.rows, [[2], [3], [2]]);
  assertEquals(taken!.newestUs, [S, 2 * S, 4 * S]);
  assertEquals([account.filtered, account.bad], [2, 0]);
});

Deno.test("timeStep() does not look at rows that are out already", () => {
  const { account, step } = times();
  const [taken] = collect(step, [batch([99, "x", 5], [2])]);
  assertEquals(taken!.newestUs, [-Infinity]);
  assertEquals(account.bad, 0);
});

Deno.test("timeStep() names the field, the place and the row in its faults", () => {
  const { bad, step } = times();
  collect(step, [linesBatch("good\nwrong\n", [columnOf([1, "no time"])])]);
  assertEquals(
    bad[0]!.message,
    'cannot read "no time" in the field t as a time',
  );
  assertEquals(bad[0]!.place!.line, 2);
  assertEquals(bad[0]!.place!.excerpt, "wrong");
});

Deno.test("timeAt() reads numbers by their magnitude and texts in the zone", () => {
  const paris = findZone("Europe/Paris")!;
  const cells: TestCell[] = [
    1,
    1.5,
    1_700_000_000_123,
    1_700_000_000_123_456_789n,
    { timeUs: 77 },
    "2024-07-01T12:00:00",
    "2024-07-01T12:00:00Z",
    { escaped: "2024-07-01\\u002012:00:00" },
  ];
  const column = columnOf(cells);
  const noon = Date.UTC(2024, 6, 1, 12) * 1000;
  assertEquals(cells.map((_, row) => timeAt(column, row, paris)), [
    S,
    1.5 * S,
    1_700_000_000_123_000,
    1_700_000_000_123_456,
    77,
    noon - 7200 * S,
    noon,
    noon - 7200 * S,
  ]);
  assertEquals(
    timeAt(codeColumn(["2024-07-01"], [0]), 0, UTC),
    noon - 43_200 * S,
  );
});
