import { eastAsianWidth } from "get-east-asian-width";

/** What a terminal draws in no column of its own. */
const NO_WIDTH = /^[\p{Mark}\p{Format}]$/u;
const EMOJI = /^\p{Emoji_Presentation}|\ufe0f/u;
// Made at the first text that needs it: its tables take 10 ms to load.
let graphemes: Intl.Segmenter | null = null;

/** How many columns of a terminal a text takes: wide characters two, combining marks none. */
export function textWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) {
    width += graphemeWidth(segment);
  }
  return width;
}

/**
 * Cuts a text that is wider than a number of columns, and ends it with `…`.
 *
 * @param width At least one column.
 */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (isPlain(text)) return `${text.slice(0, width - 1)}…`;
  let cut = "";
  let left = width - 1;
  for (const { segment } of graphemesOf(text)) {
    left -= graphemeWidth(segment);
    if (left < 0) break;
    cut += segment;
  }
  return `${cut}…`;
}

function graphemesOf(text: string): Intl.Segments {
  graphemes ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return graphemes.segment(text);
}

function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) {
    if (NO_WIDTH.test(character)) continue;
    width = Math.max(width, eastAsianWidth(character.codePointAt(0)!));
  }
  return width;
}

/** Whether every character is printable ASCII. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 126) return false;
  }
  return true;
}
