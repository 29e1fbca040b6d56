import {
  civilFromDays,
  DAY_US,
  daysFromCivil,
  daysInMonth,
  type Zone,
} from "../time/mod.ts";

/** What fixes the bounds of calendar windows. */
export interface CalendarOptions {
  /** What is counted. */
  readonly unit: "day" | "week" | "month";
  /** How many units a window has. */
  readonly count: number;
  /** Whose clock and calendar. */
  readonly zone: Zone;
  /** A local time at which one window begins, as if it were UTC. When not given: 1970-01-01, for weeks Monday 1969-12-29. */
  readonly originUs?: number | undefined;
  /** How far boundaries are moved on the clock of the zone, in microseconds. */
  readonly offsetUs: number;
}

/** What calendar units are counted in. */
export type CalendarUnit = CalendarOptions["unit"];

/** The bounds of calendar windows, numbered from the origin. */
export interface CalendarBounds {
  /** First moment of the window that holds a moment. */
  startOf(timeUs: number): number;
  /** First moment after the window that begins at `startUs`. */
  endOf(startUs: number): number;
  /** The number of the window that holds a moment. */
  indexOf(timeUs: number): number;
  /** First moment of the window of a number; that of an earlier one where the zone skipped the whole window. */
  at(index: number): number;
  /**
   * The moment that is so many calendar units after the start of a window, on
   * the clock of the zone. Months that are shorter than the day of the start
   * are reached on their last day.
   */
  after(index: number, unit: CalendarUnit, count: number): number;
}

/** 1969-12-29, the Monday of the week of the epoch, in microseconds. */
const MONDAY_US = -3 * DAY_US;

/**
 * Cuts time at local midnights, or at the times of day of an origin: every so
 * many days, weeks or months of a zone's calendar.
 *
 * Boundaries are local times and are read as stamps are (T3): one that clocks
 * show twice is the earlier, one that they skip moves forward. So days have 23 or 25 hours where clocks change, and a
 * day that a zone skipped holds nothing. Months that are shorter than the day
 * of the origin turn over on their last day.
 */
export function calendarBounds(options: CalendarOptions): CalendarBounds {
  const { unit, count, zone, offsetUs } = options;
  const originUs = options.originUs ?? (unit === "week" ? MONDAY_US : 0);
  const localBound = unit === "month"
    ? monthBounds(originUs, count)
    : dayBounds(originUs, unit === "week" ? 7 * count : count);

  const bound = (index: number) =>
    zone.localToUs(localBound.at(index) + offsetUs);

  function after(index: number, unit: CalendarUnit, count: number): number {
    const localUs = unit === "month"
      ? localBound.monthsAfter(index, count)
      : localBound.at(index) + count * (unit === "week" ? 7 : 1) * DAY_US;
    return zone.localToUs(localUs + offsetUs);
  }

  /** The window, by number from the origin, that holds a moment. */
  function indexOf(timeUs: number): number {
    let index = localBound.near(timeUs + zone.offsetUs(timeUs) - offsetUs);
    // The guess is off by one near a change of clocks and in short months.
    while (bound(index) > timeUs) index--;
    while (bound(index + 1) <= timeUs) index++;
    return index;
  }

  return {
    startOf: (timeUs) => bound(indexOf(timeUs)),
    endOf: (startUs) => bound(indexOf(startUs) + 1),
    indexOf,
    at: bound,
    after,
  };
}

/** Boundaries in local time, numbered from the origin. */
interface LocalBounds {
  /** The boundary of a number. */
  at(index: number): number;
  /** The number of a boundary at most one window away from the one before a local time. */
  near(localUs: number): number;
  /** The local time so many months after a boundary. */
  monthsAfter(index: number, months: number): number;
}

function dayBounds(originUs: number, days: number): LocalBounds {
  const sizeUs = days * DAY_US;
  const at = (index: number) => originUs + index * sizeUs;
  return {
    at,
    near: (localUs) => Math.floor((localUs - originUs) / sizeUs),
    monthsAfter: (index, months) => monthsAfter(at(index), months),
  };
}

function monthBounds(originUs: number, months: number): LocalBounds {
  const originDays = Math.floor(originUs / DAY_US);
  const origin = civilFromDays(originDays);
  const originMonth = origin.year * 12 + origin.month - 1;
  return {
    at: (index) => monthsAfter(originUs, index * months),
    near(localUs) {
      const { year, month } = civilFromDays(Math.floor(localUs / DAY_US));
      return Math.floor((year * 12 + month - 1 - originMonth) / months);
    },
    // Counted from the origin, so that the day which a short month lacked comes back.
    monthsAfter: (index, more) => monthsAfter(originUs, index * months + more),
  };
}

/** A local time so many months later, on the last day of a month that is too short for its day. */
function monthsAfter(localUs: number, months: number): number {
  const days = Math.floor(localUs / DAY_US);
  const timeOfDayUs = localUs - days * DAY_US;
  const from = civilFromDays(days);
  const month = from.year * 12 + from.month - 1 + months;
  const year = Math.floor(month / 12);
  const ofYear = month - year * 12 + 1;
  const day = Math.min(from.day, daysInMonth(year, ofYear));
  return daysFromCivil(year, ofYear, day) * DAY_US + timeOfDayUs;
}
