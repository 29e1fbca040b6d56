// A fold that runs for months holds what open windows need, and no more.
import { assert, assertEquals } from "@std/assert";
import { type Column, ColumnBuilder } from "../../../lib/core/mod.ts";
import {
  type Accumulator,
  approxDistinctAccumulator,
  approxQuantileAccumulator,
  countAccumulator,
  distinctAccumulator,
  distinctCountAccumulator,
  extremeAccumulator,
  joinAccumulator,
  listAccumulator,
  modeAccumulator,
  pickAccumulator,
  quantileAccumulator,
  sumAccumulator,
  truthAccumulator,
  valueQuantileAccumulator,
  varianceAccumulator,
} from "../../../lib/stream/mod.ts";
import { Fold } from "../../../lib/stream/fold/fold.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";

const KEYS = 8;
const ROWS = 400;
/** Windows that are open at a time. */
const OPEN = 3;

/** So long that the room that is kept for texts is used up, and used again, long before the end. */
const LONG = "text ".repeat(20);

const TEXT = 1, NUMBER = 2, BIG = 3, TRUTH = 4;

const ACCUMULATORS: Readonly<Record<string, () => Accumulator>> = {
  "count(*)": () => countAccumulator(null),
  "bool_and(truth)": () => truthAccumulator("and", TRUTH),
  "sum(number)": () => sumAccumulator("sum", NUMBER),
  "sum(big)": () => sumAccumulator("sum", BIG),
  "avg(big)": () => sumAccumulator("avg", BIG),
  "stddev(number)": () => varianceAccumulator(true, true, NUMBER),
  "min(text)": () => extremeAccumulator("min", TEXT),
  "max(big)": () => extremeAccumulator("max", BIG),
  "first(text)": () => pickAccumulator("first", TEXT),
  "last(text)": () => pickAccumulator("last", TEXT),
  "any_value(big)": () => pickAccumulator("any", BIG),
  "arg_min(text, number)": () => pickAccumulator("min", TEXT, NUMBER),
  "arg_max(number, text)": () => pickAccumulator("max", NUMBER, TEXT),
  "count(DISTINCT text)": () => distinctCountAccumulator(TEXT),
  "count(DISTINCT big)": () => distinctCountAccumulator(BIG),
  "count(DISTINCT number)": () => distinctCountAccumulator(NUMBER),
  "string_agg(DISTINCT text)": () =>
    distinctAccumulator(TEXT, (column) => joinAccumulator(",", column)),
  "list(DISTINCT number)": () =>
    distinctAccumulator(
      NUMBER,
      (column) => listAccumulator(column, String),
      true,
    ),
  "mode(text)": () => modeAccumulator(TEXT),
  "string_agg(text)": () => joinAccumulator(",", TEXT),
  "list(number)": () => listAccumulator(NUMBER, String),
  "median(number)": () => quantileAccumulator(0.5, true, NUMBER),
  "quantile_disc(big)": () => quantileAccumulator(0.5, false, BIG),
  "quantile_disc(text)": () => valueQuantileAccumulator(0.5, TEXT),
  "approx_count_distinct(text)": () => approxDistinctAccumulator(TEXT),
  "approx_quantile(number)": () => approxQuantileAccumulator(0.9, NUMBER),
};

/** Rows of a window, whose values no other window has. */
function windowColumns(round: number): Column[] {
  const cells = (make: (at: number) => TestCell) =>
    columnOf(Array.from({ length: ROWS }, (_, row) => make(row)));
  const number = (row: number) => round * ROWS + row;
  return [
    // Most rows are of one group, which has many values; the others have few.
    cells((row) =>
      row % 4 === 0 ? `${LONG}${1e6 + round}-${row % KEYS}` : "most"
    ),
    cells((row) => row % 50 === 7 ? null : `${LONG}${1e9 + number(row)}`),
    cells((row) => ({ double: 1e6 + number(row) + 0.5 })),
    cells((row) => 2n ** 60n + BigInt(number(row))),
    cells((row) => row % 3 === 0),
  ];
}

/** What a fold holds, told at several times. */
interface Held {
  /** While the last windows are open. */
  readonly open: number[];
  /** When all of them are gone. */
  readonly closed: number[];
}

/** A fold that a few windows are open in at a time. */
function windowedFold(create: () => Accumulator) {
  const fold = new Fold({
    keys: [0],
    narrow: false,
    calls: [{ create, filter: null }],
  });
  const key = new ColumnBuilder();
  const out = new ColumnBuilder();
  const selection = Uint32Array.from({ length: ROWS }, (_, row) => row);
  const held: Held = { open: [], closed: [] };
  const both = 2 * OPEN;
  function close(pane: number): void {
    // Besides, a window of two slices.
    fold.merge(both, pane);
    fold.merge(both, (pane + 1) % OPEN);
    for (const one of [pane, both]) {
      fold.append(one, [key], [out]);
      fold.drop(one);
      key.clear();
      out.clear();
    }
  }
  return {
    held,
    take(round: number, columns: readonly Column[]): void {
      const pane = round % OPEN;
      close(pane);
      const panes = new Int32Array(ROWS).fill(pane);
      fold.add({ columns, rows: ROWS, selection, selected: ROWS, panes });
    },
    tell(): void {
      held.open.push(fold.byteLength);
      for (let pane = 0; pane < OPEN; pane++) close(pane);
      held.closed.push(fold.byteLength);
    },
  };
}

Deno.test("aggregates give back what dropped windows held, over 1,000 of them", async (t) => {
  const folds = Object.entries(ACCUMULATORS).map(([name, create]) => ({
    name,
    fold: windowedFold(create),
  }));
  for (let round = 1; round <= 1_000; round++) {
    const columns = windowColumns(round);
    for (const { fold } of folds) fold.take(round, columns);
    if (round !== 600 && round !== 800 && round !== 1_000) continue;
    for (const { fold } of folds) fold.tell();
  }
  for (const { name, fold: { held: { open, closed } } } of folds) {
    await t.step(name, () => {
      // Room that was once needed is kept, and is used again.
      assertEquals(closed, closed.map(() => closed[0]!));
      assertEquals(open, open.map(() => open[0]!));
      // Three windows of 400 rows need no more.
      assert(open[0]! < 1_000_000, `${open}`);
    });
  }
});

Deno.test("nothing is held of lists of texts and numbers once their windows are gone", () => {
  const heldBy = (name: string) => {
    const fold = windowedFold(ACCUMULATORS[name]!);
    for (let round = 1; round <= 10; round++) {
      fold.take(round, windowColumns(round));
    }
    fold.tell();
    return fold.held.closed[0]!;
  };
  for (const name of ["string_agg(text)", "list(number)"]) {
    assert(heldBy(name) <= heldBy("count(*)") + 1_000, name);
  }
});
