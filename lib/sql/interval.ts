import {
  civilFromDays,
  DAY_US,
  daysFromCivil,
  daysInMonth,
} from "../time/mod.ts";
import { type Interval, roundHalfEven } from "./values.ts";

/** What one of a unit is, by its singular name. */
const UNITS: Readonly<Record<string, Interval>> = {
  microsecond: { months: 0, days: 0, us: 1 },
  millisecond: { months: 0, days: 0, us: 1_000 },
  second: { months: 0, days: 0, us: 1_000_000 },
  minute: { months: 0, days: 0, us: 60_000_000 },
  hour: { months: 0, days: 0, us: 3_600_000_000 },
  day: { months: 0, days: 1, us: 0 },
  week: { months: 0, days: 7, us: 0 },
  month: { months: 1, days: 0, us: 0 },
  quarter: { months: 3, days: 0, us: 0 },
  year: { months: 12, days: 0, us: 0 },
  decade: { months: 120, days: 0, us: 0 },
  century: { months: 1_200, days: 0, us: 0 },
  millennium: { months: 12_000, days: 0, us: 0 },
};

/** The other names that units go by inside the text of an interval. */
const ALIASES: Readonly<Record<string, string>> = {
  us: "microsecond",
  usec: "microsecond",
  usecs: "microsecond",
  ms: "millisecond",
  msec: "millisecond",
  msecs: "millisecond",
  s: "second",
  sec: "second",
  secs: "second",
  m: "minute",
  min: "minute",
  mins: "minute",
  h: "hour",
  hr: "hour",
  hrs: "hour",
  d: "day",
  w: "week",
  mon: "month",
  mons: "month",
  y: "year",
  yr: "year",
  yrs: "year",
  centuries: "century",
  cent: "century",
  c: "century",
  dec: "decade",
  decs: "decade",
  mil: "millennium",
  mils: "millennium",
  millennia: "millennium",
};

/** The interval that is one of a unit, whatever name the unit goes by; `null` where it is none. */
export function intervalUnit(name: string): Interval | null {
  const lower = name.toLowerCase();
  return UNITS[ALIASES[lower] ?? lower] ??
    UNITS[lower.replace(/s$/u, "")] ?? null;
}

/**
 * Reads `5 minutes`, `1 day 02:30:00`, `1 month -3 days`; `null` where the
 * text is no interval.
 */
export function parseInterval(text: string): Interval | null {
  let months = 0, days = 0, us = 0;
  let parts = 0;
  let rest = text.trim();
  let ago = false;
  while (rest !== "") {
    const clock = /^(-?)(\d+):(\d\d?)(?::(\d\d?)(?:\.(\d{1,9}))?)?(?=\s|$)/u
      .exec(rest);
    const count = /^(-?\d+)(?:\.(\d+))?\s*([A-Za-z]+)(?=[\s\d-]|$)/u.exec(
      rest,
    );
    if (clock !== null) {
      const [, sign, hours, minutes, seconds = "0", fraction = ""] = clock;
      const size = Number(hours) * 3_600_000_000 +
        Number(minutes) * 60_000_000 + Number(seconds) * 1_000_000 +
        Number(fraction.padEnd(6, "0").slice(0, 6));
      if (Number(minutes) > 59 || Number(seconds) > 59) return null;
      us += sign === "-" ? -size : size;
      rest = rest.slice(clock[0].length);
    } else if (count !== null) {
      const [, whole, fraction, unit] = count;
      const one = intervalUnit(unit!);
      if (one === null) return null;
      const amount = Number(whole);
      months += one.months * amount;
      days += one.days * amount;
      us += one.us * amount;
      if (fraction !== undefined) {
        const sign = whole!.startsWith("-") ? -1 : 1;
        const part = multiplyInterval(
          one,
          (each) => each * sign * Number(`0.${fraction}`),
        );
        months += part.months;
        days += part.days;
        us += part.us;
      }
      rest = rest.slice(count[0].length);
    } else if (/^ago$/iu.test(rest) && parts > 0) {
      ago = true;
      rest = "";
    } else {
      return null;
    }
    parts++;
    rest = rest.trimStart();
  }
  if (parts === 0) return null;
  return ago ? scaleInterval({ months, days, us }, -1) : { months, days, us };
}

/** An interval some whole number of times. */
export function scaleInterval(interval: Interval, times: number): Interval {
  // + 0 keeps -0 out of a result that is printed.
  return {
    months: interval.months * times + 0,
    days: interval.days * times + 0,
    us: interval.us * times + 0,
  };
}

/** Adds part by part. */
export function addIntervals(left: Interval, right: Interval): Interval {
  return {
    months: left.months + right.months,
    days: left.days + right.days,
    us: left.us + right.us,
  };
}

/**
 * Moves a moment by an interval: first the months, the day of the month held
 * to the length of the new month, then days, then microseconds.
 */
export function addToMoment(timeUs: number, interval: Interval): number {
  let us = timeUs;
  if (interval.months !== 0) us = addMonths(us, interval.months);
  return us + interval.days * DAY_US + interval.us;
}

function addMonths(timeUs: number, months: number): number {
  const days = Math.floor(timeUs / DAY_US);
  const date = civilFromDays(days);
  const total = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  const day = Math.min(date.day, daysInMonth(year, month));
  return timeUs + (daysFromCivil(year, month, day) - days) * DAY_US;
}

/** The first and the last moment that DuckDB has. */
const FIRST_US = -9_223_372_022_400_000_000;
const LAST_US = 9_223_372_036_854_775_000;

/** A moment; `undefined` where DuckDB has none so early or late. */
export function momentWithin(timeUs: number): number | undefined {
  return timeUs >= FIRST_US && timeUs <= LAST_US ? timeUs : undefined;
}

/** The time from one moment to another, in days and what is left of one. Exact, however far they are apart. */
export function momentsApart(fromUs: number, toUs: number): Interval {
  const [fromDay, toDay] = [
    Math.floor(fromUs / DAY_US),
    Math.floor(toUs / DAY_US),
  ];
  let days = toDay - fromDay;
  let us = (toUs - toDay * DAY_US) - (fromUs - fromDay * DAY_US);
  // Both parts have one sign.
  if (days > 0 && us < 0) {
    days--;
    us += DAY_US;
  } else if (days < 0 && us > 0) {
    days++;
    us -= DAY_US;
  }
  return { months: 0, days, us };
}

/**
 * An interval some number of times, or a part of it; what is left of a month
 * becomes days, what is left of a day a time, as PostgreSQL and DuckDB have it.
 *
 * @param times What each part is brought to.
 */
export function multiplyInterval(
  interval: Interval,
  times: (part: number) => number,
): Interval {
  const months = times(interval.months);
  const wholeMonths = Math.trunc(months);
  const fromMonths = toMillionth((months - wholeMonths) * 30);
  const days = times(interval.days);
  let wholeDays = Math.trunc(days);
  let seconds = toMillionth((days - wholeDays + fromMonths % 1) * 86_400);
  if (Math.abs(seconds) >= 86_400) {
    wholeDays += Math.trunc(seconds / 86_400);
    seconds %= 86_400;
  }
  return {
    months: wholeMonths + 0,
    days: wholeDays + Math.trunc(fromMonths) + 0,
    us: roundHalfEven(times(interval.us) + seconds * 1_000_000) + 0,
  };
}

/** What doubles lose on the way must not make a whole day into a part of one. */
function toMillionth(value: number): number {
  return roundHalfEven(value * 1e6) / 1e6;
}

/** Orders intervals as DuckDB does: 30 days to a month, 24 hours to a day. */
export function compareIntervals(left: Interval, right: Interval): number {
  const a = normalized(left), b = normalized(right);
  return a.months - b.months || a.days - b.days || a.us - b.us;
}

function normalized(interval: Interval): Interval {
  const spareDays = Math.trunc(interval.us / DAY_US);
  const us = interval.us - spareDays * DAY_US;
  let days = interval.days + spareDays;
  const spareMonths = Math.trunc(days / 30);
  days -= spareMonths * 30;
  return { months: interval.months + spareMonths, days, us };
}

/** The microseconds of an interval, with 30 days to a month and 24 hours to a day. */
export function intervalUs(interval: Interval): number {
  return (interval.months * 30 + interval.days) * DAY_US + interval.us;
}

/** An interval as DuckDB prints it: `1 year 2 months 3 days 04:05:06.5`. */
export function intervalText(interval: Interval): string {
  const parts: string[] = [];
  const add = (count: number, unit: string) => {
    if (count !== 0) {
      parts.push(`${count} ${unit}${Math.abs(count) === 1 ? "" : "s"}`);
    }
  };
  add(Math.trunc(interval.months / 12), "year");
  add(interval.months % 12, "month");
  add(interval.days, "day");
  if (interval.us !== 0 || parts.length === 0) {
    const size = Math.abs(interval.us);
    const two = (value: number) => String(value).padStart(2, "0");
    const seconds = Math.floor(size / 1_000_000);
    const fraction = String(size % 1_000_000).padStart(6, "0")
      .replace(/0+$/u, "");
    parts.push(
      (interval.us < 0 ? "-" : "") + two(Math.floor(seconds / 3600)) + ":" +
        two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60) +
        (fraction === "" ? "" : `.${fraction}`),
    );
  }
  return parts.join(" ");
}
