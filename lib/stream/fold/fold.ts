import type { ColumnBuilder, FieldType } from "../../core/mod.ts";
import type { Predicate } from "../filter.ts";
import type { Accumulator } from "./accumulator.ts";
import { Grouping, type PaneRows } from "./grouping.ts";
import {
  type KeyOfGroups,
  type NarrowGroups,
  narrowGroups,
} from "./narrow_keys.ts";

/** One aggregate call of a fold. */
export interface FoldCall {
  /** Makes its state. */
  create(): Accumulator;
  /** Its FILTER; `null` where all rows count. */
  readonly filter: Predicate | null;
}

/** What a fold keeps for each group. */
export interface FoldShape {
  /** Indexes of the columns that make up the key. */
  readonly keys: readonly number[];
  /** Whether the values of a key get one type, as a column of DuckDB's has (V2). */
  readonly narrow: boolean;
  /** The types that the plan gives the keys, `ANY` when not given; `null` for a key of windows, whose values keep their kinds. */
  readonly types?: readonly (FieldType | null)[];
  /** The aggregate calls; they read columns by index. */
  readonly calls: readonly FoldCall[];
}

/** Partial aggregates of all open panes, a row a group: memory follows the groups, not the rows. */
export class Fold {
  readonly #shape: FoldShape;
  readonly #grouping: Grouping;
  readonly #accumulators: readonly Accumulator[];
  #filtered = new Uint32Array(0);
  #groups = new Uint32Array(0);
  #arrived = 0;

  /** Starts with no panes. */
  constructor(shape: FoldShape) {
    this.#shape = shape;
    this.#grouping = new Grouping(
      shape.keys,
      (key) => shape.narrow && typeOf(shape, key) !== null,
    );
    this.#accumulators = shape.calls.map((call) => call.create());
  }

  /** Bytes of memory held, roughly. */
  get byteLength(): number {
    return this.#accumulators.reduce(
      (bytes, one) => bytes + one.byteLength,
      this.#grouping.byteLength,
    );
  }

  /** Takes in rows, of any panes. */
  add(rows: PaneRows): void {
    const { columns, selection, selected } = rows;
    const arrival = this.#arrived;
    this.#arrived += rows.rows;
    const groups = this.#grouping.assign(rows);
    this.#grow();
    this.#shape.calls.forEach(({ filter }, at) => {
      const accumulator = this.#accumulators[at]!;
      if (filter === null) {
        accumulator.update({ groups, columns, selection, selected, arrival });
        return;
      }
      if (this.#filtered.length < selected) {
        this.#filtered = new Uint32Array(selected);
      }
      const kept = this.#filtered;
      const count = filter(columns, rows.rows, selection, selected, kept);
      const some = { selection: kept, selected: count };
      accumulator.update({ groups, columns, ...some, arrival });
    });
  }

  /** Makes sure of the one group that a fold without keys has even where no row was. */
  open(pane: number): void {
    if (this.#shape.keys.length > 0) return;
    this.#grouping.only(pane);
    this.#grow();
  }

  /** How many groups a pane has. */
  groups(pane: number): number {
    return this.#grouping.count(pane);
  }

  /** Adds what pane `from` has taken in to pane `into`; `from` stays as it is. */
  merge(into: number, from: number): void {
    const count = this.#grouping.count(from);
    const groups = this.#grouping.list(from);
    for (let at = 0; at < count; at++) {
      const group = groups[at]!;
      const other = this.#grouping.like(into, group);
      this.#grow();
      for (const one of this.#accumulators) one.merge(other, group);
    }
  }

  /** Forgets a pane. */
  drop(pane: number): void {
    this.#grouping.drop(pane, (group) => {
      for (const one of this.#accumulators) one.clear(group);
    });
  }

  #grow(): void {
    for (const one of this.#accumulators) one.grow(this.#grouping.limit);
  }

  /**
   * Appends keys and results of a pane, one row a group, sorted by the keys from left to right (D1).
   *
   * @returns How many rows.
   */
  append(
    pane: number,
    keys: readonly ColumnBuilder[],
    results: readonly ColumnBuilder[],
  ): number {
    const count = this.#grouping.count(pane);
    const groups = this.#grouping.sorted(pane);
    const found = keys.map((_, key): KeyOfGroups => ({
      values: this.#grouping.values(key),
      codes: this.#grouping.codes(key, groups, count),
      type: this.#shape.narrow ? typeOf(this.#shape, key) : null,
    }));
    const narrow = this.#shape.narrow ? narrowGroups(found, count) : null;
    if (narrow !== null) {
      return this.#appendNarrow(narrow, groups, keys, results);
    }
    found.forEach(({ values, codes }, key) => {
      for (let at = 0; at < count; at++) {
        keys[key]!.appendFrom(values, codes[at]!);
      }
    });
    this.#accumulators.forEach((one, at) =>
      one.results(groups, count, results[at]!)
    );
    return count;
  }

  /**
   * Appends the results of panes of a fold without keys, a row each, and
   * forgets the panes: {@linkcode Fold.append} and {@linkcode Fold.drop} for many.
   */
  appendLone(
    panes: Uint32Array,
    count: number,
    results: readonly ColumnBuilder[],
  ): void {
    if (this.#groups.length < count) this.#groups = new Uint32Array(count * 2);
    const groups = this.#groups;
    for (let at = 0; at < count; at++) {
      groups[at] = this.#grouping.only(panes[at]!);
    }
    this.#accumulators.forEach((one, at) => {
      one.results(groups, count, results[at]!);
      for (let row = 0; row < count; row++) one.clear(groups[row]!);
    });
    for (let at = 0; at < count; at++) this.#grouping.remove(groups[at]!);
  }

  /** Appends groups whose keys have changed: those that are equal now are added up on the side. */
  #appendNarrow(
    { keys, members }: NarrowGroups,
    groups: Uint32Array,
    outKeys: readonly ColumnBuilder[],
    results: readonly ColumnBuilder[],
  ): number {
    const count = members.length;
    let side = this.#grouping.limit;
    const from = side;
    const merged = Uint32Array.from(
      members,
      (places) => places.length === 1 ? groups[places[0]!]! : side++,
    );
    this.#accumulators.forEach((one, at) => {
      // Groups that there never were are empty.
      one.grow(side);
      members.forEach((places, row) => {
        if (places.length === 1) return;
        for (const place of places) one.merge(merged[row]!, groups[place]!);
      });
      one.results(merged, count, results[at]!);
      for (let group = from; group < side; group++) one.clear(group);
    });
    keys.forEach((column, key) => {
      for (let row = 0; row < count; row++) {
        outKeys[key]!.appendFrom(column, row);
      }
    });
    return count;
  }

  /** Appends the results over no rows at all. */
  appendEmpty(results: readonly ColumnBuilder[]): void {
    const group = this.#grouping.limit;
    this.#accumulators.forEach((one, at) => {
      // A group that there never was is empty.
      one.grow(group + 1);
      one.results(Uint32Array.of(group), 1, results[at]!);
    });
  }
}

function typeOf({ types }: FoldShape, key: number): FieldType | null {
  return types === undefined ? "ANY" : types[key] ?? null;
}
