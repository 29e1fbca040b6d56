import { grown, grownInts } from "./accumulator.ts";
import { NONE } from "./slots.ts";

/** Numbers that are kept next to each other: 2^2. */
const BLOCK = 4;
const BLOCK_BITS = 2;

/**
 * A list of numbers for each group, in blocks that the groups share: about 9
 * bytes a number in long lists, 48 for a group with up to four. The blocks of a
 * cleared group are used again.
 */
export class NumberLists {
  #numbers = new Float64Array(0);
  /** The block behind each block, or the free one behind a free one. */
  #next = new Int32Array(0);
  #free = NONE;
  #limit = 0;
  #first = new Int32Array(0);
  #last = new Int32Array(0);
  #counts = new Int32Array(0);
  #list = new Float64Array(0);

  /** Bytes of memory held. */
  get byteLength(): number {
    return this.#numbers.byteLength + this.#next.byteLength +
      this.#counts.byteLength * 3 + this.#list.byteLength;
  }

  /** Makes room for groups up to `size`. */
  grow(size: number): void {
    this.#first = grownInts(this.#first, size);
    this.#last = grownInts(this.#last, size);
    this.#counts = grownInts(this.#counts, size);
  }

  /** How many numbers a group has. */
  count(group: number): number {
    return this.#counts[group]!;
  }

  /** Adds a number to a group. */
  push(group: number, number: number): void {
    const count = this.#counts[group]!;
    const at = count & (BLOCK - 1);
    if (at === 0) {
      const block = this.#block();
      if (count === 0) this.#first[group] = block;
      else this.#next[this.#last[group]!] = block;
      this.#last[group] = block;
    }
    this.#numbers[(this.#last[group]! << BLOCK_BITS) + at] = number;
    this.#counts[group] = count + 1;
  }

  #block(): number {
    const free = this.#free;
    if (free !== NONE) {
      this.#free = this.#next[free]!;
      return free;
    }
    const block = this.#limit++;
    this.#next = grownInts(this.#next, block + 1);
    this.#numbers = grown(this.#numbers, this.#limit << BLOCK_BITS);
    return block;
  }

  /** Adds the numbers of another group. */
  merge(into: number, from: number): void {
    for (const number of this.of(from)) this.push(into, number);
  }

  /** Takes all numbers of a group away. */
  clear(group: number): void {
    if (this.#counts[group] === 0) return;
    this.#next[this.#last[group]!] = this.#free;
    this.#free = this.#first[group]!;
    this.#counts[group] = 0;
  }

  /** A copy of the numbers of a group, in the order in which they came. Valid until the next call; may be sorted. */
  of(group: number): Float64Array {
    const count = this.#counts[group]!;
    this.#list = grown(this.#list, count);
    const list = this.#list;
    let block = this.#first[group]!;
    for (let at = 0; at < count; at += BLOCK) {
      const from = block << BLOCK_BITS;
      for (let slot = 0; slot < BLOCK; slot++) {
        list[at + slot] = this.#numbers[from + slot]!;
      }
      block = this.#next[block]!;
    }
    return list.subarray(0, count);
  }
}
