import { Fault, placeInText } from "../../lib/core/mod.ts";
import { flagIn, type Stage, stageNamed } from "../options.ts";
import { blankText, type Word } from "./origin.ts";
import {
  posixWord,
  skipBlanks,
  unclosed,
  type WordReading,
} from "./posix_words.ts";

/** The text of a text stage in a job file. */
export interface JobText {
  /** The text; `null` where the line has none. */
  readonly word: Word | null;
  /** Where the flags of the line begin. */
  readonly flagsAt: number;
}

/**
 * Takes the rest of a line as it stands, up to the first ` --flag` of the
 * stage outside quotes (C4). A text wholly in one pair of shell quotes is
 * unwrapped, so that lines can be pasted from a shell.
 *
 * @throws {Fault} Where a quote is not closed, or a further stage follows.
 */
export function jobText(
  stage: Stage,
  reading: WordReading,
  start: number,
  end: number,
): JobText {
  const { text } = reading;
  const from = skipBlanks(text, start, end);
  if (from >= end || startsFlag(stage, text, from)) {
    return { word: null, flagsAt: from };
  }
  return wrapped(stage, reading, from, end) ?? plain(stage, reading, from, end);
}

/** The text in one pair of shell quotes, `'a'\''b'` being one; `null` where it is not so. */
function wrapped(
  stage: Stage,
  { source, text }: WordReading,
  from: number,
  end: number,
): JobText | null {
  if (!/['"]/.test(text.charAt(from))) return null;
  const offsets: number[] = [];
  let word: ReturnType<typeof posixWord>;
  try {
    word = posixWord({ source, text }, from, end, offsets);
  } catch (error) {
    // It may still be a text with quotes of its own: 'it\' = name.
    if (error instanceof Fault) return null;
    throw error;
  }
  const next = skipBlanks(text, word.after, end);
  const follows = /^then\s+(\w+)/.exec(text.slice(next, end))?.[1];
  if (follows !== undefined && stageNamed(follows) !== undefined) {
    throw ownLine({ source, text }, next, follows);
  }
  if (next < end && !startsFlag(stage, text, next)) return null;
  return {
    word: { ...word, text: realigned(word, offsets) },
    flagsAt: next,
  };
}

/**
 * Escapes make a text shorter than what was written. Blanks at its next white
 * space outside quotes change nothing, and bring places behind them right again.
 *
 * @param offsets Where each character of the text stands in the file.
 */
function realigned({ text, start }: Word, offsets: readonly number[]): string {
  let aligned = "";
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote === "" && /\s/.test(character)) {
      aligned += " ".repeat(offsets[at]! - start - aligned.length);
    }
    if (quote === "" && /['"]/.test(character)) quote = character;
    else if (character === quote) quote = "";
    aligned += character;
  }
  return aligned;
}

function plain(
  stage: Stage,
  reading: WordReading,
  from: number,
  end: number,
): JobText {
  const { text } = reading;
  let said = "";
  let quote = "";
  let quoteAt = from;
  let at = from;
  while (at < end) {
    const character = text.charAt(at);
    const wordStarts = quote === "" && /\s/.test(text.charAt(at - 1));
    if (wordStarts && character === "#") {
      const after = skipBlanks(text, at, end);
      said += blankText(text.slice(at, after));
      at = after;
      continue;
    }
    if (wordStarts && startsFlag(stage, text, at)) break;
    if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      quoteAt = at;
    } else if (character === quote) {
      quote = "";
    }
    said += character;
    at++;
  }
  if (quote !== "") throw unclosed(reading, quoteAt, quote);
  said = said.trimEnd();
  const further = /\sthen\s+(\w+)(?=\s)/.exec(said);
  if (
    further?.[1] !== undefined && stageNamed(further[1]) !== undefined &&
    !/\bcase\b/i.test(said)
  ) {
    throw ownLine(reading, from + further.index + 1, further[1]);
  }
  return {
    word: { text: said, start: from, end: from + said.length },
    flagsAt: at,
  };
}

/** Whether a flag that the stage knows begins at a position. */
function startsFlag(stage: Stage, text: string, at: number): boolean {
  const name = /^--(no-)?([a-z][a-z-]*)(?=[\s=]|$)/.exec(
    text.slice(at, at + 40),
  );
  if (name?.[2] === undefined) return false;
  return flagIn(stage, name[2]) !== undefined ||
    flagIn(stage, `${name[1] ?? ""}${name[2]}`) !== undefined;
}

/** The fault for a second stage on one line of a job. */
export function ownLine(
  { source, text }: WordReading,
  at: number,
  stage: string,
): Fault {
  return new Fault("job/own-line", "a job file holds a stage a line", {
    place: placeInText(source, text, at, at + 4),
    mend: `Put ${stage} on a line of its own, without then`,
  });
}
