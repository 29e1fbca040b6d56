import { escapedClass, escapedPoint, parseBrackets } from "./parse_class.ts";
import { PatternText } from "./pattern_text.ts";
import { type CharacterSet, type Pattern, PatternError } from "./syntax.ts";

/** What letters such as `(?i)` switch. */
export interface PatternFlags {
  /** Case is ignored. */
  readonly folds: boolean;
  /** `^` and `$` also stand at line ends. */
  readonly lines: boolean;
  /** `.` also matches a line end. */
  readonly dotAll: boolean;
  /** `*` is lazy and `*?` greedy. */
  readonly swapped: boolean;
}

/** A regular expression, read. */
export interface ParsedPattern {
  /** What it says. */
  readonly pattern: Pattern;
  /** How many groups are remembered. */
  readonly captures: number;
  /** The name of each of them, in order; `null` where it has none. Two may have the same, as in DuckDB. */
  readonly names: readonly (string | null)[];
}

type Range = readonly [number, number];
const NEWLINE = 10;
const MOST_REPEATS = 1000;

/**
 * Reads a regular expression of the RE2 dialect.
 *
 * @param options.shortNames Whether `(?<name>...)` is taken as well as `(?P<name>...)`, as RE2 does from 2023 on; DuckDB has an older one.
 * @throws {PatternError} Where it is none.
 */
export function parsePattern(
  text: string,
  initial: PatternFlags,
  { shortNames = false }: { readonly shortNames?: boolean } = {},
): ParsedPattern {
  const reader = new PatternText(withoutQuotes(text));
  const names: (string | null)[] = [];
  let flags = initial;
  let depth = 0;

  const pattern = alternatives();
  if (!reader.ended) {
    throw new PatternError(
      "a ) has no ( before it",
      "Write \\) for the character itself",
    );
  }
  return { pattern, captures: names.length, names };

  function alternatives(): Pattern {
    if (++depth > 200) throw new PatternError("it is nested too deep");
    // Flags that are switched inside a group hold to its end.
    const outer = flags;
    const parts = [sequence()];
    while (reader.accept("|")) parts.push(sequence());
    flags = outer;
    depth--;
    return parts.length === 1 ? parts[0]! : { kind: "alternatives", parts };
  }

  function sequence(): Pattern {
    const parts: Pattern[] = [];
    while (!reader.ended && reader.ahead !== "|" && reader.ahead !== ")") {
      const part = atom();
      if (part !== null) parts.push(repeated(part));
    }
    return parts.length === 1 ? parts[0]! : { kind: "sequence", parts };
  }

  function repeated(part: Pattern): Pattern {
    const from = reader.at;
    const count = quantifier();
    if (count === null) return part;
    const lazy = reader.accept("?");
    const repeat: Pattern = {
      kind: "repeat",
      part,
      ...count,
      greedy: lazy === flags.swapped,
    };
    const end = reader.at;
    if (quantifier() !== null) {
      const written = reader.text.slice(from, reader.at);
      throw new PatternError(
        `${written} repeats what is repeated already`,
        reader.text[end] === "+"
          ? "RE2 has no possessive repeats: leave the last + out"
          : "Put the first repeat into a group: (?:a*)*",
      );
    }
    return repeat;
  }

  function quantifier(): { least: number; most: number } | null {
    switch (reader.ahead) {
      case "*":
        reader.at++;
        return { least: 0, most: Infinity };
      case "+":
        reader.at++;
        return { least: 1, most: Infinity };
      case "?":
        reader.at++;
        return { least: 0, most: 1 };
      case "{": {
        // Braces of any other form are characters.
        const match = /^\{(\d+)(,(\d*))?\}/u.exec(reader.rest.slice(0, 24));
        if (match === null) return null;
        reader.at += match[0].length;
        const least = Number(match[1]);
        const most = match[2] === undefined
          ? least
          : match[3] === ""
          ? Infinity
          : Number(match[3]);
        if (
          least > most || least > MOST_REPEATS ||
          (most > MOST_REPEATS && most < Infinity)
        ) {
          throw new PatternError(
            `${match[0]} is no number of repeats`,
            "Write at most {1000}, the smaller number first",
          );
        }
        return { least, most };
      }
      default:
        return null;
    }
  }

  /** One element; `null` where only flags were switched. */
  function atom(): Pattern | null {
    const character = reader.next();
    switch (character) {
      case "(":
        return group();
      case "[":
        return parseBrackets(reader, flags.folds);
      case ".":
        return flags.dotAll ? set([], true) : set([[NEWLINE, NEWLINE]], true);
      case "^":
        return { kind: "anchor", at: flags.lines ? "lineStart" : "textStart" };
      case "$":
        return { kind: "anchor", at: flags.lines ? "lineEnd" : "textEnd" };
      case "*":
      case "+":
      case "?":
        throw new PatternError(
          `${character} has nothing before it to repeat`,
          `Write \\${character} for the character itself`,
        );
      case "\\":
        return escape();
      default:
        return literal(character.codePointAt(0)!);
    }
  }

  function literal(point: number): CharacterSet {
    return set([[point, point]]);
  }

  function set(ranges: readonly Range[], negated = false): CharacterSet {
    return { kind: "set", ranges, properties: [], negated, folds: flags.folds };
  }

  function group(): Pattern | null {
    let index = 0;
    if (reader.ahead === "?") {
      const named = /^\?(P?)<(\w+)>/u.exec(reader.rest);
      const letters = /^\?([imsU]*)(?:-([imsU]*))?([:)])/u.exec(
        reader.rest,
      );
      if (named !== null && (shortNames || named[1] === "P")) {
        reader.at += named[0].length;
        index = names.push(named[2]!);
      } else if (letters !== null && letters[0] !== "?)") {
        reader.at += letters[0].length;
        const outer = flags;
        flags = switched(flags, letters[1]!, letters[2] ?? "");
        // Without a colon they hold for the rest of the group that stands around them.
        if (letters[3] === ")") return null;
        const part = alternatives();
        flags = outer;
        close();
        return part;
      } else {
        throw new PatternError(...refusal(reader.rest));
      }
    } else {
      index = names.push(null);
    }
    const part = alternatives();
    close();
    return { kind: "capture", index, part };
  }

  function close(): void {
    if (reader.ahead !== ")") {
      throw new PatternError(
        "a ( is not closed",
        "Write \\( for the character itself",
      );
    }
    reader.at++;
  }

  function escape(): Pattern {
    if (reader.ended) {
      throw new PatternError(
        "it ends in a \\",
        "Write \\\\ for the character itself",
      );
    }
    const character = reader.ahead!;
    switch (character) {
      case "A":
        reader.at++;
        return { kind: "anchor", at: "textStart" };
      case "z":
        reader.at++;
        return { kind: "anchor", at: "textEnd" };
      case "b":
        reader.at++;
        return { kind: "anchor", at: "wordEdge" };
      case "B":
        reader.at++;
        return { kind: "anchor", at: "noWordEdge" };
    }
    const known = escapedClass(reader);
    if (known !== null) return { ...set([]), ...known };
    return literal(escapedPoint(reader));
  }
}

/** The characters of a text, none of which means anything else. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
}

/** `\Q...\E` with each of its characters escaped, so that a repeat behind it repeats its last one. */
function withoutQuotes(text: string): string {
  return text.replace(
    /\\(?:Q([^]*?)(?:\\E|$)|[^])/gu,
    (whole, body) => body === undefined ? whole : escaped(body),
  );
}

function switched(flags: PatternFlags, on: string, off: string): PatternFlags {
  const state = (letter: string, before: boolean) =>
    off.includes(letter) ? false : on.includes(letter) || before;
  return {
    folds: state("i", flags.folds),
    lines: state("m", flags.lines),
    dotAll: state("s", flags.dotAll),
    swapped: state("U", flags.swapped),
  };
}

function refusal(rest: string): [string, string?] {
  if (/^\?<?[=!]/u.test(rest)) {
    return [
      `(${
        rest.slice(0, 3).replace(/[^?<=!]/gu, "")
      } looks ahead or behind, which RE2 cannot`,
      "Use two conditions: regexp_matches(...) AND NOT regexp_matches(...)",
    ];
  }
  if (rest.startsWith("?P<")) {
    return [
      "the name of a group has no end, or is not made of letters, digits and _",
      "Write (?P<name>...)",
    ];
  }
  if (rest.startsWith("?<")) {
    return ["(?<name> is written otherwise in RE2", "Write (?P<name>...)"];
  }
  if (rest.startsWith("?>")) {
    return ["(?> is an atomic group, which RE2 has not", "Write (?:...)"];
  }
  return [`(${rest.slice(0, 3)} means nothing in RE2`];
}
