import { type Place, placeInText } from "../../lib/core/mod.ts";
import type { SourceText } from "../../lib/pipeline/spec.ts";
import { shellWord, withoutSecrets } from "./shell_text.ts";

/** A word of a command line or of a job file, and where it stands in its text. */
export interface Word {
  /** What it says, quotes and escapes undone. */
  readonly text: string;
  /** Its first character in the text of its origin, counted from 0; behind the quote where it has one. */
  readonly start: number;
  /** The character after it. */
  readonly end: number;
}

/** Where words come from: it tells their places. */
export interface Origin {
  /** Where a word stands, for a fault. */
  place(word: Word): Place;
  /**
   * Words joined to a text of the expression or query language.
   *
   * @param source What the text is called in messages, where it has no file.
   */
  sourceText(words: readonly Word[], source: string): SourceText;
}

/** The words of a command line, shown in faults as it would be typed. */
export function commandLine(
  argv: readonly string[],
): { origin: Origin; words: readonly Word[] } {
  const shown = withoutSecrets(argv);
  let text = "weir";
  const words = argv.map((word, index): Word => {
    const start = text.length + 1;
    text += ` ${shellWord(shown[index] ?? word)}`;
    return { text: word, start, end: text.length };
  });
  // One line, so that a query of several lines can be pointed into.
  const excerpt = text.replaceAll(/\s/g, " ");
  const origin: Origin = {
    place: (word) => ({
      source: "command line",
      excerpt,
      caret: word.start,
      caretLength: word.end - word.start,
    }),
    sourceText: (words, source) => ({
      text: words.map((word) => word.text).join(" "),
      source,
    }),
  };
  return { origin, words };
}

/**
 * The words of a job file. Texts are handed on with blanks for all that stands
 * before them in the file, so that a place in the text is a place in the file.
 */
export function jobOrigin(path: string, job: string): Origin {
  return {
    place: (word) => placeInText(path, job, word.start, word.end),
    sourceText(words) {
      let text = "";
      for (const word of words) {
        text += blankText(job.slice(text.length, word.start)) + word.text;
      }
      return { text, source: path };
    },
  };
}

/** White space of the same shape: line ends stay, all else becomes spaces. */
export function blankText(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}
