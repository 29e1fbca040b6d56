// V8: every aggregate, as it is folded, beside native DuckDB.
import { DuckDBInstance } from "@duckdb/node-api";
import { assertEquals } from "@std/assert";
import { type Column, ColumnBuilder } from "../../lib/core/mod.ts";
import { accumulatorOf } from "../../lib/pipeline/accumulators.ts";
import {
  checkAggregates,
  type Checked,
  type CheckedAggregate,
  compilePredicate,
  compileProjection,
  parseItems,
  type PathParts,
  type Projection,
  type Scope,
} from "../../lib/sql/mod.ts";
import { Fold, type FoldCall } from "../../lib/stream/fold/fold.ts";
import { type Random, seeded } from "../sql/differential/generate.ts";
import { type Shown, shown } from "../stream/collect.ts";
import { type OracleCall, oracleCalls } from "./aggregates/calls.ts";
import { ask } from "./aggregates/duckdb_cells.ts";
import {
  batchColumns,
  randomTable,
  type TableColumn,
  tableSql,
} from "./aggregates/rows.ts";

const ROWS = 3_000;
const OPTIONS = { nowUs: 0 };
const CALLS = oracleCalls();
/** Queries of this many columns, since DuckDB takes long over very wide ones. */
const AT_ONCE = 60;

/** The calls, checked, and what computes their arguments behind the columns of the table. */
function planned(table: readonly TableColumn[]): {
  readonly calls: readonly FoldCall[];
  readonly projections: readonly Projection[];
} {
  const indexOf = (path: PathParts) =>
    table.findIndex(({ name }) => name === path[0]);
  const scope: Scope = {
    resolve: (path) => ({ type: table[indexOf(path)]!.type, known: true }),
    names: () => table.map(({ name }) => name),
  };
  const projections: Projection[] = [];
  const argument = (checked: Checked) =>
    table.length - 1 +
    projections.push(compileProjection(checked, indexOf, OPTIONS));
  const calls = CALLS.map(({ ours }): FoldCall => {
    const source = { text: `${ours} AS x`, source: "test" };
    const [call] = checkAggregates(source, parseItems(source), scope)
      .aggregates as [CheckedAggregate];
    const create = accumulatorOf(call, call.args.map(argument));
    if (create === null) throw new TypeError(`Cannot fold ${ours}`);
    return {
      create,
      filter: call.filter === null
        ? null
        : compilePredicate(call.filter, indexOf, OPTIONS),
    };
  });
  return { calls, projections };
}

/** Folds the table, cut at random; dealt out to slices and merged again, where asked for. */
function foldedRows(
  table: readonly TableColumn[],
  keys: readonly number[],
  random: Random,
  slices: number,
): Shown[][] {
  const { calls, projections } = planned(table);
  const fold = new Fold({ keys, narrow: false, calls });
  for (let from = 0; from < ROWS;) {
    const to = Math.min(ROWS, from + 1 + Math.floor(random() * 700));
    const rows = to - from;
    const columns: Column[] = batchColumns(table, from, to);
    columns.push(
      ...projections.map((compute) => compute(columns, rows, null, rows)),
    );
    const selection = Uint32Array.from({ length: rows }, (_, row) => row);
    const panes = Int32Array.from(selection, (row) => 1 + row % slices);
    fold.add({ columns, rows, selection, selected: rows, panes });
    from = to;
  }
  fold.open(1);
  // The last slice first: what arrived first must not hang on it.
  for (let pane = slices; pane > 1; pane--) fold.merge(1, pane);
  const keyColumns = keys.map(() => new ColumnBuilder());
  const results = calls.map(() => new ColumnBuilder());
  const count = fold.append(1, keyColumns, results);
  const columns = [...keyColumns, ...results].map((one) => one.finish());
  return Array.from(
    { length: count },
    (_, row) => columns.map((column) => shown(column, row)),
  );
}

async function askedRows(
  table: readonly TableColumn[],
  keys: readonly number[],
): Promise<Shown[][]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run("SET ieee_floating_point_ops = false");
    await connection.run(tableSql(table));
    const names = keys.map((key) => table[key]!.name);
    const rest = names.length === 0
      ? ""
      : ` GROUP BY ${names} ORDER BY ${names} NULLS LAST`;
    const query = (calls: readonly OracleCall[]) =>
      ask(
        connection,
        `SELECT ${[
          ...names,
          ...calls.map(({ theirs }) => theirs),
        ]} FROM t${rest}`,
      );
    const rows = await query([]).catch(() => [[]]) as Shown[][];
    for (let from = 0; from < CALLS.length; from += AT_ONCE) {
      const part = await query(CALLS.slice(from, from + AT_ONCE));
      part.forEach((row, at) => rows[at]!.push(...row.slice(keys.length)));
    }
    return rows;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function numberOf(value: Shown): number | null {
  if (typeof value === "number") return value;
  return value !== null && typeof value === "object" && "double" in value
    ? value.double
    : null;
}

function isSame(ours: Shown, theirs: Shown, unordered: boolean): boolean {
  const [a, b] = [numberOf(ours), numberOf(theirs)];
  if (a !== null && b !== null) {
    return a === b || Number.isNaN(a) && Number.isNaN(b) ||
      Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  }
  if (unordered && typeof ours === "string" && typeof theirs === "string") {
    // Of zero and minus zero either may stand for both.
    const parts = (text: string) =>
      text.replace(/^\[|\]$/gu, "").replace("-0.0", "0.0")
        .split(/[|,]/u).sort().join();
    return parts(ours) === parts(theirs);
  }
  return JSON.stringify(ours, plain) === JSON.stringify(theirs, plain);
}

function plain(_: string, value: unknown): unknown {
  const odd = typeof value === "bigint" ||
    typeof value === "number" && !Number.isFinite(value);
  return odd ? String(value) : value;
}

for (const seed of [1, 2, 3]) {
  Deno.test(`every aggregate folds to what DuckDB answers, seed ${seed}`, async (t) => {
    const random = seeded(seed);
    const table = randomTable(random, ROWS);
    for (const keys of [[0], []]) {
      const theirs = await askedRows(table, keys);
      for (const slices of [1, 3]) {
        await t.step(
          `${keys.length === 0 ? "all rows" : "by group"}, of ${slices} slices`,
          () => {
            const ours = foldedRows(table, keys, random, slices);
            assertEquals(ours.length, theirs.length);
            const wrong: string[] = [];
            ours.forEach((row, group) =>
              row.forEach((value, at) => {
                const call = CALLS[at - keys.length];
                const expected = theirs[group]![at]!;
                if (isSame(value, expected, call?.unordered ?? false)) return;
                wrong.push(
                  `${call?.ours} of ${JSON.stringify(row[0], plain)}: ${
                    JSON.stringify(value, plain)?.slice(0, 200)
                  }, and DuckDB ${
                    JSON.stringify(expected, plain)?.slice(0, 200)
                  }`,
                );
              })
            );
            assertEquals(wrong.slice(0, 60), [], `${wrong.length} differ`);
          },
        );
      }
    }
  });
}
