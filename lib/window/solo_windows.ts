import { DueOrder } from "./due_order.ts";
import { Leaving } from "./leaving.ts";
import { Numbers } from "./numbers.ts";
import type { PaneStore } from "./pane_store.ts";
import { type RevisionOptions, Revisions } from "./revisions.ts";
import type { Run } from "./run.ts";
import {
  DUE,
  FIELDS,
  FIRST,
  KEY,
  LAST,
  type SoloFields,
} from "./solo_fields.ts";
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
  /** Told of windows that are gone, while their keys and bounds can still be asked for. */
  readonly onGone: (ids: readonly number[]) => void;
}

/** When a window that has left and waits for its turn was due, and how far event time had come. */
interface Ripe {
  readonly id: number;
  readonly atUs: number;
  readonly newestUs: number;
}

/**
 * Windows that have a pane each, in flat arrays: sessions, counted rows, rows between
 * predicates. A window and its pane have the same number.
 */
export class SoloWindows implements SoloFields {
  fields = new Float64Array(0);
  ints = new Int32Array(0);
  readonly #options: SoloOptions;
  /** What was told of them; `null` where they leave once. */
  readonly #revisions: Revisions | null;
  readonly #numbers = new Numbers();
  readonly #wheel: Wheel;
  readonly #order: DueOrder;
  /** What waits for its turn to leave, where windows may leave again. */
  readonly #ripe: Ripe[] = [];
  /** The same where they leave once. */
  readonly #over: number[] = [];
  readonly #leaving = new Leaving();
  readonly #endOf = (id: number): number => this.endOf(id);

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
    this.#order = new DueOrder(this, this.#endOf, options.compareKeys);
  }

  /** How many panes are held: those of windows, and of what waits to be taken back. */
  get panes(): number {
    return this.#numbers.used;
  }

  /** First moment after a window. */
  endOf(id: number): number {
    const { gapUs, maxUs } = this.#options;
    const lastUs = this.fields[FIELDS * id + LAST]!;
    return gapUs === Infinity
      ? lastUs + 1
      : Math.min(lastUs + gapUs, this.fields[FIELDS * id + FIRST]! + maxUs);
  }

  /** When a window is due. */
  dueUs(id: number): number {
    return this.fields[FIELDS * id + DUE]!;
  }

  /** Whether a window waits for its turn to leave. */
  isWaiting(id: number): boolean {
    return this.dueUs(id) === -Infinity;
  }

  /** The key of a window. */
  keyOf(id: number): number {
    return this.ints[2 * FIELDS * id + KEY]!;
  }

  /** Makes a window as long as it takes to hold a moment. */
  stretch(id: number, timeUs: number): void {
    const { fields } = this;
    const at = FIELDS * id;
    if (timeUs < fields[at + FIRST]!) fields[at + FIRST] = timeUs;
    else if (timeUs > fields[at + LAST]!) fields[at + LAST] = timeUs;
  }

  /** When a window is complete: a session waits for a row exactly at its end as well (W2). */
  completeUs(id: number): number {
    const { gapUs, delayUs } = this.#options;
    return gapUs === Infinity ? Infinity : this.endOf(id) + delayUs + 1;
  }

  /** Opens a window with its first row. */
  open(key: number, timeUs: number, newUs: number): number {
    const id = this.#numbers.take();
    const at = FIELDS * id;
    if (at === this.fields.length) this.#grow();
    const { fields } = this;
    fields[at + FIRST] = timeUs;
    fields[at + LAST] = timeUs;
    fields[at + DUE] = Infinity;
    this.ints[2 * at + KEY] = key;
    this.#revisions?.open(id, newUs, this.completeUs(id));
    return id;
  }

  #grow(): void {
    const length = this.fields.length;
    const limit = Math.max(64, length / FIELDS * 2);
    const fields = new Float64Array(limit * FIELDS).fill(NaN, length);
    fields.set(this.fields);
    this.fields = fields;
    this.ints = new Int32Array(fields.buffer);
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
    const at = FIELDS * id + DUE;
    const earlier = dueUs < this.fields[at]!;
    this.fields[at] = dueUs;
    // What is due later than before is found when its slot comes by.
    if (earlier && !this.#options.perKeyClock) this.#wheel.put(id, dueUs);
  }

  /** Two windows become one. Rows that wait to be stored must be stored before. */
  absorb(into: number, from: number): void {
    this.#options.store.merge(into, from);
    this.#wheel.remove(from);
    this.fields[FIELDS * from + DUE] = NaN;
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
    this.#order.sort(ids);
    for (const id of ids) this.#setDown(id, this.dueUs(id), newestUs);
  }

  /** Sets down to leave what is due by the clock of all. */
  ripenDue(newestUs: number): void {
    const due: number[] = [];
    this.#wheel.take(newestUs, this.fields, due);
    this.ripen(due, newestUs);
  }

  /** Sets a window down to leave for good, in its turn: a row has completed it. */
  close(id: number): void {
    this.#setDown(id, Infinity, Infinity);
  }

  #setDown(id: number, atUs: number, newestUs: number): void {
    if (this.#revisions === null) this.#over.push(id);
    else this.#ripe.push({ id, atUs, newestUs });
    this.#wheel.remove(id);
    this.fields[FIELDS * id + DUE] = -Infinity;
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
    if (this.#revisions === null) {
      if (this.#over.length > 0) this.#part(this.#over);
      this.#over.length = 0;
      return;
    }
    for (const { id, atUs, newestUs } of this.#ripe) {
      this.#meet(this.#revisions, id, atUs, newestUs);
    }
    this.#ripe.length = 0;
  }

  /** Lets windows leave that do so once, in this order. */
  #part(ids: readonly number[]): void {
    const { store, onGone } = this.#options;
    const leaving = this.#leaving.fill(ids, this, this.#endOf);
    store.leave(leaving);
    onGone(ids);
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at]!;
      this.fields[FIELDS * id + DUE] = NaN;
      this.#numbers.give(id);
    }
  }

  /** What a window does when it is due, where it may leave again. */
  #meet(
    revisions: Revisions,
    id: number,
    atUs: number,
    newestUs: number,
  ): void {
    const completeUs = this.completeUs(id);
    const overUs = completeUs + this.#options.latenessUs;
    if (revisions.isDirty(id)) this.#fire(revisions, id, atUs);
    if (overUs <= newestUs) {
      this.#remove(id);
      return;
    }
    this.fields[FIELDS * id + DUE] = Infinity;
    this.#dueAt(id, completeUs <= newestUs ? overUs : completeUs);
  }

  #fire(revisions: Revisions, id: number, atUs: number): void {
    const { store, latenessUs } = this.#options;
    const completeUs = this.completeUs(id);
    const startUs = this.fields[FIELDS * id + FIRST]!;
    const bounds = { startUs, endUs: this.endOf(id) };
    this.#withdraw(id, revisions);
    store.emit({
      ...bounds,
      kind: revisions.isLate(id)
        ? "refire"
        : atUs >= completeUs
        ? "result"
        : "update",
      key: this.keyOf(id),
      window: id,
      revision: revisions.count(id),
      last: atUs >= completeUs + latenessUs,
      panes: [id],
    });
    revisions.tell(id, bounds, atUs);
  }

  /** Takes back what was told of windows that this one has taken up. */
  #withdraw(id: number, revisions: Revisions): void {
    for (const gone of revisions.withdraw(id)) {
      this.#options.store.emit({
        kind: "withdrawal",
        startUs: gone.startUs,
        endUs: gone.endUs,
        key: this.keyOf(gone.id),
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
    this.#options.onGone([id]);
    this.fields[FIELDS * id + DUE] = NaN;
    this.#free(id);
  }

  /** The end of the input: all that has rows which have not left leaves, by end, start and key. */
  end(): void {
    this.settle(-Infinity);
    const left: number[] = [];
    for (const id of this.#live()) {
      this.fields[FIELDS * id + DUE] = Infinity;
      left.push(id);
    }
    this.#order.sort(left);
    if (this.#revisions === null) {
      if (left.length > 0) this.#part(left);
      return;
    }
    for (const id of left) this.#meet(this.#revisions, id, Infinity, Infinity);
  }

  *#live(): Generator<number> {
    for (let id = 0; id < this.#numbers.limit; id++) {
      if (!Number.isNaN(this.dueUs(id))) yield id;
    }
  }

  /** The windows that hold rows. */
  *held(): Generator<HeldWindow> {
    for (const id of this.#live()) {
      const startUs = this.fields[FIELDS * id + FIRST]!;
      const endUs = this.endOf(id);
      yield { startUs, endUs, key: this.keyOf(id), panes: [id] };
    }
  }
}
