import { DAY_US, daysFromCivil, daysInMonth, modulo } from "../../time/mod.ts";
import { isoYearStart } from "./date_parts.ts";

/** What a text has said so far about its moment. */
export interface Found {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  us: number;
  /** `true` for PM, `false` for AM, `null` where nothing is said. */
  afternoon: boolean | null;
  twelve: boolean;
  offsetSeconds: number;
  dayOfYear: number | null;
  isoYear: number | null;
  isoWeek: number | null;
  /** The day of an ISO week, 1 for Monday; other weeks do not look at it. */
  isoWeekday: number | null;
  /** The day of another week, 0 for Sunday; ISO weeks do not look at it. */
  weekday: number | null;
  /** Whether a month or day is said: then weeks are not looked at. */
  civil: boolean;
  weekFromSunday: number | null;
  weekFromMonday: number | null;
}

/** What is meant where a text says nothing: the beginning of 1900. */
export function nothingFound(): Found {
  return {
    year: 1900,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    us: 0,
    afternoon: null,
    twelve: false,
    offsetSeconds: 0,
    dayOfYear: null,
    isoYear: null,
    isoWeek: null,
    isoWeekday: null,
    weekday: null,
    civil: false,
    weekFromSunday: null,
    weekFromMonday: null,
  };
}

/** The moment that a text has said; `undefined` where there is none such. */
export function joined(found: Found): number | undefined {
  let { hour } = found;
  if (found.afternoon !== null) {
    if (hour < 1 || hour > 12) return undefined;
    hour = hour % 12 + (found.afternoon ? 12 : 0);
  }
  const days = dayOfAll(found);
  if (days === undefined) return undefined;
  const seconds = (hour * 60 + found.minute) * 60 + found.second -
    found.offsetSeconds;
  return days * DAY_US + seconds * 1_000_000 + found.us;
}

/** The day that the text says in one of the ways there are. */
function dayOfAll(found: Found): number | undefined {
  const { year } = found;
  const first = daysFromCivil(year, 1, 1);
  if (found.isoWeek !== null || found.isoYear !== null) {
    return isoYearStart(found.isoYear ?? year) +
      ((found.isoWeek ?? 1) - 1) * 7 + (found.isoWeekday ?? 1) - 1;
  }
  if (found.dayOfYear !== null) return first + found.dayOfYear - 1;
  if (!found.civil && found.weekFromSunday !== null) {
    return dayOfWeek(first, 3, found.weekFromSunday, found.weekday ?? 0);
  }
  if (!found.civil && found.weekFromMonday !== null) {
    const day = ((found.weekday ?? 1) + 6) % 7;
    return dayOfWeek(first, 4, found.weekFromMonday, day);
  }
  if (found.day > daysInMonth(year, found.month)) return undefined;
  return daysFromCivil(year, found.month, found.day);
}

/** The day of a week counted from the first day of its kind in a year; `anyStart` is some day of that kind. */
function dayOfWeek(
  firstOfYear: number,
  anyStart: number,
  week: number,
  dayOfWeek: number,
): number {
  const start = firstOfYear + modulo(anyStart - firstOfYear, 7);
  return start + (week - 1) * 7 + dayOfWeek;
}
