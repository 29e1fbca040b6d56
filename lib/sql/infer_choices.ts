import type { CaseNode, Expression, InNode } from "./ast.ts";
import { refuseQuotedText } from "./check_name.ts";
import type { Checked } from "./checked.ts";
import { constant } from "./checking.ts";
import { FUNCTIONS } from "./functions/catalog.ts";
import {
  compare,
  type Inference,
  reasonOf,
  unless,
} from "./infer_operators.ts";
import type { Span } from "./lex.ts";
import { resolveCall } from "./resolve_call.ts";
import { truth } from "./truth.ts";

/** Values that meet in one column, or are compared with each other, brought to one type. */
export function together(
  { checking }: Inference,
  values: readonly Checked[],
  span: Span,
  label: string,
  compares = false,
): readonly Checked[] {
  return resolveCall(checking, FUNCTIONS.get("in")!, values, span, {
    label,
    reason: reasonOf(compares ? "=" : label, values, true),
    compares,
  }).args;
}

/** Checks `x IN (a, b)`. */
export function checkIn(inference: Inference, node: InNode): Checked {
  for (const each of node.list) {
    refuseQuotedText(inference.checking, node.operand, each);
  }
  const values = [node.operand, ...node.list].map(inference.infer);
  const [operand, ...list] = together(
    inference,
    values,
    node.span,
    "IN",
    true,
  );
  const { span } = node;
  const membership: Checked = {
    kind: "in",
    operand: operand!,
    list,
    type: "BOOLEAN",
    span,
  };
  return unless(inference, membership, node.negated);
}

/** Checks both forms of CASE. */
export function checkCase(inference: Inference, node: CaseNode): Checked {
  const { checking, infer } = inference;
  const branches = node.branches.map(({ when, then }) => ({
    when: node.operand === null
      ? truth(checking, infer(when))
      : compare(inference, "=", [node.operand, when], when.span),
    then: infer(then),
  }));
  const otherwise = node.otherwise === null
    ? constant(null, "NULL", node.span)
    : infer(node.otherwise);
  return choose(inference, branches, otherwise, node.span, "CASE");
}

/** A choice whose results are brought to one type. */
export function choose(
  inference: Inference,
  branches: readonly { readonly when: Checked; readonly then: Checked }[],
  otherwise: Checked,
  span: Span,
  label: string,
): Checked {
  const values = [...branches.map(({ then }) => then), otherwise];
  const all = together(inference, values, span, label);
  return {
    kind: "case",
    branches: branches.map(({ when }, at) => ({ when, then: all[at]! })),
    otherwise: all.at(-1)!,
    type: all[0]!.type,
    span,
  };
}

/** `nullif(a, b)`: a choice between NULL and the first. */
export function chooseUnlessEqual(
  inference: Inference,
  [left, right]: readonly [Expression, Expression],
  span: Span,
): Checked {
  const when = compare(inference, "=", [left, right], span);
  // The first, read as the comparison reads it where nothing else says how.
  const first = inference.infer(left);
  const then = first.type === "ANY" ? when.args[0]! : first;
  const none = constant(null, "NULL", span);
  return choose(inference, [{ when, then: none }], then, span, "nullif");
}
