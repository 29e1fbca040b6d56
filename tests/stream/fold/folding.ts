import { type Column, ColumnBuilder } from "../../../lib/core/mod.ts";
import type { Accumulator } from "../../../lib/stream/mod.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";
import { type Shown, shown } from "../collect.ts";

/** A row for an accumulator: its group and its value. */
export type Member = readonly [group: number, cell: TestCell];

/** Folds rows into groups, `cut` rows at a time, and tells the result of each group. */
export function folded(
  accumulator: Accumulator,
  members: readonly Member[],
  { groups = 1, cut = 3 }: { groups?: number; cut?: number } = {},
): Shown[] {
  for (let at = 0; at < members.length; at += cut) {
    const part = members.slice(at, at + cut);
    update(accumulator, part.map(([group]) => group), [
      columnOf(part.map(([, cell]) => cell)),
    ]);
  }
  accumulator.grow(groups);
  return results(accumulator, groups);
}

/** Takes one batch in; all of its rows are selected. */
export function update(
  accumulator: Accumulator,
  groups: readonly number[],
  columns: readonly Column[],
): void {
  // Groups are numbered as they appear, so that room grows with them.
  accumulator.grow(Math.max(0, ...groups.map((group) => group + 1)));
  accumulator.update(
    Int32Array.from(groups),
    columns,
    Uint32Array.from(groups, (_, row) => row),
    groups.length,
  );
}

/** The results of all groups. */
export function results(accumulator: Accumulator, groups: number): Shown[] {
  const builder = new ColumnBuilder();
  for (let group = 0; group < groups; group++) {
    accumulator.result(group, builder);
  }
  const column = builder.finish();
  return Array.from({ length: groups }, (_, row) => shown(column, row));
}

/** The values of one group. */
export function one(...cells: readonly TestCell[]): Member[] {
  return cells.map((cell) => [0, cell]);
}
