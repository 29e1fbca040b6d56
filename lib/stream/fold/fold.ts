import {
  type Column,
  type ColumnBuilder,
  Tag,
  textAt,
} from "../../core/mod.ts";
import type { Predicate } from "../filter.ts";
import type { Accumulator } from "./accumulator.ts";
import { GroupIndex } from "./group_index.ts";
import type { KeyCoder } from "./key_coder.ts";

/** One aggregate call of a fold. */
export interface FoldCall {
  /** Makes its state for one window. */
  create(): Accumulator;
  /** Its FILTER; `null` where all rows count. */
  readonly filter: Predicate | null;
}

/** What a fold keeps for each group. */
export interface FoldShape {
  /** Indexes of the columns that make up the key. */
  readonly keys: readonly number[];
  /** Whether a key with values of several kinds is handed on as text (V2). */
  readonly narrow: boolean;
  /** The aggregate calls; they read columns by index. */
  readonly calls: readonly FoldCall[];
}

/** Scratch memory that the folds of one step share. */
export interface FoldScratch {
  groups: Int32Array;
  selection: Uint32Array<ArrayBuffer>;
}

/** Partial aggregates of one window, a row a group: memory follows the groups, not the rows. */
export class Fold {
  readonly #shape: FoldShape;
  readonly #scratch: FoldScratch;
  readonly #index: GroupIndex;
  readonly #accumulators: readonly Accumulator[];
  #rows = 0;

  /**
   * Starts with no groups; without keys with the one that answers for no rows too.
   *
   * @param shape What to keep.
   * @param scratch Memory shared with the other folds of a step.
   * @param coders Numbers the values of each key; its own when not given.
   */
  constructor(
    shape: FoldShape,
    scratch: FoldScratch,
    coders: readonly KeyCoder[] | null = null,
  ) {
    this.#shape = shape;
    this.#scratch = scratch;
    this.#index = new GroupIndex(shape.keys.length, coders);
    this.#accumulators = shape.calls.map((call) => call.create());
    this.#grow();
  }

  /** How many rows were taken in. */
  get rows(): number {
    return this.#rows;
  }

  /** How many groups there are. */
  get size(): number {
    return this.#index.size;
  }

  /** Bytes of memory held, roughly. */
  get byteLength(): number {
    let bytes = this.#index.byteLength;
    for (const one of this.#accumulators) bytes += one.byteLength;
    return bytes;
  }

  #grow(): void {
    for (const one of this.#accumulators) one.grow(this.#index.size);
  }

  /** Takes in rows. */
  update(
    columns: readonly Column[],
    rows: number,
    selection: Uint32Array,
    selected: number,
  ): void {
    const scratch = this.#scratch;
    if (scratch.groups.length < rows) {
      scratch.groups = new Int32Array(rows);
      scratch.selection = new Uint32Array(rows);
    }
    this.#rows += selected;
    const { groups } = scratch;
    this.#index.assign(
      this.#shape.keys.map((key) => columns[key]!),
      selection,
      selected,
      groups,
    );
    this.#grow();
    this.#shape.calls.forEach((call, at) => {
      const accumulator = this.#accumulators[at]!;
      if (call.filter === null) {
        accumulator.update(groups, columns, selection, selected);
        return;
      }
      const kept = call.filter(
        columns,
        rows,
        selection,
        selected,
        scratch.selection,
      );
      accumulator.update(groups, columns, scratch.selection, kept);
    });
  }

  /** Appends keys and results, one row a group, sorted by the keys from left to right (D1). */
  finish(keys: readonly ColumnBuilder[], results: readonly ColumnBuilder[]) {
    const keyed = this.#shape.keys.map((_, key) => this.#index.key(key));
    const order = Uint32Array.from({ length: this.size }, (_, group) => group);
    order.sort((a, b) => {
      for (const { rows, ranks } of keyed) {
        const difference = ranks[rows[a]!]! - ranks[rows[b]!]!;
        if (difference !== 0) return difference;
      }
      return a - b;
    });
    const asText = keyed.map(({ values, rows }) =>
      this.#shape.narrow && kindsOf(values, rows) > 1
    );
    for (const group of order) {
      keyed.forEach(({ values, rows }, key) => {
        const text = asText[key] ? textAt(values, rows[group]!) : null;
        if (text === null) keys[key]!.appendFrom(values, rows[group]!);
        else keys[key]!.appendText(text);
      });
      this.#accumulators.forEach((one, at) => one.result(group, results[at]!));
    }
  }
}

/** How many kinds of value, of truth values, numbers and texts, the groups have. */
function kindsOf(values: Column, rows: Int32Array): number {
  let kinds = 0;
  for (const row of rows) {
    const tag = values.tags[row]!;
    if (tag === Tag.FALSE || tag === Tag.TRUE) kinds |= 1;
    else if (tag >= Tag.INTEGER && tag <= Tag.BIG) kinds |= 2;
    else if (tag > Tag.NULL) kinds |= 4;
  }
  return (kinds & 1) + (kinds >> 1 & 1) + (kinds >> 2);
}
