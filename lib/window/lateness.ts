/** Parts that each doubling is cut into: a length is known to 1/32 of itself. */
const PARTS = 32;
const PART_BITS = 5;
/** Cells for lengths of 1 up to 2^53 microseconds. */
const CELLS = 53 * PARTS;
/** The high word of a double, less the bits below the parts, of 1. */
const ONE = 1023 << PART_BITS;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** A step of the histogram of {@linkcode Lateness}. */
export interface LatenessStep {
  /** The least lateness of its rows, in microseconds. */
  readonly fromUs: number;
  /** The greatest lateness that it can hold, in microseconds. */
  readonly toUs: number;
  /** How many rows. */
  readonly rows: number;
}

/**
 * How late rows were, as a histogram whose memory is bounded and whose content does not depend on
 * the order of rows, so that parts can be counted apart and added up.
 *
 * Lengths are told apart to within 1/32 of themselves; the greatest is exact.
 *
 * @example The delay that would have kept nearly all
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const lateness = new Lateness();
 * for (let row = 0; row < 999; row++) lateness.add(10);
 * lateness.add(5_000_000);
 *
 * assertEquals(lateness.quantileUs(0.999), 10);
 * assertEquals(lateness.mostUs, 5_000_000);
 * ```
 */
export class Lateness {
  readonly #counts = new Float64Array(CELLS);
  #none = 0;
  #rows = 0;
  #mostUs = -Infinity;

  /** How many rows were late. */
  get rows(): number {
    return this.#rows;
  }

  /** How late the latest was, in microseconds; `-Infinity` where none was. */
  get mostUs(): number {
    return this.#mostUs;
  }

  /**
   * Counts a late row.
   *
   * @param byUs How far the watermark was past the end of its window; 0 or more.
   */
  add(byUs: number): void {
    this.#rows++;
    if (byUs > this.#mostUs) this.#mostUs = byUs;
    if (byUs < 1) this.#none++;
    else this.#counts[cellOf(byUs)]!++;
  }

  /** Adds what another has counted. */
  merge(other: Lateness): void {
    this.#rows += other.#rows;
    this.#none += other.#none;
    this.#mostUs = Math.max(this.#mostUs, other.#mostUs);
    for (let cell = 0; cell < CELLS; cell++) {
      this.#counts[cell]! += other.#counts[cell]!;
    }
  }

  /** A lateness that this part of the rows (0 to 1) does not exceed, in microseconds; `-Infinity` where no row was late. */
  quantileUs(part: number): number {
    const wanted = Math.ceil(part * this.#rows);
    let rows = 0;
    for (const step of this.steps()) {
      rows += step.rows;
      if (rows >= wanted) return Math.min(step.toUs, this.#mostUs);
    }
    return this.#mostUs;
  }

  /** The steps that have rows, from the least lateness to the greatest. */
  *steps(): Generator<LatenessStep> {
    if (this.#none > 0) yield { fromUs: 0, toUs: 0, rows: this.#none };
    for (let cell = 0; cell < CELLS; cell++) {
      const rows = this.#counts[cell]!;
      if (rows === 0) continue;
      yield { fromUs: startOf(cell), toUs: startOf(cell + 1) - 1, rows };
    }
  }
}

function cellOf(byUs: number): number {
  double[0] = byUs;
  return Math.min(CELLS - 1, (words[1]! >>> (20 - PART_BITS)) - ONE);
}

/** The least whole length of a cell. */
function startOf(cell: number): number {
  const doubling = 2 ** Math.floor(cell / PARTS);
  return Math.ceil(doubling * (1 + (cell % PARTS) / PARTS));
}
