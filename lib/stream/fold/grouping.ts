import type { Column } from "../../core/mod.ts";
import { grownInts } from "./accumulator.ts";
import { type Groups, GroupTable } from "./group_table.ts";
import { KeyCoder } from "./key_coder.ts";
import { LoneGroups } from "./lone_groups.ts";
import { NONE } from "./slots.ts";

/** Up to so many values for each group of a pane, walking all ranks is quicker than sorting. */
const SPARSE = 4;

/** Rows to be grouped. */
export interface PaneRows {
  /** The columns of their batch. */
  readonly columns: readonly Column[];
  /** How many rows the batch has. */
  readonly rows: number;
  /** Which of them, ascending. */
  readonly selection: Uint32Array;
  /** How many of the selection. */
  readonly selected: number;
  /** The pane of each row, at the row's own index. */
  readonly panes: Int32Array;
}

/**
 * Tells the groups of all open panes apart by the values of key columns.
 *
 * A pane is what is kept and dropped together: a window, a slice of several,
 * a session. Its number is the caller's, small, and free again once dropped;
 * so are the numbers of groups. Memory follows the groups and their distinct
 * values.
 */
export class Grouping {
  readonly #keys: readonly number[];
  readonly #coders: readonly KeyCoder[];
  readonly #codes: Int32Array<ArrayBuffer>[];
  readonly #table: Groups;
  #groups = new Int32Array(0);
  // Used again for each pane, since an array costs more than a small pane.
  #list = new Uint32Array(16);
  #byRank = new Int32Array(16);
  readonly #listed: Int32Array<ArrayBuffer>[];

  /**
   * Starts with no groups.
   *
   * @param keys The indexes of the key columns.
   * @param isApart Whether whole numbers and doubles of one value are groups of their own, by the place of the key; no when not given.
   */
  constructor(
    keys: readonly number[],
    isApart: (key: number) => boolean = () => false,
  ) {
    this.#keys = keys;
    this.#coders = keys.map((_, key) => new KeyCoder(isApart(key)));
    this.#codes = keys.map(() => new Int32Array(0));
    this.#listed = keys.map(() => new Int32Array(16));
    this.#table = keys.length === 0
      ? new LoneGroups()
      : new GroupTable(keys.length, (group) => {
        this.#coders.forEach((coder, key) =>
          coder.retain(this.#table.code(key, group))
        );
      });
  }

  /** One more than the greatest number of a group there was. */
  get limit(): number {
    return this.#table.limit;
  }

  /** Bytes of memory held, roughly. */
  get byteLength(): number {
    return this.#coders.reduce(
      (bytes, coder) => bytes + coder.byteLength,
      this.#table.byteLength,
    );
  }

  /** The group of each row, at the row's own index; made where there is none. Valid until the next call. */
  assign({ columns, rows, selection, selected, panes }: PaneRows): Int32Array {
    if (this.#groups.length < rows) {
      this.#groups = new Int32Array(rows);
      this.#codes.forEach((_, key) => this.#codes[key] = new Int32Array(rows));
    }
    this.#coders.forEach((coder, at) =>
      coder.assign(
        columns[this.#keys[at]!]!,
        selection,
        selected,
        this.#codes[at]!,
      )
    );
    this.#table.assign(panes, this.#codes, selection, selected, this.#groups);
    return this.#groups;
  }

  /** The group of one pane that has the values of a group of another; made where there is none. */
  like(pane: number, group: number): number {
    return this.#table.like(pane, group);
  }

  /** The one group that a pane has without keys; made where there is none. */
  only(pane: number): number {
    return this.#table.like(pane, NONE);
  }

  /** How many groups a pane has. */
  count(pane: number): number {
    return this.#table.count(pane);
  }

  /** The groups of a pane, as they were made: the first {@linkcode Grouping.count}. Valid until the next call. */
  list(pane: number): Uint32Array {
    const groups = this.#room(this.count(pane));
    this.#table.list(pane, groups);
    return groups;
  }

  /** As {@linkcode Grouping.list}, sorted by their values, key by key (D1). */
  sorted(pane: number): Uint32Array {
    const count = this.count(pane);
    const groups = this.list(pane);
    if (count < 2 || this.#coders.length === 0) return groups;
    const ranks = this.#coders.map((coder, key) => {
      const codes = this.codes(key, groups, count);
      const byCode = coder.ranks(codes, count);
      for (let at = 0; at < count; at++) codes[at] = byCode[codes[at]!]!;
      return codes;
    });
    const limit = this.#coders[0]!.rankLimit;
    if (ranks.length === 1 && limit <= count * SPARSE) {
      this.#placeByRank(groups, count, ranks[0]!, limit);
      return groups;
    }
    const order = Array.from({ length: count }, (_, at) => at);
    order.sort((a, b) => {
      for (const rank of ranks) {
        if (rank[a] !== rank[b]) return rank[a]! - rank[b]!;
      }
      return 0;
    });
    groups.set(order.map((at) => groups[at]!));
    return groups;
  }

  /** Sorts groups by putting each at the place of its rank: most ranks are taken. */
  #placeByRank(
    groups: Uint32Array,
    count: number,
    ranks: Int32Array,
    limit: number,
  ): void {
    this.#byRank = grownInts(this.#byRank, limit);
    const byRank = this.#byRank.fill(NONE, 0, limit);
    for (let at = 0; at < count; at++) byRank[ranks[at]!] = groups[at]!;
    let at = 0;
    for (let rank = 0; at < count; rank++) {
      if (byRank[rank] !== NONE) groups[at++] = byRank[rank]!;
    }
  }

  /** The rows, in {@linkcode Grouping.values}, of a key of so many groups. Valid until the next call for that key. */
  codes(key: number, groups: Uint32Array, count: number): Int32Array {
    const codes = grownInts(this.#listed[key]!, count);
    this.#listed[key] = codes;
    for (let at = 0; at < count; at++) {
      codes[at] = this.#table.code(key, groups[at]!);
    }
    return codes;
  }

  #room(count: number): Uint32Array {
    if (this.#list.length < count) this.#list = new Uint32Array(count * 2);
    return this.#list;
  }

  /** The distinct values of a key. Valid until rows come or a pane is dropped. */
  values(key: number): Column {
    return this.#coders[key]!.values();
  }

  /** Forgets one group. */
  remove(group: number): void {
    this.#release(group);
    this.#table.remove(group);
  }

  #release(group: number): void {
    for (let key = 0; key < this.#coders.length; key++) {
      this.#coders[key]!.release(this.#table.code(key, group));
    }
  }

  /** Forgets a pane; `onDrop` is told of its groups. */
  drop(pane: number, onDrop: (group: number) => void): void {
    this.#table.drop(pane, (group) => {
      onDrop(group);
      this.#release(group);
    });
  }
}
