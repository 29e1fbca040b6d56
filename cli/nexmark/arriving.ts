import type { Clock, Source } from "../../lib/core/mod.ts";

/** Events that arrive at the same moment. */
export const EVENTS_AT_ONCE = 100;
const LINE_END = 10;

/** A clock that a source moves. */
export interface Arriving {
  /** What time it is for a run that reads the source. */
  readonly clock: Clock;
  /** The file as it would have come live: a hundred lines at a time, each lot when its first is due. */
  source(file: Source): Source;
}

/**
 * A fake clock for queries that go by the time at which rows are read: line
 * `n` of the input, counted from 0, comes at `fromUs` and `n` over the rate,
 * rounded down to whole lots. So the same input gives the same answer.
 *
 * @param rate Lines a second.
 */
export function arriving(fromUs: number, rate: number): Arriving {
  let nowUs = fromUs;
  return {
    clock: { nowUs: () => nowUs },
    source(file) {
      let held = new Uint8Array(1 << 18);
      let used = 0;
      let lines = 0;

      /** The end of the lot that comes next; more is read until there is one. */
      async function nextLot(): Promise<number> {
        let at = 0;
        for (let count = 0; count < EVENTS_AT_ONCE; count++) {
          let end = held.subarray(0, used).indexOf(LINE_END, at);
          while (end < 0) {
            if (used === held.length) {
              const larger = new Uint8Array(used * 2);
              larger.set(held);
              held = larger;
            }
            const length = await file.read(held.subarray(used));
            if (length === null) return used;
            end = held.subarray(0, used + length).indexOf(LINE_END, used);
            used += length;
          }
          at = end + 1;
        }
        return at;
      }

      let lot = 0;
      return {
        name: file.name,
        regular: false,
        async read(into) {
          if (lot === 0) {
            lot = await nextLot();
            if (lot === 0) return null;
            nowUs = fromUs + Math.floor(lines * 1_000_000 / rate);
            lines += EVENTS_AT_ONCE;
          }
          const length = Math.min(lot, into.length);
          into.set(held.subarray(0, length));
          held.copyWithin(0, length, used);
          used -= length;
          lot -= length;
          return length;
        },
        close: () => file.close(),
      };
    },
  };
}
