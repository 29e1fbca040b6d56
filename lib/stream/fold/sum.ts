import { type Column, EXACT_LIMIT, Tag, textAt } from "../../core/mod.ts";
import {
  type Accumulator,
  type FoldRows,
  grown,
  grownBytes,
} from "./accumulator.ts";

/**
 * Sums that no order of rows can change: whole numbers exactly, to any size;
 * doubles in double-double (two-sum of Knuth, TAOCP 2, 4.2.2), rounded once.
 */
export class ExactSums {
  #wholes = new Float64Array(0);
  readonly #spilled = new Map<number, bigint>();
  #high = new Float64Array(0);
  #low = new Float64Array(0);
  /** 1: some whole number, 2: some double. */
  #seen = new Uint8Array(0);
  /** How many numbers each group has taken in. */
  counts: Float64Array<ArrayBuffer> = new Float64Array(0);

  /** Bytes of memory held, roughly. */
  get byteLength(): number {
    return this.counts.byteLength * 4 + this.#seen.byteLength +
      this.#spilled.size * 64;
  }

  /** Makes room for groups up to `size`. */
  grow(size: number): void {
    this.#wholes = grown(this.#wholes, size);
    this.#high = grown(this.#high, size);
    this.#low = grown(this.#low, size);
    this.counts = grown(this.counts, size);
    this.#seen = grownBytes(this.#seen, size);
  }

  /** Takes in the numbers of a column. */
  add(column: Column, { groups, selection, selected }: FoldRows): void {
    const { tags, numbers } = column;
    const wholes = this.#wholes;
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      const group = groups[row]!;
      const tag = tags[row]!;
      if (tag === Tag.INTEGER) {
        const sum = wholes[group]! + numbers[row]!;
        // At the limit itself the sum may have been rounded to it.
        if (sum >= EXACT_LIMIT || sum <= -EXACT_LIMIT) {
          this.#spill(group, BigInt(numbers[row]!));
        } else wholes[group] = sum;
        this.#seen[group]! |= 1;
        this.counts[group]!++;
      } else if (tag === Tag.DOUBLE) {
        this.#addDouble(group, numbers[row]!);
        this.#seen[group]! |= 2;
        this.counts[group]!++;
      } else if (tag === Tag.BIG) {
        this.#spill(group, BigInt(textAt(column, row)!));
        this.#seen[group]! |= 1;
        this.counts[group]!++;
      }
    }
  }

  /** Adds the sum of another group. */
  merge(into: number, from: number): void {
    const spilled = this.#spilled.get(from) ?? 0n;
    const sum = this.#wholes[into]! + this.#wholes[from]!;
    if (spilled !== 0n || sum >= EXACT_LIMIT || sum <= -EXACT_LIMIT) {
      this.#spill(into, spilled + BigInt(this.#wholes[from]!));
    } else this.#wholes[into] = sum;
    this.#addDouble(into, this.#high[from]!);
    this.#low[into]! += this.#low[from]!;
    this.#seen[into]! |= this.#seen[from]!;
    this.counts[into]! += this.counts[from]!;
  }

  /** Makes a group empty again. */
  clear(group: number): void {
    this.#wholes[group] = 0;
    this.#spilled.delete(group);
    this.#high[group] = 0;
    this.#low[group] = 0;
    this.#seen[group] = 0;
    this.counts[group] = 0;
  }

  #addDouble(group: number, value: number): void {
    const high = this.#high[group]!;
    const sum = high + value;
    const part = sum - high;
    this.#low[group]! += (high - (sum - part)) + (value - part);
    this.#high[group] = sum;
  }

  #spill(group: number, value: bigint): void {
    this.#spilled.set(
      group,
      (this.#spilled.get(group) ?? 0n) + BigInt(this.#wholes[group]!) + value,
    );
    this.#wholes[group] = 0;
  }

  /** The sum of a group of whole numbers alone, where a double holds it exactly; `null` for any other. */
  whole(group: number): number | null {
    return this.#seen[group] === 1 && !this.#spilled.has(group)
      ? this.#wholes[group]!
      : null;
  }

  /** The sum of a group: exact and `bigint` where all its numbers were whole, else a double; `null` where there was none. */
  total(group: number): bigint | number | null {
    const seen = this.#seen[group]!;
    if (seen === 0) return null;
    let whole = (this.#spilled.get(group) ?? 0n) +
      BigInt(this.#wholes[group]!);
    if (seen === 1) return whole;
    while (whole !== 0n) {
      const part = Number(whole);
      this.#addDouble(group, part);
      whole -= BigInt(part);
    }
    this.#wholes[group] = 0;
    this.#spilled.delete(group);
    // A sum that ran to infinity has NaN as its low part.
    const low = this.#low[group]!;
    const high = this.#high[group]!;
    return Number.isNaN(low) ? high : high + low;
  }
}

/** `sum(x)` or `avg(x)`; NULL where no value was. */
export function sumAccumulator(
  kind: "sum" | "avg",
  argument: number,
): Accumulator {
  const sums = new ExactSums();
  return {
    get byteLength(): number {
      return sums.byteLength;
    },
    grow(size) {
      sums.grow(size);
    },
    update(rows) {
      sums.add(rows.columns[argument]!, rows);
    },
    merge(into, from) {
      sums.merge(into, from);
    },
    clear(group) {
      sums.clear(group);
    },
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        const group = groups[at]!;
        const whole = sums.whole(group);
        if (whole !== null) {
          if (kind === "sum") out.appendNumber(whole);
          else out.appendDouble(whole / sums.counts[group]!);
          continue;
        }
        const total = sums.total(group);
        if (total === null) out.appendNull();
        else if (kind === "avg") {
          out.appendDouble(Number(total) / sums.counts[group]!);
        } else if (typeof total === "bigint") out.appendInteger(total);
        else out.appendDouble(total);
      }
    },
  };
}
