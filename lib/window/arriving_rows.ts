/** Rows of a batch as a window machine takes them: parallel arrays, by row. */
export interface ArrivingRows {
  /** Event times in microseconds, NaN where there is none. */
  readonly timesUs: Float64Array;
  /** The newest event time that stood before each row (T4). */
  readonly newestUs: Float64Array;
  /** The newest event time after the last row. */
  readonly newestAfterUs: number;
  /** The rows, ascending; `null` for all. */
  readonly selection: Uint32Array | null;
  /** How many rows. */
  readonly selected: number;
  /** The code of each row's key, where the machine is keyed: small integers. */
  readonly keys?: Int32Array;
  /** For windows bounded by predicates: 1 where the first is true. */
  readonly starts?: Uint8Array;
  /** For windows bounded by predicates: 1 where the second is true. */
  readonly ends?: Uint8Array;
}
