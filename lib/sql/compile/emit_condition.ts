import type { Call, Checked } from "../checked.ts";
import { mayFail } from "../failing.ts";
import type { Emission } from "./emit_field.ts";
import { emitValue } from "./emit_value.ts";
import { notNull } from "./emitter.ts";

/**
 * Code for a condition of which only one answer counts: an expression that is
 * true, or 1, where the condition is (or, for `wanted` false, where it is
 * false), and false or 0 where it is NULL. Without branches where it can be:
 * rows that pass are seldom foreseen.
 *
 * A part that cannot fail is skipped where the parts before it have decided.
 */
export function emitCondition(
  emission: Emission,
  node: Checked,
  wanted = true,
): string {
  if (node.kind === "call" && node.name === "not") {
    return emitCondition(emission, node.args[0]!, !wanted);
  }
  if (node.kind !== "and" && node.kind !== "or") {
    const { value, isNull } = emitValue(emission, node);
    const held = wanted ? value : `!${value}`;
    return isNull === "false"
      ? held
      : isNull === "true"
      ? "false"
      : `(${notNull(isNull)} & ${held})`;
  }
  const { emitter } = emission;
  // True of AND and false of OR need all parts; the others need any of them.
  const all = (node.kind === "and") === wanted;
  const parts = inOrder(node.args);
  const result = emitter.declare(emitCondition(emission, parts[0]!, wanted));
  for (const part of parts.slice(1)) {
    if (mayFail(part)) {
      const test = emitCondition(emission, part, wanted);
      emitter.push(`${result} = ${result} ${all ? "&" : "|"} ${test};`);
    } else {
      emitter.under(all ? result : `!${result}`, () => {
        emitter.push(`${result} = ${emitCondition(emission, part, wanted)};`);
      });
    }
  }
  return result;
}

/** What must be computed in any case comes first; of the rest, what is cheap. */
function inOrder(parts: readonly Checked[]): readonly Checked[] {
  return [...parts].sort((a, b) => rank(a) - rank(b));
}

function rank(node: Checked): number {
  if (mayFail(node)) return 0;
  return (node as Call).name === "=" || node.kind === "in" ? 1 : 2;
}
