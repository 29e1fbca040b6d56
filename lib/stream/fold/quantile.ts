import { Tag, textAt } from "../../core/mod.ts";
import { type Accumulator, grownBytes } from "./accumulator.ts";
import { NumberLists } from "./number_lists.ts";
import { selectRank } from "./select.ts";

/**
 * `quantile_cont(x, p)`, `median(x)` and `quantile_disc(x, p)` over numbers
 * or moments: keeps 9 bytes a value, more for whole numbers beyond 2^53. The
 * continuous one interpolates between neighbours (definition 7 of Hyndman and
 * Fan, 1996), the discrete one takes the first value whose share of rows
 * reaches p.
 */
export function quantileAccumulator(
  p: number,
  continuous: boolean,
  argument: number,
): Accumulator {
  const lists = new NumberLists();
  /** Whole numbers beyond 2^53, exact; each also stands in its list, rounded. */
  const bigs = new Map<number, bigint[]>();
  let bigBytes = 0;
  let seen = new Uint8Array(0);

  function addBigs(group: number, more: readonly bigint[]): void {
    const own = bigs.get(group);
    bigBytes += more.length * BIG_BYTES;
    if (own === undefined) bigs.set(group, [...more]);
    else for (const big of more) own.push(big);
  }

  return {
    get byteLength(): number {
      return lists.byteLength + seen.byteLength + bigBytes;
    },
    grow(size) {
      lists.grow(size);
      seen = grownBytes(seen, size);
    },
    update({ groups, columns, selection, selected }) {
      const column = columns[argument]!;
      const { tags, numbers } = column;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const tag = tags[row]!;
        const group = groups[row]!;
        if (tag === Tag.INTEGER || tag === Tag.DOUBLE || tag === Tag.TIME) {
          lists.push(group, numbers[row]!);
          // Doubles show in a discrete quantile, moments in both.
          if (tag > seen[group]!) seen[group] = tag;
        } else if (tag === Tag.BIG) {
          const exact = BigInt(textAt(column, row)!);
          addBigs(group, [exact]);
          lists.push(group, Number(exact));
        }
      }
    },
    merge(into, from) {
      lists.merge(into, from);
      const added = bigs.get(from);
      if (added !== undefined) addBigs(into, added);
      seen[into] = Math.max(seen[into]!, seen[from]!);
    },
    clear(group) {
      lists.clear(group);
      bigBytes -= (bigs.get(group)?.length ?? 0) * BIG_BYTES;
      bigs.delete(group);
      seen[group] = 0;
    },
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        const group = groups[at]!;
        const list = lists.of(group);
        if (list.length === 0) {
          out.appendNull();
          continue;
        }
        if (continuous) {
          const value = between(list, p);
          if (seen[group] === Tag.TIME) out.appendTime(rounded(value));
          else out.appendDouble(value);
          continue;
        }
        const sorted = list.sort();
        const place = discretePlace(p, list.length);
        if (seen[group] === Tag.TIME) out.appendTime(sorted[place]!);
        else if (seen[group] === Tag.DOUBLE) out.appendDouble(sorted[place]!);
        else {
          out.appendInteger(exactAt(sorted, place, bigs.get(group) ?? []));
        }
      }
    },
  };
}

/** The place, counted from 0, of the first of so many values that a share of them reaches. */
export function discretePlace(p: number, values: number): number {
  return Math.max(0, Math.ceil(p * values) - 1);
}

/** To the nearest microsecond, halves away from zero, as DuckDB does. */
function rounded(timeUs: number): number {
  return Math.sign(timeUs) * Math.round(Math.abs(timeUs));
}

/** What a bigint takes that is kept, roughly. */
const BIG_BYTES = 40;

/** The value between two neighbours of a sorted list, without sorting all of it. */
function between(values: Float64Array, p: number): number {
  const place = p * (values.length - 1);
  const below = Math.floor(place);
  // NaN is the greatest number, and no pivot for a selection.
  const low = values.some(Number.isNaN)
    ? values.sort()[below]!
    : selectRank(values, below);
  if (place === below) return low;
  let high = values[below + 1]!;
  for (let at = below + 2; at < values.length; at++) {
    if (values[at]! < high) high = values[at]!;
  }
  if (low === high) return low;
  const share = place - below;
  return low * (1 - share) + high * share;
}

/** The whole number at a place among sorted ones, of which some were rounded. */
function exactAt(
  sorted: Float64Array,
  place: number,
  bigs: readonly bigint[],
): bigint {
  const value = sorted[place]!;
  const first = sorted.indexOf(value);
  const alike = bigs.filter((big) => Number(big) === value);
  const plain = sorted.lastIndexOf(value) + 1 - first - alike.length;
  const exact = [...alike, ...new Array(plain).fill(BigInt(value))];
  return exact.sort((a, b) => a < b ? -1 : a > b ? 1 : 0)[place - first]!;
}
