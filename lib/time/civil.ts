/** A day of the proleptic Gregorian calendar. Year 0 is the year before year 1. */
export interface CivilDate {
  /** Astronomical year: 0 is 1 BC, -1 is 2 BC. */
  readonly year: number;
  /** Month, 1 to 12. */
  readonly month: number;
  /** Day of the month, counted from 1. */
  readonly day: number;
}

/** Microseconds in a day of 24 hours. */
export const DAY_US = 86_400_000_000;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How many days a month has; 0 where `month` is not 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2 && isLeapYear(year)) return 29;
  return DAYS_IN_MONTH[month - 1] ?? 0;
}

/** Whether a year has a 29 February. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/**
 * Counts the days from 1970-01-01 to a date.
 *
 * The date is not checked: day 32 of January is 1 February. Months outside
 * 1 to 12 are carried into the year.
 *
 * @example The day after the last day before 1970
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(daysFromCivil(1969, 12, 31), -1);
 * assertEquals(daysFromCivil(2000, 2, 29), 11_016);
 * ```
 */
export function daysFromCivil(
  year: number,
  month: number,
  day: number,
): number {
  if (month < 1 || month > 12) {
    year += Math.floor((month - 1) / 12);
    month = modulo(month - 1, 12) + 1;
  }
  // Years begin in March, so that the leap day is the last day of a year.
  const fromMarch = month > 2 ? month - 3 : month + 9;
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = ((153 * fromMarch + 2) / 5 | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + (yearOfEra / 4 | 0) -
    (yearOfEra / 100 | 0) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date that stands `days` after 1970-01-01. */
export function civilFromDays(days: number): CivilDate {
  const fromEra0 = days + 719_468;
  const era = Math.floor(fromEra0 / 146_097);
  const dayOfEra = fromEra0 - era * 146_097;
  const yearOfEra = (dayOfEra - (dayOfEra / 1_460 | 0) +
        (dayOfEra / 36_524 | 0) - (dayOfEra / 146_096 | 0)) / 365 | 0;
  const dayOfYear = dayOfEra -
    (365 * yearOfEra + (yearOfEra / 4 | 0) - (yearOfEra / 100 | 0));
  const fromMarch = (5 * dayOfYear + 2) / 153 | 0;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - ((153 * fromMarch + 2) / 5 | 0) + 1,
  };
}

/** The day of the week, 1 for Monday to 7 for Sunday. */
export function weekdayFromDays(days: number): number {
  // 1970-01-01 was a Thursday.
  return modulo(days + 3, 7) + 1;
}

/** The remainder of floored division: never negative for a positive divisor. */
export function modulo(value: number, divisor: number): number {
  const remainder = value % divisor;
  return remainder < 0 ? remainder + divisor : remainder;
}
