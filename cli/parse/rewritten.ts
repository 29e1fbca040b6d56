import type { Word } from "./origin.ts";
import { shellText, withoutSecrets } from "./shell_text.ts";

/** The words of a command line, to write it again with a part of it replaced. */
export interface Rewriter {
  /**
   * The whole command line, ready to paste, with the words from one to another replaced.
   *
   * @param from The first word to replace.
   * @param to The first word to keep; `null`: replace all to the end.
   */
  replace(
    from: Word,
    to: Word | null,
    replacement: readonly string[],
  ): string;
  /** The words from one to another, as they were given. */
  between(from: Word, to: Word | null): readonly string[];
}

/** A rewriter of a command line. */
export function rewriter(words: readonly Word[]): Rewriter {
  const texts = words.map((word) => word.text);
  const bounds = (from: Word, to: Word | null): [number, number] => [
    words.indexOf(from),
    to === null ? words.length : words.indexOf(to),
  ];
  return {
    replace(from, to, replacement) {
      const [start, end] = bounds(from, to);
      return shellText(withoutSecrets([
        "weir",
        ...texts.slice(0, start),
        ...replacement,
        ...texts.slice(end),
      ]));
    },
    between(from, to) {
      const [start, end] = bounds(from, to);
      return texts.slice(start, end);
    },
  };
}
