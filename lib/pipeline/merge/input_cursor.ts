import type { DecodedBatch } from "../../core/mod.ts";
import type { OpenInput } from "../drive.ts";
import { sliceBatch } from "./slice_batch.ts";

/** Event times of the rows of a batch, NaN where there is none, or none that counts. */
export type TimesOf = (batch: DecodedBatch) => Float64Array;

/** Rows of one input that are next. */
export interface Run {
  /** The rows. Valid until more of the input is asked for. */
  readonly batch: DecodedBatch;
  /** Where the bytes that were read end in their buffer. */
  readonly end: number;
}

/**
 * One input of several, at the row that it brings next.
 *
 * Its clock is the newest event time of its rows so far, the next one
 * included. A row without a time goes with the one before it.
 */
export class InputCursor {
  readonly #input: OpenInput;
  readonly #timesOf: TimesOf;
  #head: Uint8Array;
  #batches: Iterator<DecodedBatch> | null = null;
  #batch: DecodedBatch | null = null;
  /** The clock at each row of the batch. */
  #clocksUs = new Float64Array(0);
  #at = 0;
  #end = 0;
  #newestUs = -Infinity;
  #last = false;

  /** Starts before the first row. */
  constructor(input: OpenInput, timesOf: TimesOf) {
    this.#input = input;
    this.#timesOf = timesOf;
    this.#head = input.head;
  }

  /** The input. */
  get input(): OpenInput {
    return this.#input;
  }

  /** The clock at the next row; `null` where that was not read yet, or there is none. */
  get clockUs(): number | null {
    return this.#batch === null ? null : this.#clocksUs[this.#at]!;
  }

  /** The newest event time of the rows that were read, those that are still to be taken included; `-Infinity` before the first. */
  get newestUs(): number {
    return this.#newestUs;
  }

  /** Whether all rows were taken. */
  get ended(): boolean {
    return this.#last && this.#batch === null;
  }

  /**
   * Goes on to the next row that was read already.
   *
   * @returns Whether there is one.
   */
  advance(): boolean {
    while (this.#batch === null && this.#batches !== null) {
      const { done, value } = this.#batches.next();
      if (done === true) this.#batches = null;
      else if (value.rows > 0) this.#begin(value);
    }
    return this.#batch !== null;
  }

  #begin(batch: DecodedBatch): void {
    const timesUs = this.#timesOf(batch);
    if (this.#clocksUs.length < batch.rows) {
      this.#clocksUs = new Float64Array(batch.rows);
    }
    let newestUs = this.#newestUs;
    for (let row = 0; row < batch.rows; row++) {
      const timeUs = timesUs[row]!;
      if (timeUs > newestUs) newestUs = timeUs;
      this.#clocksUs[row] = newestUs;
    }
    this.#newestUs = newestUs;
    this.#batch = batch;
    this.#at = 0;
  }

  /** Reads on; all rows that were read must have been taken. */
  read(): ReturnType<OpenInput["source"]["read"]> {
    const space = this.#input.decoder.space();
    this.#end = space.byteOffset;
    if (this.#head.length > 0) {
      const length = Math.min(this.#head.length, space.length);
      space.set(this.#head.subarray(0, length));
      this.#head = this.#head.subarray(length);
      return length;
    }
    return this.#input.source.read(space);
  }

  /** Takes what {@linkcode InputCursor.read} gave. */
  take(length: number | null): void {
    this.#last = length === null;
    this.#end += length ?? 0;
    this.#batches = this.#input.decoder.decode(length ?? 0, this.#last)
      [Symbol.iterator]();
  }

  /**
   * Takes the next rows, up to the first at which the clock has reached another's.
   *
   * @param clockUs The other clock.
   * @param first Whether this input goes first where both are the same.
   */
  rowsUpTo(clockUs: number, first: boolean): Run {
    const batch = this.#batch!;
    const from = this.#at;
    let to = from + 1;
    const clocks = this.#clocksUs;
    while (
      to < batch.rows &&
      (clocks[to]! < clockUs || (first && clocks[to] === clockUs))
    ) to++;
    this.#at = to;
    if (to === batch.rows) this.#batch = null;
    return { batch: sliceBatch(batch, from, to), end: this.#end };
  }
}
