import { characterCount, characters } from "./characters.ts";
import type { Implementation } from "./signature.ts";

/** The longest text that a function may make, in UTF-16 units: far below what the runtime can hold. */
export const LONGEST = 1 << 28;

/** What DuckDB takes for a space here: not tabs, not line ends. */
export const SPACE = /^\p{Zs}$/u;

/** A text without unwanted characters at its ends. */
export function trimmed(
  text: string,
  side: "both" | "start" | "end",
  unwanted: (character: string) => boolean,
): string {
  let start = 0;
  let end = text.length;
  while (side !== "end" && start < end) {
    const character = String.fromCodePoint(text.codePointAt(start)!);
    if (!unwanted(character)) break;
    start += character.length;
  }
  while (side !== "start" && end > start) {
    const wide = end - start > 1 &&
      (text.charCodeAt(end - 1) & 0xfc00) === 0xdc00;
    const character = text.slice(wide ? end - 2 : end - 1, end);
    if (!unwanted(character)) break;
    end -= character.length;
  }
  return text.slice(start, end);
}

/** The first so many characters; all but the last so many where the count is negative. */
export function left(text: string, count: number): string {
  if (count >= 0) return characters(text, 0, count);
  return characters(text, 0, Math.max(0, characterCount(text) + count));
}

/** The last so many characters; all but the first so many where the count is negative. */
export function right(text: string, count: number): string {
  const size = characterCount(text);
  const from = count >= 0 ? Math.max(0, size - count) : Math.min(size, -count);
  return characters(text, from, size);
}

/** One of the parts between separators, counted from 1; from the end where negative. */
export function splitPart(
  text: string,
  separator: string,
  index: number,
): string {
  const parts = separator === "" ? [...text] : text.split(separator);
  const at = index > 0 ? index - 1 : parts.length + index;
  return index === 0 ? "" : parts[at] ?? "";
}

/** Makes `lpad` or `rpad`. */
export function padded(side: "start" | "end"): Implementation {
  return (text, size, padding) => {
    const wanted = Number(size);
    if (wanted > LONGEST) return undefined;
    const own = [...text as string];
    const fill = [...padding as string];
    const missing = wanted - own.length;
    if (missing <= 0) return own.slice(0, Math.max(0, wanted)).join("");
    if (fill.length === 0) return undefined;
    const added = Array.from(
      { length: missing },
      (_, at) => fill[at % fill.length]!,
    )
      .join("");
    return side === "start" ? added + text : text + added;
  };
}

/** Where a part begins, counted in characters from 1; 0 where it does not occur. */
export function positionOf(text: string, wanted: string): number {
  const at = text.indexOf(wanted);
  return at < 0 ? 0 : characterCount(text.slice(0, at)) + 1;
}
