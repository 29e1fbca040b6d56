import { closestString } from "@std/text/closest-string";

/**
 * The name that was probably meant; `null` where none is near.
 *
 * A name is near when it alone begins with the word, when it has the same
 * letters in another order, or when about a third of the letters would have to
 * change: a little more where the first letter is right.
 */
export function nearestName(
  word: string,
  names: readonly string[],
): string | null {
  const lower = word.toLowerCase();
  if (lower.length >= 3) {
    const begun = names.filter((name) => name.toLowerCase().startsWith(lower));
    if (begun.length === 1) return begun[0] ?? null;
    const letters = sorted(lower);
    const mixed = names.find((name) => sorted(name.toLowerCase()) === letters);
    if (mixed !== undefined) return mixed;
  }
  const alike = names.filter((name) =>
    name.charAt(0).toLowerCase() === lower.charAt(0)
  );
  return within(lower, alike, Math.ceil(lower.length / 3)) ??
    within(lower, names, Math.round(lower.length / 3));
}

/** The nearest of the names that are at most so many changes away. */
function within(
  word: string,
  names: readonly string[],
  changes: number,
): string | null {
  if (names.length === 0 || changes < 1 || changes >= word.length) return null;
  // A word exactly that many changes away, listed last: a name that is
  // farther loses to it, one that is as near does not.
  const limit = word.slice(0, word.length - changes) + "\0".repeat(changes);
  const nearest = closestString(word, [...names, limit]);
  return nearest === limit ? null : nearest;
}

function sorted(word: string): string {
  return [...word].sort().join("");
}

/** The words of a list as a sentence has them: `a, b or c`. */
export function listed(words: readonly string[], join = "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${join} ${words.at(-1)}`;
}
