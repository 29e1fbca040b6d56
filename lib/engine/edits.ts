/** A stretch of the user's text and what DuckDB gets in its place. */
export interface Edit {
  /** Offset of the first character replaced. */
  readonly start: number;
  /** Offset after the last; `start` for something put in. */
  readonly end: number;
  /** What stands there instead. */
  readonly text: string;
}

/** A text with edits carried out, which still knows where each part came from. */
export interface EditedText {
  /** The new text. */
  readonly text: string;
  /** The offset in the original of a position in the new text, counted in bytes of UTF-8. */
  originalOffset(byte: number): number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Carries out edits on a text.
 *
 * Edits may stand in any order but must not overlap; of several at one offset
 * the first given comes first.
 *
 * @example Where an error stands
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const edited = editText("now() - x", [{ start: 0, end: 5, text: "TIMESTAMP '1970-01-01'" }]);
 * assertEquals(edited.text, "TIMESTAMP '1970-01-01' - x");
 * assertEquals(edited.originalOffset(25), 8);
 * ```
 */
export function editText(original: string, edits: readonly Edit[]): EditedText {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.start - b.edit.start || a.order - b.order);
  /** Where stretches of the original begin in the new text, and in the original. */
  const stretches: { at: number; from: number; length: number }[] = [];
  let text = "";
  let from = 0;
  const copy = (to: number): void => {
    stretches.push({ at: text.length, from, length: to - from });
    text += original.slice(from, to);
  };
  for (const { edit } of sorted) {
    if (edit.start < from) throw new RangeError("Cannot edit as edits overlap");
    copy(edit.start);
    text += edit.text;
    from = edit.end;
  }
  copy(original.length);
  return {
    text,
    originalOffset(byte: number): number {
      const bytes = encoder.encode(text).subarray(0, byte);
      const offset = decoder.decode(bytes).length;
      let found = 0;
      for (const { at, from, length } of stretches) {
        if (at > offset) break;
        // What was put in belongs to where the text it replaced began.
        found = from + Math.min(offset - at, length);
      }
      return found;
    },
  };
}
