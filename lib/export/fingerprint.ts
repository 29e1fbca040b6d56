import { createHash } from "node:crypto";

/**
 * Twelve digits that tell one text from others: what a job keeps as state is
 * that of its stages alone.
 *
 * @param parts The text, in parts of which none runs into the next.
 * @param comment What of it says nothing to the engine, and may be worded anew.
 */
export function fingerprint(
  parts: readonly string[],
  comment: RegExp,
): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.replace(comment, "")};\n`);
  return hash.digest("hex").slice(0, 12);
}
