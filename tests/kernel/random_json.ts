/** A source of chance that repeats itself: the same seed, the same numbers. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to but not including 1. */
  next(): number {
    // mulberry32
    let mixed = this.#state += 0x6d2b79f5;
    mixed = Math.imul(mixed ^ mixed >>> 15, mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  }

  /** A whole number below a limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** One of some values. */
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** True so often. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }
}

/** Names that meet each other often, and odd ones. */
export const NAMES = [
  "a",
  "b",
  "status",
  "time",
  "geo",
  "lat",
  "a_rather_long_field_name_of_a_log",
  "another_even_longer_field_name_that_some_framework_made",
  "",
  "__proto__",
  "value",
  'with"quote',
  "back\\slash",
  "é",
  "日本",
  "\u0001",
];

/** A line of JSON, mostly an object, written in odd ways now and then. */
export function randomLine(chance: Chance): string {
  return chance.happens(0.93)
    ? randomObject(chance, 0)
    : randomValue(chance, 0);
}

function randomValue(chance: Chance, depth: number): string {
  const kind = chance.below(depth > 4 ? 8 : 11);
  if (kind < 3) return randomString(chance);
  if (kind < 6) return randomNumber(chance);
  if (kind === 6) return chance.pick(["true", "false", "null"]);
  if (kind === 7) return JSON.stringify(randomStamp(chance));
  return chance.happens(0.6)
    ? randomObject(chance, depth + 1)
    : randomList(chance, depth + 1);
}

function randomObject(chance: Chance, depth: number): string {
  const members = Array.from(
    { length: chance.below(6) },
    () =>
      space(chance) + randomName(chance) + space(chance) + ":" +
      space(chance) + randomValue(chance, depth) + space(chance),
  );
  return `{${members.join(",") || space(chance)}}`;
}

function randomList(chance: Chance, depth: number): string {
  const elements = Array.from(
    { length: chance.below(5) },
    () => space(chance) + randomValue(chance, depth) + space(chance),
  );
  return `[${elements.join(",") || space(chance)}]`;
}

function space(chance: Chance): string {
  return chance.happens(0.9) ? "" : chance.pick([" ", "\t", "  ", " \r"]);
}

function randomName(chance: Chance): string {
  const name = chance.pick(NAMES);
  return chance.happens(0.9) ? JSON.stringify(name) : allEscaped(name);
}

function allEscaped(text: string): string {
  const units = text.split("").map((unit) =>
    `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
  return `"${units.join("")}"`;
}

/** A string: plain, long, with escapes or beyond ASCII. */
export function randomString(chance: Chance): string {
  const length = chance.below(chance.happens(0.1) ? 200 : 20);
  const kind = chance.below(6);
  let body = "";
  for (let index = 0; index < length; index++) {
    body += kind < 4
      ? chance.pick(["a", "b", "7", "-", " ", "/", "z"])
      : chance.pick([
        "x",
        "\\n",
        '\\"',
        "\\\\",
        "\\/",
        "\\u0041",
        "\\ud83d\\ude00",
        "\\ud800",
        "\\udc00",
        "é",
        "日",
        "😀",
        "\u007f",
      ]);
  }
  return `"${body}"`;
}

/** A number of any of the ways to write one. */
export function randomNumber(chance: Chance): string {
  const digits = (most: number) =>
    Array.from({ length: 1 + chance.below(most) }, () => chance.below(10))
      .join("");
  const sign = chance.happens(0.2) ? "-" : "";
  const whole = digits(chance.pick([3, 8, 17, 25])).replace(/^0+(?=.)/, "");
  const kind = chance.below(10);
  if (kind < 5) return sign + whole;
  const fraction = chance.happens(0.8)
    ? `.${digits(chance.pick([3, 9, 25]))}`
    : "";
  if (kind < 8) return sign + whole + fraction;
  const exponent = chance.pick(["e", "E", "e+", "e-", "E-"]) +
    chance.below(chance.pick([10, 40, 400]));
  return sign + whole + fraction + exponent;
}

/** Text that is a stamp, or nearly one. */
export function randomStamp(chance: Chance): string {
  const two = (limit: number) => String(chance.below(limit)).padStart(2, "0");
  const year = chance.pick(["2026", "1969", "2024", "0000", "2300", "1600"]);
  const date = `${year}-${two(14)}-${two(33)}`;
  const time = `${two(25)}:${two(61)}`;
  const second = chance.happens(0.8) ? `:${two(61)}` : "";
  const fraction = chance.happens(0.5)
    ? chance.pick([".", ","]) +
      String(chance.next()).slice(2, 3 + chance.below(9))
    : "";
  const zone = chance.pick(
    ["Z", "Z", "", "+01:00", "-0330", "+05", "+24:00", "z", " UTC"],
  );
  return date + chance.pick(["T", " ", "t"]) + time + second +
    (second === "" ? "" : fraction) + zone;
}

/** Breaks some bytes of lines on purpose: drops, doubles, swaps or replaces a few. */
export function mutated(bytes: Uint8Array, chance: Chance): Uint8Array {
  const list = [...bytes];
  for (let changes = 1 + chance.below(3); changes > 0; changes--) {
    const at = chance.below(list.length + 1);
    switch (chance.below(4)) {
      case 0:
        list.splice(at, 1 + chance.below(3));
        break;
      case 1:
        list.splice(at, 0, ...list.slice(at, at + 1 + chance.below(8)));
        break;
      case 2:
        list.splice(at, 1, chance.below(256));
        break;
      default:
        list.splice(at, 0, ...encoder.encode(chance.pick(PIECES)));
    }
  }
  return new Uint8Array(list);
}

const encoder = new TextEncoder();
const PIECES = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  " ",
  "\n",
  "0",
  "-",
  ".",
  "e",
  "\t",
  "\r",
  "\0",
  "tru",
  "null",
  '"a":',
  ',"b":1',
  "é",
];
