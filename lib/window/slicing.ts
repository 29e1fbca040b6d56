import { durationText, UTC } from "../time/mod.ts";
import type { AssignerOptions } from "./assigner.ts";
import type { CalendarOptions, CalendarUnit } from "./calendar.ts";
import { calendarCumulating, fixedCumulating } from "./cumulating.ts";
import { calendarHopping, fixedHopping } from "./hopping.ts";
import type { WindowSize } from "./size.ts";
import type { Slicing } from "./slices.ts";

/** Where the windows of an aligned kind lie. */
export interface SlicingOptions extends AssignerOptions {
  /** How far apart windows begin (`--every`); their size when not given. Longer than the size leaves time between them. */
  readonly every?: WindowSize;
  /** By how much windows that begin together grow, up to the size (`--step`): cumulate windows. */
  readonly step?: WindowSize;
}

/**
 * Cuts time into the slices of tumbling, hopping or cumulate windows (W1, W7).
 *
 * Hopping windows of a fixed size have one slice a hop, or two where the size
 * is no multiple of the hop.
 *
 * @throws {RangeError} If the sizes make no windows together.
 *
 * @example Five minutes, every two
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { sliceAt, startOf, endOf } = slicing({
 *   size: { unit: "us", count: 5 },
 *   every: { unit: "us", count: 2 },
 * });
 * const { startUs, endUs, first, last } = sliceAt(6);
 * assertEquals([startUs, endUs], [6, 7]);
 * assertEquals([startOf(first), endOf(first)], [2, 7]);
 * assertEquals([startOf(last), endOf(last)], [6, 11]);
 * ```
 */
export function slicing(options: SlicingOptions): Slicing {
  const { size, step, zone = UTC, originUs, offsetUs = 0 } = options;
  const every = options.every ?? size;
  for (const part of [size, every, step ?? size]) checkCount(part);
  const calendar = (unit: CalendarUnit, count: number): CalendarOptions => ({
    unit,
    count,
    zone,
    originUs,
    offsetUs,
  });
  if (step !== undefined) {
    if (options.every !== undefined) {
      throw new RangeError(
        "Cannot cut windows as they cannot both hop and grow: give every or step",
      );
    }
    if (size.unit !== "us") {
      return calendarCumulating(calendar(size.unit, size.count), step);
    }
    if (step.unit !== "us" || size.count % step.count !== 0) {
      throw new RangeError(
        `Cannot cut windows as their size must be a multiple of the step: current value is ${
          written(size)
        } by ${written(step)}`,
      );
    }
    refuseOrigin(originUs);
    return fixedCumulating(size.count, step.count, offsetUs);
  }
  if (every.unit !== "us") {
    return calendarHopping(calendar(every.unit, every.count), size);
  }
  const fixedUs = zone === UTC ? lengthInUtc(size) : lengthOf(size);
  if (fixedUs === null) {
    throw new RangeError(
      `Cannot cut windows as those that begin every ${
        written(every)
      } need a size of fixed length: current value is ${
        written(size)
      } in ${zone.name}`,
    );
  }
  refuseOrigin(originUs);
  return fixedHopping(fixedUs, every.count, offsetUs);
}

function checkCount({ count }: WindowSize): void {
  if (Number.isSafeInteger(count) && count > 0) return;
  throw new RangeError(
    `Cannot cut windows as size must be a positive whole number of units: current value is ${count}`,
  );
}

function refuseOrigin(originUs: number | undefined): void {
  if (originUs === undefined) return;
  throw new RangeError(
    "Cannot count windows of a fixed size from an origin: they are aligned to the epoch, and moved by an offset",
  );
}

const DAY_US = 86_400_000_000;

function lengthOf({ unit, count }: WindowSize): number | null {
  return unit === "us" ? count : null;
}

/** Days have one length where clocks are never changed. */
function lengthInUtc(size: WindowSize): number | null {
  if (size.unit === "day") return size.count * DAY_US;
  if (size.unit === "week") return size.count * 7 * DAY_US;
  return lengthOf(size);
}

function written({ unit, count }: WindowSize): string {
  return unit === "us"
    ? durationText({ months: 0, days: 0, us: count })
    : `${count} ${unit}${count === 1 ? "" : "s"}`;
}
