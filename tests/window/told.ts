// What goes into window machines in tests, and what comes out.

/** A row of a made up stream. */
export interface Row {
  /** NaN where it has none. */
  readonly timeUs: number;
  /** The code of its key. */
  readonly key: number;
  /** Whether a filter drops it before the windows. It moves the newest event time all the same (T4). */
  readonly dropped: boolean;
  readonly starts: boolean;
  readonly ends: boolean;
}

/** A window that left. */
export interface Told {
  readonly kind: "update" | "result" | "refire" | "withdrawal";
  readonly startUs: number;
  readonly endUs: number;
  readonly key: number;
  readonly revision: number;
  /** The rows in it, by number; those of a withdrawal are gone. */
  readonly rows: readonly number[];
}

/** What became of a stream. */
export interface Answer {
  readonly told: readonly Told[];
  /** Late rows and by how much. */
  readonly late: readonly (readonly [row: number, byUs: number])[];
  readonly partlyLate: number;
  readonly refiring: number;
  readonly outside: number;
}
