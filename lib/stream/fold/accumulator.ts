import type { Column, ColumnBuilder } from "../../core/mod.ts";

/**
 * The state of one aggregate call for every group of a fold.
 *
 * Loops run over a batch at a time: `groups` holds the group of each row, at
 * the row's own index.
 */
export interface Accumulator {
  /** Makes room for groups up to `size`; new ones start empty. */
  grow(size: number): void;
  /** Takes in the given rows. */
  update(
    groups: Int32Array,
    columns: readonly Column[],
    selection: Uint32Array,
    selected: number,
  ): void;
  /** Appends the result of one group. */
  result(group: number, out: ColumnBuilder): void;
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
