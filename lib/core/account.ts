import type { Fault } from "./fault.ts";

/**
 * What became of every row that was read (D6):
 * `read = kept + filtered + late + bad + open`.
 *
 * Transforms add to it as rows pass; nothing here is ever reset.
 */
export class Account {
  /** Rows that the input held, bad ones included. */
  read = 0;
  /** Rows that are not well-formed, or whose time is needed and missing or too far ahead. */
  bad = 0;
  /** Rows that a stage dropped. */
  filtered = 0;
  /** Rows that came after their window, in no window in time. */
  late = 0;
  /** Rows that missed some of the windows that cover them, and came in time for others; they are kept. */
  partlyLate = 0;
  /** Rows that came after a window of theirs was complete, and were taken in all the same (`--lateness`); they are kept. */
  refired = 0;
  /** How often a window answered again since such rows had come. */
  refires = 0;
  /** Rows held in open windows when the run was stopped early. */
  open = 0;
  /** Values that could not be read as the type that their use asks for, NULL there. */
  unreadable = 0;
  /** Expressions that failed on a row, NULL there. */
  failed = 0;
  /** Bytes read, after decompression. */
  bytes = 0;
  /** Windows that completed. */
  windows = 0;
  /** The first bad row. */
  firstBad: Fault | null = null;
  /** The first value that could not be read. */
  firstUnreadable: Fault | null = null;
  /** The first expression that failed. */
  firstFailed: Fault | null = null;
  /** Greatest lateness seen, in microseconds: how far the watermark was past the end of the last window of a late row. */
  latestByUs = 0;
  /** The same for the first window of late and partly late rows: how much longer windows should have waited to have each row in all of its windows. */
  missedByUs = 0;

  /** Rows that reached the end of the pipeline or the answer of a window. */
  get kept(): number {
    return this.read - this.bad - this.filtered - this.late - this.open;
  }
}
