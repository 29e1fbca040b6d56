import { type Column, ColumnBuilder } from "../../core/mod.ts";
import { type Accumulator, grown } from "./accumulator.ts";
import { ValuePairs } from "./value_pairs.ts";

/** `count(DISTINCT x)`: keeps the distinct values of each group. */
export function distinctCountAccumulator(argument: number): Accumulator {
  const values = new ValuePairs(argument);
  return {
    get byteLength(): number {
      return values.byteLength;
    },
    grow() {},
    update(rows) {
      values.assign(rows);
    },
    merge(into, from) {
      for (const pair of values.of(from)) values.like(into, pair);
    },
    clear: (group) => values.clear(group),
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        out.appendNumber(values.count(groups[at]!));
      }
    },
  };
}

/**
 * Any other aggregate with DISTINCT: keeps the distinct values of each group,
 * and hands each on once, in order of first appearance, when the result is asked for.
 *
 * @param argument Index of the column.
 * @param inner Makes the aggregate over a column of that index.
 * @param nulls Whether it takes NULL as a value.
 */
export function distinctAccumulator(
  argument: number,
  inner: (argument: number) => Accumulator,
  nulls = false,
): Accumulator {
  let arrivals = new Float64Array(0);
  const values = new ValuePairs(argument, {
    nulls,
    onNew(pair) {
      arrivals = grown(arrivals, pair + 1);
      arrivals[pair] = Infinity;
    },
  });
  const one = inner(0);
  one.grow(1);
  const alone = Uint32Array.of(0);

  function seen(pair: number, arrival: number): void {
    if (arrival < arrivals[pair]!) arrivals[pair] = arrival;
  }

  function valuesOf(group: number): Column {
    const pairs = values.of(group).slice();
    pairs.sort((a, b) => arrivals[a]! - arrivals[b]!);
    const all = values.values();
    const builder = new ColumnBuilder();
    for (const pair of pairs) builder.appendFrom(all, values.code(pair));
    return builder.finish();
  }

  return {
    get byteLength(): number {
      return values.byteLength + arrivals.byteLength + one.byteLength;
    },
    grow() {},
    update(rows) {
      const { selection, selected, pairs } = values.assign(rows);
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        seen(pairs[row]!, rows.arrival + row);
      }
    },
    merge(into, from) {
      for (const pair of values.of(from)) {
        seen(values.like(into, pair), arrivals[pair]!);
      }
    },
    clear: (group) => values.clear(group),
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        const group = groups[at]!;
        const selected = values.count(group);
        one.update({
          groups: new Int32Array(selected),
          columns: [valuesOf(group)],
          selection: Uint32Array.from({ length: selected }, (_, row) => row),
          selected,
          arrival: 0,
        });
        one.results(alone, 1, out);
        one.clear(0);
      }
    },
  };
}
