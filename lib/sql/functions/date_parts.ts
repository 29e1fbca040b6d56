import {
  civilFromDays,
  DAY_US,
  daysFromCivil,
  modulo,
  weekdayFromDays,
} from "../../time/mod.ts";

/** The parts that a moment has, by their own names. */
export type DatePart =
  | "year"
  | "month"
  | "day"
  | "decade"
  | "century"
  | "millennium"
  | "quarter"
  | "week"
  | "yearweek"
  | "isoyear"
  | "dayofweek"
  | "isodow"
  | "dayofyear"
  | "hour"
  | "minute"
  | "second"
  | "millisecond"
  | "microsecond"
  | "epoch"
  | "era";

/** The other names that DuckDB takes for parts. */
const ALIASES: Readonly<Record<DatePart, string>> = {
  year: "yr y years yrs",
  month: "mon months mons",
  day: "days d dayofmonth",
  decade: "dec decades decs",
  century: "cent centuries c",
  millennium: "mil millenniums millennia mils millenium",
  quarter: "quarters",
  week: "weeks w weekofyear",
  yearweek: "",
  isoyear: "",
  dayofweek: "weekday dow",
  isodow: "",
  dayofyear: "doy",
  hour: "hr hours hrs h",
  minute: "min minutes mins m",
  second: "sec seconds secs s",
  millisecond: "milliseconds ms msec msecs",
  microsecond: "microseconds us usec usecs",
  epoch: "",
  era: "",
};

const BY_NAME: ReadonlyMap<string, DatePart> = new Map(
  Object.entries(ALIASES).flatMap(([part, aliases]) =>
    [part, ...aliases.split(" ")].filter((name) => name !== "")
      .map((name) => [name, part as DatePart] as const)
  ),
);

/** The part that a name means; `null` where it is none. */
export function datePart(name: string): DatePart | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}

/** The names of all parts, for the nearest one. */
export function datePartNames(): readonly string[] {
  return Object.keys(ALIASES);
}

/** The days from the epoch to the day of a moment. */
export function dayOf(timeUs: number): number {
  return Math.floor(timeUs / DAY_US);
}

/** The Monday of the week of a day. */
export function mondayOf(days: number): number {
  return days - weekdayFromDays(days) + 1;
}

/** The year that ISO 8601 counts the week of a day to: that of its Thursday. */
export function isoYearOf(days: number): number {
  return civilFromDays(mondayOf(days) + 3).year;
}

/** The Monday that an ISO year begins with. */
export function isoYearStart(year: number): number {
  return mondayOf(daysFromCivil(year, 1, 4));
}

/** The week of a day in its ISO year, counted from 1. */
export function isoWeekOf(days: number): number {
  return (mondayOf(days) - isoYearStart(isoYearOf(days))) / 7 + 1;
}

/** The day of a day in its year, counted from 1. */
export function dayOfYear(days: number): number {
  return days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1;
}

/** The number of a part of a moment. Seconds count whole ones; the smaller parts count within the minute. */
export function partOf(part: DatePart, timeUs: number): number {
  const days = dayOf(timeUs);
  const inDay = timeUs - days * DAY_US;
  switch (part) {
    case "hour":
      return Math.floor(inDay / 3_600_000_000);
    case "minute":
      return Math.floor(inDay / 60_000_000) % 60;
    case "second":
      return Math.floor(inDay / 1_000_000) % 60;
    case "millisecond":
      return Math.floor(inDay % 60_000_000 / 1_000);
    case "microsecond":
      return inDay % 60_000_000;
    case "epoch":
      return timeUs / 1_000_000;
    case "week":
      return isoWeekOf(days);
    case "isoyear":
      return isoYearOf(days);
    case "yearweek": {
      const year = isoYearOf(days);
      return year * 100 + (year > 0 ? isoWeekOf(days) : -isoWeekOf(days));
    }
    case "isodow":
      return weekdayFromDays(days);
    case "dayofweek":
      return weekdayFromDays(days) % 7;
    case "dayofyear":
      return dayOfYear(days);
  }
  const { year, month, day } = civilFromDays(days);
  switch (part) {
    case "year":
      return year;
    case "month":
      return month;
    case "day":
      return day;
    case "quarter":
      return Math.floor((month - 1) / 3) + 1;
    case "decade":
      return Math.trunc(year / 10) + 0;
    case "century":
      return hundreds(year, 100);
    case "millennium":
      return hundreds(year, 1000);
    case "era":
      return year > 0 ? 1 : 0;
  }
}

/** Centuries and millennia begin with the year 1; there is none numbered 0. */
function hundreds(year: number, size: number): number {
  return year > 0
    ? Math.trunc((year - 1) / size) + 1
    : Math.trunc(year / size) - 1;
}

/** How long the parts are that have a fixed length, in microseconds. */
const FIXED_US: Partial<Record<DatePart, number>> = {
  microsecond: 1,
  millisecond: 1_000,
  second: 1_000_000,
  minute: 60_000_000,
  hour: 3_600_000_000,
  day: DAY_US,
};

/** The fixed length of a part in microseconds; `null` where it has none. */
export function fixedUs(part: DatePart): number | null {
  return FIXED_US[part] ?? null;
}

/** The beginning of the part that a moment lies in. */
export function truncated(part: DatePart, timeUs: number): number {
  const fixed = FIXED_US[part];
  if (fixed !== undefined) return timeUs - modulo(timeUs, fixed);
  const days = dayOf(timeUs);
  const { year, month } = civilFromDays(days);
  switch (part) {
    case "week":
    case "yearweek":
      return mondayOf(days) * DAY_US;
    case "isoyear":
      return isoYearStart(isoYearOf(days)) * DAY_US;
    case "month":
      return daysFromCivil(year, month, 1) * DAY_US;
    case "quarter":
      return daysFromCivil(year, month - (month - 1) % 3, 1) * DAY_US;
    case "year":
      return daysFromCivil(year, 1, 1) * DAY_US;
    case "decade":
      return daysFromCivil(Math.trunc(year / 10) * 10, 1, 1) * DAY_US;
    case "century":
      return daysFromCivil(Math.trunc(year / 100) * 100, 1, 1) * DAY_US;
    case "millennium":
      return daysFromCivil(Math.trunc(year / 1000) * 1000, 1, 1) * DAY_US;
    case "epoch":
      return timeUs - modulo(timeUs, 1_000_000);
    default:
      return days * DAY_US;
  }
}

/** Whether the beginnings of a part are dates: it is a day or longer. */
export function isDatePart(part: DatePart): boolean {
  const fixed = FIXED_US[part];
  return part !== "epoch" && (fixed === undefined || fixed === DAY_US);
}

/** How many boundaries of a part lie between two moments; of weeks how many whole ones. */
export function partsBetween(
  part: DatePart,
  fromUs: number,
  toUs: number,
): number {
  switch (part) {
    case "week":
    case "yearweek":
      return Math.trunc((dayOf(toUs) - dayOf(fromUs)) / 7) + 0;
    case "month":
    case "quarter": {
      const size = part === "month" ? 1 : 3;
      return Math.trunc(monthsOf(toUs) / size) -
        Math.trunc(monthsOf(fromUs) / size);
    }
    case "year":
    case "isoyear":
      return partOf(part, toUs) - partOf(part, fromUs);
    case "decade":
    case "century":
    case "millennium": {
      const size = part === "decade" ? 10 : part === "century" ? 100 : 1000;
      return Math.trunc(yearOf(toUs) / size) -
        Math.trunc(yearOf(fromUs) / size);
    }
  }
  const size = FIXED_US[part] ??
    (part === "epoch" ? 1_000_000 : DAY_US);
  return Math.floor(toUs / size) - Math.floor(fromUs / size);
}

function yearOf(timeUs: number): number {
  return civilFromDays(dayOf(timeUs)).year;
}

function monthsOf(timeUs: number): number {
  const { year, month } = civilFromDays(dayOf(timeUs));
  return year * 12 + month - 1;
}
