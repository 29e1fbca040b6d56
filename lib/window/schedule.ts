/** What can stand in a {@linkcode Schedule}. */
export interface Scheduled {
  /** The event time at which it is due; change it only with {@linkcode Schedule.put}. */
  dueUs: number;
  /** Its place in the schedule, which keeps it up to date; `-1` where it is in none. */
  place: number;
  /** First moment of its window. */
  readonly startUs: number;
  /** First moment after its window. */
  readonly endUs: number;
  /** The code of its key. */
  readonly key: number;
}

/**
 * What is due when, by time, then end, start and key (D2): a heap in which
 * each thing knows its place, so that it can be moved or taken out.
 */
export class Schedule<T extends Scheduled> {
  readonly #heap: T[] = [];
  readonly #compareKeys: (a: number, b: number) => number;

  /** Starts empty. */
  constructor(compareKeys: (a: number, b: number) => number) {
    this.#compareKeys = compareKeys;
  }

  /** What is due first. */
  get first(): T | undefined {
    return this.#heap[0];
  }

  /** When the first is due; Infinity where nothing is in it. */
  get nextUs(): number {
    return this.#heap.length === 0 ? Infinity : this.#heap[0]!.dueUs;
  }

  /** Puts something in, or moves it, to be due at a time. */
  put(one: T, dueUs: number): void {
    one.dueUs = dueUs;
    if (one.place === -1) {
      one.place = this.#heap.length;
      this.#heap.push(one);
    }
    this.#rise(one);
    this.#sink(one);
  }

  /** Takes something out. */
  remove(one: T): void {
    const { place } = one;
    if (place === -1) return;
    const last = this.#heap.pop()!;
    one.place = -1;
    if (last === one) return;
    this.#heap[place] = last;
    last.place = place;
    this.#rise(last);
    this.#sink(last);
  }

  #before(a: T, b: T): boolean {
    const difference = a.dueUs - b.dueUs;
    // Infinity less Infinity is NaN: both are due at the end.
    if (difference < 0 || difference > 0) return difference < 0;
    return (a.endUs - b.endUs || a.startUs - b.startUs ||
      this.#compareKeys(a.key, b.key)) < 0;
  }

  #rise(one: T): void {
    const heap = this.#heap;
    while (one.place > 0) {
      const above = heap[(one.place - 1) >> 1]!;
      if (!this.#before(one, above)) return;
      this.#swap(one, above);
    }
  }

  #sink(one: T): void {
    const heap = this.#heap;
    for (;;) {
      const left = 2 * one.place + 1;
      if (left >= heap.length) return;
      const right = heap[left + 1];
      const below = right !== undefined && this.#before(right, heap[left]!)
        ? right
        : heap[left]!;
      if (!this.#before(below, one)) return;
      this.#swap(below, one);
    }
  }

  #swap(a: T, b: T): void {
    const place = a.place;
    a.place = b.place;
    b.place = place;
    this.#heap[a.place] = a;
    this.#heap[b.place] = b;
  }
}
