import { spanText } from "../core/mod.ts";

/**
 * What a terminal would obey or hide instead of showing: control characters,
 * marks that turn the direction of text, line separators, and characters
 * without width.
 */
const CONTROLS =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const LETTERS: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const LF = 10;
const encoder = new TextEncoder();

/** A text with what a terminal would obey made visible: `\x1b`, `\n`, `\u202e`. */
export function showControls(text: string): string {
  return text.replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    return LETTERS[character] ??
      (code < 256
        ? `\\x${code.toString(16).padStart(2, "0")}`
        : `\\u${code.toString(16)}`);
  });
}

/**
 * Output of any format made fit for a terminal: a tab and the end of a line
 * stay, all else that a terminal would obey is shown. For what leaves on a
 * terminal only; data in a pipe is never touched.
 */
export function showControlBytes(bytes: Uint8Array): Uint8Array {
  if (!bytes.some(isSuspect)) return bytes;
  const text = spanText(bytes, 0, bytes.length);
  const shown = text.split("\n").map((line) =>
    // A carriage return before the line end belongs to it.
    line.replace(/\r$/, "").split("\t").map(showControls).join("\t")
  );
  return encoder.encode(shown.join("\n"));
}

/** Whether a byte is a control character, or may begin one beyond ASCII. */
function isSuspect(byte: number): boolean {
  return byte < 32 ? byte !== LF : byte >= 127;
}
