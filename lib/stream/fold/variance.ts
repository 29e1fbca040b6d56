import { Tag } from "../../core/mod.ts";
import { type Accumulator, grown } from "./accumulator.ts";

/**
 * Variance and standard deviation by Welford's method (Technometrics 4, 1962),
 * which does not lose digits as the sum of squares does.
 *
 * @param root Whether the square root is wanted.
 * @param sample Whether to divide by n - 1.
 * @param argument Index of the column.
 */
export function varianceAccumulator(
  root: boolean,
  sample: boolean,
  argument: number,
): Accumulator {
  let counts = new Float64Array(0);
  let means = new Float64Array(0);
  let squares = new Float64Array(0);
  return {
    get byteLength(): number {
      return counts.byteLength * 3;
    },
    grow(size) {
      counts = grown(counts, size);
      means = grown(means, size);
      squares = grown(squares, size);
    },
    update(groups, columns, selection, selected) {
      const { tags, numbers } = columns[argument]!;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const tag = tags[row]!;
        if (tag !== Tag.INTEGER && tag !== Tag.DOUBLE) continue;
        const group = groups[row]!;
        const value = numbers[row]!;
        const count = ++counts[group]!;
        const off = value - means[group]!;
        means[group]! += off / count;
        squares[group]! += off * (value - means[group]!);
      }
    },
    result(group, out) {
      const divisor = counts[group]! - (sample ? 1 : 0);
      if (divisor <= 0) {
        out.appendNull();
        return;
      }
      const variance = squares[group]! / divisor;
      out.appendDouble(root ? Math.sqrt(variance) : variance);
    },
  };
}
