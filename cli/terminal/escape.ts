// C0 and C1 controls, line separators, marks that turn the direction of text,
// characters of no width that hide in names, and halves of surrogate pairs.
const UNSAFE =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

const NAMED: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * Text that is safe to show: what would move the cursor, ring, hide or turn
 * text is written as an escape. It stays on one line.
 */
export function shownText(text: string): string {
  return text.replaceAll(UNSAFE, (character) => {
    const named = NAMED[character];
    if (named !== undefined) return named;
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2
      ? `\\x${code.padStart(2, "0")}`
      : `\\u${code.padStart(4, "0")}`;
  });
}
