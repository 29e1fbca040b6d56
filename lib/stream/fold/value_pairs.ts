import { type Column, Tag } from "../../core/mod.ts";
import type { FoldRows } from "./accumulator.ts";
import { GroupTable } from "./group_table.ts";
import { KeyCoder } from "./key_coder.ts";

/** What {@linkcode ValuePairs.assign} found. */
export interface PairedRows {
  /** The rows that count. */
  readonly selection: Uint32Array;
  /** How many of the selection. */
  readonly selected: number;
  /** The pair of each of them, at the row's own index. */
  readonly pairs: Int32Array;
}

/** What {@linkcode ValuePairs} are made with. */
export interface ValuePairsOptions {
  /** Whether NULL is a value too. */
  readonly nulls?: boolean;
  /** Told of each pair as it is made. */
  readonly onNew?: (pair: number) => void;
}

/**
 * Numbers the pairs of a group and a value that it has. Numbers
 * are small and are given out again, so that whoever counts something of each
 * pair keeps it in an array.
 *
 * Memory is about 32 bytes a pair, and each distinct value once.
 */
export class ValuePairs {
  readonly #argument: number;
  readonly #nulls: boolean;
  readonly #coder = new KeyCoder();
  readonly #table: GroupTable;
  #selection = new Uint32Array(0);
  #codes = new Int32Array(0);
  #pairs = new Int32Array(0);
  #list = new Uint32Array(16);

  /** Starts without pairs; `argument` is the index of the column. */
  constructor(
    argument: number,
    { nulls = false, onNew }: ValuePairsOptions = {},
  ) {
    this.#argument = argument;
    this.#nulls = nulls;
    this.#table = new GroupTable(1, (pair) => {
      this.#coder.retain(this.#table.code(0, pair));
      onNew?.(pair);
    });
  }

  /** Bytes of memory held, roughly. */
  get byteLength(): number {
    return this.#coder.byteLength + this.#table.byteLength;
  }

  /** The pair of each row that counts, made where there is none. Valid until the next call. */
  assign({ groups, columns, selection, selected }: FoldRows): PairedRows {
    const column = columns[this.#argument]!;
    if (this.#codes.length < groups.length) {
      this.#selection = new Uint32Array(groups.length);
      this.#codes = new Int32Array(groups.length);
      this.#pairs = new Int32Array(groups.length);
    }
    const kept = this.#selection;
    const all = this.#nulls;
    let count = 0;
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      if (all || column.tags[row]! > Tag.NULL) kept[count++] = row;
    }
    this.#coder.assign(column, kept, count, this.#codes);
    this.#table.assign(groups, [this.#codes], kept, count, this.#pairs);
    return { selection: kept, selected: count, pairs: this.#pairs };
  }

  /** The pair of a group and the value of another pair, made where there is none. */
  like(group: number, pair: number): number {
    return this.#table.like(group, pair);
  }

  /** How many values a group has. */
  count(group: number): number {
    return this.#table.count(group);
  }

  /** The pairs of a group. Valid until the next call. */
  of(group: number): Uint32Array {
    const count = this.#table.count(group);
    if (this.#list.length < count) this.#list = new Uint32Array(count * 2);
    this.#table.list(group, this.#list);
    return this.#list.subarray(0, count);
  }

  /** Forgets the pairs of a group. */
  clear(group: number): void {
    this.#table.drop(
      group,
      (pair) => this.#coder.release(this.#table.code(0, pair)),
    );
  }

  /** The distinct values. Valid until rows come or a group is cleared. */
  values(): Column {
    return this.#coder.values();
  }

  /** The row of the value of a pair among {@linkcode ValuePairs.values}. */
  code(pair: number): number {
    return this.#table.code(0, pair);
  }
}
