import { grownBytes } from "./accumulator.ts";
import type { Groups } from "./group_table.ts";

/**
 * The groups of panes that have one each, since nothing is grouped by: the
 * group of a pane has the number of the pane + 1, as panes are numbered from
 * -1 up, so that no table leads from one to the other. Memory is a byte a group.
 */
export class LoneGroups implements Groups {
  /** 1 for each group there is. */
  #there = new Uint8Array(16);
  #limit = 0;

  get limit(): number {
    return this.#limit;
  }

  get byteLength(): number {
    return this.#there.byteLength;
  }

  count(pane: number): number {
    return this.#there[pane + 1] ?? 0;
  }

  code(): number {
    throw new TypeError("Cannot tell the key of a group that has none");
  }

  list(pane: number, out: Uint32Array): number {
    const count = this.count(pane);
    if (count > 0) out[0] = pane + 1;
    return count;
  }

  assign(
    panes: Int32Array,
    _codes: readonly Int32Array[],
    selection: Uint32Array,
    selected: number,
    out: Int32Array,
  ): void {
    // A local, since a field costs a load for every row; a new group may replace it.
    let there = this.#there;
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      const pane = panes[row]!;
      if (there[pane + 1] !== 1) {
        this.like(pane);
        there = this.#there;
      }
      out[row] = pane + 1;
    }
  }

  like(pane: number): number {
    const group = pane + 1;
    if (group >= this.#limit) {
      this.#limit = group + 1;
      this.#there = grownBytes(this.#there, this.#limit);
    }
    this.#there[group] = 1;
    return group;
  }

  drop(pane: number, onDrop: (group: number) => void): void {
    if (this.count(pane) === 0) return;
    onDrop(pane + 1);
    this.#there[pane + 1] = 0;
  }

  remove(group: number): void {
    this.#there[group] = 0;
  }
}
