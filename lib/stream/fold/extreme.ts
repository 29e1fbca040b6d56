import { Tag } from "../../core/mod.ts";
import type { Accumulator } from "./accumulator.ts";
import { GroupValues } from "./group_values.ts";

/** `min(x)` and `max(x)`: NULL where no value was. */
export function extremeAccumulator(
  kind: "min" | "max",
  argument: number,
): Accumulator {
  const values = new GroupValues();
  const sign = kind === "min" ? -1 : 1;
  return {
    get byteLength(): number {
      return values.byteLength;
    },
    grow: (size) => values.grow(size),
    update({ groups, columns, selection, selected }) {
      const column = columns[argument]!;
      const { tags, numbers } = values;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const tag = column.tags[row]!;
        if (tag <= Tag.NULL) continue;
        const group = groups[row]!;
        const before = tags[group]!;
        // Nearly all are of one of two kinds, which need no call.
        if (
          tag === before && (tag === Tag.INTEGER || tag === Tag.DOUBLE)
        ) {
          const value = column.numbers[row]!;
          const held = numbers[group]!;
          // NaN is the greatest number, as in DuckDB.
          const over = kind === "max"
            ? value > held || Number.isNaN(value)
            : value < held || Number.isNaN(held);
          if (over) numbers[group] = value;
        } else if (
          before === Tag.MISSING ||
          values.compare(column, row, group) * sign > 0
        ) values.set(group, column, row);
      }
    },
    merge(into, from) {
      const { tags } = values;
      if (tags[from] === Tag.MISSING) return;
      if (
        tags[into] === Tag.MISSING ||
        values.compareGroups(from, into) * sign > 0
      ) values.copy(into, from);
    },
    clear: (group) => values.clear(group),
    results: (groups, count, out) => values.results(groups, count, out),
  };
}
