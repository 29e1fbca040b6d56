import { assertEquals } from "@std/assert";
import { type Column, ColumnBuilder } from "../../../lib/core/mod.ts";
import type { Accumulator } from "../../../lib/stream/mod.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";
import { type Shown, shown } from "../collect.ts";

/** A row for an accumulator: its group and its value. */
export type Member = readonly [group: number, cell: TestCell];

/**
 * Folds rows into groups, `cut` rows at a time, and tells the result of each
 * group. The same rows dealt out to three slices and merged must give the same.
 */
export function folded(
  accumulator: Accumulator,
  members: readonly Member[],
  { groups = 1, cut = 3 }: { groups?: number; cut?: number } = {},
): Shown[] {
  const slice = (at: number) => groups * (1 + at * 7 % 3);
  for (let at = 0; at < members.length; at += cut) {
    const part = members.slice(at, at + cut);
    const columns = [columnOf(part.map(([, cell]) => cell))];
    update(accumulator, part.map(([group]) => group), columns, at);
    update(
      accumulator,
      part.map(([group], row) => group + slice(at + row)),
      columns,
      at,
    );
  }
  accumulator.grow(groups * 5);
  // The last slice first: what arrived first must not hang on the order of merging.
  for (let group = 0; group < groups; group++) {
    for (const from of [3, 2, 1]) {
      accumulator.merge(4 * groups + group, from * groups + group);
    }
  }
  const direct = results(accumulator, groups);
  const merged = results(accumulator, groups, 4 * groups);
  assertEquals(merged.map(rounded), direct.map(rounded));
  // What was cleared is as good as new.
  accumulator.clear(4 * groups);
  const empty = results(accumulator, 1, 4 * groups);
  accumulator.grow(groups * 5 + 1);
  assertEquals(empty, results(accumulator, 1, groups * 5));
  return direct;
}

/** Doubles that were added up in another order. */
function rounded(value: Shown): Shown {
  const digits = (number: number) =>
    Number.isFinite(number) ? Number(number.toPrecision(9)) : number;
  if (typeof value === "number") return digits(value);
  return value !== null && typeof value === "object" && "double" in value
    ? digits(value.double)
    : value;
}

/** Takes one batch in; all of its rows are selected. */
export function update(
  accumulator: Accumulator,
  groups: readonly number[],
  columns: readonly Column[],
  arrival = 0,
): void {
  // Groups are numbered as they appear, so that room grows with them.
  accumulator.grow(
    groups.reduce((most, group) => Math.max(most, group + 1), 0),
  );
  accumulator.update({
    groups: Int32Array.from(groups),
    columns,
    selection: Uint32Array.from(groups, (_, row) => row),
    selected: groups.length,
    arrival,
  });
}

/** The results of groups from a first one on. */
export function results(
  accumulator: Accumulator,
  groups: number,
  first = 0,
): Shown[] {
  const builder = new ColumnBuilder();
  accumulator.results(
    Uint32Array.from({ length: groups }, (_, at) => first + at),
    groups,
    builder,
  );
  const column = builder.finish();
  return Array.from({ length: groups }, (_, row) => shown(column, row));
}

/** The values of one group. */
export function one(...cells: readonly TestCell[]): Member[] {
  return cells.map((cell) => [0, cell]);
}
