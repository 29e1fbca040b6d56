import type { CharacterSet, Pattern } from "./syntax.ts";

/** How a backtracking engine may go wrong on a pattern. */
export interface Cost {
  /**
   * The time is at worst a power of the length of the text: this one.
   * `Infinity` where it may grow faster than any power.
   */
  readonly power: number;
}

/** More ways than this to choose optional parts, and the time is no longer bounded. */
const MOST_CHOICES = 1024;

/**
 * Bounds the time that a backtracking engine can take to find that a pattern
 * does not match.
 *
 * A repeat without limit of one set of characters multiplies it by the length
 * of the text, unless what follows cannot be of that set; repeats of anything
 * more, which may nest, are not bounded here.
 */
export function backtrackingCost(pattern: Pattern): Cost {
  const found = { ambiguous: 0, loops: 0, choices: 1, nested: false };
  visit(pattern, null);
  const anchored = beginsAtStart(pattern);
  if (found.nested || found.choices > MOST_CHOICES) return { power: Infinity };
  return {
    power: (anchored ? 0 : 1) +
      Math.max(found.ambiguous, found.loops > 0 ? 1 : 0),
  };

  function visit(node: Pattern, follower: Pattern | null): void {
    switch (node.kind) {
      case "set":
      case "anchor":
        return;
      case "capture":
        return visit(node.part, follower);
      case "alternatives":
        found.choices *= node.parts.length;
        node.parts.forEach((part) => visit(part, follower));
        return;
      case "sequence":
        node.parts.forEach((part, at) =>
          visit(part, node.parts[at + 1] ?? follower)
        );
        return;
      case "repeat": {
        const single = innermost(node.part);
        if (canBeEmpty(node.part)) {
          // Perl and JavaScript do not take an empty round; RE2 does.
          found.nested = true;
        } else if (single === null) {
          if (node.most > 1) found.nested = true;
          else {
            found.choices *= 2;
            visit(node.part, follower);
          }
        } else if (node.most > 16) {
          found.loops++;
          if (!isApart(single, follower)) found.ambiguous++;
        } else {
          found.choices *= node.most - node.least + 1;
        }
      }
    }
  }
}

function canBeEmpty(node: Pattern): boolean {
  switch (node.kind) {
    case "set":
      return false;
    case "anchor":
      return true;
    case "capture":
      return canBeEmpty(node.part);
    case "sequence":
      return node.parts.every(canBeEmpty);
    case "alternatives":
      return node.parts.some(canBeEmpty);
    case "repeat":
      return node.least === 0 || canBeEmpty(node.part);
  }
}

function innermost(node: Pattern): CharacterSet | null {
  if (node.kind === "set") return node;
  return node.kind === "capture" ? innermost(node.part) : null;
}

/** Whether what follows cannot begin with a character of a set, so that a repeat of the set can only end in one way. */
function isApart(set: CharacterSet, follower: Pattern | null): boolean {
  if (follower === null) return false;
  const next = firstSet(follower);
  if (next === null || next === "end") return next === "end";
  if (set.properties.length > 0 || next.properties.length > 0) return false;
  if (set.folds || next.folds) return false;
  const [a, b] = [set.ranges, next.ranges];
  const overlap = a.some(([low, high]) =>
    b.some(([from, to]) => low <= to && from <= high)
  );
  if (!set.negated && !next.negated) return !overlap;
  if (set.negated && next.negated) return false;
  // One is all but some characters: they are apart where the other has only those.
  const [some, others] = set.negated ? [b, a] : [a, b];
  return some.every(([low, high]) =>
    others.some(([from, to]) => from <= low && high <= to)
  );
}

function firstSet(node: Pattern): CharacterSet | "end" | null {
  switch (node.kind) {
    case "set":
      return node;
    case "capture":
      return firstSet(node.part);
    case "sequence":
      return node.parts[0] === undefined ? null : firstSet(node.parts[0]);
    case "repeat":
      return node.least > 0 ? firstSet(node.part) : null;
    case "anchor":
      return node.at === "textEnd" ? "end" : null;
    default:
      return null;
  }
}

function beginsAtStart(node: Pattern): boolean {
  switch (node.kind) {
    case "anchor":
      return node.at === "textStart";
    case "sequence":
      return node.parts[0] !== undefined && beginsAtStart(node.parts[0]);
    case "capture":
      return beginsAtStart(node.part);
    case "alternatives":
      return node.parts.every(beginsAtStart);
    default:
      return false;
  }
}
