import { grownInts } from "../fold/accumulator.ts";

/** How many rows open panes hold, and how many of them have left with no window yet. */
export class PaneCounts {
  #rows = new Int32Array(16);
  #fresh = new Int32Array(16);
  #limit = 0;
  #heldRows = 0;
  #panes = 0;

  /** How many panes hold rows. */
  get panes(): number {
    return this.#panes;
  }

  /** How many rows a pane holds. */
  rows(pane: number): number {
    return this.#rows[pane] ?? 0;
  }

  /** Rows that no window has left with. */
  get heldRows(): number {
    return this.#heldRows;
  }

  /** Counts rows that come to a pane. */
  add(pane: number, rows: number): void {
    if (pane >= this.#limit) {
      this.#limit = pane + 1;
      this.#rows = grownInts(this.#rows, this.#limit);
      this.#fresh = grownInts(this.#fresh, this.#limit);
    }
    if (this.#rows[pane] === 0) this.#panes++;
    this.#rows[pane]! += rows;
    this.#fresh[pane]! += rows;
    this.#heldRows += rows;
  }

  /** Pane `from` has become a part of pane `into`; it is dropped later. */
  merge(into: number, from: number): void {
    this.#rows[into]! += this.#rows[from]!;
    this.#fresh[into]! += this.#fresh[from]!;
    this.#fresh[from] = 0;
  }

  /** The rows of a pane have left with a window. */
  settle(pane: number): void {
    this.#heldRows -= this.#fresh[pane] ?? 0;
    this.#fresh[pane] = 0;
  }

  /** Forgets a pane. */
  drop(pane: number): void {
    this.settle(pane);
    if (this.rows(pane) > 0) this.#panes--;
    this.#rows[pane] = 0;
  }

  /** The panes that hold rows, and how many. */
  *entries(): Generator<readonly [pane: number, rows: number]> {
    for (let pane = 0; pane < this.#limit; pane++) {
      const rows = this.#rows[pane]!;
      if (rows > 0) yield [pane, rows];
    }
  }
}
