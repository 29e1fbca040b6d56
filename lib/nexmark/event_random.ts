/**
 * The chance of one event, or of one fixed choice: the same seed and number
 * give the same values on every machine, whatever was drawn before.
 *
 * It is sfc32: 32-bit integer operations only, so no engine's floating point
 * can change what a seed stands for.
 */
export class EventRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /**
   * Starts a sequence.
   *
   * @param seed Which stream; a whole number, of which 32 bits count.
   * @param number Which event of it; a whole number of at most 53 bits.
   * @param purpose Tells sequences of one event apart.
   */
  constructor(seed: number, number: number, purpose = 0) {
    this.#a = seed | 0;
    this.#b = number | 0;
    this.#c = (Math.floor(number / 4_294_967_296) ^
      Math.imul(purpose, 0x9e3779b1)) | 0;
    // The first values of neighbours are alike.
    for (let round = 0; round < 12; round++) this.next();
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

  /** The next whole number in `[0, limit)`, for limits up to 2^32. */
  below(limit: number): number {
    return Math.floor(this.next() / 4_294_967_296 * limit);
  }
}
