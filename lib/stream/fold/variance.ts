import { Tag } from "../../core/mod.ts";
import { type Accumulator, grown } from "./accumulator.ts";

/**
 * Variance and standard deviation by Welford's method (Technometrics 4, 1962),
 * which does not lose digits as the sum of squares does; two groups join by
 * the formula of Chan, Golub and LeVeque (American Statistician 37, 1983).
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
    update({ groups, columns, selection, selected }) {
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
    merge(into, from) {
      const added = counts[from]!;
      if (added === 0) return;
      const count = counts[into]! + added;
      const off = means[from]! - means[into]!;
      squares[into]! += squares[from]! +
        off * off * (counts[into]! * added / count);
      means[into]! += off * added / count;
      counts[into] = count;
    },
    clear(group) {
      counts[group] = 0;
      means[group] = 0;
      squares[group] = 0;
    },
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        const group = groups[at]!;
        const divisor = counts[group]! - (sample ? 1 : 0);
        if (divisor <= 0) {
          out.appendNull();
          continue;
        }
        const variance = squares[group]! / divisor;
        // Over infinite values, or beyond all doubles, there is none: DuckDB fails.
        if (!Number.isFinite(variance)) out.appendNull();
        else out.appendDouble(root ? Math.sqrt(variance) : variance);
      }
    },
  };
}
