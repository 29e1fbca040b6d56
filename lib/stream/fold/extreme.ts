import {
  type ColumnBuilder,
  Tag,
  type Value,
  valueAt,
} from "../../core/mod.ts";
import { type Accumulator, grown, grownBytes } from "./accumulator.ts";
import type { Order } from "./pick.ts";

/**
 * `min(x)` and `max(x)`: NULL where no value was. Numbers and moments stay in
 * arrays of doubles; texts and integers beyond 2^53 cost an object a group.
 */
export function extremeAccumulator(
  kind: "min" | "max",
  argument: number,
  order: Order,
): Accumulator {
  let tags = new Uint8Array(0);
  let numbers = new Float64Array(0);
  const others = new Map<
    number,
    { readonly value: Value; readonly tag: Tag }
  >();
  let bytes = 0;
  const sign = kind === "min" ? -1 : 1;
  const held = (group: number): Value =>
    tags[group]! === 0 ? null : others.get(group)?.value ?? numbers[group]!;
  return {
    get byteLength(): number {
      return tags.byteLength + numbers.byteLength + others.size * 64 + bytes;
    },
    grow(size) {
      tags = grownBytes(tags, size);
      numbers = grown(numbers, size);
    },
    update(groups, columns, selection, selected) {
      const column = columns[argument]!;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const tag = column.tags[row]! as Tag;
        if (tag <= Tag.NULL) continue;
        const group = groups[row]!;
        const before = tags[group]!;
        if (
          (tag === Tag.INTEGER || tag === Tag.DOUBLE || tag === Tag.TIME) &&
          before !== Tag.BIG && before !== Tag.STRING
        ) {
          const value = column.numbers[row]!;
          // NaN is the greatest number, as in DuckDB.
          const over = before === 0 ||
            (kind === "max"
              ? value > numbers[group]! || Number.isNaN(value)
              : value < numbers[group]! || Number.isNaN(numbers[group]!));
          if (over) {
            numbers[group] = value;
            tags[group] = tag;
          }
          continue;
        }
        const value = valueAt(column, row)!;
        if (before !== 0 && order(value, held(group)) * sign <= 0) continue;
        if (typeof value === "string") bytes += value.length * 2;
        others.set(group, { value, tag });
        tags[group] = tag === Tag.BIG ? Tag.BIG : Tag.STRING;
      }
    },
    result(group, out) {
      const other = others.get(group);
      if (tags[group] === 0) out.appendNull();
      else if (other !== undefined) appendValue(other.value, other.tag, out);
      else if (tags[group] === Tag.TIME) out.appendTime(numbers[group]!);
      else if (tags[group] === Tag.DOUBLE) out.appendDouble(numbers[group]!);
      else out.appendNumber(numbers[group]!);
    },
  };
}

/** Appends a value under the tag it was read with. */
export function appendValue(value: Value, tag: Tag, out: ColumnBuilder): void {
  if (value === null) out.appendNull();
  else if (typeof value === "boolean") out.appendBoolean(value);
  else if (typeof value === "bigint") out.appendInteger(value);
  else if (typeof value === "string") {
    out.appendText(value, tag === Tag.NESTED ? Tag.NESTED : Tag.STRING);
  } else if (tag === Tag.TIME) out.appendTime(value);
  else if (tag === Tag.DOUBLE) out.appendDouble(value);
  else out.appendNumber(value);
}
