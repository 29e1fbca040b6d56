import { grownInts } from "./grown.ts";
import { NONE } from "./pane_store.ts";

/** Slots that lie ahead; what is due later waits in the last of them. */
const SLOTS = 1024;

/**
 * What is due when, for millions of things that are mostly put off before
 * they are due: a wheel of slots, each a list of what is due in a short time.
 *
 * The due times themselves are kept by whoever owns the things. To put one off costs nothing:
 * it is looked at when its slot comes by, and moves on. Only what is due
 * earlier than before must be put in again. Memory is 12 bytes a thing.
 */
export class Wheel {
  readonly #widthUs: number;
  readonly #heads = new Int32Array(SLOTS).fill(NONE);
  #next = new Int32Array(0);
  #before = new Int32Array(0);
  /** The slot of each thing; `NONE` where it is in none. */
  #slots = new Int32Array(0);
  /** The number of the slot that is looked at next. */
  #turn = 0;
  #size = 0;
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
    if (limit <= this.#slots.length) return;
    this.#next = grownInts(this.#next, limit);
    this.#before = grownInts(this.#before, limit);
    this.#slots = grownInts(this.#slots, limit, NONE);
  }

  /** Puts a thing in, or moves it, to be due at a time. */
  put(id: number, dueUs: number): void {
    this.remove(id);
    let turn = Math.floor(dueUs / this.#widthUs);
    if (this.#size === 0 || turn < this.#turn) this.#turn = turn;
    // To be looked at too early does no harm.
    turn = Math.min(turn, this.#turn + SLOTS - 1);
    const slot = slotOf(turn);
    const head = this.#heads[slot]!;
    this.#next[id] = head;
    this.#before[id] = NONE;
    if (head !== NONE) this.#before[head] = id;
    this.#heads[slot] = id;
    this.#slots[id] = slot;
    this.#size++;
    if (dueUs < this.#nextUs) this.#nextUs = dueUs;
  }

  /** Takes a thing out; nothing happens where it is not in. */
  remove(id: number): void {
    const slot = this.#slots[id]!;
    if (slot === NONE) return;
    const next = this.#next[id]!;
    const before = this.#before[id]!;
    if (before === NONE) this.#heads[slot] = next;
    else this.#next[before] = next;
    if (next !== NONE) this.#before[next] = before;
    this.#slots[id] = NONE;
    this.#size--;
  }

  /**
   * Takes out what is due by a time, in no certain order.
   *
   * @param newestUs The time.
   * @param dueUs When each thing is due by now: never earlier than it was put in for.
   * @param out Where they are added.
   */
  take(newestUs: number, dueUs: Float64Array, out: number[]): void {
    if (this.#size === 0) {
      this.#nextUs = Infinity;
      return;
    }
    const until = Math.floor(newestUs / this.#widthUs);
    const last = Math.min(until, this.#turn + SLOTS - 1);
    const kept = this.#kept;
    for (let turn = this.#turn; turn <= last; turn++) {
      const slot = slotOf(turn);
      let id = this.#heads[slot]!;
      this.#heads[slot] = NONE;
      while (id !== NONE) {
        this.#slots[id] = NONE;
        this.#size--;
        if (dueUs[id]! <= newestUs) out.push(id);
        else kept.push(id);
        id = this.#next[id]!;
      }
    }
    this.#turn = Math.max(this.#turn, until);
    this.#nextUs = this.#size === 0 ? Infinity : (until + 1) * this.#widthUs;
    for (const id of kept) this.put(id, dueUs[id]!);
    kept.length = 0;
  }
}

function slotOf(turn: number): number {
  const slot = turn % SLOTS;
  return slot < 0 ? slot + SLOTS : slot;
}
