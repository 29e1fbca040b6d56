import type { Batch } from "../core/mod.ts";

/** Tells the pane of each row of a batch: a number for each open window. */
export class RowPlaces {
  #panes = new Int32Array(0);

  /**
   * The pane of each selected row, at the row's own index. Valid until the next call.
   *
   * @param paneOf Told the start of a window and how many rows come to it; gives its pane. Without windows the start is `-Infinity`.
   */
  of(
    batch: Batch,
    selection: Uint32Array,
    paneOf: (startUs: number, rows: number) => number,
  ): Int32Array {
    const { selected, windowStartsUs } = batch;
    if (this.#panes.length < batch.rows) {
      this.#panes = new Int32Array(batch.rows);
    }
    const panes = this.#panes;
    if (windowStartsUs === undefined) {
      const pane = paneOf(-Infinity, selected);
      for (let at = 0; at < selected; at++) panes[selection[at]!] = pane;
      return panes;
    }
    let from = 0;
    while (from < selected) {
      const startUs = windowStartsUs[selection[from]!]!;
      let to = from + 1;
      while (to < selected && windowStartsUs[selection[to]!] === startUs) to++;
      const pane = paneOf(startUs, to - from);
      for (; from < to; from++) panes[selection[from]!] = pane;
    }
    return panes;
  }
}
