import { Fault } from "../../lib/core/mod.ts";
import type { Segment } from "./segments.ts";
import type { StageFaults } from "./stage_faults.ts";

/**
 * The fault for an expression that the shell took `>` out of, or `null`:
 * `filter status >= 500` without quotes reaches weir as `filter status 500`,
 * with standard output going to a file named `=`.
 */
export function redirectFault(
  { stage, verb, words, then }: Segment,
  { origin, rewriter, surroundings }: StageFaults,
): Fault | null {
  const [first] = words;
  if (stage?.name !== "filter" || verb === null || first === undefined) {
    return null;
  }
  const text = words.map((word) => word.text).join(" ");
  // Only what stood outside quotes can have been taken.
  if (/[<>=!']/.test(text)) return null;
  const path = surroundings.outputPath();
  const file = path === null ? "" : path.slice(path.lastIndexOf("/") + 1);
  const meant = comparison(text, file);
  if (meant === null) return null;
  const made = file !== "" && text !== meant && /^=|^\d/.test(file)
    ? file
    : surroundings.exists("=")
    ? "="
    : null;
  const paste = rewriter.replace(verb, then, ["filter", meant]);
  return new Fault(
    "usage/redirect",
    `no comparison is left in '${text}': did the shell take the > for itself?`,
    {
      place: origin.place(first),
      mend: `Put the expression in quotes: ${paste}${
        made === null ? "" : ` (and remove the file it made: rm ./${made})`
      }`,
    },
  );
}

/** What was probably typed; `null` where the text may well be what was meant. */
function comparison(text: string, file: string): string | null {
  const twoOperands = /^([A-Za-z_][\w.]*) (-?\d+(?:\.\d+)?)((?: .*)?)$/s
    .exec(text);
  if (twoOperands !== null) {
    const [, field, number, rest] = twoOperands;
    return `${field} >= ${number}${rest}`;
  }
  const taken = /^(=?)(\d+(?:\.\d+)?)$/.exec(file);
  const [field, ...rest] = text.split(" ");
  if (taken === null || field === undefined) return null;
  return [field, `>${taken[1]}`, taken[2], ...rest].join(" ");
}
