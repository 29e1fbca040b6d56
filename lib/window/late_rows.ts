import { grownDoubles } from "./grown.ts";
import { Lateness } from "./lateness.ts";
import type { PaneStore } from "./pane_store.ts";

/** What became of rows that are in no window, or not in all that cover them. */
export interface RowCounts {
  /** Rows that came when every window that covers them was over. */
  readonly late: number;
  /** Rows that missed some of the windows that cover them, and came in time for others. */
  readonly partlyLate: number;
  /** Rows that came after a window of theirs was complete, and were taken in all the same (`--lateness`). */
  readonly refiring: number;
  /** Rows that no window covers: between hops longer than the size, or outside of predicates. */
  readonly outside: number;
  /** How far the watermark was past the end of the first window of a late or partly late row, at most; `-Infinity` where there was none. */
  readonly missedByUs: number;
}

/** Counts rows that are late or in no window, and tells a store of the late ones. */
export class LateRows implements RowCounts {
  /** How late they were. */
  readonly lateness = new Lateness();
  partlyLate = 0;
  refiring = 0;
  outside = 0;
  missedByUs = -Infinity;
  #rows = new Uint32Array(0);
  #byUs = new Float64Array(0);
  #waiting = 0;

  get late(): number {
    return this.lateness.rows;
  }

  /**
   * Counts a late row.
   *
   * @param byUs How far the watermark was past the end of its last window.
   * @param firstByUs The same for its first window.
   */
  add(row: number, byUs: number, firstByUs = byUs): void {
    this.lateness.add(byUs);
    if (firstByUs > this.missedByUs) this.missedByUs = firstByUs;
    if (this.#waiting === this.#rows.length) this.#grow();
    this.#rows[this.#waiting] = row;
    this.#byUs[this.#waiting++] = byUs;
  }

  /**
   * Counts a row that is late for some of its windows only.
   *
   * @param firstByUs How far the watermark was past the end of the first.
   */
  addPartly(firstByUs: number): void {
    this.partlyLate++;
    if (firstByUs > this.missedByUs) this.missedByUs = firstByUs;
  }

  #grow(): void {
    const capacity = Math.max(256, this.#rows.length * 2);
    const rows = new Uint32Array(capacity);
    rows.set(this.#rows);
    this.#rows = rows;
    this.#byUs = grownDoubles(this.#byUs, capacity);
  }

  /** Tells of the late rows of the batch that ends here. */
  flush(store: PaneStore): void {
    if (this.#waiting === 0) return;
    const waiting = this.#waiting;
    this.#waiting = 0;
    store.late?.(
      this.#rows.subarray(0, waiting),
      this.#byUs.subarray(0, waiting),
    );
  }
}
