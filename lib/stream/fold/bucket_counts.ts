import { grown } from "./accumulator.ts";
import { GroupTable } from "./group_table.ts";

/** So many buckets next to each other are counted together: 2^3. */
const PAGE = 8;
const PAGE_BITS = 3;

/**
 * How many numbers of a group lie in each bucket. Memory is about 100 bytes
 * for each eight neighbouring buckets in which some number lies.
 */
export class BucketCounts {
  #counts = new Float64Array(0);
  readonly #pages = new GroupTable(1, (page) => {
    this.#counts = grown(this.#counts, (page + 1) * PAGE);
    this.#counts.fill(0, page * PAGE, (page + 1) * PAGE);
  });
  #codes = new Int32Array(0);
  #pageOfRow = new Int32Array(0);
  #list = new Uint32Array(16);

  /** Bytes of memory held. */
  get byteLength(): number {
    return this.#pages.byteLength + this.#counts.byteLength;
  }

  /**
   * Counts one for each of so many rows.
   *
   * @param groups The group of each row, at its own index.
   * @param buckets The bucket of each row, at its own index.
   */
  add(
    groups: Int32Array,
    buckets: Int32Array,
    selection: Uint32Array,
    selected: number,
  ): void {
    if (this.#codes.length < groups.length) {
      this.#codes = new Int32Array(groups.length);
      this.#pageOfRow = new Int32Array(groups.length);
    }
    const pageOfRow = this.#pageOfRow;
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      this.#codes[row] = buckets[row]! >> PAGE_BITS;
    }
    const codes = [this.#codes];
    this.#pages.assign(groups, codes, selection, selected, pageOfRow);
    const counts = this.#counts;
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      counts[pageOfRow[row]! * PAGE + (buckets[row]! & (PAGE - 1))]!++;
    }
  }

  /** Adds the counts of another group. */
  merge(into: number, from: number): void {
    for (const page of this.#pagesOf(from)) {
      const other = this.#pages.like(into, page);
      for (let at = 0; at < PAGE; at++) {
        this.#counts[other * PAGE + at]! += this.#counts[page * PAGE + at]!;
      }
    }
  }

  /** Takes all counts of a group away. */
  clear(group: number): void {
    this.#pages.drop(group, () => {});
  }

  /** The bucket of the number that has so many smaller ones. */
  bucketAt(group: number, rank: number): number {
    const pages = this.#pagesOf(group)
      .sort((a, b) => this.#pages.code(0, a) - this.#pages.code(0, b));
    let reached = 0;
    for (const page of pages) {
      for (let at = 0; at < PAGE; at++) {
        reached += this.#counts[page * PAGE + at]!;
        if (reached > rank) return this.#pages.code(0, page) * PAGE + at;
      }
    }
    throw new RangeError(
      `Cannot find a bucket as the group has only ${reached} numbers: current rank is ${rank}`,
    );
  }

  /** The pages of a group, in the order in which they were made. Valid until the next call. */
  #pagesOf(group: number): Uint32Array {
    const count = this.#pages.count(group);
    if (this.#list.length < count) this.#list = new Uint32Array(count * 2);
    this.#pages.list(group, this.#list);
    return this.#list.subarray(0, count);
  }
}
