import { grownInts } from "./accumulator.ts";
import { homeOf, NONE, Slots } from "./slots.ts";

/**
 * The groups of all open panes: a group is a pane and a code for each key.
 * Panes are numbered from -1 up, groups from 0; numbers of dropped groups are
 * given out again.
 */
export interface Groups {
  /** One more than the greatest number of a group there was. */
  readonly limit: number;
  /** Bytes of memory held, roughly. */
  readonly byteLength: number;
  /** How many groups a pane has. */
  count(pane: number): number;
  /** The code of a key of a group. */
  code(key: number, group: number): number;
  /**
   * Writes the groups of a pane to `out`, in the order in which they were made.
   *
   * @returns How many there are; as many must fit.
   */
  list(pane: number, out: Uint32Array): number;
  /**
   * Writes the group of each row to `out`, at the row's own index, and makes it where there is none.
   *
   * @param panes The pane of each row.
   * @param codes For each key the code of each row.
   */
  assign(
    panes: Int32Array,
    codes: readonly Int32Array[],
    selection: Uint32Array,
    selected: number,
    out: Int32Array,
  ): void;
  /** The group of a pane with the same codes as another group; made where there is none. */
  like(pane: number, group: number): number;
  /** Takes out all groups of a pane. */
  drop(pane: number, onDrop: (group: number) => void): void;
  /** Takes out one group. */
  remove(group: number): void;
}

/**
 * Finds groups by a hash of their pane and the codes of one key or more.
 *
 * Memory is about `32 + 4 * keys` bytes a group.
 */
export class GroupTable implements Groups {
  readonly #slots = new Slots();
  /** The pane of each group. */
  #panes = new Int32Array(16);
  /** For each key, the code of each group. */
  readonly #codes: Int32Array<ArrayBuffer>[];
  /** The neighbours of each group in the list of its pane. */
  #next = new Int32Array(16);
  #previous = new Int32Array(16);
  /** The first group of each pane, and how many it has, by the number of the pane + 1. */
  #first = new Int32Array(16).fill(NONE);
  #counts = new Int32Array(16);
  /** The group that a code of a single key had lately: rows of one pane follow one another. */
  readonly #lately = new Int32Array(LATELY).fill(NONE);
  #free: number[] = [];
  #limit = 0;
  readonly #onNew: (group: number) => void;

  /**
   * Starts without groups.
   *
   * @param keys How many keys there are; one at least.
   * @param onNew Told of each group as it is made.
   */
  constructor(keys: number, onNew: (group: number) => void) {
    this.#codes = Array.from({ length: keys }, () => new Int32Array(16));
    this.#onNew = onNew;
  }

  get limit(): number {
    return this.#limit;
  }

  get byteLength(): number {
    return this.#slots.byteLength + this.#first.byteLength * 2 +
      this.#panes.byteLength * (3 + this.#codes.length) + this.#free.length * 8;
  }

  count(pane: number): number {
    return this.#counts[pane + 1] ?? 0;
  }

  code(key: number, group: number): number {
    return this.#codes[key]![group]!;
  }

  list(pane: number, out: Uint32Array): number {
    const count = this.count(pane);
    let group = this.#first[pane + 1]!;
    // The list begins with the last that was made.
    for (let at = count; at > 0; group = this.#next[group]!) out[--at] = group;
    return count;
  }

  assign(
    panes: Int32Array,
    codes: readonly Int32Array[],
    selection: Uint32Array,
    selected: number,
    out: Int32Array,
  ): void {
    const only = codes[0]!;
    if (codes.length > 1) {
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        out[row] = this.#find(panes[row]!, codes, row);
      }
      return;
    }
    // Locals, since a field costs a load for every row; making a group may replace them.
    const lately = this.#lately;
    let { table } = this.#slots;
    let panesOf = this.#panes;
    let codesOf = this.#codes[0]!;
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      const pane = panes[row]!;
      const code = only[row]!;
      const place = code & (LATELY - 1);
      let group = lately[place]!;
      if (
        group === NONE || panesOf[group] !== pane || codesOf[group] !== code
      ) {
        const mask = table.length - 2;
        const hash = mixed(mixed(FIRST, pane), code);
        for (let slot = homeOf(table, hash);; slot = (slot + 2) & mask) {
          group = table[slot]!;
          if (group === NONE) break;
          if (
            table[slot + 1] === hash && panesOf[group] === pane &&
            codesOf[group] === code
          ) break;
        }
        if (group === NONE) {
          group = this.#make(pane, codes, row, hash);
          table = this.#slots.table;
          panesOf = this.#panes;
          codesOf = this.#codes[0]!;
        }
        lately[place] = group;
      }
      out[row] = group;
    }
  }

  like(pane: number, group: number): number {
    return this.#find(pane, this.#codes, group);
  }

  #find(pane: number, codes: readonly Int32Array[], row: number): number {
    let hash = mixed(FIRST, pane);
    for (const of of codes) hash = mixed(hash, of[row]!);
    const { table } = this.#slots;
    const mask = table.length - 2;
    for (let slot = homeOf(table, hash);; slot = (slot + 2) & mask) {
      const group = table[slot]!;
      if (group === NONE) return this.#make(pane, codes, row, hash);
      if (
        table[slot + 1] === hash && this.#panes[group] === pane &&
        this.#same(group, codes, row)
      ) return group;
    }
  }

  #same(group: number, codes: readonly Int32Array[], row: number): boolean {
    for (let key = 0; key < codes.length; key++) {
      if (this.#codes[key]![group] !== codes[key]![row]) return false;
    }
    return true;
  }

  #make(
    pane: number,
    codes: readonly Int32Array[],
    row: number,
    hash: number,
  ): number {
    const group = this.#free.pop() ?? this.#limit++;
    // The codes may be those of another group: they are read before the arrays are replaced.
    const own = codes.map((of) => of[row]!);
    this.#panes = grownInts(this.#panes, group + 1);
    this.#next = grownInts(this.#next, group + 1);
    this.#previous = grownInts(this.#previous, group + 1);
    own.forEach((code, key) => {
      const grown = grownInts(this.#codes[key]!, group + 1);
      grown[group] = code;
      this.#codes[key] = grown;
    });
    const panes = this.#first.length;
    if (pane + 1 >= panes) {
      this.#first = grownInts(this.#first, pane + 2).fill(NONE, panes);
      this.#counts = grownInts(this.#counts, pane + 2);
    }
    this.#panes[group] = pane;
    const before = this.#first[pane + 1]!;
    this.#next[group] = before;
    this.#previous[group] = NONE;
    if (before !== NONE) this.#previous[before] = group;
    this.#first[pane + 1] = group;
    this.#counts[pane + 1]!++;
    this.#slots.add(group, hash);
    this.#onNew(group);
    return group;
  }

  drop(pane: number, onDrop: (group: number) => void): void {
    if (this.count(pane) === 0) return;
    let group = this.#first[pane + 1]!;
    while (group !== NONE) {
      onDrop(group);
      this.#forget(group);
      group = this.#next[group]!;
    }
    this.#first[pane + 1] = NONE;
    this.#counts[pane + 1] = 0;
  }

  remove(group: number): void {
    const pane = this.#panes[group]!;
    const next = this.#next[group]!;
    const previous = this.#previous[group]!;
    if (next !== NONE) this.#previous[next] = previous;
    if (previous === NONE) this.#first[pane + 1] = next;
    else this.#next[previous] = next;
    this.#counts[pane + 1]!--;
    this.#forget(group);
  }

  #forget(group: number): void {
    this.#slots.remove(group);
    // No row may find it by what it was.
    this.#panes[group] = NONE;
    this.#free.push(group);
  }
}

const FIRST = 0x2545f491;
/** Codes whose group is remembered: a power of two. */
const LATELY = 1024;

/** The mixing steps of MurmurHash3 (Appleby, public domain), on 32 bits. */
function mixed(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  hash ^= Math.imul(k, 0x1b873593);
  hash = (hash << 13) | (hash >>> 19);
  hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  return hash ^ (hash >>> 16);
}
