import { NONE, type PaneRows, type PaneStore } from "./pane_store.ts";

/**
 * The rows that are to be stored together: those between one cut and the next.
 *
 * A cut is where something leaves that later rows of the batch must not be
 * in, so that what leaves does not depend on where batches end.
 */
export class Run implements PaneRows {
  selection = new Uint32Array(0);
  panes = new Int32Array(0);
  selected = 0;
  pane = NONE;

  /** Makes room for the rows of a batch. Nothing may be waiting to be stored. */
  reserve(rows: number, selected: number): void {
    if (this.panes.length < rows) this.panes = new Int32Array(rows);
    if (this.selection.length < selected) {
      this.selection = new Uint32Array(selected);
    }
  }

  /** Adds a row. */
  add(row: number, pane: number): void {
    if (this.selected === 0) this.pane = pane;
    else if (this.pane !== pane) this.pane = NONE;
    this.selection[this.selected++] = row;
    this.panes[row] = pane;
  }

  /** Adds rows of one pane that were written behind the others of `selection` and to `panes`. */
  extend(selected: number, pane: number): void {
    if (this.selected === selected) return;
    if (this.selected === 0) this.pane = pane;
    else if (this.pane !== pane) this.pane = NONE;
    this.selected = selected;
  }

  /** Hands what is waiting to the store. */
  flush(store: PaneStore): void {
    if (this.selected === 0) return;
    store.add(this);
    this.selected = 0;
    this.pane = NONE;
  }
}
