import type { Column, ColumnBuilder } from "../../core/mod.ts";

/** Rows of a batch that a fold takes in. */
export interface FoldRows {
  /** The group of each row, at the row's own index. */
  readonly groups: Int32Array;
  /** The columns of the batch. */
  readonly columns: readonly Column[];
  /** Which rows, ascending. */
  readonly selection: Uint32Array;
  /** How many of the selection. */
  readonly selected: number;
  /** The arrival number of row 0: what comes first is told by it, whatever slice or session a row went to. */
  readonly arrival: number;
}

/**
 * The state of one aggregate call for every group of a fold.
 *
 * Groups are small integers that are used again: whoever drops a group clears
 * it first. Loops run over a batch at a time.
 */
export interface Accumulator {
  /** Makes room for groups up to `size`; new ones are empty. */
  grow(size: number): void;
  /** Takes in rows. */
  update(rows: FoldRows): void;
  /** Adds what group `from` has taken in to group `into`; `from` stays as it is. */
  merge(into: number, from: number): void;
  /** Makes a group empty again. */
  clear(group: number): void;
  /** Appends the results of so many groups, in their order. */
  results(groups: Uint32Array, count: number, out: ColumnBuilder): void;
  /** Bytes of memory held, roughly. */
  readonly byteLength: number;
}

/** A typed array at least so long, its content kept. */
export function grown(
  array: Float64Array<ArrayBuffer>,
  size: number,
): Float64Array<ArrayBuffer> {
  if (array.length >= size) return array;
  const larger = new Float64Array(Math.max(16, size, array.length * 2));
  larger.set(array);
  return larger;
}

/** The same for bytes. */
export function grownBytes(
  array: Uint8Array<ArrayBuffer>,
  size: number,
): Uint8Array<ArrayBuffer> {
  if (array.length >= size) return array;
  const larger = new Uint8Array(Math.max(16, size, array.length * 2));
  larger.set(array);
  return larger;
}

/** The same for integers. */
export function grownInts(
  array: Int32Array<ArrayBuffer>,
  size: number,
): Int32Array<ArrayBuffer> {
  if (array.length >= size) return array;
  const larger = new Int32Array(Math.max(16, size, array.length * 2));
  larger.set(array);
  return larger;
}
