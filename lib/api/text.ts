import type { SourceText } from "../pipeline/mod.ts";

/** A text of the caller's, and what messages call it. */
export function textOf(text: string, source: string): SourceText {
  return { text, source };
}

/** A list given as one text or as several. */
export function listOf(
  list: string | readonly string[],
  source: string,
): SourceText {
  return { text: typeof list === "string" ? list : list.join(", "), source };
}
