import { compareValues, valueAt } from "../../core/mod.ts";
import { type Accumulator, grown } from "./accumulator.ts";
import { discretePlace } from "./quantile.ts";
import { ValuePairs } from "./value_pairs.ts";

/** `quantile_disc(x, p)` over values that are not all numbers or all moments: counts each distinct value of a group. */
export function valueQuantileAccumulator(
  p: number,
  argument: number,
): Accumulator {
  let counts = new Float64Array(0);
  const values = new ValuePairs(argument, {
    onNew(pair) {
      counts = grown(counts, pair + 1);
      counts[pair] = 0;
    },
  });
  return {
    get byteLength(): number {
      return values.byteLength + counts.byteLength;
    },
    grow() {},
    update(rows) {
      const { selection, selected, pairs } = values.assign(rows);
      for (let at = 0; at < selected; at++) counts[pairs[selection[at]!]!]!++;
    },
    merge(into, from) {
      for (const pair of values.of(from)) {
        const other = values.like(into, pair);
        counts[other]! += counts[pair]!;
      }
    },
    clear: (group) => values.clear(group),
    results(groups, count, out) {
      const all = values.values();
      for (let at = 0; at < count; at++) {
        const own = Array.from(values.of(groups[at]!), (pair) => ({
          value: valueAt(all, values.code(pair)),
          pair,
        })).sort((a, b) => compareValues(a.value, b.value));
        const rows = own.reduce((sum, { pair }) => sum + counts[pair]!, 0);
        let after = discretePlace(p, rows);
        const found = own.find(({ pair }) => (after -= counts[pair]!) < 0);
        if (found === undefined) out.appendNull();
        else out.appendFrom(all, values.code(found.pair));
      }
    },
  };
}
