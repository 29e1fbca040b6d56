import type { CompiledPattern, Match } from "./compile_pattern.ts";

/**
 * A replacement as RE2 writes it: `\1` is a group, `\0` the whole match, `\\`
 * a backslash; `null` where it refers to what is not there, and nothing is
 * replaced.
 */
export function replacementParts(
  replacement: string,
  captures: number,
): readonly (string | number)[] | null {
  const parts: (string | number)[] = [];
  let text = "";
  for (let at = 0; at < replacement.length; at++) {
    if (replacement[at] !== "\\") {
      text += replacement[at];
      continue;
    }
    const next = replacement[++at];
    if (next === "\\") text += next;
    else if (next !== undefined && /^\d$/u.test(next)) {
      if (Number(next) > captures) return null;
      parts.push(text, Number(next));
      text = "";
    } else {
      return null;
    }
  }
  return [...parts, text];
}

/** Replaces the first match, or all of them. */
export function replacePattern(
  pattern: CompiledPattern,
  text: string,
  parts: readonly (string | number)[],
  all: boolean,
): string {
  let result = "";
  let copied = 0;
  let from = 0;
  let lastEnd = -1;
  while (from <= text.length) {
    const match = pattern.find(text, from);
    if (match === null) break;
    const { start, end } = match;
    // An empty match may not touch the match before it.
    if (start === end && start === lastEnd) {
      from = past(text, from);
      continue;
    }
    result += text.slice(copied, start) + filled(parts, match);
    copied = end;
    lastEnd = end;
    from = start === end ? past(text, end) : end;
    if (!all) break;
  }
  return result + text.slice(copied);
}

/** The offset after the character at an offset. */
function past(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

function filled(parts: readonly (string | number)[], match: Match): string {
  return parts.map((part) =>
    typeof part === "string" ? part : match.group(part)
  ).join("");
}
