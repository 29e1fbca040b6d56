import { Tag, textAt } from "../../core/mod.ts";
import type { Accumulator } from "./accumulator.ts";
import { BucketCounts } from "./bucket_counts.ts";
import { bucketOf, NAN_BUCKET, numberIn } from "./dd_sketch.ts";
import { NumberLists } from "./number_lists.ts";

/** So many numbers of a group are kept themselves; more are counted by bucket. */
const FEW = 64;

/** What is known of a group whose numbers are counted by bucket. */
interface Many {
  numbers: number;
  /** Of all but NaN. */
  least: number;
  greatest: number;
}

/**
 * `approx_quantile(x, p)` over numbers: the value whose place is p of the way
 * from the least to the greatest; of more than 64 numbers one within 1 % of it,
 * and both ends exactly.
 *
 * Memory does not grow with the rows: there are 115 buckets from 1 to 10, at
 * about 12 bytes where many have numbers, at 100 where few have. How a group
 * is kept depends on its number of values alone, and so does not show how they
 * came.
 */
export function approxQuantileAccumulator(
  p: number,
  argument: number,
): Accumulator {
  const few = new NumberLists();
  const many = new Map<number, Many>();
  const counts = new BucketCounts();
  let selection = new Uint32Array(0);
  let buckets = new Int32Array(0);

  function count(own: Many, number: number): number {
    own.numbers++;
    if (number < own.least) own.least = number;
    if (number > own.greatest) own.greatest = number;
    return bucketOf(number);
  }

  function countAll(own: Many, group: number, numbers: Float64Array): void {
    counts.add(
      new Int32Array(numbers.length).fill(group),
      Int32Array.from(numbers, (number) => count(own, number)),
      Uint32Array.from(numbers, (_, at) => at),
      numbers.length,
    );
  }

  /** Counts the numbers of a group by bucket from now on. */
  function counted(group: number): Many {
    const before = many.get(group);
    if (before !== undefined) return before;
    const own = { numbers: 0, least: Infinity, greatest: -Infinity };
    countAll(own, group, few.of(group));
    few.clear(group);
    many.set(group, own);
    return own;
  }

  function quantile(group: number): number {
    const own = many.get(group);
    if (own === undefined) {
      const sorted = few.of(group).sort();
      return sorted[Math.floor(p * (sorted.length - 1))]!;
    }
    const { numbers, least, greatest } = own;
    const rank = Math.floor(p * (numbers - 1));
    const bucket = counts.bucketAt(group, rank);
    if (bucket === NAN_BUCKET) return NaN;
    if (rank === 0) return least;
    if (rank === numbers - 1) return greatest;
    return Math.max(least, Math.min(greatest, numberIn(bucket)));
  }

  return {
    get byteLength(): number {
      return few.byteLength + counts.byteLength + many.size * 100;
    },
    grow: (size) => few.grow(size),
    update({ groups, columns, ...rows }) {
      const column = columns[argument]!;
      if (selection.length < groups.length) {
        selection = new Uint32Array(groups.length);
        buckets = new Int32Array(groups.length);
      }
      let some = 0;
      for (let at = 0; at < rows.selected; at++) {
        const row = rows.selection[at]!;
        const tag = column.tags[row]!;
        if (tag < Tag.INTEGER || tag > Tag.BIG) continue;
        const number = tag === Tag.BIG
          ? Number(textAt(column, row))
          : column.numbers[row]!;
        const group = groups[row]!;
        let own = many.get(group);
        if (own === undefined) {
          if (few.count(group) < FEW) {
            few.push(group, number);
            continue;
          }
          own = counted(group);
        }
        buckets[row] = count(own, number);
        selection[some++] = row;
      }
      counts.add(groups, buckets, selection, some);
    },
    merge(into, from) {
      const added = many.get(from);
      if (
        added === undefined && !many.has(into) &&
        few.count(into) + few.count(from) <= FEW
      ) {
        few.merge(into, from);
        return;
      }
      const own = counted(into);
      if (added === undefined) {
        countAll(own, into, few.of(from));
        return;
      }
      counts.merge(into, from);
      own.numbers += added.numbers;
      own.least = Math.min(own.least, added.least);
      own.greatest = Math.max(own.greatest, added.greatest);
    },
    clear(group) {
      few.clear(group);
      counts.clear(group);
      many.delete(group);
    },
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        const group = groups[at]!;
        if (few.count(group) === 0 && !many.has(group)) out.appendNull();
        else out.appendDouble(quantile(group));
      }
    },
  };
}
