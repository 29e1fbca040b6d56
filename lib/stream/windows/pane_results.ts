import {
  type Account,
  type Batch,
  type Column,
  ColumnBuilder,
  type ToldWindow,
  type WindowRows,
} from "../../core/mod.ts";
import type { LeavingWindows } from "../../window/mod.ts";
import type { Emit } from "../step.ts";
import { resultTimes } from "../windowing.ts";

/** Rows that are handed on in one batch, so that many small windows cost little. */
const ROWS_A_BATCH = 8192;

/** Gathers the results of windows and hands them on in few batches. */
export class PaneResults {
  /** One for each column of a result, beside the bounds. */
  readonly columns: readonly ColumnBuilder[];
  readonly #bounds = [new ColumnBuilder(), new ColumnBuilder()] as const;
  readonly #account: Account | null;
  #windows: WindowRows[] = [];
  #rows = 0;

  /**
   * Starts with none.
   *
   * @param columns How many columns a result has beside the bounds.
   * @param account Where completed windows are counted; `null` where they were.
   */
  constructor(columns: number, account: Account | null) {
    this.columns = Array.from({ length: columns }, () => new ColumnBuilder());
    this.#account = account;
  }

  /** Takes a window of which so many rows were appended to the columns. */
  add(window: ToldWindow, rows: number, emit: Emit): void {
    const { startUs, endUs } = window;
    const from = this.#rows;
    this.#rows += rows;
    this.#bounds[0].appendTime(startUs, rows);
    this.#bounds[1].appendTime(endUs, rows);
    this.#windows.push({ ...window, from, to: this.#rows });
    if (this.#account !== null && window.telling?.kind !== "withdrawal") {
      this.#account.windows++;
    }
    // Nothing later leaves before the end of this window.
    if (this.#rows >= ROWS_A_BATCH) this.flush(endUs - 1, emit);
  }

  /** How many more rows are gathered before they are handed on; one at least. */
  get room(): number {
    return ROWS_A_BATCH - this.#rows;
  }

  /**
   * Takes windows of a row each, which were appended to the columns.
   *
   * @param from The place of the first among those that leave.
   * @param to The place behind the last; no more than there is room for.
   */
  addLone(
    { startsUs, endsUs }: LeavingWindows,
    from: number,
    to: number,
    emit: Emit,
  ): void {
    const [starts, ends] = this.#bounds;
    for (let at = from; at < to; at++) {
      const startUs = startsUs[at]!;
      const endUs = endsUs[at]!;
      const row = this.#rows++;
      starts.appendTime(startUs);
      ends.appendTime(endUs);
      this.#windows.push({ startUs, endUs, from: row, to: row + 1 });
    }
    if (this.#account !== null) this.#account.windows += to - from;
    if (this.#rows >= ROWS_A_BATCH) this.flush(endsUs[to - 1]! - 1, emit);
  }

  /** Hands on what was gathered; event time has reached so far. */
  flush(reachedUs: number, emit: Emit): void {
    if (this.#windows.length === 0) return;
    const windows = this.#windows;
    const rows = this.#rows;
    const builders = [...this.#bounds, ...this.columns];
    const columns: Column[] = builders.map((builder) => builder.view());
    this.#windows = [];
    this.#rows = 0;
    const batch: Batch = {
      rows,
      columns,
      selection: null,
      selected: rows,
      lines: null,
      ...resultTimes(rows, windows, reachedUs),
      windows,
    };
    emit(batch);
    for (const builder of builders) builder.clear();
  }
}
