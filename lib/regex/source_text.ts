import type { Anchor, CharacterSet, Pattern } from "./syntax.ts";

/** A set of characters as JavaScript writes it; whether case counts is for a flag of the whole. */
export function setSource(set: CharacterSet): string {
  const items = set.ranges.map(([first, last]) =>
    first === last ? point(first) : `${point(first)}-${point(last)}`
  );
  for (const { name, negated } of set.properties) {
    items.push(`\\${negated ? "P" : "p"}{${name}}`);
  }
  // [^] is any character, and [] none.
  return `[${set.negated ? "^" : ""}${items.join("")}]`;
}

function point(code: number): string {
  const character = String.fromCodePoint(code);
  return /^[A-Za-z0-9]$/u.test(character)
    ? character
    : `\\u{${code.toString(16)}}`;
}

const ANCHORS: Readonly<Record<Anchor["at"], string | null>> = {
  textStart: "^",
  textEnd: "$",
  // JavaScript ends lines at more characters than \n.
  lineStart: null,
  lineEnd: null,
  wordEdge: "\\b",
  // V8 also finds it between the halves of a surrogate pair.
  noWordEdge: null,
};

/** The flags that make JavaScript take the source of a pattern as it is meant; `null` where none do. */
export function sourceFlags(pattern: Pattern): string | null {
  const found = { unsaid: false, words: false, folds: false, exact: false };
  visit(pattern);
  // Where case is ignored, JavaScript takes more letters for words. And it is
  // ignored in all of a pattern or in none: V8 lets `(?i:[A])[b]` match "AB".
  if (found.unsaid || (found.folds && (found.words || found.exact))) {
    return null;
  }
  return found.folds ? "iv" : "v";

  function visit(node: Pattern): void {
    switch (node.kind) {
      case "set":
        if (node.folds) found.folds = true;
        else found.exact = true;
        return;
      case "anchor":
        if (ANCHORS[node.at] === null) found.unsaid = true;
        if (node.at === "wordEdge") found.words = true;
        return;
      case "sequence":
      case "alternatives":
        return node.parts.forEach(visit);
      default:
        visit(node.part);
    }
  }
}

/** A pattern as the source of a `RegExp` with the flags that {@linkcode sourceFlags} gives. */
export function patternSource(pattern: Pattern): string {
  switch (pattern.kind) {
    case "set":
      return setSource(pattern);
    case "anchor":
      return ANCHORS[pattern.at] ?? "";
    case "sequence":
      return pattern.parts.map((part) =>
        part.kind === "alternatives"
          ? `(?:${patternSource(part)})`
          : patternSource(part)
      ).join("");
    case "alternatives":
      return pattern.parts.map(patternSource).join("|");
    case "capture":
      return `(${patternSource(pattern.part)})`;
    case "repeat": {
      const { least, most } = pattern;
      const count = least === 0 && most === Infinity
        ? "*"
        : least === 1 && most === Infinity
        ? "+"
        : least === 0 && most === 1
        ? "?"
        : `{${least},${most === Infinity ? "" : most}}`;
      return `(?:${patternSource(pattern.part)})${count}${
        pattern.greedy ? "" : "?"
      }`;
    }
  }
}
