/**
 * Puts the value of a rank where a sort would put it, with no greater value
 * before it and no smaller one behind (quickselect: Hoare, "Find", CACM 4,
 * 1961; the pivot is the median of three). Linear on average; values are moved.
 *
 * @param values Numbers, none of them NaN.
 * @param rank Counted from 0; less than the number of values.
 * @returns The value of that rank.
 *
 * @example The third smallest
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(selectRank(Float64Array.of(5, 1, 4, 2, 3), 2), 3);
 * ```
 */
export function selectRank(values: Float64Array, rank: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = medianOfThree(
      values[from]!,
      values[(from + to) >>> 1]!,
      values[to]!,
    );
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low]! < pivot) low++;
      while (values[high]! > pivot) high--;
      if (low > high) break;
      const held = values[low]!;
      values[low] = values[high]!;
      values[high] = held;
      low++;
      high--;
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else break;
  }
  return values[rank]!;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
