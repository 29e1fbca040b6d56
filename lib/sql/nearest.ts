import { closestString } from "@std/text/closest-string";

/**
 * The name that a word was most likely meant to be; `null` where none is near.
 *
 * A third of the letters may be wrong, and case does not matter.
 */
export function nearestName(
  word: string,
  names: readonly string[],
): string | null {
  if (names.length === 0) return null;
  const lower = word.toLowerCase();
  const same = names.find((name) => name.toLowerCase() === lower);
  if (same !== undefined) return same;
  const near = closestString(word, names, { caseSensitive: false });
  const allowed = Math.max(1, Math.floor(word.length / 3));
  return distance(lower, near.toLowerCase()) <= allowed ? near : null;
}

/** How many letters must be added, taken away, replaced or swapped with their neighbour. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let at = 1; at <= to.length; at++) {
      const same = from[row - 1] === to[at - 1];
      let best = Math.min(
        last[at]! + 1,
        current[at - 1]! + 1,
        last[at - 1]! + (same ? 0 : 1),
      );
      const swapped = row > 1 && at > 1 && from[row - 1] === to[at - 2] &&
        from[row - 2] === to[at - 1];
      if (swapped) best = Math.min(best, beforeLast[at - 2]! + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}
