import {
  PERL_CLASSES,
  POSIX_CLASSES,
  unicodeProperty,
} from "./character_classes.ts";
import type { PatternText } from "./pattern_text.ts";
import { type CharacterSet, PatternError } from "./syntax.ts";

type Range = readonly [number, number];
/** What an escape or an item in brackets stands for, where it is no single character. */
type Class = Pick<CharacterSet, "ranges" | "properties" | "negated">;

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/** `\d`, `\W`, `\pN`, `\P{Greek}` and the like, after the backslash; `null` for anything else. */
export function escapedClass(reader: PatternText): Class | null {
  const character = reader.ahead!;
  const perl = PERL_CLASSES[character.toLowerCase()];
  if (perl !== undefined) {
    reader.at++;
    const negated = character !== character.toLowerCase();
    return { ranges: perl, properties: [], negated };
  }
  const match = /^[pP](?:\{(\^?)(\w+)\}|([A-Z]))/u.exec(reader.rest);
  if (match === null) return null;
  const name = match[2] ?? match[3]!;
  const property = unicodeProperty(name);
  if (property === null) {
    throw new PatternError(
      `there is no class of characters ${name}`,
      "Write a category such as \\p{L} or a script such as \\p{Greek}",
    );
  }
  reader.at += match[0].length;
  const negated = character === "P" !== (match[1] === "^");
  return {
    ranges: [],
    properties: [{ name: property, negated }],
    negated: false,
  };
}

/** The character that an escape stands for, after the backslash. */
export function escapedPoint(reader: PatternText): number {
  const match =
    /^(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/u
      .exec(reader.rest);
  if (match !== null) {
    reader.at += match[0].length;
    const point = match[3] === undefined
      ? parseInt(match[1] ?? match[2]!, 16)
      : parseInt(match[3], 8);
    if (point > 0x10ffff) {
      throw new PatternError(`\\${match[0]} is no character`);
    }
    return point;
  }
  const character = reader.next();
  const simple = SIMPLE_ESCAPES[character];
  if (simple !== undefined) return simple;
  if (/^[0-9]$/u.test(character)) {
    throw new PatternError(
      `\\${character} refers back to a group, which RE2 cannot`,
      "Compare parts with regexp_extract(text, pattern, group)",
    );
  }
  if (/^[A-Za-z]$/u.test(character)) {
    throw new PatternError(`\\${character} means nothing in RE2`);
  }
  return character.codePointAt(0)!;
}

/** Reads what stands in brackets, after the opening one. */
export function parseBrackets(
  reader: PatternText,
  folds: boolean,
): CharacterSet {
  const negated = reader.accept("^");
  const ranges: Range[] = [];
  const properties: CharacterSet["properties"][number][] = [];
  let first = true;
  while (reader.ahead !== "]" || first) {
    if (reader.ended) {
      throw new PatternError(
        "a [ is not closed",
        "Write \\[ for the character itself",
      );
    }
    first = false;
    const posix = /^\[:(\^?)(\w+):\]/u.exec(reader.rest);
    if (posix !== null) {
      const named = POSIX_CLASSES[posix[2]!];
      if (named === undefined) {
        throw new PatternError(`there is no class ${posix[0]}`);
      }
      reader.at += posix[0].length;
      ranges.push(...posix[1] === "^" ? inverted(named) : named);
      continue;
    }
    const low = bracketItem(reader);
    if (typeof low !== "number") {
      ranges.push(...low.negated ? inverted(low.ranges) : low.ranges);
      properties.push(...low.properties);
      continue;
    }
    let high = low;
    // A - at the end stands for itself.
    if (/^-[^\]]/u.test(reader.rest)) {
      reader.at++;
      const item = bracketItem(reader);
      if (typeof item !== "number" || item < low) {
        throw new PatternError("a range in [...] ends before it begins");
      }
      high = item;
    }
    ranges.push([low, high]);
  }
  reader.at++;
  return { kind: "set", ranges, properties, negated, folds };
}

function bracketItem(reader: PatternText): number | Class {
  const character = reader.next();
  if (character !== "\\") return character.codePointAt(0)!;
  if (reader.ended) {
    throw new PatternError("it ends in a \\");
  }
  return escapedClass(reader) ?? escapedPoint(reader);
}

/** All other code points. */
function inverted(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const result: Range[] = [];
  let from = 0;
  for (const [first, last] of sorted) {
    if (first > from) result.push([from, first - 1]);
    from = Math.max(from, last + 1);
  }
  if (from <= 0x10ffff) result.push([from, 0x10ffff]);
  return result;
}
