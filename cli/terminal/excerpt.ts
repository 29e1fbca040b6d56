import { shownText } from "./escape.ts";
import { displayWidth, graphemes, graphemeWidth } from "./width.ts";

/** A line of a text, and the spot in it that is meant. */
export interface Spot {
  /** The line, as it came. */
  readonly line: string;
  /** Characters from its start to the spot. */
  readonly caret: number;
  /** How many characters are meant. */
  readonly caretLength: number;
}

const CUT = "…";

/**
 * Two lines that show a spot: the text and carets under it, cut so that they
 * take at most `columns` columns with the spot inside. Control characters are
 * shown as escapes, and wide characters take their two columns.
 */
export function excerptLines(
  { line, caret, caretLength }: Spot,
  columns: number,
): readonly [string, string] {
  const end = Math.max(caret, Math.min(line.length, caret + caretLength));
  // White space in front says nothing, and goes unless it is what is meant.
  const indent = Math.min(caret, line.length - line.trimStart().length);
  // A long line is cut before it is measured, so that a megabyte costs nothing.
  const near = Math.max(indent, caret - 4 * columns);
  let before = shownText(whole(line.slice(near, caret), "start"));
  let meant = shownText(line.slice(caret, end));
  let after = shownText(
    whole(line.slice(end, end + 4 * columns), "end").trimEnd(),
  );
  let cutBefore = near > indent;
  if (displayWidth(meant) > columns - 2) {
    meant = head(meant, columns - 2);
    after = "";
  }
  const room = columns - displayWidth(meant);
  // Three parts before the spot to one behind it, unless one needs less.
  const behind = Math.min(
    displayWidth(after),
    Math.max(room >> 2, room - displayWidth(before)),
  );
  if (displayWidth(before) > room - behind) cutBefore = true;
  if (cutBefore) before = CUT + tail(before, room - behind - 1);
  if (displayWidth(after) > behind) after = head(after, behind - 1) + CUT;
  const caretWidth = Math.max(1, displayWidth(meant));
  return [
    before + meant + after,
    " ".repeat(displayWidth(before)) + "^".repeat(caretWidth),
  ];
}

/** The first characters that fit. */
function head(text: string, columns: number): string {
  let fitting = "";
  let width = 0;
  for (const grapheme of graphemes(text)) {
    width += graphemeWidth(grapheme);
    if (width > columns) break;
    fitting += grapheme;
  }
  return fitting;
}

/** The last characters that fit. */
function tail(text: string, columns: number): string {
  let fitting = "";
  let width = 0;
  for (const grapheme of graphemes(text).toReversed()) {
    width += graphemeWidth(grapheme);
    if (width > columns) break;
    fitting = grapheme + fitting;
  }
  return fitting;
}

/** A cut may have left half of a surrogate pair at one end, which is not the text's own. */
function whole(text: string, end: "start" | "end"): string {
  return end === "start"
    ? text.replace(/^[\udc00-\udfff]/, "")
    : text.replace(/[\ud800-\udbff]$/, "");
}
