import { Fault, placeInText } from "../../lib/core/mod.ts";
import type { Word } from "./origin.ts";

/** How the words of a job file are read. */
export interface WordReading {
  /** Name of the file, for messages. */
  readonly source: string;
  /** The whole text. */
  readonly text: string;
  /** The value of `$NAME`; `undefined` where it has none. Not given: `$` is a character like any other. */
  readonly parameter?: (name: string) => string | undefined;
}

// A name, or a name in braces with what holds where it has no value.
const PARAMETER = /\$(?:\{([A-Za-z_]\w*)(?::-([^}]*))?\}|([A-Za-z_]\w*))/y;

/**
 * Reads words as a POSIX shell has them: single quotes keep all, double quotes
 * and backslashes keep most, `#` at the start of a word begins a comment.
 * `$NAME` becomes part of its word, whatever is in its value.
 *
 * @throws {Fault} Where a quote is not closed, or a parameter has no value.
 */
export function posixWords(
  reading: WordReading,
  start: number,
  end: number,
): readonly Word[] {
  const words: Word[] = [];
  let at = start;
  while ((at = skipBlanks(reading.text, at, end)) < end) {
    const word = posixWord(reading, at, end);
    words.push(word);
    at = word.after;
  }
  return words;
}

/** The position behind white space and comments. */
export function skipBlanks(text: string, at: number, end: number): number {
  for (;;) {
    while (at < end && /\s/.test(text.charAt(at))) at++;
    if (text.charAt(at) !== "#" || at >= end) return at;
    while (at < end && text.charAt(at) !== "\n") at++;
  }
}

/**
 * Reads one word.
 *
 * @param offsets Takes the position in the text of each character of the word.
 * @returns The word; `after` is the position behind its last quote.
 */
export function posixWord(
  reading: WordReading,
  start: number,
  end: number,
  offsets: number[] = [],
): Word & { readonly after: number } {
  const { text } = reading;
  let said = "";
  let quote = "";
  let quoteAt = start;
  let at = start;
  const say = (what: string) => {
    said += what;
    while (offsets.length < said.length) offsets.push(at);
  };
  while (at < end) {
    const character = text.charAt(at);
    if (quote === "" && /\s/.test(character)) break;
    if (quote !== "'" && character === "\\") {
      // Inside double quotes a backslash escapes these four only.
      const escaped = text.charAt(at + 1);
      const taken = quote === "" || '"\\$`'.includes(escaped);
      say(taken ? escaped : `\\${escaped}`);
      at += 2;
    } else if (character === quote) {
      quote = "";
      at++;
    } else if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      quoteAt = at++;
    } else if (quote !== "'" && character === "$" && reading.parameter) {
      const { value, length } = parameterAt(reading, at);
      say(value);
      at += length;
    } else {
      say(character);
      at++;
    }
  }
  if (quote !== "") throw unclosed(reading, quoteAt, quote);
  const quoted = /['"]/.test(text.charAt(start));
  return {
    text: said,
    start: quoted ? start + 1 : start,
    end: quoted && at - start > 1 ? at - 1 : at,
    after: at,
  };
}

/** The fault for a quote without its partner. */
export function unclosed(
  { source, text }: WordReading,
  at: number,
  quote: string,
): Fault {
  return new Fault("job/quote", `a quote is not closed: ${quote}`, {
    place: placeInText(source, text, at),
    mend:
      `Add the missing ${quote}; a line that continues a stage begins with white space`,
  });
}

function parameterAt(
  { source, text, parameter }: WordReading,
  at: number,
): { value: string; length: number } {
  PARAMETER.lastIndex = at;
  const match = PARAMETER.exec(text);
  if (match === null) return { value: "$", length: 1 };
  const name = match[1] ?? match[3] ?? "";
  const value = parameter?.(name) ?? match[2];
  if (value === undefined) {
    throw new Fault("job/parameter", `$${name} has no value`, {
      place: placeInText(source, text, at, at + match[0].length),
      mend:
        `Pass --param ${name}=VALUE, or write \${${name}:-DEFAULT}; the environment is not looked at`,
    });
  }
  return { value, length: match[0].length };
}
