import { backtrackingCost } from "./cost.ts";
import { escaped, parsePattern } from "./parse_pattern.ts";
import { type Instruction, makeProgram, ProgramTooLong } from "./program.ts";
import { runProgram } from "./run_program.ts";
import { patternSource, sourceFlags } from "./source_text.ts";
import { PatternError } from "./syntax.ts";

/** Where a pattern has matched. */
export interface Match {
  /** Offset of the first unit. */
  readonly start: number;
  /** Offset after the last unit. */
  readonly end: number;
  /** What a group has matched, 0 being all; '' where it took no part. */
  group(index: number): string;
}

/** A regular expression that can be looked for. */
export interface CompiledPattern {
  /** How many groups it has, the whole match not counted. */
  readonly captures: number;
  /** The name of each group, in order; `null` where it has none. */
  readonly names: readonly (string | null)[];
  /** The first match at or after an offset; `null` where there is none. */
  find(text: string, from?: number): Match | null;
  /** Whether it matches anywhere. */
  matches(text: string): boolean;
  /**
   * Tells where the first match and its groups stand, without making their texts.
   *
   * @param offsets Filled where it matches: first unit and the one after the last of the whole match, then of each group; -1 where a group took no part.
   * @returns Whether it matches.
   */
  locate(text: string, offsets: Int32Array): boolean;
}

/** What an expression may ask of its pattern beside the text of it. */
export interface PatternOptions {
  /** Case is ignored. */
  readonly folds: boolean;
  /** The pattern is a text to be found as it is. */
  readonly literal: boolean;
  /** `.` also matches a line end. */
  readonly dotAll: boolean;
  /** The match must be the whole text. */
  readonly whole: boolean;
  /** `(?<name>...)` names a group as `(?P<name>...)` does; not so when not given. */
  readonly shortNames?: boolean;
}

/** So many steps of V8's engine are at most spent on one text, about 50 ms: what may need more goes to our own. */
const MOST_STEPS = 5e6;

/**
 * Compiles a regular expression of the RE2 dialect.
 *
 * It runs on the engine of JavaScript as long as its form and the length of
 * the text bound the time; else on one of our own, whose time is at worst the
 * length of the pattern times that of the text. So no pattern and no row can
 * hang a run.
 *
 * @throws {PatternError} Where RE2 would not take it.
 */
export function compilePattern(
  text: string,
  options: PatternOptions,
): CompiledPattern {
  const parsed = parsePattern(options.literal ? escaped(text) : text, {
    folds: options.folds,
    lines: false,
    dotAll: options.dotAll,
    swapped: false,
  }, { shortNames: options.shortNames ?? false });
  const { captures, names } = parsed;
  const pattern = options.whole
    ? {
      kind: "sequence" as const,
      parts: [
        { kind: "anchor" as const, at: "textStart" as const },
        parsed.pattern,
        { kind: "anchor" as const, at: "textEnd" as const },
      ],
    }
    : parsed.pattern;
  const { power } = backtrackingCost(pattern);
  const flags = sourceFlags(pattern);
  const longest = power === Infinity || flags === null
    ? -1
    : power === 0
    ? Infinity
    : MOST_STEPS ** (1 / power);
  const slots = 2 * (captures + 1);
  const native = longest < 0
    ? null
    : nativePattern(patternSource(pattern), flags!);
  let program: readonly Instruction[] | null = null;

  const run = (subject: string, from: number): Int32Array | null => {
    program ??= programOf(pattern, text);
    return runProgram(program, slots, subject, from);
  };
  const own = (subject: string, from: number): Match | null => {
    const groups = run(subject, from);
    return groups === null ? null : ownMatch(subject, groups);
  };
  // Its length is tested, and its program made, before the first row.
  if (native === null) program = programOf(pattern, text);

  return {
    captures,
    names,
    find(subject, from = 0) {
      if (native === null || subject.length > longest) {
        return own(subject, from);
      }
      native.find.lastIndex = from;
      const found = native.find.exec(subject);
      return found === null ? null : nativeMatch(found);
    },
    matches(subject) {
      return native === null || subject.length > longest
        ? run(subject, 0) !== null
        : native.test.test(subject);
    },
    locate(subject, offsets) {
      if (native === null || subject.length > longest) {
        const groups = run(subject, 0);
        if (groups !== null) offsets.set(groups);
        return groups !== null;
      }
      return locateNative(native.spans(), subject, offsets);
    },
  };
}

function ownMatch(subject: string, groups: Int32Array): Match {
  return {
    start: groups[0]!,
    end: groups[1]!,
    group(index) {
      const start = groups[2 * index] ?? -1;
      return start < 0 ? "" : subject.slice(start, groups[2 * index + 1]);
    },
  };
}

function nativeMatch(found: RegExpExecArray): Match {
  const { index: start } = found;
  return {
    start,
    end: start + found[0].length,
    group: (index) => found[index] ?? "",
  };
}

function locateNative(
  spans: RegExp,
  subject: string,
  offsets: Int32Array,
): boolean {
  const indices = spans.exec(subject)?.indices;
  if (indices === undefined) return false;
  for (let group = 0; group < indices.length; group++) {
    // TypeScript does not know that a group may take no part.
    const span = indices[group] as [number, number] | undefined;
    offsets[2 * group] = span === undefined ? -1 : span[0];
    offsets[2 * group + 1] = span === undefined ? -1 : span[1];
  }
  return true;
}

function nativePattern(
  source: string,
  flags: string,
): { find: RegExp; test: RegExp; spans: () => RegExp } {
  let spans: RegExp | null = null;
  return {
    find: new RegExp(source, `${flags}g`),
    test: new RegExp(source, flags),
    // Offsets cost a third more than texts, so only who asks for them has them.
    spans: () => spans ??= new RegExp(source, `${flags}d`),
  };
}

function programOf(
  pattern: Parameters<typeof makeProgram>[0],
  text: string,
): readonly Instruction[] {
  try {
    return makeProgram(pattern);
  } catch (error) {
    if (!(error instanceof ProgramTooLong)) throw error;
    throw new PatternError(
      `${text.slice(0, 40)} repeats too much, too often`,
      "Write smaller numbers in {...}",
    );
  }
}
