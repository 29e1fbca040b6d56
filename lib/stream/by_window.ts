import type { Batch } from "../core/mod.ts";
import { ensureRows } from "./filter.ts";

/** Takes the rows of one window of a batch. */
export type TakeRows = (
  startUs: number,
  selection: Uint32Array,
  selected: number,
) => void;

/** Deals the rows of a batch out to their open windows, each window's rows in arrival order. */
export class WindowSplitter {
  #rows = new Uint32Array(0);
  #slots = new Uint32Array(0);

  /**
   * Calls `take` once for each window that has rows in the batch, in order of
   * first appearance. Without windows all rows go to the start `-Infinity`.
   */
  split(batch: Batch, take: TakeRows): void {
    const { selected } = batch;
    if (selected === 0) return;
    this.#rows = ensureRows(this.#rows, selected);
    const selection = batch.selection ?? this.#all(selected);
    const starts = batch.windowStartsUs;
    if (starts === undefined) {
      take(-Infinity, selection, selected);
      return;
    }
    // Rows of one window follow one another in most batches.
    const only = starts[selection[0]!]!;
    let same = 1;
    while (same < selected && starts[selection[same]!] === only) same++;
    if (same === selected) {
      take(only, selection, selected);
      return;
    }
    this.#slots = ensureRows(this.#slots, selected);
    const slots = this.#slots;
    const windows: number[] = [];
    const counts: number[] = [];
    const slotOf = new Map<number, number>();
    let current = NaN;
    let slot = 0;
    for (let at = 0; at < selected; at++) {
      const start = starts[selection[at]!]!;
      if (start !== current) {
        current = start;
        const known = slotOf.get(start);
        if (known === undefined) {
          slot = windows.length;
          slotOf.set(start, slot);
          windows.push(start);
          counts.push(0);
        } else slot = known;
      }
      slots[at] = slot;
      counts[slot]!++;
    }
    const from: number[] = [];
    let total = 0;
    for (const count of counts) {
      from.push(total);
      total += count;
    }
    const next = [...from];
    const dealt = new Uint32Array(selected);
    for (let at = 0; at < selected; at++) {
      dealt[next[slots[at]!]!++] = selection[at]!;
    }
    windows.forEach((startUs, index) =>
      take(startUs, dealt.subarray(from[index]!), counts[index]!)
    );
  }

  #all(selected: number): Uint32Array {
    for (let row = 0; row < selected; row++) this.#rows[row] = row;
    return this.#rows;
  }
}
