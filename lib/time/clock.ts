/** The clock of the machine; the only place that asks it. Satisfies the `Clock` of core. */
export class SystemClock {
  /** Microseconds since the epoch, in steps of a millisecond. */
  nowUs(): number {
    return Date.now() * 1_000;
  }
}

/** A clock that stands still until it is moved: for `--now`, and for tests. Satisfies the `Clock` of core. */
export class FixedClock {
  #nowUs: number;

  /**
   * Stops a clock.
   *
   * @param nowUs Where it stands, in microseconds since the epoch.
   */
  constructor(nowUs: number) {
    this.#nowUs = nowUs;
  }

  /** Microseconds since the epoch, where the clock was last set. */
  nowUs(): number {
    return this.#nowUs;
  }

  /** Moves the clock on by a span in microseconds. */
  advance(byUs: number): void {
    this.#nowUs += byUs;
  }
}
