import {
  type CompiledPattern,
  compilePattern,
  PatternError,
  type PatternOptions,
  PatternTooHeavy,
  replacementParts,
  replacePattern,
} from "../../regex/mod.ts";
import { Fault } from "../../core/mod.ts";
import type { Scalar } from "../values.ts";
import type {
  FunctionEntry,
  Implementation,
  Refusal,
  Signature,
} from "./signature.ts";

type Constants = readonly (Scalar | undefined)[];

interface RegexOptions extends PatternOptions {
  readonly all: boolean;
}

/** The letters that may follow a pattern; a word on the wrong one where there is one. */
function optionsOf(
  letters: string,
  whole: boolean,
  replaces: boolean,
): RegexOptions | string {
  const options = {
    folds: false,
    literal: false,
    dotAll: false,
    whole,
    all: false,
  };
  for (const letter of letters) {
    switch (letter) {
      case "c":
        options.folds = false;
        break;
      case "i":
        options.folds = true;
        break;
      case "l":
        options.literal = true;
        break;
      case "m":
      case "n":
      case "p":
        options.dotAll = false;
        break;
      case "s":
        options.dotAll = true;
        break;
      case "g":
        if (!replaces) return "the option g belongs to regexp_replace only";
        options.all = true;
        break;
      case " ":
      case "\t":
      case "\n":
        break;
      default:
        return `there is no option ${letter} of a pattern`;
    }
  }
  return options;
}

interface Placed {
  readonly pattern: number;
  readonly options: number;
  readonly whole: boolean;
  readonly replaces: boolean;
}

function refusePattern(place: Placed): Signature["refuse"] {
  return (constants): Refusal | null => {
    const text = constants[place.pattern];
    const letters = constants[place.options] ?? "";
    if (typeof letters !== "string") return null;
    const options = optionsOf(letters, place.whole, place.replaces);
    if (typeof options === "string") {
      return {
        argument: place.options,
        what: options,
        mend: "The options are c, g, i, l, m, n, p and s",
      };
    }
    if (typeof text !== "string") return null;
    try {
      compilePattern(text, options);
      return null;
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      const { message: what, mend } = error;
      return {
        argument: place.pattern,
        what: `the pattern cannot be used: ${what}`,
        ...(mend === undefined ? {} : { mend }),
      };
    }
  };
}

/** A pattern that the text itself gives has been tried before the first row. */
function mayBeWrong(place: Placed, constants: Constants): boolean {
  return typeof constants[place.pattern] !== "string" ||
    typeof (constants[place.options] ?? "") !== "string";
}

/** A function that gives the compiled pattern of a row: one for all where the text gives it, else from a small store. */
function patternOf(
  place: Placed,
  constants: Constants,
): (args: Scalar[]) => { pattern: CompiledPattern; all: boolean } | null {
  const make = (text: string, letters: string) => {
    const options = optionsOf(letters, place.whole, place.replaces);
    if (typeof options === "string") return null;
    try {
      return {
        pattern: telling(compilePattern(text, options)),
        all: options.all,
      };
    } catch (error) {
      if (error instanceof PatternError) return null;
      throw error;
    }
  };
  const fixed = constants[place.pattern];
  const letters = constants[place.options] ?? "";
  if (typeof fixed === "string" && typeof letters === "string") {
    const only = make(fixed, letters);
    return () => only;
  }
  const store = new Map<string, ReturnType<typeof make>>();
  return (args) => {
    const text = args[place.pattern] as string;
    const written = (args[place.options] ?? "") as string;
    const key = `${written}/${text}`;
    let found = store.get(key);
    if (found === undefined) {
      if (store.size > 256) store.clear();
      found = make(text, written);
      store.set(key, found);
    }
    return found;
  };
}

/** A pattern that says how to mend a query where a text is too long for it. */
function telling(pattern: CompiledPattern): CompiledPattern {
  return {
    ...pattern,
    find(text, from) {
      try {
        return pattern.find(text, from);
      } catch (error) {
        throw tooHeavy(error);
      }
    },
    matches(text) {
      try {
        return pattern.matches(text);
      } catch (error) {
        throw tooHeavy(error);
      }
    },
  };
}

function tooHeavy(error: unknown): unknown {
  if (!(error instanceof PatternTooHeavy)) return error;
  return new Fault("sql/pattern-too-heavy", error.message, {
    mend:
      "Write the pattern without a repeat inside a repeat, or filter such rows out first: length(x) < 100000",
  });
}

function matching(whole: boolean): Signature {
  const place = { pattern: 1, options: 2, whole, replaces: false };
  return {
    parameters: ["VARCHAR", "VARCHAR", "VARCHAR"],
    optional: 1,
    result: "BOOLEAN",
    fails: (_, constants) => mayBeWrong(place, constants),
    refuse: refusePattern(place)!,
    make: (_, constants) => {
      const pattern = patternOf(place, constants);
      return (...args) => {
        const found = pattern(args);
        return found === null
          ? undefined
          : found.pattern.matches(args[0] as string);
      };
    },
  };
}

const EXTRACT = { pattern: 1, options: 3, whole: false, replaces: false };
const REPLACE = { pattern: 1, options: 3, whole: false, replaces: true };

const extracting: Signature = {
  parameters: ["VARCHAR", "VARCHAR", "BIGINT", "VARCHAR"],
  optional: 2,
  result: "VARCHAR",
  fails: (_, constants) =>
    mayBeWrong(EXTRACT, constants) || !isGroup(constants[2] ?? 0),
  refuse: (constants) =>
    refusePattern(EXTRACT)!(constants) ??
      (constants[2] === undefined || isGroup(constants[2])
        ? null
        : { argument: 2, what: "the number of a group is 0 to 9" }),
  make: (_, constants): Implementation => {
    const pattern = patternOf(EXTRACT, constants);
    return (...args) => {
      const text = args[0] as string;
      const group = args[2] ?? 0;
      const found = pattern(args);
      if (found === null || !isGroup(group)) return undefined;
      return found.pattern.find(text)?.group(Number(group)) ?? "";
    };
  },
};

/** As many groups as DuckDB lets one ask for. */
function isGroup(group: Scalar): boolean {
  return group === null ||
    (typeof group === "number" && group >= 0 && group <= 9);
}

const replacing: Signature = {
  parameters: ["VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR"],
  optional: 1,
  result: "VARCHAR",
  fails: (_, constants) => mayBeWrong(REPLACE, constants),
  refuse: refusePattern(REPLACE)!,
  make: (_, constants): Implementation => {
    const pattern = patternOf(REPLACE, constants);
    let last: string | null = null;
    let parts: ReturnType<typeof replacementParts> = null;
    return (...args) => {
      const found = pattern(args);
      if (found === null) return undefined;
      const replacement = args[2] as string;
      if (replacement !== last) {
        last = replacement;
        parts = replacementParts(replacement, found.pattern.captures);
      }
      const text = args[0] as string;
      return parts === null
        ? text
        : replacePattern(found.pattern, text, parts, found.all);
    };
  },
};

/** Functions that look for patterns. */
export const PATTERN_FUNCTIONS: readonly FunctionEntry[] = [
  {
    name: "regexp_matches",
    chapter: "patterns",
    usage: "regexp_matches(text, pattern [, options])",
    about: "Whether the pattern matches anywhere",
    examples: [["regexp_matches('HTTP/1.1', '\\d\\.\\d')", "true"]],
    signatures: [matching(false)],
  },
  {
    name: "regexp_full_match",
    chapter: "patterns",
    usage: "regexp_full_match(text, pattern [, options])",
    about: "Whether the pattern matches the whole text",
    examples: [["regexp_full_match('404', '\\d+')", "true"]],
    signatures: [matching(true)],
  },
  {
    name: "regexp_extract",
    chapter: "patterns",
    usage: "regexp_extract(text, pattern [, group [, options]])",
    about:
      "What the pattern, or one of its groups, matches first; '' where it does not",
    examples: [["regexp_extract('took 35 ms', '(\\d+) ms', 1)", "35"]],
    signatures: [extracting],
  },
  {
    name: "regexp_replace",
    chapter: "patterns",
    usage: "regexp_replace(text, pattern, replacement [, options])",
    about:
      "With the first match replaced, with all where the options have g; \\1 is a group",
    examples: [["regexp_replace('a1b22', '\\d+', '#', 'g')", "a#b#"]],
    signatures: [replacing],
  },
];
