import { grownDoubles, grownInts } from "./grown.ts";
import { Numbers } from "./numbers.ts";
import { NONE, type PaneStore } from "./pane_store.ts";
import { type RevisionOptions, Revisions } from "./revisions.ts";
import type { Run } from "./run.ts";
import { Wheel } from "./wheel.ts";
import type { HeldWindow } from "./window_machine.ts";

/** What fixes windows that have a pane each. */
export interface SoloOptions extends RevisionOptions {
  /** How long after its last row a window ends; Infinity where rows, not time, complete it. */
  readonly gapUs: number;
  /** How long a window is at most. */
  readonly maxUs: number;
  /** How long windows wait for rows out of order; Infinity for `end`. */
  readonly delayUs: number;
  /** Whether each key has a newest event time of its own. */
  readonly perKeyClock: boolean;
  /** Orders the codes of keys. */
  readonly compareKeys: (a: number, b: number) => number;
  /** What keeps the rows. */
  readonly store: PaneStore;
  /** The rows that are still to be stored. */
  readonly run: Run;
  /** Told of a window that is gone, while its key and bounds can still be asked for. */
  readonly onGone: (id: number) => void;
}

/** When windows that have left and wait for their turn were due, and how far event time had come. */
interface Ripe {
  readonly id: number;
  readonly atUs: number;
  readonly newestUs: number;
}

/**
 * Windows that have a pane each, in flat arrays: sessions, counted rows, rows between
 * predicates. A window and its pane have the same number.
 */
export class SoloWindows {
  /** The key of each window; `NONE` where it is of all keys. */
  key = new Int32Array(0);
  /** The least time of its rows. */
  firstUs = new Float64Array(0);
  /** The greatest time of its rows. */
  lastUs = new Float64Array(0);
  /** When it is due; `-Infinity` while it waits for its turn, NaN where there is no window. */
  dueUs = new Float64Array(0);
  readonly #options: SoloOptions;
  /** What was told of them; `null` where they leave once. */
  readonly #revisions: Revisions | null;
  readonly #numbers = new Numbers();
  readonly #wheel: Wheel;
  readonly #ripe: Ripe[] = [];

  /** Starts without windows. */
  constructor(options: SoloOptions) {
    this.#options = options;
    const { gapUs, delayUs, latenessUs, refireUs, updateUs } = options;
    const revising = latenessUs > 0 || updateUs < Infinity;
    this.#revisions = revising ? new Revisions(options) : null;
    this.#wheel = new Wheel(
      [gapUs, delayUs, latenessUs, revising ? refireUs : 0, updateUs]
        .reduce((sum, us) => us < Infinity ? sum + us : sum, 1),
    );
  }

  /** How many panes are held: those of windows, and of what waits to be taken back. */
  get panes(): number {
    return this.#numbers.used;
  }

  /** First moment after a window. */
  endOf(id: number): number {
    const { gapUs, maxUs } = this.#options;
    const lastUs = this.lastUs[id]!;
    return gapUs === Infinity
      ? lastUs + 1
      : Math.min(lastUs + gapUs, this.firstUs[id]! + maxUs);
  }

  /** When a window is complete: a session waits for a row exactly at its end as well (W2). */
  completeUs(id: number): number {
    const { gapUs, delayUs } = this.#options;
    return gapUs === Infinity ? Infinity : this.endOf(id) + delayUs + 1;
  }

  /** Opens a window with its first row. */
  open(key: number, timeUs: number, newUs: number): number {
    const id = this.#numbers.take();
    if (id === this.key.length) this.#grow();
    this.key[id] = key;
    this.firstUs[id] = timeUs;
    this.lastUs[id] = timeUs;
    this.dueUs[id] = Infinity;
    this.#revisions?.open(id, newUs, this.completeUs(id));
    return id;
  }

  #grow(): void {
    const limit = Math.max(64, this.key.length * 2);
    this.key = grownInts(this.key, limit);
    this.firstUs = grownDoubles(this.firstUs, limit);
    this.lastUs = grownDoubles(this.lastUs, limit);
    this.dueUs = grownDoubles(this.dueUs, limit, NaN);
    this.#wheel.grow(limit);
    this.#revisions?.grow(limit);
  }

  /** A row was added to a window: its bounds are new, and it is due accordingly. */
  touch(id: number, newUs: number): void {
    const completeUs = this.completeUs(id);
    this.#dueAt(
      id,
      this.#revisions?.touch(id, newUs, completeUs) ?? completeUs,
    );
  }

  #dueAt(id: number, dueUs: number): void {
    const earlier = dueUs < this.dueUs[id]!;
    this.dueUs[id] = dueUs;
    // What is due later than before is found when its slot comes by.
    if (earlier && !this.#options.perKeyClock) this.#wheel.put(id, dueUs);
  }

  /** Two windows become one. Rows that wait to be stored must be stored before. */
  absorb(into: number, from: number): void {
    this.#options.store.merge(into, from);
    this.#wheel.remove(from);
    this.dueUs[from] = NaN;
    this.#revisions?.join(into, from);
    // What was told is kept until it is taken back.
    if (this.#count(from) === 0) this.#free(from);
  }

  /** How often a window was told. */
  #count(id: number): number {
    return this.#revisions === null ? 0 : this.#revisions.count(id);
  }

  #free(id: number): void {
    if (this.#count(id) > 0) this.#options.store.forget?.(id);
    this.#options.store.drop(id);
    this.#numbers.give(id);
  }

  /**
   * Sets windows down to leave, in the order in which they are due: they do so
   * once the rows before are stored, and may not be touched until then.
   */
  ripen(ids: number[], newestUs: number): void {
    if (ids.length > 1) this.#sort(ids);
    for (const id of ids) this.#setDown(id, this.dueUs[id]!, newestUs);
  }

  /** Sets down to leave what is due by the clock of all. */
  ripenDue(newestUs: number): void {
    const due: number[] = [];
    this.#wheel.take(newestUs, this.dueUs, due);
    this.ripen(due, newestUs);
  }

  /** Sets a window down to leave for good, in its turn: a row has completed it. */
  close(id: number): void {
    this.#setDown(id, Infinity, Infinity);
  }

  #setDown(id: number, atUs: number, newestUs: number): void {
    this.#ripe.push({ id, atUs, newestUs });
    this.#wheel.remove(id);
    this.dueUs[id] = -Infinity;
  }

  /** Whether something may be due. */
  mayBeDue(newestUs: number): boolean {
    return this.#wheel.nextUs <= newestUs;
  }

  /** Lets everything leave that is due. Rows that came before are stored first. */
  settle(newestUs: number): void {
    const { run, store } = this.#options;
    run.flush(store);
    this.#leave();
    if (!this.mayBeDue(newestUs)) return;
    this.ripenDue(newestUs);
    this.#leave();
  }

  #leave(): void {
    for (const { id, atUs, newestUs } of this.#ripe) {
      this.#meet(id, atUs, newestUs);
    }
    this.#ripe.length = 0;
  }

  /** By the time at which they are due, then end, start and key (D2). */
  #sort(ids: number[]): void {
    const { firstUs, dueUs, key } = this;
    const { compareKeys } = this.#options;
    ids.sort((a, b) => {
      const difference = dueUs[a]! - dueUs[b]!;
      // Infinity less Infinity is NaN: both are due at the end.
      if (difference < 0 || difference > 0) return difference;
      return this.endOf(a) - this.endOf(b) || firstUs[a]! - firstUs[b]! ||
        compareKeys(key[a]!, key[b]!);
    });
  }

  /** What a window does when it is due. */
  #meet(id: number, atUs: number, newestUs: number): void {
    const completeUs = this.completeUs(id);
    const overUs = completeUs + this.#options.latenessUs;
    if (this.#revisions?.isDirty(id) ?? true) this.#fire(id, atUs);
    if (overUs <= newestUs) {
      this.#remove(id);
      return;
    }
    this.dueUs[id] = Infinity;
    this.#dueAt(id, completeUs <= newestUs ? overUs : completeUs);
  }

  #fire(id: number, atUs: number): void {
    const { store, latenessUs } = this.#options;
    const revisions = this.#revisions;
    const completeUs = this.completeUs(id);
    const bounds = { startUs: this.firstUs[id]!, endUs: this.endOf(id) };
    if (revisions !== null) this.#withdraw(id, revisions);
    store.emit({
      ...bounds,
      kind: revisions?.isLate(id)
        ? "refire"
        : atUs >= completeUs
        ? "result"
        : "update",
      key: this.key[id]!,
      window: revisions === null ? NONE : id,
      revision: this.#count(id),
      last: atUs >= completeUs + latenessUs,
      panes: [id],
    });
    revisions?.tell(id, bounds, atUs);
  }

  /** Takes back what was told of windows that this one has taken up. */
  #withdraw(id: number, revisions: Revisions): void {
    for (const gone of revisions.withdraw(id)) {
      this.#options.store.emit({
        kind: "withdrawal",
        startUs: gone.startUs,
        endUs: gone.endUs,
        key: this.key[gone.id]!,
        window: gone.id,
        revision: gone.revision,
        last: true,
        panes: [],
      });
      this.#free(gone.id);
    }
  }

  #remove(id: number): void {
    this.#wheel.remove(id);
    this.#options.onGone(id);
    this.dueUs[id] = NaN;
    this.#free(id);
  }

  /** The end of the input: all that has rows which have not left leaves, by end, start and key. */
  end(): void {
    this.settle(-Infinity);
    const left: number[] = [];
    for (const id of this.#live()) {
      this.dueUs[id] = Infinity;
      left.push(id);
    }
    this.#sort(left);
    for (const id of left) this.#meet(id, Infinity, Infinity);
  }

  *#live(): Generator<number> {
    for (let id = 0; id < this.#numbers.limit; id++) {
      if (this.dueUs[id] === this.dueUs[id]) yield id;
    }
  }

  /** The windows that hold rows. */
  *held(): Generator<HeldWindow> {
    for (const id of this.#live()) {
      const startUs = this.firstUs[id]!;
      const endUs = this.endOf(id);
      yield { startUs, endUs, key: this.key[id]!, panes: [id] };
    }
  }
}
