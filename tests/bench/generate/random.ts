/**
 * A source of pseudo-random numbers that gives the same ones on every machine.
 *
 * It is sfc32: 32-bit integer operations only, so no engine's floating point
 * can change the data that a seed stands for.
 */
export class Random {
  #a = 0x9e3779b9 | 0;
  #b = 0x243f6a88 | 0;
  #c: number;
  #counter = 1;

  /**
   * Starts a sequence.
   *
   * @param seed Which sequence; a whole number, of which 32 bits count.
   */
  constructor(seed: number) {
    this.#c = seed | 0;
    // The first numbers of neighbouring seeds are alike.
    for (let i = 0; i < 15; i++) this.next();
  }

  /** The next whole number from 0 to 2^32 - 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** The next number in `[0, 1)`. */
  fraction(): number {
    return this.next() / 4294967296;
  }

  /** The next whole number in `[0, limit)`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** The next whole number in `[0, limit)`, low ones more often: half of them lie in the first quarter. */
  lowBelow(limit: number): number {
    const fraction = this.fraction();
    return Math.floor(fraction * fraction * limit);
  }
}
