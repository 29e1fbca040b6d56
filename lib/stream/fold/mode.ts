import { type Accumulator, grown } from "./accumulator.ts";
import { NONE } from "./slots.ts";
import { ValuePairs } from "./value_pairs.ts";

/** `mode(x)`: the most frequent value, of equally frequent ones the first to appear. */
export function modeAccumulator(argument: number): Accumulator {
  let counts = new Float64Array(0);
  let arrivals = new Float64Array(0);
  const values = new ValuePairs(argument, {
    onNew(pair) {
      counts = grown(counts, pair + 1);
      arrivals = grown(arrivals, pair + 1);
      counts[pair] = 0;
      arrivals[pair] = Infinity;
    },
  });

  function take(pair: number, count: number, arrival: number): void {
    counts[pair]! += count;
    if (arrival < arrivals[pair]!) arrivals[pair] = arrival;
  }

  return {
    get byteLength(): number {
      return values.byteLength + counts.byteLength + arrivals.byteLength;
    },
    grow() {},
    update(rows) {
      const { selection, selected, pairs } = values.assign(rows);
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        take(pairs[row]!, 1, rows.arrival + row);
      }
    },
    merge(into, from) {
      for (const pair of values.of(from)) {
        const other = values.like(into, pair);
        take(other, counts[pair]!, arrivals[pair]!);
      }
    },
    clear: (group) => values.clear(group),
    results(groups, count, out) {
      const all = values.values();
      for (let at = 0; at < count; at++) {
        let best = NONE;
        for (const pair of values.of(groups[at]!)) {
          if (
            best === NONE || counts[pair]! > counts[best]! ||
            counts[pair] === counts[best] && arrivals[pair]! < arrivals[best]!
          ) best = pair;
        }
        if (best === NONE) out.appendNull();
        else out.appendFrom(all, values.code(best));
      }
    },
  };
}
