import { FIELDS, FIRST, LAST, type SoloFields } from "./solo_fields.ts";

/** Sessions of a leaf; one with more is cut in two. */
const MOST = 512;

/**
 * Many sessions of one key, in order of time: a list of sorted leaves, so that
 * a session in any place is found in steps, and put in or taken out by moving
 * some hundred numbers.
 */
export class SessionLeaves {
  readonly #windows: SoloFields;
  readonly #leaves: number[][] = [];

  /** Takes sessions over, earliest first; one at least. */
  constructor(windows: SoloFields, sessions: number[]) {
    this.#windows = windows;
    this.#leaves.push(sessions);
  }

  /** Whether no session is left. */
  get isEmpty(): boolean {
    return this.#leaves.length === 0;
  }

  /** Adds the sessions with rows from one moment to another, or around both, earliest first. */
  near(fromUs: number, toUs: number, out: number[]): void {
    const { fields } = this.#windows;
    const begin = out.length;
    let at = this.#leafOf(toUs);
    let leaf = this.#leaves[at]!;
    let place = placeOf(leaf, toUs, (id) => this.#firstUs(id));
    for (;;) {
      if (place === 0) {
        if (at === 0) break;
        leaf = this.#leaves[--at]!;
        place = leaf.length;
      }
      const id = leaf[--place]!;
      if (fields[FIELDS * id + LAST]! < fromUs) break;
      out.push(id);
    }
    if (out.length - begin > 1) out.push(...out.splice(begin).reverse());
  }

  /** Puts a session in its place. */
  insert(id: number): void {
    const { at, leaf, place } = this.#find(id);
    leaf.splice(place, 0, id);
    if (leaf.length <= MOST) return;
    this.#leaves.splice(at + 1, 0, leaf.splice(leaf.length >> 1));
  }

  /** Takes a session out. */
  remove(id: number): void {
    const { at, leaf, place } = this.#find(id);
    leaf.splice(place - 1, 1);
    if (leaf.length === 0) this.#leaves.splice(at, 1);
  }

  /** Calls `each` for every session, earliest first. */
  forEach(each: (id: number) => void): void {
    for (const leaf of this.#leaves) leaf.forEach(each);
  }

  #firstUs(id: number): number {
    return this.#windows.fields[FIELDS * id + FIRST]!;
  }

  /** The leaf of a session, and the place in it behind all that begin with it or before. */
  #find(id: number): { at: number; leaf: number[]; place: number } {
    const startUs = this.#firstUs(id);
    const at = this.#leafOf(startUs);
    const leaf = this.#leaves[at]!;
    const place = placeOf(leaf, startUs, (other) => this.#firstUs(other));
    return { at, leaf, place };
  }

  /** The last leaf that begins at a moment or before; the first where none does. */
  #leafOf(timeUs: number): number {
    const behind = placeOf(
      this.#leaves,
      timeUs,
      (leaf) => this.#firstUs(leaf[0]!),
    );
    return Math.max(0, behind - 1);
  }
}

/** The place behind the last of a sorted list that begins at a moment or before. */
function placeOf<T>(
  list: readonly T[],
  timeUs: number,
  beginOf: (one: T) => number,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (beginOf(list[middle]!) > timeUs) high = middle;
    else low = middle + 1;
  }
  return low;
}
