import type { FunctionEntry, Signature } from "./signature.ts";

/** The entry of an operator, which the rest of the language can treat like any function. */
export function operator(
  name: string,
  about: string,
  signatures: readonly Signature[],
  example: readonly [string, string | null],
): FunctionEntry {
  return {
    name,
    chapter: "operators",
    usage: name === "negate" ? "-x" : `a ${name} b`,
    about,
    examples: [example],
    signatures,
  };
}
