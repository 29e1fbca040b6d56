import {
  type Account,
  type Batch,
  type Column,
  ColumnBuilder,
  type ToldWindow,
  type WindowRows,
} from "../../core/mod.ts";
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
