import {
  type CharacterSet,
  escaped,
  parsePattern,
  type Pattern,
  PatternError,
} from "../regex/mod.ts";
import { EXACT, exactWhere, type Judgement } from "./construct.ts";

/** A group of a pattern. */
export interface JavaGroup {
  /** Whether the pattern may match without it. */
  readonly optional: boolean;
  /** Whether it may be empty. */
  readonly nullable: boolean;
}

/** A pattern as Java's engine takes it. */
export interface JavaPattern {
  /** Its source. */
  readonly source: string;
  /** How many groups it has. */
  readonly captures: number;
  /** What is known of each of them, in order. */
  readonly groups: readonly JavaGroup[];
  /** Whether it can match the empty text, after which Java and RE2 go on at different places. */
  readonly matchesEmpty: boolean;
  /** Whether all matches are replaced: the option `g`. */
  readonly all: boolean;
  /** Whether Java takes a stack frame for each round of a repeat in it, and there may be thousands. */
  readonly goesDeep: boolean;
}

/**
 * Writes a pattern of RE2 for Java, so that it means the same.
 *
 * It is written from what weir itself has read, never passed through: classes,
 * anchors, `.` and word edges are spelt so that neither engine can see more in
 * them than the other.
 *
 * @param text The pattern of the user's.
 * @param options The letters behind it: `c`, `i`, `l`, `m`, `n`, `p`, `s`, `g`.
 * @param reading.shortNames Whether `(?<name>...)` is taken, as in `--pattern`.
 * @returns The pattern, or why Java has none like it.
 */
export function javaPattern(
  text: string,
  options: string,
  reading: { readonly shortNames?: boolean } = {},
): JavaPattern | string {
  const has = (letter: string) => options.includes(letter);
  // The last of `c` and `i`, and of `s` and its opposites, counts.
  const last = (letters: string) =>
    /.*/su.exec(options)![0].replace(
      new RegExp(`[^${letters}]`, "gu"),
      "",
    ).at(-1);
  try {
    const { pattern, captures } = parsePattern(
      has("l") ? escaped(text) : text,
      {
        folds: last("ci") === "i",
        lines: false,
        dotAll: last("smnp") === "s",
        swapped: false,
      },
      reading,
    );
    return {
      source: sourceOf(pattern),
      captures,
      groups: groupsOf(pattern, false),
      matchesEmpty: isNullable(pattern),
      all: has("g"),
      goesDeep: goesDeep(pattern),
    };
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** The flags that the source of a pattern begins with, and the rest of it. */
export function flagsOf(source: string): readonly [string, string] {
  const flags = /^\(\?[ius]+\)/u.exec(source)?.[0] ?? "";
  return [flags, source.slice(flags.length)];
}

/** The source of a pattern that a text must match from end to end. */
export function fromEndToEnd(source: string): string {
  const [flags, rest] = flagsOf(source);
  return `${flags}\\A(?:${rest})\\z`;
}

const WORD = "0-9A-Za-z_";
const ANCHORS = {
  textStart: "\\A",
  textEnd: "\\z",
  lineStart: "(?<![^\\n])",
  lineEnd: "(?![^\\n])",
  // Java's own \b knows letters beyond ASCII, in some versions.
  wordEdge: `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`,
  noWordEdge: `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`,
} as const;

/** The source of a pattern; case is ignored by a letter in front where that holds for all of it. */
function sourceOf(pattern: Pattern): string {
  const sets = setsOf(pattern).filter(foldable);
  return sets.length > 0 && sets.every(({ folds }) => folds)
    ? `(?iu)${partOf(pattern, true)}`
    : partOf(pattern, false);
}

function setsOf(pattern: Pattern): readonly CharacterSet[] {
  switch (pattern.kind) {
    case "set":
      return [pattern];
    case "anchor":
      return [];
    case "sequence":
    case "alternatives":
      return pattern.parts.flatMap(setsOf);
    default:
      return setsOf(pattern.part);
  }
}

/** @param folded Whether case is ignored by what stands before. */
function partOf(pattern: Pattern, folded: boolean): string {
  const source = (part: Pattern) => partOf(part, folded);
  switch (pattern.kind) {
    case "set":
      return pattern.folds && !folded && foldable(pattern)
        ? `(?iu:${setOf(pattern)})`
        : setOf(pattern);
    case "anchor":
      return ANCHORS[pattern.at];
    case "sequence":
      return pattern.parts.map((part) =>
        part.kind === "alternatives" ? `(?:${source(part)})` : source(part)
      ).join("");
    case "alternatives":
      return pattern.parts.map(source).join("|");
    case "capture":
      return `(${source(pattern.part)})`;
    case "repeat": {
      const { part, greedy } = pattern;
      const alone = part.kind === "set" || part.kind === "capture";
      return (alone ? source(part) : `(?:${source(part)})`) +
        countText(pattern.least, pattern.most) + (greedy ? "" : "?");
    }
  }
}

function countText(least: number, most: number): string {
  if (least === most) return `{${least}}`;
  if (most === Infinity && least <= 1) return least === 0 ? "*" : "+";
  if (least === 0 && most === 1) return "?";
  return `{${least},${most === Infinity ? "" : most}}`;
}

/** Whether a set holds letters that have another case. */
function foldable({ ranges, properties }: CharacterSet): boolean {
  return properties.length > 0 ||
    ranges.some(([first, last]) =>
      last > 127 || /[A-Za-z]/u.test(spread(first, last))
    );
}

function spread(first: number, last: number): string {
  return Array.from(
    { length: last - first + 1 },
    (_, at) => String.fromCodePoint(first + at),
  ).join("");
}

const DIGITS = "48-57";
const WORDS = "48-57 65-90 95-95 97-122";

function setOf({ ranges, properties, negated }: CharacterSet): string {
  const key = [...ranges].sort(([a], [b]) => a - b)
    .map((range) => range.join("-")).join(" ");
  if (properties.length === 0) {
    if (key === DIGITS) return negated ? "\\D" : "\\d";
    if (key === WORDS) return negated ? "\\W" : "\\w";
    if (!negated && ranges.length === 1 && ranges[0]![0] === ranges[0]![1]) {
      return point(ranges[0]![0]);
    }
    // Anything, and nothing.
    if (key === "") return negated ? "[\\s\\S]" : "(?!)";
  }
  const items = ranges.map(([first, last]) =>
    first === last ? point(first) : `${point(first)}-${point(last)}`
  );
  for (const { name, negated } of properties) {
    items.push(property(name, negated));
  }
  return `[${negated ? "^" : ""}${items.join("")}]`;
}

/** A category or a script as Java names it. */
function property(name: string, negated: boolean): string {
  const letter = negated ? "P" : "p";
  if (name === "Any") return negated ? "&&[^\\s\\S]" : "\\s\\S";
  const script = /^Script=(\w+)$/u.exec(name);
  return script === null
    ? `\\${letter}{${name}}`
    : `\\${letter}{Is${script[1]}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\f": "\\f",
};

function point(code: number): string {
  const character = String.fromCodePoint(code);
  if (/^[A-Za-z0-9 _/:;,=@%'"<>!~`]$/u.test(character)) return character;
  if (/^[\x21-\x7e]$/u.test(character)) return `\\${character}`;
  if (/^[\p{L}\p{N}]$/u.test(character)) return character;
  return ESCAPES[character] ?? `\\x{${code.toString(16)}}`;
}

/** The groups of a pattern, in order. @param optional Whether all of it may be passed over. */
function groupsOf(pattern: Pattern, optional: boolean): readonly JavaGroup[] {
  switch (pattern.kind) {
    case "set":
    case "anchor":
      return [];
    case "sequence":
      return pattern.parts.flatMap((part) => groupsOf(part, optional));
    case "alternatives":
      return pattern.parts.flatMap((part) => groupsOf(part, true));
    case "repeat":
      return groupsOf(pattern.part, optional || pattern.least === 0);
    case "capture":
      return [
        { optional, nullable: isNullable(pattern.part) },
        ...groupsOf(pattern.part, optional),
      ];
  }
}

function isNullable(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "set":
      return false;
    case "anchor":
      return true;
    case "sequence":
      return pattern.parts.every(isNullable);
    case "alternatives":
      return pattern.parts.some(isNullable);
    case "capture":
      return isNullable(pattern.part);
    case "repeat":
      return pattern.least === 0 || isNullable(pattern.part);
  }
}

/** Rounds of a repeat that no stack is too small for. */
const FEW_ROUNDS = 500;

/** Java goes on in a loop where each round takes a fixed number of characters, and calls itself elsewhere. */
function goesDeep(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "set":
    case "anchor":
      return false;
    case "sequence":
    case "alternatives":
      return pattern.parts.some(goesDeep);
    case "capture":
      return goesDeep(pattern.part);
    case "repeat":
      return (pattern.most > FEW_ROUNDS && !isFixed(pattern.part)) ||
        goesDeep(pattern.part);
  }
}

function isFixed(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "set":
    case "anchor":
      return true;
    case "sequence":
      return pattern.parts.every(isFixed);
    case "alternatives":
      return false;
    case "capture":
      return isFixed(pattern.part);
    case "repeat":
      return pattern.least === pattern.most && isFixed(pattern.part);
  }
}

/** What to say of a pattern that Java has. */
export function patternJudgement({ goesDeep }: JavaPattern): Judgement {
  return goesDeep
    ? exactWhere(
      "P007",
      "where its repeated groups match no more than some thousand characters: Java runs out of stack on longer texts, and the job ends",
      "Repeat one class of characters, such as [ab]* for (a|b)*",
    )
    : EXACT;
}

/** A replacement as RE2 writes it, for Java: `\1` is `$1`; `null` where RE2 would replace nothing. */
export function javaReplacement(
  text: string,
  captures: number,
  shift = 0,
): string | null {
  let result = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === "$") result += "\\$";
    else if (character !== "\\") result += character;
    else {
      const next = text[++at] ?? "";
      if (next === "\\") result += "\\\\";
      else if (/^\d$/u.test(next) && Number(next) <= captures) {
        const rest = javaReplacement(text.slice(at + 1), captures, shift);
        return rest === null
          ? null
          : result + behindGroup(`$${Number(next) + shift}`, rest);
      } else return null;
    }
  }
  return result;
}

/** A group, and what stands behind it in a replacement: a digit there is a digit, which Java would read as one of the group's number. */
export function behindGroup(group: string, rest: string): string {
  return /^\d/u.test(rest) ? `${group}\\${rest}` : group + rest;
}
