/** The literal texts between the `%` of a pattern; `null` where it also has `_`. */
export function literalParts(pattern: string): string[] | null {
  return pattern.includes("_") ? null : pattern.split("%");
}

/** One element of a pattern: a character, `_` (any character) or `%` (any characters). */
type Element = number | "any" | "many";

/** A pattern of LIKE, ready to be matched. */
export type LikePattern = readonly Element[];

/** Reads a pattern; `undefined` where it ends in its escape. */
export function likePattern(
  pattern: string,
  escape: string,
): LikePattern | undefined {
  const elements: Element[] = [];
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && escape !== "" && character === escape) escaped = true;
    else {
      const element = escaped
        ? character.codePointAt(0)!
        : character === "_"
        ? "any"
        : character === "%"
        ? "many"
        : character.codePointAt(0)!;
      if (element !== "many" || elements.at(-1) !== "many") {
        elements.push(element);
      }
      escaped = false;
    }
  }
  return escaped ? undefined : elements;
}

/** Whether a text is of a pattern: all of it. Goes back to the last `%` only, so the time is at worst text times pattern. */
export function matchesLike(text: string, pattern: LikePattern): boolean {
  let at = 0, element = 0;
  let lastMany = -1, resume = 0;
  while (at < text.length) {
    const point = text.codePointAt(at)!;
    const wanted = pattern[element];
    if (wanted === "many") {
      lastMany = element++;
      resume = at;
    } else if (wanted === "any" || wanted === point) {
      at += point > 0xffff ? 2 : 1;
      element++;
    } else if (lastMany >= 0) {
      element = lastMany + 1;
      resume += text.codePointAt(resume)! > 0xffff ? 2 : 1;
      at = resume;
    } else {
      return false;
    }
  }
  while (pattern[element] === "many") element++;
  return element === pattern.length;
}
