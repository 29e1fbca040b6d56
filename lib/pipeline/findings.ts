import type { Batch } from "../core/mod.ts";

/** Something amiss about a row. */
interface Finding {
  readonly row: number;
  readonly tell: () => void;
}

/**
 * What steps find amiss about rows, told in the order of the rows.
 *
 * Each step looks at a whole batch before the next one does. Told at once,
 * what is found would come in an order that follows from where the input was
 * cut, and rows behind the one that ended the run would be told of as well.
 */
export class Findings {
  #batch: Batch | null = null;
  #depth = 0;
  #waiting: Finding[] = [];
  #bad: number[] = [];

  /** The batch that is looked at. */
  get batch(): Batch | null {
    return this.#batch;
  }

  /** How many steps that hold or make rows stand before the batch that is looked at. */
  get depth(): number {
    return this.#depth;
  }

  /** The rows of the batch that were found bad, in the order in which they were found. */
  get bad(): readonly number[] {
    return this.#bad;
  }

  /** Keeps what was found about a row of the batch that is looked at until it is its turn. */
  add(row: number, tell: () => void): void {
    this.#waiting.push({ row, tell });
  }

  /** The same for a row that cannot be used at all. */
  addBad(row: number, tell: () => void): void {
    this.#bad.push(row);
    this.add(row, tell);
  }

  /**
   * Tells what waits, by row; what is amiss about one row in the order in which it was found.
   *
   * @param rows Rows behind so many are not told of.
   */
  settle(rows: number): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting.sort((a, b) => a.row - b.row);
    this.#waiting = [];
    for (const { row, tell } of waiting) if (row < rows) tell();
  }

  /**
   * Looks at a batch while it goes through steps, and then tells what they found.
   *
   * @param batch The batch, whose rows findings are about.
   * @param depth How many steps that hold or make rows stand before it.
   * @param work Pushes it, and tells how many of its rows count.
   */
  within(batch: Batch, depth: number, work: () => number): void {
    // A batch may complete windows, whose rows go through steps of their own meanwhile.
    const before = {
      batch: this.#batch,
      depth: this.#depth,
      waiting: this.#waiting,
      bad: this.#bad,
    };
    this.#batch = batch;
    this.#depth = depth;
    this.#waiting = [];
    this.#bad = [];
    try {
      this.settle(work());
    } finally {
      this.#batch = before.batch;
      this.#depth = before.depth;
      this.#waiting = before.waiting;
      this.#bad = before.bad;
    }
  }
}
