import { grownInts } from "./grown.ts";
import { NONE } from "./pane_store.ts";
import { SessionLeaves } from "./session_leaves.ts";
import { FIELDS, FIRST, LAST, NEXT, type SoloFields } from "./solo_fields.ts";

/** A key whose chain is walked further than this gets leaves of its own. */
const MANY = 32;
/** Sessions of fewer keys stay in the caches by themselves. */
const MANY_KEYS = 8192;

/**
 * The sessions of each key, in order of time.
 *
 * A key has a chain, latest first, since most rows are near the latest; where
 * rows are far from it, as when those of a file are in no order, sorted leaves
 * take its place. Sessions of one key lie in the same order by their
 * first rows and by their last. Memory is 4 bytes a key; the chain runs through
 * the fields of the sessions, a session leading to the one before it in time.
 */
export class SessionIndex {
  readonly #windows: SoloFields;
  /** The latest session of each key; `NONE` for none, less for the number of its leaves. */
  #heads = new Int32Array(0);
  readonly #leaves: SessionLeaves[] = [];
  #warmth = 0;
  readonly #free: number[] = [];

  /** Starts without sessions. */
  constructor(windows: SoloFields) {
    this.#windows = windows;
  }

  /** Whether a key has no sessions. */
  isEmpty(key: number): boolean {
    return this.#head(key) === NONE;
  }

  /** The session of the same key before one in time. */
  #next(id: number): number {
    return this.#windows.ints[2 * FIELDS * id + NEXT]!;
  }

  #follow(id: number, next: number): void {
    this.#windows.ints[2 * FIELDS * id + NEXT] = next;
  }

  #head(key: number): number {
    return key < this.#heads.length ? this.#heads[key]! : NONE;
  }

  #leavesOf(head: number): SessionLeaves {
    return this.#leaves[NONE - 1 - head]!;
  }

  /**
   * Brings the latest sessions of keys into the caches, since they are asked
   * for next: with a million keys each look waits for memory, and a short loop
   * waits for several at a time.
   */
  warm(keys: readonly number[] | Int32Array, from: number, to: number): void {
    const heads = this.#heads;
    if (heads.length < MANY_KEYS) return;
    const { fields } = this.#windows;
    let sum = 0;
    for (let at = from; at < to; at++) {
      const head = heads[keys[at]!] ?? NONE;
      // Without a branch, as no branch can be foretold here.
      sum += fields[FIELDS * (head & ~(head >> 31))]!;
    }
    this.#warmth = sum;
  }

  /** Adds the sessions of a key that have a row, or lie between rows, from one moment to another, both included; earliest first. */
  near(key: number, fromUs: number, toUs: number, out: number[]): void {
    const { fields, ints } = this.#windows;
    let id = this.#head(key);
    if (id < NONE) {
      this.#leavesOf(id).near(fromUs, toUs, out);
      return;
    }
    let steps = 0;
    while (id !== NONE && fields[FIELDS * id + FIRST]! > toUs) {
      id = ints[2 * FIELDS * id + NEXT]!;
      steps++;
    }
    const begin = out.length;
    while (id !== NONE && fields[FIELDS * id + LAST]! >= fromUs) {
      out.push(id);
      id = ints[2 * FIELDS * id + NEXT]!;
    }
    if (out.length - begin > 1) out.push(...out.splice(begin).reverse());
    if (steps > MANY) this.#toLeaves(key);
  }

  /** Calls `each` for the sessions of a key. */
  forEach(key: number, each: (id: number) => void): void {
    const head = this.#head(key);
    if (head < NONE) this.#leavesOf(head).forEach(each);
    else for (let id = head; id !== NONE; id = this.#next(id)) each(id);
  }

  /** Puts a session in its place. */
  insert(key: number, id: number): void {
    if (key >= this.#heads.length) {
      const limit = Math.max(64, key + 1, key * 2);
      this.#heads = grownInts(this.#heads, limit, NONE);
    }
    const { fields } = this.#windows;
    const startUs = fields[FIELDS * id + FIRST]!;
    const head = this.#heads[key]!;
    if (head < NONE) {
      this.#leavesOf(head).insert(id);
      return;
    }
    let before = NONE;
    let after = head;
    while (after !== NONE && fields[FIELDS * after + FIRST]! > startUs) {
      before = after;
      after = this.#next(after);
    }
    this.#follow(id, after);
    if (before === NONE) this.#heads[key] = id;
    else this.#follow(before, id);
  }

  #toLeaves(key: number): void {
    const chain: number[] = [];
    this.forEach(key, (id) => chain.push(id));
    const number = this.#free.pop() ?? this.#leaves.length;
    this.#leaves[number] = new SessionLeaves(this.#windows, chain.reverse());
    this.#heads[key] = NONE - 1 - number;
  }

  /** Takes a session out. */
  remove(key: number, id: number): void {
    const head = this.#heads[key]!;
    if (head < NONE) {
      const leaves = this.#leavesOf(head);
      leaves.remove(id);
      if (!leaves.isEmpty) return;
      this.#free.push(NONE - 1 - head);
      this.#heads[key] = NONE;
      return;
    }
    if (head === id) {
      this.#heads[key] = this.#next(id);
      return;
    }
    let before = head;
    let steps = 0;
    for (let next = this.#next(before); next !== id; next = this.#next(next)) {
      before = next;
      steps++;
    }
    this.#follow(before, this.#next(id));
    if (steps > MANY) this.#toLeaves(key);
  }
}
