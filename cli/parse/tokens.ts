import { Fault } from "../../lib/core/mod.ts";
import {
  allFlags,
  type Flag,
  flagNamed,
  flagOfLetter,
  formatNicknames,
} from "../options.ts";
import { foreignFlag } from "./foreign_flags.ts";
import { listed, nearestName } from "./nearest.ts";
import type { Origin, Word } from "./origin.ts";

/** A flag as it was given. */
export interface GivenFlag {
  /** Its name in the table, without dashes. */
  readonly name: string;
  /** Its value; a switch has `null`. */
  readonly value: string | null;
  /** The switch was given as `--no-NAME`. */
  readonly negated: boolean;
  /** Where the flag stands. */
  readonly word: Word;
  /** Where its value stands: the flag itself for `--flag=value`. */
  readonly valueWord: Word;
}

/** A piece of a command line. */
export type Token =
  | { readonly kind: "word"; readonly word: Word }
  | { readonly kind: "then"; readonly word: Word }
  | { readonly kind: "flag"; readonly word: Word; readonly flag: GivenFlag }
  /** It looks like a flag and is none, or lacks its value. */
  | { readonly kind: "wrong"; readonly word: Word; readonly fault: Fault };

// A dash and a digit, a space or an operator begin an expression, not a flag.
const FLAG =
  /^(?<dashes>--?)(?<name>[A-Za-z][A-Za-z0-9_-]*)(?:=(?<value>.*))?$/s;

/**
 * Tells flags, words and separators apart, by the option table alone (C2).
 *
 * A flag that takes a value takes the next word whatever it looks like, but
 * for a bare `then`, which always separates. After `--` all words up to the
 * next `then` are words.
 */
export function tokens(
  words: readonly Word[],
  origin: Origin,
): readonly Token[] {
  const found: Token[] = [];
  let onlyWords = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word.text === "then") {
      found.push({ kind: "then", word });
      onlyWords = false;
      continue;
    }
    const groups = onlyWords ? undefined : FLAG.exec(word.text)?.groups;
    if (!onlyWords && word.text === "--") {
      onlyWords = true;
      continue;
    }
    if (groups === undefined) {
      found.push({ kind: "word", word });
      continue;
    }
    const next = words[at + 1];
    const token = flagToken(word, groups, next, origin);
    if (token.kind === "flag" && token.flag.valueWord === next) at++;
    found.push(token);
  }
  return found;
}

function flagToken(
  word: Word,
  groups: Readonly<Record<string, string | undefined>>,
  next: Word | undefined,
  origin: Origin,
): Token {
  const wrong = (code: string, what: string, mend: string): Token => ({
    kind: "wrong",
    word,
    fault: new Fault(code, what, { place: origin.place(word), mend }),
  });
  const { name = "", value } = groups;
  const looked = groups.dashes === "--" ? longFlag(name) : shortFlag(name);
  if (looked === undefined) {
    return wrong(
      "usage/unknown-flag",
      `unknown flag ${word.text.split("=", 1)[0]}`,
      mendUnknown(groups.dashes ?? "", name),
    );
  }
  const { flag, negated } = looked;
  if (flag.value === undefined) {
    if (value !== undefined) {
      return wrong(
        "usage/switch-value",
        `--${flag.name} is a switch and takes no value`,
        `Write --${flag.name} or --no-${flag.name}`,
      );
    }
    const given = { name: flag.name, value: null, negated, word };
    return { kind: "flag", word, flag: { ...given, valueWord: word } };
  }
  const joined = value ?? looked.value;
  const valueWord = joined === undefined ? next : word;
  const given = joined ?? next?.text;
  if (
    given === undefined || given === "" || valueWord === undefined ||
    (joined === undefined && given === "then")
  ) {
    return wrong(
      "usage/no-value",
      `--${flag.name} needs a value: --${flag.name} ${flag.value}`,
      given === "then"
        ? `Write --${flag.name}=then if that is the value`
        : `See weir help --${flag.name}`,
    );
  }
  return {
    kind: "flag",
    word,
    flag: { name: flag.name, value: given, negated: false, word, valueWord },
  };
}

interface Looked {
  readonly flag: Flag;
  readonly negated: boolean;
  /** The value that is written against a letter: `-ocsv`. */
  readonly value?: string;
}

function longFlag(name: string): Looked | undefined {
  const flag = flagNamed(name);
  if (flag !== undefined) return { flag, negated: false };
  const switched = name.startsWith("no-")
    ? flagNamed(name.slice(3))
    : undefined;
  return switched === undefined || switched.value !== undefined
    ? undefined
    : { flag: switched, negated: true };
}

function shortFlag(name: string): Looked | undefined {
  const flag = flagOfLetter(name.charAt(0));
  if (flag === undefined) return undefined;
  if (name.length === 1) return { flag, negated: false };
  const value = name.slice(1);
  return flag.choices?.includes(value) === true
    ? { flag, negated: false, value }
    : undefined;
}

function mendUnknown(dashes: string, name: string): string {
  const foreign = foreignFlag(name);
  if (foreign !== undefined) return foreign;
  const names = [...new Set(allFlags.map(({ flag }) => flag.name))];
  const near = nearestName(name, names);
  if (near !== null) return `Did you mean --${near}?`;
  return dashes === "-"
    ? "If it belongs to an expression, put the whole expression in quotes; else see weir -h"
    : "See weir --help for all flags";
}

/** A fault for a value that is none of a flag's choices, or `null`. */
export function choiceFault(
  flag: Flag,
  given: GivenFlag,
  origin: Origin,
): Fault | null {
  const { choices } = flag;
  const value = given.value ?? "";
  if (choices === undefined || choices.includes(value)) return null;
  const nickname = formatNicknames[value.toLowerCase()];
  const near = nickname !== undefined && choices.includes(nickname)
    ? nickname
    : nearestName(value, choices);
  return new Fault(
    "usage/choice",
    `--${flag.name} is ${listed(choices)}, not '${value}'`,
    {
      place: origin.place(given.valueWord),
      mend: near === null
        ? `See weir help --${flag.name}`
        : `Write ${given.word.text.split("=", 1)[0]} ${near}`,
    },
  );
}
