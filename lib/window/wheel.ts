import { grownInts } from "./grown.ts";
import { NONE } from "./pane_store.ts";
import { DUE, FIELDS } from "./solo_fields.ts";

/** Slots that lie ahead; what is due later waits in the last of them. */
const SLOTS = 1024;
/** Entries without a thing that are not worth clearing away. */
const SPARE = 4096;

/**
 * What is due when, for millions of things that are mostly put off before
 * they are due: a wheel of slots, each a list of what is due in a short time.
 *
 * The due times themselves are kept by whoever owns the things. To put one off costs nothing:
 * it is looked at when its slot comes by, and moves on. Only what is due
 * earlier than before must be put in again. To take one out only says that its
 * entry no longer counts. Memory is some 12 bytes a thing.
 */
export class Wheel {
  readonly #widthUs: number;
  /** The entries of each slot, one behind the other: to walk them is quicker than a linked list. */
  readonly #entries = Array.from({ length: SLOTS }, () => new Int32Array(0));
  readonly #lengths = new Int32Array(SLOTS);
  /** The slot of each thing; `NONE` where it is in none. An entry of another slot does not count. */
  #slots = new Int16Array(0);
  /** The number of the slot that is looked at next. */
  #turn = 0;
  /** How many things are in. */
  #size = 0;
  /** How many entries there are. */
  #used = 0;
  #nextUs = Infinity;
  readonly #kept: number[] = [];

  /**
   * Starts empty.
   *
   * @param aheadUs How far ahead things are due at most; more is right, and slower.
   */
  constructor(aheadUs: number) {
    this.#widthUs = Math.max(1, Math.ceil((aheadUs * 2) / SLOTS));
  }

  /** Nothing is due before this. */
  get nextUs(): number {
    return this.#nextUs;
  }

  /** Makes room for things numbered below `limit`. */
  grow(limit: number): void {
    const known = this.#slots.length;
    if (limit <= known) return;
    const slots = new Int16Array(limit).fill(NONE, known);
    slots.set(this.#slots);
    this.#slots = slots;
  }

  /** Puts a thing in, or moves it, to be due at a time. */
  put(id: number, dueUs: number): void {
    let turn = Math.floor(dueUs / this.#widthUs);
    this.remove(id);
    if (this.#size === 0 || turn < this.#turn) this.#turn = turn;
    // To be looked at too early does no harm.
    turn = Math.min(turn, this.#turn + SLOTS - 1);
    const slot = slotOf(turn);
    this.#slots[id] = slot;
    this.#size++;
    this.#append(slot, id);
    if (dueUs < this.#nextUs) this.#nextUs = dueUs;
    if (this.#used > 2 * this.#size + SPARE) this.#clear();
  }

  #append(slot: number, id: number): void {
    const length = this.#lengths[slot]!++;
    let entries = this.#entries[slot]!;
    if (length === entries.length) {
      entries = grownInts(entries, Math.max(16, length * 2));
      this.#entries[slot] = entries;
    }
    entries[length] = id;
    this.#used++;
  }

  /** Clears entries away that no longer count. */
  #clear(): void {
    this.#used = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      const entries = this.#entries[slot]!;
      const length = this.#lengths[slot]!;
      this.#lengths[slot] = 0;
      for (let at = 0; at < length; at++) {
        const id = entries[at]!;
        if (this.#slots[id] !== slot) continue;
        // A thing that was put back has two entries: the first counts.
        this.#slots[id] = NONE;
        entries[this.#lengths[slot]!++] = id;
      }
      const kept = this.#lengths[slot]!;
      for (let at = 0; at < kept; at++) this.#slots[entries[at]!] = slot;
      this.#used += kept;
    }
  }

  /** Takes a thing out; nothing happens where it is not in. */
  remove(id: number): void {
    if (this.#slots[id] === NONE) return;
    this.#slots[id] = NONE;
    this.#size--;
  }

  /**
   * Takes out what is due by a time, in no certain order.
   *
   * @param newestUs The time.
   * @param fields When each thing is due by now, among the fields of windows: never earlier than it was put in for.
   * @param out Where they are added.
   */
  take(newestUs: number, fields: Float64Array, out: number[]): void {
    if (this.#size === 0) {
      this.#nextUs = Infinity;
      return;
    }
    const until = Math.floor(newestUs / this.#widthUs);
    const last = Math.min(until, this.#turn + SLOTS - 1);
    const kept = this.#kept;
    for (let turn = this.#turn; turn <= last; turn++) {
      const slot = slotOf(turn);
      const entries = this.#entries[slot]!;
      const length = this.#lengths[slot]!;
      if (length === 0) continue;
      for (let at = 0; at < length; at++) {
        const id = entries[at]!;
        if (this.#slots[id] !== slot) continue;
        this.#slots[id] = NONE;
        this.#size--;
        if (fields[FIELDS * id + DUE]! <= newestUs) out.push(id);
        else kept.push(id);
      }
      this.#used -= length;
      this.#lengths[slot] = 0;
    }
    this.#turn = Math.max(this.#turn, until);
    this.#nextUs = this.#size === 0 ? Infinity : (until + 1) * this.#widthUs;
    for (const id of kept) this.put(id, fields[FIELDS * id + DUE]!);
    kept.length = 0;
  }
}

function slotOf(turn: number): number {
  const slot = turn % SLOTS;
  return slot < 0 ? slot + SLOTS : slot;
}
