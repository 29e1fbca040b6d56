import {
  civilFromDays,
  DAY_US,
  modulo,
  weekdayFromDays,
} from "../../time/mod.ts";
import { dayOf, dayOfYear, isoWeekOf, isoYearOf } from "./date_parts.ts";

/** Names of days, Sunday first, as DuckDB has them. */
export const DAY_NAMES: readonly string[] = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
];
/** Names of months. */
export const MONTH_NAMES: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** One element of a format: a text as it is, or a directive such as `Y` or `-d`. */
export type FormatPart =
  | { readonly text: string }
  | { readonly directive: string };

const DIRECTIVES: ReadonlySet<string> = new Set(
  "a A b B h d -d f g G H -H I -I j -j m -m M -M n p S -S u U V w W y -y Y z Z"
    .split(" "),
);
/** Directives that stand for several. */
const COMPOUND: Readonly<Record<string, string>> = {
  c: "%Y-%m-%d %H:%M:%S",
  x: "%Y-%m-%d",
  X: "%H:%M:%S",
};

/** Splits a format into its elements; a text on what is wrong where it has an unknown one. */
export function formatParts(format: string): readonly FormatPart[] | string {
  const parts: FormatPart[] = [];
  let text = "";
  for (let at = 0; at < format.length; at++) {
    if (format[at] !== "%") {
      text += format[at];
      continue;
    }
    let directive = format[++at] ?? "";
    if (directive === "-") directive += format[++at] ?? "";
    if (directive === "%") {
      text += "%";
      continue;
    }
    const compound = COMPOUND[directive];
    if (compound === undefined && !DIRECTIVES.has(directive)) {
      return directive === ""
        ? "the format ends in %"
        : `there is no %${directive} in a format`;
    }
    if (text !== "") parts.push({ text });
    text = "";
    if (compound === undefined) parts.push({ directive });
    else parts.push(...formatParts(compound) as FormatPart[]);
  }
  if (text !== "") parts.push({ text });
  return parts;
}

/** A moment in a format, as DuckDB's strftime writes it. */
export function formatMoment(
  parts: readonly FormatPart[],
  timeUs: number,
): string {
  return parts.map((part) =>
    "text" in part ? part.text : formatDirective(part.directive, timeUs)
  ).join("");
}

function formatDirective(directive: string, timeUs: number): string {
  const days = dayOf(timeUs);
  const inDay = timeUs - days * DAY_US;
  const { year, month, day } = civilFromDays(days);
  const hour = Math.floor(inDay / 3_600_000_000);
  const minute = Math.floor(inDay / 60_000_000) % 60;
  const second = Math.floor(inDay / 1_000_000) % 60;
  const micros = inDay % 1_000_000;
  const weekday = weekdayFromDays(days);
  switch (directive) {
    case "a":
      return DAY_NAMES[weekday % 7]!.slice(0, 3);
    case "A":
      return DAY_NAMES[weekday % 7]!;
    case "b":
    case "h":
      return MONTH_NAMES[month - 1]!.slice(0, 3);
    case "B":
      return MONTH_NAMES[month - 1]!;
    case "d":
      return two(day);
    case "-d":
      return String(day);
    case "f":
    case "n":
      return String(micros).padStart(6, "0");
    case "g":
      return String(Math.floor(micros / 1_000)).padStart(3, "0");
    case "G":
      return yearText(isoYearOf(days));
    case "H":
      return two(hour);
    case "-H":
      return String(hour);
    case "I":
      return two((hour + 11) % 12 + 1);
    case "-I":
      return String((hour + 11) % 12 + 1);
    case "j":
      return String(dayOfYear(days)).padStart(3, "0");
    case "-j":
      return String(dayOfYear(days));
    case "m":
      return two(month);
    case "-m":
      return String(month);
    case "M":
      return two(minute);
    case "-M":
      return String(minute);
    case "p":
      return hour < 12 ? "AM" : "PM";
    case "S":
      return two(second);
    case "-S":
      return String(second);
    case "u":
      return String(weekday);
    case "w":
      return String(weekday % 7);
    case "U":
      return two(weeksSince(days, weekday % 7));
    case "W":
      return two(weeksSince(days, weekday - 1));
    case "V":
      return two(isoWeekOf(days));
    case "y":
      return two(modulo(Math.abs(year), 100));
    case "-y":
      return String(modulo(Math.abs(year), 100));
    case "Y":
      return yearText(year);
    case "z":
      return "+00";
    default:
      return "";
  }
}

/** Weeks of the year, the first of which begins with the first such weekday. */
function weeksSince(days: number, daysIntoWeek: number): number {
  return Math.floor((dayOfYear(days) - 1 - daysIntoWeek + 7) / 7);
}

function yearText(year: number): string {
  if (year >= 0) return String(year).padStart(4, "0");
  return String(year);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
