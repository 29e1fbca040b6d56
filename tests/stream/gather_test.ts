import { assertEquals, assertThrows } from "@std/assert";
import { Account, type Batch, Fault } from "../../lib/core/mod.ts";
import { gatherStep } from "../../lib/stream/mod.ts";
import { windowAssigner } from "../../lib/window/mod.ts";
import { batchOf, columnOf, type TestCell } from "../format/batches.ts";
import { codeColumn } from "../format/arrow_tables.ts";
import { collect, type Snapshot } from "./collect.ts";

const LIMIT = { limitBytes: 1 << 30, mend: "use less" };
const assigner = windowAssigner({ size: { unit: "us", count: 10 } });

function gather(options: {
  readonly delayUs?: number;
  readonly windowed?: boolean;
  readonly keys?: readonly number[];
  readonly limitBytes?: number;
  readonly account?: Account;
}) {
  return gatherStep({
    keeping: { columns: [0, 1], layouts: ["values", "values"], lines: false },
    windowing: options.windowed === false
      ? null
      : { assigner, delayUs: options.delayUs ?? 0 },
    keys: options.keys ?? [],
    memory: { ...LIMIT, limitBytes: options.limitBytes ?? LIMIT.limitBytes },
    account: options.account ?? new Account(),
  });
}

/** Rows of key and time; the newest moves with them, or to `newestAfterUs`. */
function rows(
  list: readonly (readonly [key: TestCell, timeUs: number])[],
  newestAfterUs = Math.max(...list.map(([, timeUs]) => timeUs)),
): Batch {
  return {
    ...batchOf(
      [
        columnOf(list.map(([key]) => key)),
        columnOf(list.map(([, timeUs]) => timeUs)),
      ],
      list.length,
    ),
    timesUs: Float64Array.from(list, ([, timeUs]) => timeUs),
    newestUs: new Float64Array(list.length),
    newestAfterUs,
    windowStartsUs: Float64Array.from(
      list,
      ([, timeUs]) => assigner.startOf(timeUs),
    ),
  };
}

const times = (taken: readonly Snapshot[]) =>
  taken.map(({ rows }) => rows.map(([, timeUs]) => timeUs));

Deno.test("gatherStep() hands on a window once the newest less the delay has reached its end", () => {
  const step = gather({ delayUs: 3 });
  const taken: number[] = [];
  const push = (timeUs: number) =>
    step.push(rows([["a", timeUs]]), ({ windows }) => {
      taken.push(windows![0]!.startUs);
    });
  push(4);
  push(12);
  assertEquals(taken, []);
  push(13);
  assertEquals(taken, [0]);
});

Deno.test("gatherStep() hands windows on in order, rows in arrival order, and the rest at the end", () => {
  const account = new Account();
  const taken = collect(gather({ delayUs: 15, account }), [
    rows([["a", 12], ["a", 3], ["a", 11], ["a", 2]]),
    rows([["a", 31], ["a", 19]]),
  ]);
  assertEquals(times(taken), [[3, 2], [12, 11, 19], [31]]);
  assertEquals(account.windows, 3);
});

Deno.test("gatherStep() counts what it holds, and nothing once all is handed on", () => {
  const step = gather({ delayUs: Infinity });
  step.push(rows([["a", 1], ["b", 2], ["c", 33]]), () => {});
  assertEquals(step.heldRows, 3);
  step.end(() => {});
  assertEquals([step.heldRows, step.heldBytes], [0, 0]);
});

Deno.test("gatherStep() gives each key a batch of its own, by their order", () => {
  const taken = collect(gather({ delayUs: Infinity, keys: [0] }), [
    rows([["b", 1], [null, 2], ["a", 3], [10, 4], ["b", 5], [9, 6]]),
  ]);
  assertEquals(times(taken), [[6], [4], [3], [1, 5], [2]]);
});

Deno.test("gatherStep() takes keys as codes of a dictionary too", () => {
  const batch = rows([["", 1], ["", 2], ["", 3], ["", 4]]);
  const coded: Batch = {
    ...batch,
    columns: [codeColumn(["b", "a"], [0, 1, null, 0]), batch.columns[1]!],
  };
  const taken = collect(gather({ delayUs: Infinity, keys: [0] }), [coded]);
  assertEquals(
    taken.map(({ rows }) => rows),
    [[["a", 2]], [["b", 1], ["b", 4]], [[null, 3]]],
  );
});

Deno.test("gatherStep() lets the watermark reach further only with the last batch of a window", () => {
  const taken = collect(gather({ keys: [0] }), [
    rows([["a", 1], ["b", 2], ["a", 11], ["c", 12]], 3),
    rows([["a", 500]]),
  ]);
  // A later window over these results must not complete between two keys.
  assertEquals(taken.map(({ newestAfterUs }) => newestAfterUs), [
    9,
    9,
    19,
    500,
    Infinity,
  ]);
});

Deno.test("gatherStep() gives results the last moment of their window as their time", () => {
  const [taken] = collect(gather({ delayUs: Infinity }), [
    rows([["a", 1], ["a", 2]]),
  ]);
  assertEquals([taken!.timesUs, taken!.newestUs], [[9, 9], [9, 9]]);
});

Deno.test("gatherStep() without windows holds the whole input, be it empty", () => {
  const account = new Account();
  const batch = { ...rows([["a", 1], ["b", 50]]) };
  const taken = collect(gather({ windowed: false, account }), [batch, batch]);
  // Rows of windows are dealt out; these have none.
  assertEquals(taken.length > 0, true);
  const plain = batchOf([columnOf(["x"]), columnOf([1])], 1);
  assertEquals(
    collect(gather({ windowed: false, account }), [plain, plain])
      .map(({ rows, windows }) => [rows, windows]),
    [[[["x", 1], ["x", 1]], null]],
  );
  assertEquals(
    collect(gather({ windowed: false, account }), []).map(({ rows }) => rows),
    [[]],
  );
  assertEquals(account.windows, 0);
});

Deno.test("gatherStep() ends the run where it would hold too much, and names the way out", () => {
  const step = gather({ delayUs: Infinity, limitBytes: 10_000 });
  const fault = assertThrows(
    () => {
      for (let at = 0; at < 1000; at++) {
        step.push(rows([["some text", at], ["more", at]]), () => {});
      }
    },
    Fault,
    "over --max-memory",
  );
  assertEquals([fault.code, fault.mend], ["memory/windows", "use less"]);
});

Deno.test("gatherStep() keeps texts whose dictionary changes from batch to batch", () => {
  const step = gather({ delayUs: Infinity });
  const batch = (texts: string[], codes: number[]): Batch => {
    const made = rows(codes.map((code) => [code, 1]));
    return {
      ...made,
      columns: [codeColumn(texts, codes), made.columns[1]!],
    };
  };
  const [taken] = collect(step, [
    batch(["x", "y"], [0, 1]),
    batch(["y", "z", "x"], [0, 1, 2]),
    batch(["x", "y"], [1, 0]),
  ]);
  assertEquals(
    taken!.rows.map(([text]) => text),
    ["x", "y", "y", "z", "x", "y", "x"],
  );
});

Deno.test("gatherStep() tells the windows that it holds, and holds nothing once they are complete", () => {
  const step = gather({ keys: [0] });
  step.push(rows([["a", 1], ["b", 12], ["a", 12], ["b", 3]], 9), () => {});
  const { held, reached } = step.report!();
  assertEquals(reached, { newestUs: 9, newestRowUs: 9 });
  assertEquals(
    held!.oldest.map(({ startUs, endUs, rows }) => [startUs, endUs, rows]),
    [[0, 10, 2], [10, 20, 2]],
  );
  assertEquals([held!.rows, held!.windows, held!.completed], [4, 2, 0]);
  assertEquals(
    held!.oldest.reduce((sum, { bytes }) => sum + bytes, 0),
    held!.bytes,
  );
  step.end(() => {});
  const after = step.report!().held!;
  assertEquals([after.rows, after.bytes, after.completed], [0, 0, 2]);
});
