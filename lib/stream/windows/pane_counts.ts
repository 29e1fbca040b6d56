import { grownInts } from "../fold/accumulator.ts";

/** How many rows open panes hold, and how many of them have left with no window yet. */
export class PaneCounts {
  /** Two numbers a pane, side by side since they are asked for together: its rows, and the fresh ones of them. */
  #counts = new Int32Array(32);
  #limit = 0;
  #heldRows = 0;
  #panes = 0;

  /** How many panes hold rows. */
  get panes(): number {
    return this.#panes;
  }

  /** How many rows a pane holds. */
  rows(pane: number): number {
    return this.#counts[2 * pane] ?? 0;
  }

  /** Rows that no window has left with. */
  get heldRows(): number {
    return this.#heldRows;
  }

  /** Counts rows that come to a pane. */
  add(pane: number, rows: number): void {
    if (pane >= this.#limit) {
      this.#limit = pane + 1;
      this.#counts = grownInts(this.#counts, 2 * this.#limit);
    }
    const counts = this.#counts;
    if (counts[2 * pane] === 0) this.#panes++;
    counts[2 * pane]! += rows;
    counts[2 * pane + 1]! += rows;
    this.#heldRows += rows;
  }

  /** Pane `from` has become a part of pane `into`; it is dropped later. */
  merge(into: number, from: number): void {
    const counts = this.#counts;
    counts[2 * into]! += counts[2 * from]!;
    counts[2 * into + 1]! += counts[2 * from + 1]!;
    counts[2 * from + 1] = 0;
  }

  /** The rows of a pane have left with a window. */
  settle(pane: number): void {
    this.#heldRows -= this.#counts[2 * pane + 1] ?? 0;
    this.#counts[2 * pane + 1] = 0;
  }

  /** Forgets a pane. */
  drop(pane: number): void {
    this.settle(pane);
    if (this.rows(pane) > 0) this.#panes--;
    this.#counts[2 * pane] = 0;
  }

  /** The rows of so many panes have left, and the panes are forgotten. */
  leave(panes: Uint32Array, count: number): void {
    const counts = this.#counts;
    let fresh = 0;
    let held = 0;
    for (let at = 0; at < count; at++) {
      const place = 2 * panes[at]!;
      if (counts[place]! > 0) held++;
      fresh += counts[place + 1]!;
      counts[place] = 0;
      counts[place + 1] = 0;
    }
    this.#heldRows -= fresh;
    this.#panes -= held;
  }

  /** The panes that hold rows, and how many. */
  *entries(): Generator<readonly [pane: number, rows: number]> {
    for (let pane = 0; pane < this.#limit; pane++) {
      const rows = this.rows(pane);
      if (rows > 0) yield [pane, rows];
    }
  }
}
