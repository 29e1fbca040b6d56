import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  Account,
  type Batch,
  type Engine,
  Fault,
  type Pane,
  type Rows,
  valueAt,
} from "../../lib/core/mod.ts";
import { sqlStep, type SqlStepOptions } from "../../lib/stream/mod.ts";
import { batchOf, columnOf } from "../format/batches.ts";
import { type Snapshot, snapshot, windowsOf } from "./collect.ts";

/** An engine that answers a pane with how many rows it has; panes with a negative value fail. */
function counting(lots: number[] = []): Engine {
  return {
    name: "wasm",
    version: () => Promise.resolve("0"),
    addTable: () => Promise.resolve(),
    async run(_query, panes: readonly Pane[]): Promise<readonly Rows[]> {
      await Promise.resolve();
      lots.push(panes.length);
      return panes.map((pane) => {
        const values = Array.from(
          { length: pane.rows },
          (_, row) => Number(valueAt(pane.columns[0]!, row)),
        );
        if (values.some((value) => value < 0)) {
          throw new Fault("sql/failed", "the query failed");
        }
        return {
          fields: [
            { name: "window_start", type: "BIGINT" },
            { name: "n", type: "BIGINT" },
          ],
          columns: [columnOf([0]), columnOf([pane.rows])],
          rows: 1,
        };
      });
    },
    close: () => Promise.resolve(),
  };
}

function step(options: Partial<SqlStepOptions> = {}) {
  const account = new Account();
  const faults: unknown[] = [];
  const made = sqlStep({
    engine: () => Promise.resolve(counting()),
    query: { text: "q", source: "q", parameters: {}, nowUs: 0 },
    table: (batch) => ({
      fields: [{ name: "v", type: "ANY" }],
      columns: batch.columns,
      rows: batch.rows,
    }),
    keys: [],
    leading: ["window_start"],
    windowed: true,
    owned: false,
    skipFailed: false,
    onFailed: (fault) => faults.push(fault),
    onFailure: (fault) => faults.push(fault),
    onFields: () => {},
    account,
    ...options,
  });
  return { made, account, faults };
}

/** A batch of windows, each by the values of its rows. */
function windows(...values: readonly (readonly number[])[]): Batch {
  const all = values.flat();
  return {
    ...batchOf([columnOf(all)], all.length),
    windows: windowsOf(values.map(({ length }) => length)),
    newestAfterUs: 77,
  };
}

Deno.test("sqlStep() answers each window, in order, its bounds first and once", async () => {
  const { made } = step();
  const taken: Snapshot[] = [];
  const emit = (batch: Batch) => void taken.push(snapshot(batch));
  const batch = windows([1, 2], [], [3], []);
  const [first, filled, third, emptied] = batch.windows!;
  made.push({
    ...batch,
    windows: [first!, { ...filled!, leading: [] }, third!, emptied!],
  }, emit);
  assertEquals(taken, []);
  made.end(emit);
  await made.settle!();
  assertEquals(
    taken.map(({ rows }) => rows[0]),
    [
      [{ timeUs: 0 }, { timeUs: 10 }, 2],
      [{ timeUs: 10 }, { timeUs: 20 }, 0],
      [{ timeUs: 20 }, { timeUs: 30 }, 1],
      undefined,
    ],
  );
  assertEquals(taken.map(({ newestAfterUs }) => newestAfterUs), [
    9,
    19,
    29,
    77,
  ]);
});

Deno.test("sqlStep() asks about windows without rows where they say what leads them, and about no others", async () => {
  const { made } = step({ keys: [0] });
  const batch = windows([1, 1], [], []);
  const [some, none, unknown] = batch.windows!;
  const leading = [columnOf(["k"])];
  const taken: Snapshot[] = [];
  const emit = (batch: Batch) => void taken.push(snapshot(batch));
  made.push({
    ...batch,
    windows: [some!, { ...none!, leading }, unknown!],
  }, emit);
  made.end(emit);
  await made.settle!();
  assertEquals(taken.map(({ rows }) => rows.map((row) => row.slice(2))), [
    [[1, 2]],
    [["k", 0]],
    [],
  ]);
});

Deno.test("sqlStep() hands windows that wait together over together", async () => {
  const lots: number[] = [];
  const { made } = step({ engine: () => Promise.resolve(counting(lots)) });
  made.push(windows([1], [2]), () => {});
  made.push(windows([3]), () => {});
  made.flush!(() => {});
  made.push(windows([4]), () => {});
  assert(made.backlogBytes! > 0);
  made.end(() => {});
  await made.settle!();
  assertEquals(lots, [3, 1]);
  assertEquals(made.backlogBytes, 0);
});

Deno.test("sqlStep() copies what it keeps, since batches are used again", async () => {
  const { made } = step({
    engine: () =>
      Promise.resolve({
        ...counting(),
        run: (_: unknown, panes: readonly Pane[]) =>
          Promise.resolve(panes.map((pane) => ({
            fields: [{ name: "v", type: "VARCHAR" }],
            columns: [pane.columns[0]!],
            rows: pane.rows,
          }))),
      } as Engine),
  });
  const batch: Batch = {
    ...batchOf([columnOf(["text", "dropped", "more"])], 3, [0, 2]),
    windows: windowsOf([2]),
  };
  const taken: Snapshot[] = [];
  made.push(batch, () => {});
  batch.columns[0]!.bytes.fill(0);
  made.end((one) => void taken.push(snapshot(one)));
  await made.settle!();
  assertEquals(taken[0]!.rows.map((row) => row[2]), ["text", "more"]);
});

Deno.test("sqlStep() ends the run where the query fails, and tells at once", async () => {
  const { made, faults } = step();
  made.push(windows([1], [-1]), () => {});
  made.flush!(() => {});
  await assertRejects(() => made.settle!(), Fault, "the query failed");
  assertEquals(faults.length, 1);
  // Nothing is asked any more.
  made.push(windows([1]), () => {});
  made.end(() => {
    throw new Error("an answer after the failure");
  });
  await assertRejects(() => made.settle!(), Fault);
});

Deno.test("sqlStep() goes on with the other windows where it is told to", async () => {
  const { made, account, faults } = step({ skipFailed: true });
  const taken: Snapshot[] = [];
  made.push(windows([1], [-1], [2, 3]), () => {});
  made.end((batch) => void taken.push(snapshot(batch)));
  await made.settle!();
  assertEquals(taken.map(({ rows }) => rows[0]![2]), [1, 2]);
  assertEquals([account.failed, faults.length], [1, 1]);
  assertEquals(account.firstFailed!.code, "sql/failed");
});

/** An engine that answers with the columns that it is told, a list a pane. */
function answering(answers: readonly Record<string, number>[]): Engine {
  const rest = [...answers];
  return {
    ...counting(),
    run: (_query, panes) =>
      Promise.resolve(panes.map(() => {
        const answer = rest.shift()!;
        return {
          fields: Object.keys(answer).map((name) => ({ name, type: "BIGINT" })),
          columns: Object.values(answer).map((value) => columnOf([value])),
          rows: 1,
        };
      })),
  };
}

Deno.test("sqlStep() puts later answers into the columns of the first, by their names", async () => {
  const { made } = step({
    engine: () =>
      Promise.resolve(
        answering([{ a: 1, b: 2, c: 3 }, { a: 4, c: 6 }, { c: 9, a: 7 }]),
      ),
  });
  const taken: Snapshot[] = [];
  made.push(windows([1], [2], [3]), () => {});
  made.end((batch) => void taken.push(snapshot(batch)));
  await made.settle!();
  assertEquals(taken.map(({ rows }) => rows[0]!.slice(2)), [
    [1, 2, 3],
    [4, null, 6],
    [7, null, 9],
  ]);
});

Deno.test("sqlStep() ends the run where a later answer has a column that the first had not", async () => {
  const { made } = step({
    engine: () => Promise.resolve(answering([{ a: 1 }, { a: 2, b: 3 }])),
  });
  made.push(windows([1], [2]), () => {});
  made.end(() => {});
  const fault = await assertRejects(() => made.settle!(), Fault);
  assertEquals((fault as Fault).code, "sql/columns");
});

Deno.test("sqlStep() tells the columns of the answer once, without those that lead it", async () => {
  const told: string[][] = [];
  const { made } = step({
    onFields: (fields) => void told.push(fields.map(({ name }) => name)),
  });
  made.push(windows([1], [2]), () => {});
  made.end(() => {});
  await made.settle!();
  assertEquals(told, [["n"]]);
});
