/** A slot that holds nothing. */
export const NONE = -1;

/**
 * The slots of a hash table of small integers (open addressing with linear
 * probing; removal shifts back what follows: Knuth, TAOCP 3, 6.4, algorithm R).
 *
 * What an entry stands for is the owner's: it walks the slots itself, from
 * `hash & mask` up to the first `NONE`, and compares.
 */
export class Slots {
  /** The entries; `NONE` where there is none. Replaced when it grows. */
  table: Int32Array<ArrayBuffer> = new Int32Array(64).fill(NONE);
  /** The hash of each entry, at its own index. */
  hashes: Int32Array<ArrayBuffer> = new Int32Array(64);
  #used = 0;

  /** How many entries there are. */
  get size(): number {
    return this.#used;
  }

  /** Bytes of memory held. */
  get byteLength(): number {
    return this.table.byteLength + this.hashes.byteLength;
  }

  /** Adds an entry that is not there yet. */
  add(entry: number, hash: number): void {
    if (entry >= this.hashes.length) {
      const hashes = new Int32Array(Math.max(entry + 1, entry * 2));
      hashes.set(this.hashes);
      this.hashes = hashes;
    }
    this.hashes[entry] = hash;
    if (++this.#used * 2 > this.table.length) this.#double();
    place(this.table, entry, hash);
  }

  #double(): void {
    const table = new Int32Array(this.table.length * 2).fill(NONE);
    for (const entry of this.table) {
      if (entry !== NONE) place(table, entry, this.hashes[entry]!);
    }
    this.table = table;
  }

  /** Removes an entry that is there. */
  remove(entry: number): void {
    const { table, hashes } = this;
    const mask = table.length - 1;
    let hole = hashes[entry]! & mask;
    while (table[hole] !== entry) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask;; at = (at + 1) & mask) {
      const other = table[at]!;
      if (other === NONE) break;
      // It may move up unless its own slot lies behind the hole.
      const home = hashes[other]! & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        table[hole] = other;
        hole = at;
      }
    }
    table[hole] = NONE;
    this.#used--;
  }
}

function place(table: Int32Array, entry: number, hash: number): void {
  const mask = table.length - 1;
  let slot = hash & mask;
  while (table[slot] !== NONE) slot = (slot + 1) & mask;
  table[slot] = entry;
}
