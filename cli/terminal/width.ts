import { eastAsianWidth } from "get-east-asian-width";

// Made at the first text that needs it: its tables take 10 ms to load.
let clusters: Intl.Segmenter | null = null;

/** The characters of a text as people count them: a letter with its marks is one, as is a flag. */
export function graphemes(text: string): string[] {
  // Most text is ASCII, where each unit stands for itself.
  // deno-lint-ignore no-control-regex
  if (/^[\u0000-\u007f]*$/.test(text)) return [...text];
  clusters ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return Array.from(clusters.segment(text), ({ segment }) => segment);
}

/** How many columns a text takes on a terminal; it has no control characters. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

/** How many columns one character takes: 0, 1 or 2. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1 && grapheme <= "~") return 1;
  // Flags are two letters of width 1 each, and a sign asks for the coloured
  // picture of a symbol that is narrow by itself.
  if (/^\p{RI}\p{RI}|\ufe0f/u.test(grapheme)) return 2;
  const point = grapheme.codePointAt(0);
  if (point === undefined || /^[\p{M}\u200c\u200d]/u.test(grapheme)) return 0;
  return eastAsianWidth(point);
}
