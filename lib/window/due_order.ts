import { DUE, FIELDS, FIRST, KEY, type SoloFields } from "./solo_fields.ts";

/** Below this a double holds every whole number. */
const EXACT = 2 ** 53;
/** So few are compared one with another at once. */
const FEW = 8;

/**
 * Sorts windows by the time at which they are due, then end, start and key (D2).
 *
 * Most differ in the first, and there are many: where its spread allows, time
 * and place are one number, and numbers are sorted without a call for each pair.
 */
export class DueOrder {
  readonly #windows: SoloFields;
  readonly #endOf: (id: number) => number;
  readonly #compareKeys: (a: number, b: number) => number;
  #packed = new Float64Array(0);
  #ids = new Int32Array(0);

  /**
   * Takes what orders windows.
   *
   * @param windows Where they lie.
   * @param endOf First moment after a window.
   * @param compareKeys Orders the codes of keys.
   */
  constructor(
    windows: SoloFields,
    endOf: (id: number) => number,
    compareKeys: (a: number, b: number) => number,
  ) {
    this.#windows = windows;
    this.#endOf = endOf;
    this.#compareKeys = compareKeys;
  }

  /** Sorts in place. */
  sort(ids: number[]): void {
    if (ids.length < 2) return;
    if (ids.length <= FEW || !this.#pack(ids)) {
      ids.sort((a, b) => this.#compare(a, b));
    }
  }

  #compare(a: number, b: number): number {
    const { fields, ints } = this.#windows;
    const difference = fields[FIELDS * a + DUE]! - fields[FIELDS * b + DUE]!;
    // Infinity less Infinity is NaN: both are due at the end.
    if (difference < 0 || difference > 0) return difference;
    return this.#endOf(a) - this.#endOf(b) ||
      fields[FIELDS * a + FIRST]! - fields[FIELDS * b + FIRST]! ||
      this.#compareKeys(
        ints[2 * FIELDS * a + KEY]!,
        ints[2 * FIELDS * b + KEY]!,
      );
  }

  /** Sorts by numbers of time and place; tells whether that was possible. */
  #pack(ids: number[]): boolean {
    const count = ids.length;
    if (this.#packed.length < count) {
      this.#packed = new Float64Array(count * 2);
      this.#ids = new Int32Array(count * 2);
    }
    const packed = this.#packed.subarray(0, count);
    const { fields } = this.#windows;
    const atEnd = fields[FIELDS * ids[0]! + DUE] === Infinity;
    let leastUs = Infinity;
    let mostUs = -Infinity;
    let whole = true;
    for (let at = 0; at < count; at++) {
      const id = ids[at]!;
      const dueUs = fields[FIELDS * id + DUE]!;
      // What is due when the input ends leaves by its end.
      const us = atEnd ? this.#endOf(id) : dueUs;
      whole &&= atEnd === (dueUs === Infinity) && us === Math.floor(us);
      packed[at] = us;
      if (us < leastUs) leastUs = us;
      if (us > mostUs) mostUs = us;
    }
    // A power of two divides without rounding.
    const places = 2 ** Math.ceil(Math.log2(count));
    if (!whole || !((mostUs - leastUs + 1) * places < EXACT)) return false;
    const old = this.#ids;
    for (let at = 0; at < count; at++) {
      packed[at] = (packed[at]! - leastUs) * places + at;
      old[at] = ids[at]!;
    }
    packed.sort();
    let begin = 0;
    let beginUs = -1;
    for (let at = 0; at <= count; at++) {
      const us = at < count ? Math.floor(packed[at]! / places) : Infinity;
      if (us !== beginUs) {
        if (at - begin > 1) this.#sortTies(ids, begin, at);
        begin = at;
        beginUs = us;
      }
      if (at < count) ids[at] = old[packed[at]! - us * places]!;
    }
    return true;
  }

  #sortTies(ids: number[], from: number, to: number): void {
    const ties = ids.slice(from, to).sort((a, b) => this.#compare(a, b));
    for (let at = from; at < to; at++) ids[at] = ties[at - from]!;
  }
}
