import { calendarBounds, type CalendarOptions } from "./calendar.ts";
import type { WindowSize } from "./size.ts";
import type { SliceBounds, Slicing } from "./slices.ts";

/**
 * Windows of a fixed size, one every hop, aligned to the epoch.
 *
 * Slices are paired: a hop is cut where windows begin and, if the size is no
 * multiple of the hop, where they end.
 *
 * @param sizeUs Length of each window in microseconds.
 * @param everyUs How far apart they begin; the size makes them tumble.
 * @param offsetUs How far all boundaries are moved.
 */
export function fixedHopping(
  sizeUs: number,
  everyUs: number,
  offsetUs: number,
): Slicing {
  const hops = Math.floor(sizeUs / everyUs);
  const restUs = sizeUs - hops * everyUs;
  const startOf = (window: number) => window * everyUs + offsetUs;

  function sliceAt(timeUs: number): SliceBounds {
    const last = Math.floor((timeUs - offsetUs) / everyUs);
    const startUs = startOf(last);
    const endUs = startOf(last + 1);
    if (restUs === 0) return { startUs, endUs, first: last - hops + 1, last };
    const cutUs = startUs + restUs;
    return timeUs < cutUs
      ? { startUs, endUs: cutUs, first: last - hops, last }
      : { startUs: cutUs, endUs, first: last - hops + 1, last };
  }

  return {
    sliceAt,
    startOf,
    endOf: (window) => startOf(window) + sizeUs,
    after: (window) => window + 1,
  };
}

/**
 * Windows that begin every so many calendar units, of a fixed size or of
 * calendar units as well: `1w --every 1d`, `1h --every 1d`.
 *
 * @param every Where they begin.
 * @param size How long each of them is.
 */
export function calendarHopping(
  every: CalendarOptions,
  size: WindowSize,
): Slicing {
  const starts = calendarBounds(every);
  const tumbling = size.unit === every.unit && size.count === every.count;
  const { unit } = size;
  const reach = tumbling
    ? (window: number) => starts.at(window + 1)
    : unit === "us"
    ? (window: number) => starts.at(window) + size.count
    : (window: number) => starts.after(window, unit, size.count);

  /** Whether the zone skipped the day on which it would begin. */
  const skipped = (window: number) =>
    starts.at(window) === starts.at(window + 1);

  function endOf(window: number): number {
    while (skipped(window)) window--;
    return reach(window);
  }

  function sliceAt(timeUs: number): SliceBounds {
    const last = starts.indexOf(timeUs);
    let startUs = starts.at(last);
    let endUs = starts.at(last + 1);
    let first = last + 1;
    for (;;) {
      const beforeUs = endOf(first - 1);
      if (beforeUs <= timeUs) {
        startUs = Math.max(startUs, beforeUs);
        break;
      }
      endUs = Math.min(endUs, beforeUs);
      first--;
    }
    return { startUs, endUs, first, last };
  }

  return {
    sliceAt,
    startOf: (window) => skipped(window) ? endOf(window) : starts.at(window),
    endOf,
    after: (window) => window + 1,
  };
}
