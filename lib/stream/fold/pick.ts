import {
  type Column,
  ColumnBuilder,
  Tag,
  type Value,
  valueAt,
} from "../../core/mod.ts";
import type { Accumulator } from "./accumulator.ts";

/** Orders two values as ORDER BY does: numbers by size, texts by their UTF-8 bytes, false before true. */
export type Order = (a: Value, b: Value) => number;

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
 * @param by Index of the column that decides.
 * @param order Compares values of `by`.
 */
export function pickAccumulator(
  pick: Pick,
  argument: number,
  by: number,
  order: Order,
): Accumulator {
  const held: (Value | undefined)[] = [];
  const results: (Column | undefined)[] = [];
  let bytes = 0;
  const takesNull = pick === "first" || pick === "last";
  const better = (found: Value, before: Value | undefined): boolean => {
    if (before === undefined || pick === "last") return true;
    if (pick === "min") return order(found, before) < 0;
    if (pick === "max") return order(found, before) > 0;
    return false;
  };
  return {
    get byteLength(): number {
      return held.length * 200 + bytes;
    },
    grow(size) {
      while (held.length < size) {
        held.push(undefined);
        results.push(undefined);
      }
    },
    update(groups, columns, selection, selected) {
      const values = columns[argument]!;
      const deciding = columns[by]!;
      // A row is copied once a batch, not each time it is overtaken.
      const chosen = new Map<number, number>();
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const group = groups[row]!;
        if (
          !takesNull &&
          (values.tags[row]! <= Tag.NULL || deciding.tags[row]! <= Tag.NULL)
        ) continue;
        if (pick === "last") {
          chosen.set(group, row);
          continue;
        }
        if ((pick === "first" || pick === "any") && held[group] !== undefined) {
          continue;
        }
        const found = valueAt(deciding, row);
        if (!better(found, held[group])) continue;
        held[group] = found;
        chosen.set(group, row);
      }
      for (const [group, row] of chosen) {
        const builder = new ColumnBuilder();
        builder.appendFrom(values, row);
        const result = builder.finish();
        bytes += result.bytes.length - (results[group]?.bytes.length ?? 0);
        results[group] = result;
      }
    },
    result(group, out) {
      const result = results[group];
      if (result === undefined) out.appendNull();
      else out.appendFrom(result, 0);
    },
  };
}
