import { grownInts } from "./grown.ts";
import { NONE } from "./pane_store.ts";
import { SessionLeaves } from "./session_leaves.ts";
import type { SoloWindows } from "./solo_windows.ts";

/** A key whose chain is walked further than this gets leaves of its own. */
const MANY = 32;

/**
 * The sessions of each key, in order of time.
 *
 * A key has a chain, latest first, since most rows are near the latest; where
 * rows are far from it, as when those of a file are in no order, sorted leaves
 * take its place. Sessions of one key lie in the same order by their
 * first rows and by their last. Memory is 4 bytes a key and 4 a session.
 */
export class SessionIndex {
  readonly #windows: SoloWindows;
  /** The latest session of each key; `NONE` for none, less for the number of its leaves. */
  #heads = new Int32Array(0);
  /** For each session the one before it in time. */
  #next = new Int32Array(0);
  readonly #leaves: SessionLeaves[] = [];
  readonly #free: number[] = [];

  /** Starts without sessions. */
  constructor(windows: SoloWindows) {
    this.#windows = windows;
  }

  /** Whether a key has no sessions. */
  isEmpty(key: number): boolean {
    return this.#head(key) === NONE;
  }

  #head(key: number): number {
    return key < this.#heads.length ? this.#heads[key]! : NONE;
  }

  #leavesOf(head: number): SessionLeaves {
    return this.#leaves[NONE - 1 - head]!;
  }

  /** Adds the sessions of a key that have a row, or lie between rows, from one moment to another, both included; earliest first. */
  near(key: number, fromUs: number, toUs: number, out: number[]): void {
    const { firstUs, lastUs } = this.#windows;
    let id = this.#head(key);
    if (id < NONE) {
      this.#leavesOf(id).near(fromUs, toUs, out);
      return;
    }
    let steps = 0;
    while (id !== NONE && firstUs[id]! > toUs) {
      id = this.#next[id]!;
      steps++;
    }
    const begin = out.length;
    for (; id !== NONE && lastUs[id]! >= fromUs; id = this.#next[id]!) {
      out.push(id);
    }
    if (out.length - begin > 1) out.push(...out.splice(begin).reverse());
    if (steps > MANY) this.#toLeaves(key);
  }

  /** Calls `each` for the sessions of a key. */
  forEach(key: number, each: (id: number) => void): void {
    const head = this.#head(key);
    if (head < NONE) this.#leavesOf(head).forEach(each);
    else for (let id = head; id !== NONE; id = this.#next[id]!) each(id);
  }

  /** Puts a session in its place. */
  insert(key: number, id: number): void {
    if (key >= this.#heads.length) {
      const limit = Math.max(64, key + 1, key * 2);
      this.#heads = grownInts(this.#heads, limit, NONE);
    }
    const { firstUs } = this.#windows;
    if (this.#next.length < firstUs.length) {
      this.#next = grownInts(this.#next, firstUs.length);
    }
    const startUs = firstUs[id]!;
    const head = this.#heads[key]!;
    if (head < NONE) {
      this.#leavesOf(head).insert(id);
      return;
    }
    let before = NONE;
    let after = head;
    while (after !== NONE && firstUs[after]! > startUs) {
      before = after;
      after = this.#next[after]!;
    }
    this.#next[id] = after;
    if (before === NONE) this.#heads[key] = id;
    else this.#next[before] = id;
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
      this.#heads[key] = this.#next[id]!;
      return;
    }
    let before = head;
    let steps = 0;
    while (this.#next[before] !== id) {
      before = this.#next[before]!;
      steps++;
    }
    this.#next[before] = this.#next[id]!;
    if (steps > MANY) this.#toLeaves(key);
  }
}
