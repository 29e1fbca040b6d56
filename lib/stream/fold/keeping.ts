import { Tag, textAt, type Value, valueAt } from "../../core/mod.ts";
import { type Accumulator, grown } from "./accumulator.ts";
import { KeyCoder } from "./key_coder.ts";
import { selectRank } from "./select.ts";

/** `count(DISTINCT x)`: keeps the distinct values of each group. */
export function distinctCountAccumulator(argument: number): Accumulator {
  const coder = new KeyCoder();
  const sets: Set<number>[] = [];
  let codes = new Int32Array(0);
  let entries = 0;
  return {
    get byteLength(): number {
      return coder.byteLength + entries * 24 + sets.length * 64;
    },
    grow(size) {
      while (sets.length < size) sets.push(new Set());
    },
    update(groups, columns, selection, selected) {
      const column = columns[argument]!;
      if (codes.length < groups.length) codes = new Int32Array(groups.length);
      coder.assign(column, selection, selected, codes);
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        if (column.tags[row]! <= Tag.NULL) continue;
        const set = sets[groups[row]!]!;
        const before = set.size;
        set.add(codes[row]!);
        entries += set.size - before;
      }
    },
    result(group, out) {
      out.appendNumber(sets[group]!.size);
    },
  };
}

/** Growable numbers of one group. */
interface Numbers {
  values: Float64Array<ArrayBuffer>;
  used: number;
  /** Whole numbers beyond 2^53, exact; each also stands among the values, rounded. */
  bigs: bigint[] | null;
}

/**
 * `quantile_cont(x, p)`, `median(x)` and `quantile_disc(x, p)` over numbers
 * or moments: keeps 8 bytes a value, more for whole numbers beyond 2^53. The
 * continuous one interpolates between neighbours (definition 7 of Hyndman and
 * Fan, 1996), the discrete one takes the first value whose share of rows
 * reaches p.
 */
export function quantileAccumulator(
  p: number,
  continuous: boolean,
  argument: number,
): Accumulator {
  const kept: Numbers[] = [];
  let seen = new Uint8Array(0);
  return {
    get byteLength(): number {
      return kept.reduce((bytes, { values }) => bytes + values.byteLength, 0);
    },
    grow(size) {
      while (kept.length < size) {
        kept.push({ values: new Float64Array(0), used: 0, bigs: null });
      }
      if (seen.length < size) {
        const larger = new Uint8Array(size * 2);
        larger.set(seen);
        seen = larger;
      }
    },
    update(groups, columns, selection, selected) {
      const column = columns[argument]!;
      const { tags, numbers } = column;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const tag = tags[row]!;
        if (
          tag !== Tag.INTEGER && tag !== Tag.DOUBLE && tag !== Tag.TIME &&
          tag !== Tag.BIG
        ) continue;
        const group = groups[row]!;
        const list = kept[group]!;
        let number = numbers[row]!;
        if (tag === Tag.BIG) {
          const exact = BigInt(textAt(column, row)!);
          (list.bigs ??= []).push(exact);
          number = Number(exact);
        }
        if (list.used === list.values.length) {
          list.values = grown(list.values, list.used + 1);
        }
        list.values[list.used++] = number;
        // Doubles show in a discrete quantile, moments in both.
        if (tag !== Tag.BIG && tag > seen[group]!) seen[group] = tag;
      }
    },
    result(group, out) {
      const { values, used, bigs } = kept[group]!;
      if (used === 0) {
        out.appendNull();
        return;
      }
      const list = values.subarray(0, used);
      if (continuous) {
        const value = between(list, p);
        if (seen[group] === Tag.TIME) out.appendTime(Math.trunc(value));
        else out.appendDouble(value);
        return;
      }
      const sorted = list.sort();
      const place = Math.max(0, Math.ceil(p * used) - 1);
      if (seen[group] === Tag.TIME) out.appendTime(sorted[place]!);
      else if (seen[group] === Tag.DOUBLE) out.appendDouble(sorted[place]!);
      else out.appendInteger(exactAt(sorted, place, bigs ?? []));
    },
  };
}

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
  // Between two infinite values lies no number.
  return low === high ? low : low + (high - low) * (place - below);
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

/** `mode(x)`: the most frequent value, of equally frequent ones the first to appear. */
export function modeAccumulator(argument: number): Accumulator {
  const coder = new KeyCoder();
  const counts: Map<number, number>[] = [];
  let codes = new Int32Array(0);
  return {
    get byteLength(): number {
      return coder.byteLength +
        counts.reduce((bytes, { size }) => bytes + 64 + size * 40, 0);
    },
    grow(size) {
      while (counts.length < size) counts.push(new Map());
    },
    update(groups, columns, selection, selected) {
      const column = columns[argument]!;
      if (codes.length < groups.length) codes = new Int32Array(groups.length);
      coder.assign(column, selection, selected, codes);
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        if (column.tags[row]! <= Tag.NULL) continue;
        const map = counts[groups[row]!]!;
        map.set(codes[row]!, (map.get(codes[row]!) ?? 0) + 1);
      }
    },
    result(group, out) {
      let best = -1;
      let most = 0;
      for (const [code, count] of counts[group]!) {
        if (count > most) {
          best = code;
          most = count;
        }
      }
      if (best === -1) out.appendNull();
      else out.appendFrom(coder.values(), best);
    },
  };
}

/** `string_agg(x, separator)` in arrival order; `DISTINCT` keeps first appearances. NULLs are passed over. */
export function joinAccumulator(
  separator: string,
  distinct: boolean,
  argument: number,
): Accumulator {
  const parts: string[][] = [];
  const sets: Set<string>[] = [];
  let bytes = 0;
  return {
    get byteLength(): number {
      return bytes;
    },
    grow(size) {
      while (parts.length < size) {
        parts.push([]);
        sets.push(new Set());
      }
    },
    update(groups, columns, selection, selected) {
      const column = columns[argument]!;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const value = valueAt(column, row);
        if (value === null) continue;
        const group = groups[row]!;
        const text = String(value);
        if (distinct) {
          if (sets[group]!.has(text)) continue;
          sets[group]!.add(text);
        }
        parts[group]!.push(text);
        bytes += text.length * 2 + 32;
      }
    },
    result(group, out) {
      const list = parts[group]!;
      if (list.length === 0) out.appendNull();
      else out.appendText(list.join(separator));
    },
  };
}

/** Any aggregate with DISTINCT: hands each distinct value of a group on once, in order of first appearance. */
export function distinctAccumulator(
  argument: number,
  inner: (argument: number) => Accumulator,
): Accumulator {
  const kept = inner(0);
  const seen: Set<string>[] = [];
  let entries = 0;
  return {
    get byteLength(): number {
      return kept.byteLength + entries * 64;
    },
    grow(size) {
      kept.grow(size);
      while (seen.length < size) seen.push(new Set());
    },
    update(groups, columns, selection, selected) {
      const column = columns[argument]!;
      const fresh = new Uint32Array(selected);
      let count = 0;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const value: Value = valueAt(column, row);
        if (value === null) continue;
        const name = `${typeof value === "string" ? "t" : "v"}${value}`;
        const set = seen[groups[row]!]!;
        if (set.has(name)) continue;
        set.add(name);
        entries++;
        fresh[count++] = row;
      }
      kept.update(groups, [column], fresh, count);
    },
    result(group, out) {
      kept.result(group, out);
    },
  };
}

/** `list(x)` as JSON text, in arrival order, NULLs included. */
export function listAccumulator(
  argument: number,
  toJson: (value: Value, tag: Tag) => string,
): Accumulator {
  const lists: string[][] = [];
  let bytes = 0;
  return {
    get byteLength(): number {
      return bytes;
    },
    grow(size) {
      while (lists.length < size) lists.push([]);
    },
    update(groups, columns, selection, selected) {
      const column = columns[argument]!;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        const text = toJson(valueAt(column, row), column.tags[row]! as Tag);
        lists[groups[row]!]!.push(text);
        bytes += text.length * 2 + 32;
      }
    },
    result(group, out) {
      const list = lists[group]!;
      if (list.length === 0) out.appendNull();
      else out.appendText(`[${list.join(",")}]`, Tag.NESTED);
    },
  };
}
