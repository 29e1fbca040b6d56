import type { Column } from "../../core/mod.ts";
import { KeyCoder } from "./key_coder.ts";

/** More distinct values than any one key can have: 2^26 codes fit beside 2^27 groups in a double. */
const CODE_SPAN = 67_108_864;

/** Codes below this are looked up in an array. */
const ARRAY_CODES = 4_096;
const NONE = -1;

/** One key of a group index: pairs the groups of the keys before it with its codes. */
class Level {
  readonly #pairs = new Map<number, number>();
  /** The groups of small codes of the first key, which pairs with nothing. */
  #groups = new Int32Array(0);
  /** For each group, the group before and the code that made it. */
  readonly before: number[] = [];
  readonly code: number[] = [];

  get size(): number {
    return this.code.length;
  }

  get byteLength(): number {
    return this.#pairs.size * 40 + this.#groups.length * 4 + this.size * 16;
  }

  /** Writes the groups of rows whose first key has these codes; `out` may be `codes`. */
  first(
    codes: Int32Array,
    selection: Uint32Array,
    selected: number,
    out: Int32Array,
  ): void {
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      const code = codes[row]!;
      let group = code < this.#groups.length ? this.#groups[code]! : NONE;
      if (group === NONE) group = this.#firstOf(code);
      out[row] = group;
    }
  }

  #firstOf(code: number): number {
    if (code >= ARRAY_CODES) return this.#paired(0, code);
    if (code >= this.#groups.length) {
      const groups = new Int32Array(
        Math.max(64, 2 ** Math.ceil(Math.log2(code + 1))),
      ).fill(NONE);
      groups.set(this.#groups);
      this.#groups = groups;
    }
    return this.#groups[code] = this.#make(0, code);
  }

  /** Writes the groups of rows that the keys before put into the groups `out`. */
  next(
    codes: Int32Array,
    selection: Uint32Array,
    selected: number,
    out: Int32Array,
  ): void {
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      out[row] = this.#paired(out[row]!, codes[row]!);
    }
  }

  #paired(before: number, code: number): number {
    const pair = before * CODE_SPAN + code;
    let group = this.#pairs.get(pair);
    if (group === undefined) {
      group = this.#make(before, code);
      this.#pairs.set(pair, group);
    }
    return group;
  }

  #make(before: number, code: number): number {
    this.before.push(before);
    return this.code.push(code) - 1;
  }
}

/** Numbers the groups of a fold from 0, in order of first appearance. Without keys all rows are group 0. */
export class GroupIndex {
  readonly #coders: readonly KeyCoder[];
  readonly #shared: boolean;
  readonly #levels: readonly Level[];
  #codes = new Int32Array(0);

  /**
   * Starts without groups.
   *
   * @param keys How many columns make up the key.
   * @param coders Numbers the values of each key; its own when not given. The
   * indexes of one step share theirs, so that a value is kept once for all windows.
   */
  constructor(keys: number, coders: readonly KeyCoder[] | null = null) {
    this.#shared = coders !== null;
    this.#coders = coders ?? Array.from({ length: keys }, () => new KeyCoder());
    this.#levels = this.#coders.map(() => new Level());
  }

  /** How many groups there are. */
  get size(): number {
    return this.#levels.at(-1)?.size ?? 1;
  }

  /** Bytes of memory held, roughly; those of shared coders are not counted. */
  get byteLength(): number {
    let bytes = 0;
    if (!this.#shared) {
      for (const coder of this.#coders) bytes += coder.byteLength;
    }
    for (const level of this.#levels) bytes += level.byteLength;
    return bytes;
  }

  /** Writes the group of each given row to `out`, at the row's own index. */
  assign(
    keys: readonly Column[],
    selection: Uint32Array,
    selected: number,
    out: Int32Array,
  ): void {
    if (keys.length === 0) {
      for (let at = 0; at < selected; at++) out[selection[at]!] = 0;
      return;
    }
    this.#coders[0]!.assign(keys[0]!, selection, selected, out);
    this.#levels[0]!.first(out, selection, selected, out);
    if (keys.length > 1 && this.#codes.length < out.length) {
      this.#codes = new Int32Array(out.length);
    }
    for (let key = 1; key < keys.length; key++) {
      this.#coders[key]!.assign(keys[key]!, selection, selected, this.#codes);
      this.#levels[key]!.next(this.#codes, selection, selected, out);
    }
  }

  /**
   * The value of one key for every group.
   *
   * @param key The key, counted from 0.
   * @returns A column of distinct values, for each group its row there, and the
   * rank of each of those rows among all of them.
   */
  key(key: number): KeyValues {
    const rows = new Int32Array(this.size);
    for (let group = 0; group < rows.length; group++) {
      let at = group;
      for (let level = this.#levels.length - 1; level > key; level--) {
        at = this.#levels[level]!.before[at]!;
      }
      rows[group] = this.#levels[key]!.code[at]!;
    }
    const coder = this.#coders[key]!;
    return { values: coder.values(), rows, ranks: coder.ranks() };
  }
}

/** The values of one key of all groups. */
export interface KeyValues {
  /** Distinct values. */
  readonly values: Column;
  /** For each group, the row of its value. */
  readonly rows: Int32Array;
  /** For each row of the values, its rank among them as ORDER BY has it. */
  readonly ranks: Int32Array;
}
