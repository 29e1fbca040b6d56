/** A slot that holds nothing. */
export const NONE = -1;

/**
 * The slots of a hash table of small integers (open addressing with linear
 * probing; removal shifts back what follows: Knuth, TAOCP 3, 6.4, algorithm R).
 *
 * What an entry stands for is the owner's: it walks the slots itself, from
 * {@linkcode homeOf} on, two places at a time and around the end, up to the
 * first `NONE`. It compares hashes first: they stand beside the entries, so
 * that one that is another's costs no look at what it stands for.
 */
export class Slots {
  /** Pairs of an entry, `NONE` where there is none, and its hash. Replaced when it grows. */
  table: Int32Array<ArrayBuffer> = new Int32Array(128).fill(NONE);
  /** The hash of each entry, at its own index: how it is found to be removed. */
  #hashes = new Int32Array(64);
  #used = 0;
  #warmth = 0;

  /** How many entries there are. */
  get size(): number {
    return this.#used;
  }

  /** Bytes of memory held. */
  get byteLength(): number {
    return this.table.byteLength + this.#hashes.byteLength;
  }

  /** Adds an entry that is not there yet. */
  add(entry: number, hash: number): void {
    if (entry >= this.#hashes.length) {
      const hashes = new Int32Array(Math.max(entry + 1, entry * 2));
      hashes.set(this.#hashes);
      this.#hashes = hashes;
    }
    this.#hashes[entry] = hash;
    if (++this.#used * 4 > this.table.length) this.#double();
    place(this.table, entry, hash);
  }

  #double(): void {
    const old = this.table;
    const table = new Int32Array(old.length * 2).fill(NONE);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] !== NONE) place(table, old[at]!, old[at + 1]!);
    }
    this.table = table;
  }

  /** Brings the places of entries into the caches, which are removed next: a short loop waits for memory once for several. */
  warm(entries: readonly number[], from: number, to: number): void {
    const { table } = this;
    let sum = 0;
    for (let at = from; at < to; at++) {
      sum ^= table[homeOf(table, this.#hashes[entries[at]!] ?? 0)]!;
    }
    this.#warmth = sum;
  }

  /** Removes an entry that is there. */
  remove(entry: number): void {
    const { table } = this;
    const mask = table.length - 2;
    let hole = homeOf(table, this.#hashes[entry]!);
    while (table[hole] !== entry) hole = (hole + 2) & mask;
    for (let at = (hole + 2) & mask;; at = (at + 2) & mask) {
      const other = table[at]!;
      if (other === NONE) break;
      // It may move up unless its own slot lies behind the hole.
      const home = homeOf(table, table[at + 1]!);
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        table[hole] = other;
        table[hole + 1] = table[at + 1]!;
        hole = at;
      }
    }
    table[hole] = NONE;
    this.#used--;
  }
}

/** Where in a table the walk for a hash begins. */
export function homeOf(table: Int32Array, hash: number): number {
  return (hash << 1) & (table.length - 2);
}

function place(table: Int32Array, entry: number, hash: number): void {
  const mask = table.length - 2;
  let at = homeOf(table, hash);
  while (table[at] !== NONE) at = (at + 2) & mask;
  table[at] = entry;
  table[at + 1] = hash;
}
