import { Tag } from "../../core/mod.ts";
import { type Accumulator, grown } from "./accumulator.ts";

/** `count(*)`, or `count(x)` where `argument` is the index of a column: rows, or rows where it is not NULL. */
export function countAccumulator(argument: number | null): Accumulator {
  let counts = new Float64Array(0);
  return {
    get byteLength(): number {
      return counts.byteLength;
    },
    grow(size) {
      counts = grown(counts, size);
    },
    update({ groups, columns, selection, selected }) {
      if (argument === null) {
        for (let at = 0; at < selected; at++) {
          counts[groups[selection[at]!]!]!++;
        }
        return;
      }
      const { tags } = columns[argument]!;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        if (tags[row]! > Tag.NULL) counts[groups[row]!]!++;
      }
    },
    merge(into, from) {
      counts[into]! += counts[from]!;
    },
    clear(group) {
      counts[group] = 0;
    },
    results(groups, count, out) {
      for (let at = 0; at < count; at++) out.appendNumber(counts[groups[at]!]!);
    },
  };
}

/** `bool_and`, `bool_or` and `count_if` over a column of truth values. */
export function truthAccumulator(
  kind: "and" | "or" | "count",
  argument: number,
): Accumulator {
  let trues = new Float64Array(0);
  let falses = new Float64Array(0);
  return {
    get byteLength(): number {
      return trues.byteLength + falses.byteLength;
    },
    grow(size) {
      trues = grown(trues, size);
      falses = grown(falses, size);
    },
    update({ groups, columns, selection, selected }) {
      const { tags } = columns[argument]!;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const tag = tags[row]!;
        if (tag === Tag.TRUE) trues[groups[row]!]!++;
        else if (tag === Tag.FALSE) falses[groups[row]!]!++;
      }
    },
    merge(into, from) {
      trues[into]! += trues[from]!;
      falses[into]! += falses[from]!;
    },
    clear(group) {
      trues[group] = 0;
      falses[group] = 0;
    },
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        const group = groups[at]!;
        // Over no values count_if is NULL too: DuckDB's is a sum.
        if (trues[group] === 0 && falses[group] === 0) out.appendNull();
        else if (kind === "count") out.appendNumber(trues[group]!);
        else if (kind === "and") out.appendBoolean(falses[group] === 0);
        else out.appendBoolean(trues[group]! > 0);
      }
    },
  };
}
