import { Fault, placeInText } from "../core/mod.ts";
import type { SourceText, Span } from "./lex.ts";

/** A fault at a spot of a text in the language. */
export function faultAt(
  source: SourceText,
  span: Span,
  code: string,
  what: string,
  mend?: string,
): Fault {
  return new Fault(`sql/${code}`, `cannot read ${source.source}: ${what}`, {
    place: placeInText(source.source, source.text, span.start, span.end),
    ...(mend === undefined ? {} : { mend }),
  });
}

/** A text of the user's inside a message: cut where it is long, its control characters shown. */
export function quoted(text: string): string {
  const cut = text.length > 60 ? text.slice(0, 57) + "..." : text;
  return cut.replaceAll(
    // deno-lint-ignore no-control-regex
    /[\x00-\x1f\x7f-\x9f]/g,
    (character) =>
      `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** The words that a list of names ends in: `a, b or c`. */
export function listed(words: readonly string[], join = "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${join} ${words.at(-1)}`;
}
