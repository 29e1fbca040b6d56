import type { TimeWindow } from "../core/mod.ts";
import { grownDoubles, grownInts } from "./grown.ts";

/** How often windows leave. */
export interface RevisionOptions {
  /** How long they are kept after they were complete. */
  readonly latenessUs: number;
  /** How far event time moves on between two firings of a complete window. */
  readonly refireUs: number;
  /** The same for windows that are not complete; Infinity where they do not leave. */
  readonly updateUs: number;
}

/** A window that was told, and has joined another. */
export interface Withdrawal extends TimeWindow {
  /** Its number. */
  readonly id: number;
  /** The revision that was told last. */
  readonly revision: number;
}

/**
 * What was told of windows that leave more than once, in flat arrays by the
 * numbers of the windows.
 *
 * A window is dirty from the first row that was not told of. It is then due
 * when event time has moved on by the interval since it was told or opened, and
 * in any case when it is complete, or when it is over.
 */
export class Revisions {
  readonly #options: RevisionOptions;
  /** When a window was told last, or opened. */
  #baseUs = new Float64Array(0);
  /** When the first row came that was not told of; Infinity where all were. */
  #dirtyUs = new Float64Array(0);
  /** 1 where it was complete when its last row came. */
  #late = new Int32Array(0);
  /** How often it was told. */
  #count = new Int32Array(0);
  #startUs = new Float64Array(0);
  #endUs = new Float64Array(0);
  /** Windows that were told and have joined another, by that other. */
  readonly #joined = new Map<number, number[]>();

  /** Starts without windows. */
  constructor(options: RevisionOptions) {
    this.#options = options;
  }

  /** Makes room for windows numbered below `limit`. */
  grow(limit: number): void {
    this.#baseUs = grownDoubles(this.#baseUs, limit);
    this.#dirtyUs = grownDoubles(this.#dirtyUs, limit);
    this.#late = grownInts(this.#late, limit);
    this.#count = grownInts(this.#count, limit);
    this.#startUs = grownDoubles(this.#startUs, limit);
    this.#endUs = grownDoubles(this.#endUs, limit);
  }

  /** A new window; one that is complete already counts as told when it was. */
  open(id: number, newUs: number, completeUs: number): void {
    this.#baseUs[id] = Math.min(newUs, completeUs);
    this.#dirtyUs[id] = Infinity;
    this.#late[id] = 0;
    this.#count[id] = 0;
  }

  /** Notes a row, and tells when the window is due. */
  touch(id: number, newUs: number, completeUs: number): number {
    const { latenessUs, refireUs, updateUs } = this.#options;
    const late = newUs >= completeUs;
    // To become late, or to be no longer, is a change of its own.
    if (this.#dirtyUs[id] === Infinity || late !== this.isLate(id)) {
      this.#dirtyUs[id] = newUs;
      this.#late[id] = late ? 1 : 0;
    }
    return Math.min(
      completeUs + (late ? latenessUs : 0),
      Math.max(
        this.#baseUs[id]! + (late ? refireUs : updateUs),
        this.#dirtyUs[id]!,
      ),
    );
  }

  /** Whether a window has rows that were not told of. */
  isDirty(id: number): boolean {
    return this.#dirtyUs[id]! < Infinity;
  }

  /** Whether a window was complete when its last row came. */
  isLate(id: number): boolean {
    return this.#late[id] === 1;
  }

  /** How often a window was told. */
  count(id: number): number {
    return this.#count[id]!;
  }

  /** Notes that a window was told. */
  tell(id: number, { startUs, endUs }: TimeWindow, atUs: number): void {
    this.#count[id]!++;
    this.#startUs[id] = startUs;
    this.#endUs[id] = endUs;
    this.#baseUs[id] = atUs;
    this.#dirtyUs[id] = Infinity;
  }

  /** Two windows become one, by a row that is noted next. What was told of `from`, and of those that joined it, is to be taken back. */
  join(into: number, from: number): void {
    this.#baseUs[into] = Math.max(this.#baseUs[into]!, this.#baseUs[from]!);
    this.#dirtyUs[into] = Infinity;
    const told = this.#joined.get(from) ?? [];
    this.#joined.delete(from);
    if (this.#count[from]! > 0) told.push(from);
    if (told.length === 0) return;
    this.#joined.set(into, [...this.#joined.get(into) ?? [], ...told]);
  }

  /** Takes out what is to be taken back for a window, by end and start as they were told. */
  withdraw(id: number): Withdrawal[] {
    const joined = this.#joined.get(id);
    if (joined === undefined) return [];
    this.#joined.delete(id);
    return joined.map((gone) => ({
      id: gone,
      startUs: this.#startUs[gone]!,
      endUs: this.#endUs[gone]!,
      revision: this.#count[gone]! - 1,
    })).sort((a, b) => a.endUs - b.endUs || a.startUs - b.startUs);
  }
}
