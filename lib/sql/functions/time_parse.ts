import { DAY_NAMES, type FormatPart, MONTH_NAMES } from "./time_format.ts";
import { type Found, joined, nothingFound } from "./time_join.ts";

/** How many digits the directives take at most, and the range that their number has. */
const NUMBERS: Readonly<Record<string, readonly [number, number, number]>> = {
  d: [2, 1, 31],
  m: [2, 1, 12],
  y: [2, 0, 99],
  Y: [4, 0, 9999],
  G: [4, 0, 9999],
  H: [2, 0, 23],
  I: [2, 1, 12],
  M: [2, 0, 59],
  S: [2, 0, 59],
  j: [3, 1, 366],
  u: [1, 1, 7],
  w: [1, 0, 6],
  U: [2, 0, 53],
  W: [2, 0, 53],
  V: [2, 1, 53],
};

/**
 * Reads a text in a format, as DuckDB's strptime does; `undefined` where it is
 * not of it. What is not said is the beginning of 1900. An offset is taken
 * off, so that the moment is UTC.
 */
export function parseMoment(
  parts: readonly FormatPart[],
  text: string,
): number | undefined {
  const found = nothingFound();
  let at = skipSpace(text, 0);
  for (const part of parts) {
    if ("text" in part) {
      const next = literalEnd(text, at, part.text);
      if (next === undefined) return undefined;
      at = next;
    } else {
      const next = readDirective(
        part.directive.replace("-", ""),
        text,
        at,
        found,
      );
      if (next === undefined) return undefined;
      at = next;
    }
  }
  if (skipSpace(text, at) < text.length) return undefined;
  return joined(found);
}

function skipSpace(text: string, at: number): number {
  while (/^[ \t\n\v\f\r]$/u.test(text[at] ?? "")) at++;
  return at;
}

/** A space in a format stands for any white space there is. */
function literalEnd(
  text: string,
  from: number,
  literal: string,
): number | undefined {
  let at = from;
  for (const character of literal) {
    if (/^[ \t\n\v\f\r]$/u.test(character)) {
      const after = skipSpace(text, at);
      if (after === at) return undefined;
      at = after;
    } else if (text.startsWith(character, at)) {
      at += character.length;
    } else {
      return undefined;
    }
  }
  return at;
}

function readDirective(
  directive: string,
  text: string,
  at: number,
  found: Found,
): number | undefined {
  const range = NUMBERS[directive];
  if (range !== undefined) {
    const [most, least, greatest] = range;
    let end = at;
    while (end < at + most && /^\d$/u.test(text[end] ?? "")) end++;
    const value = Number(text.slice(at, end));
    if (end === at || value < least || value > greatest) return undefined;
    setNumber(directive, value, found);
    return end;
  }
  switch (directive) {
    case "f":
    case "g":
    case "n": {
      const most = directive === "g" ? 3 : directive === "f" ? 6 : 9;
      let end = at;
      while (/^\d$/u.test(text[end] ?? "")) end++;
      if (end === at || end - at > most) return undefined;
      found.us = Number(text.slice(at, end).padEnd(most, "0").slice(0, 6));
      if (directive === "g") found.us *= 1_000;
      return end;
    }
    case "p": {
      const word = text.slice(at, at + 2).toLowerCase();
      if (word !== "am" && word !== "pm") return undefined;
      found.afternoon = word === "pm";
      return at + 2;
    }
    // Names of days are read past.
    case "a":
      return named(shortened(DAY_NAMES), text, at, () => {});
    case "A":
      return named(DAY_NAMES, text, at, () => {});
    case "b":
    case "h":
      return named(shortened(MONTH_NAMES), text, at, (index) => {
        setNumber("m", index + 1, found);
      });
    case "B":
      return named(MONTH_NAMES, text, at, (index) => {
        setNumber("m", index + 1, found);
      });
    case "z": {
      const match = /^([+-])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?/u.exec(
        text.slice(at),
      );
      if (match === null) return undefined;
      const [whole, sign, hours, minutes = "0", seconds = "0"] = match;
      const size = Number(hours) * 3600 + Number(minutes) * 60 +
        Number(seconds);
      found.offsetSeconds = sign === "-" ? -size : size;
      return at + whole.length;
    }
    case "Z": {
      const match = /^[A-Za-z_/+\-0-9]*/u.exec(text.slice(at))!;
      return /^(utc|gmt|z)?$/iu.test(match[0])
        ? at + match[0].length
        : undefined;
    }
    default:
      return undefined;
  }
}

function setNumber(directive: string, value: number, found: Found): void {
  switch (directive) {
    case "d":
      found.day = value;
      found.civil = true;
      return;
    case "m":
      found.month = value;
      found.civil = true;
      return;
    case "y":
      found.year = value < 69 ? 2000 + value : 1900 + value;
      return;
    case "Y":
      found.year = value;
      return;
    case "G":
      found.isoYear = value;
      return;
    case "H":
      found.hour = value;
      return;
    case "I":
      found.hour = value;
      found.twelve = true;
      return;
    case "M":
      found.minute = value;
      return;
    case "S":
      found.second = value;
      return;
    case "j":
      found.dayOfYear = value;
      return;
    case "u":
      found.isoWeekday = value;
      return;
    case "w":
      found.weekday = value;
      return;
    case "U":
      found.weekFromSunday = value;
      return;
    case "W":
      found.weekFromMonday = value;
      return;
    case "V":
      found.isoWeek = value;
  }
}

function shortened(names: readonly string[]): readonly string[] {
  return names.map((name) => name.slice(0, 3));
}

function named(
  names: readonly string[],
  text: string,
  at: number,
  set: (index: number) => void,
): number | undefined {
  const rest = text.slice(at).toLowerCase();
  const index = names.findIndex((name) => rest.startsWith(name.toLowerCase()));
  if (index < 0) return undefined;
  set(index);
  return at + names[index]!.length;
}
