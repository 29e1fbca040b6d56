import { Tag } from "../../core/mod.ts";
import { type Accumulator, grown } from "./accumulator.ts";
import { GroupValues } from "./group_values.ts";

/** Which row of a group answers for it. */
export type Pick = "first" | "last" | "any" | "min" | "max";

/**
 * Aggregates whose result is the value of one row: `first`, `last` and
 * `any_value` by arrival order, `arg_min(x, by)` and `arg_max(x, by)`.
 *
 * `first` and `last` take NULL as it comes; the others pass over rows where
 * either value is NULL. Of equal ones the first stays.
 *
 * @param pick Which row answers.
 * @param argument Index of the column whose value is the result.
 * @param by Index of the column that decides between `min` and `max`.
 */
export function pickAccumulator(
  pick: Pick,
  argument: number,
  by = argument,
): Accumulator {
  const values = new GroupValues();
  const deciding = pick === "min" || pick === "max" ? new GroupValues() : null;
  const sign = pick === "min" ? -1 : 1;
  const takesNull = pick === "first" || pick === "last";
  // Times and counters rise: from the end of a batch the last is found at once.
  const backwards = pick === "last" || pick === "max";
  let arrivals = new Float64Array(0);

  /** Whether what is so much greater, and came then, answers in place of what a group has. */
  function better(greater: number, arrival: number, group: number): boolean {
    if (greater !== 0) return greater * sign > 0;
    return pick === "last"
      ? arrival > arrivals[group]!
      : arrival < arrivals[group]!;
  }

  return {
    get byteLength(): number {
      return values.byteLength + (deciding?.byteLength ?? 0) +
        arrivals.byteLength;
    },
    grow(size) {
      arrivals = grown(arrivals, size);
      values.grow(size);
      deciding?.grow(size);
    },
    update({ groups, columns, selection, selected, arrival }) {
      const column = columns[argument]!;
      const decidingColumn = columns[by]!;
      const { tags } = values;
      for (let step = 0; step < selected; step++) {
        const row = selection[backwards ? selected - 1 - step : step]!;
        if (
          !takesNull &&
          (column.tags[row]! <= Tag.NULL ||
            decidingColumn.tags[row]! <= Tag.NULL)
        ) continue;
        const group = groups[row]!;
        if (tags[group] !== Tag.MISSING) {
          const greater = deciding?.compare(decidingColumn, row, group) ?? 0;
          if (!better(greater, arrival + row, group)) continue;
        }
        values.set(group, column, row);
        deciding?.set(group, decidingColumn, row);
        arrivals[group] = arrival + row;
      }
    },
    merge(into, from) {
      const { tags } = values;
      if (tags[from] === Tag.MISSING) return;
      if (tags[into] !== Tag.MISSING) {
        const greater = deciding?.compareGroups(from, into) ?? 0;
        if (!better(greater, arrivals[from]!, into)) return;
      }
      values.copy(into, from);
      deciding?.copy(into, from);
      arrivals[into] = arrivals[from]!;
    },
    clear(group) {
      values.clear(group);
      deciding?.clear(group);
    },
    results: (groups, count, out) => values.results(groups, count, out),
  };
}
