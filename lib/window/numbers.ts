/** Gives out small integers, those that were given back first. */
export class Numbers {
  readonly #free: number[] = [];
  #next = 0;

  /** One more than the greatest number ever given out. */
  get limit(): number {
    return this.#next;
  }

  /** How many are in use. */
  get used(): number {
    return this.#next - this.#free.length;
  }

  /** A number that is not in use. */
  take(): number {
    return this.#free.pop() ?? this.#next++;
  }

  /** Gives a number back. */
  give(number: number): void {
    this.#free.push(number);
  }
}
