import { lowered } from "./characters.ts";
import { type LikePattern, likePattern, matchesLike } from "./like.ts";
import type { FunctionEntry, Implementation, Signature } from "./signature.ts";

function like(insensitive: boolean): Signature {
  const folded = insensitive ? lowered : (text: string) => text;
  const read = (pattern: string, escape: string): LikePattern | undefined =>
    [...escape].length > 1
      ? undefined
      : likePattern(folded(pattern), folded(escape));
  return {
    parameters: ["VARCHAR", "VARCHAR", "VARCHAR"],
    optional: 1,
    result: "BOOLEAN",
    fails: (_, [, pattern, escape = ""]) =>
      typeof pattern !== "string" || typeof escape !== "string",
    refuse: (constants) => {
      const [, pattern, escape = ""] = constants;
      if (typeof escape === "string" && [...escape].length > 1) {
        return { argument: 2, what: "ESCAPE wants one character" };
      }
      if (typeof pattern !== "string" || typeof escape !== "string") {
        return null;
      }
      return read(pattern, escape) === undefined
        ? { argument: 1, what: "the pattern ends in its ESCAPE character" }
        : null;
    },
    make: (_, [, fixed, fixedEscape = ""]): Implementation => {
      if (typeof fixed === "string" && typeof fixedEscape === "string") {
        const pattern = read(fixed, fixedEscape);
        return pattern === undefined
          ? () => undefined
          : (text) => matchesLike(folded(text as string), pattern);
      }
      return (text, pattern, escape = "") => {
        const elements = read(pattern as string, escape as string);
        return elements === undefined
          ? undefined
          : matchesLike(folded(text as string), elements);
      };
    },
  };
}

/** `LIKE` and `ILIKE`. */
export const LIKE_OPERATORS: readonly FunctionEntry[] = [
  {
    name: "like",
    chapter: "operators",
    usage: "text [NOT] LIKE pattern [ESCAPE e]",
    about: "Whether all of the text is like it: % is any characters, _ is one",
    examples: [["'/api/v1' LIKE '/api/%'", "true"]],
    signatures: [like(false)],
  },
  {
    name: "ilike",
    chapter: "operators",
    usage: "text [NOT] ILIKE pattern [ESCAPE e]",
    about: "The same, whatever the case of letters",
    examples: [["'Error' ILIKE 'error%'", "true"]],
    signatures: [like(true)],
  },
];
