import type { Expression } from "./ast.ts";
import type { Checked } from "./checked.ts";
import type { Checking } from "./checking.ts";
import { inferrer } from "./infer.ts";
import type { SourceText } from "./lex.ts";
import { parseExpression } from "./parse.ts";
import type { CheckOptions, Scope, Use } from "./scope.ts";
import { truth } from "./truth.ts";

/** An expression that can be run, and what its fields are read as. */
export interface CheckedExpression {
  /** The tree. */
  readonly node: Checked;
  /** The uses that fix how undeclared fields are read, in the order of the text. */
  readonly uses: readonly Use[];
}

/**
 * Reads and checks an expression that gives a value.
 *
 * @throws {Fault} Where it cannot be read, names what is not there, or mixes types.
 *
 * @example The type of a sum
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const open = { type: "ANY", known: false } as const;
 * const scope = { resolve: () => open, names: () => [] };
 * const { node, uses } = checkValue({ text: "bytes / 1024", source: "set" }, scope);
 * assertEquals(node.type, "DOUBLE");
 * assertEquals(uses[0]?.type, "NUMBER");
 * ```
 */
export function checkValue(
  source: SourceText,
  scope: Scope,
  options: CheckOptions = {},
): CheckedExpression {
  return checkParsed(source, parseExpression(source), scope, options);
}

/** Checks an expression that was read from a list. */
export function checkParsed(
  source: SourceText,
  expression: Expression,
  scope: Scope,
  options: CheckOptions = {},
): CheckedExpression {
  const checking: Checking = { source, scope, options, uses: [] };
  const node = inferrer(checking)(expression);
  return { node, uses: checking.uses };
}

/**
 * Reads and checks a condition: what `filter` takes.
 *
 * @throws {Fault} As {@linkcode checkValue}, and where it is no truth value.
 */
export function checkCondition(
  source: SourceText,
  scope: Scope,
  options: CheckOptions = {},
): CheckedExpression {
  const expression = parseExpression(source);
  const checking: Checking = { source, scope, options, uses: [] };
  const node = truth(checking, inferrer(checking)(expression));
  return { node, uses: checking.uses };
}
