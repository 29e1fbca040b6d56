import { EXACT_LIMIT } from "../../core/mod.ts";
import type { Call, Checked } from "../checked.ts";
import { datePart, fixedUs } from "../functions/date_parts.ts";
import { isInterval } from "../values.ts";
import type { Emitted, Emitter } from "./emitter.ts";

/** Below this the quotient of whole numbers is never rounded up to a whole one. */
const SAFE = EXACT_LIMIT / 2;

/** Code for moments brought down to a multiple of a fixed time, the heart of most folds; `null` for any other call. */
export function emitTime<E extends { readonly emitter: Emitter }>(
  emission: E,
  node: Call,
  emitValue: (emission: E, node: Checked) => Emitted,
): Emitted | null {
  const widthUs = fixedWidth(node);
  if (widthUs === null) return null;
  const { emitter } = emission;
  const { value, isNull } = emitValue(emission, node.args[1]!);
  const start = emitter.declare(
    `Math.floor(${value} / ${widthUs}) * ${widthUs}`,
  );
  // Moments beyond the year 2112 are computed elsewhere.
  emitter.push(
    `if (!(${value} < ${SAFE} && ${value} > -${SAFE})) break fast;`,
  );
  return { value: start, isNull };
}

/** The fixed time that a call brings moments down to. */
function fixedWidth(node: Call): number | null {
  const [first, , origin] = node.args;
  if (first?.kind !== "constant") return null;
  if (node.name === "date_trunc" && typeof first.value === "string") {
    const part = datePart(first.value);
    return part === null ? null : fixedUs(part);
  }
  const fixed = node.name === "time_bucket" && node.type === "TIMESTAMP" &&
    origin === undefined && isInterval(first.value) &&
    first.value.months === 0;
  if (!fixed) return null;
  const { days, us } = first.value;
  return days * 86_400_000_000 + us;
}
