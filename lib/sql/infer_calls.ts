import type { CallNode, CastNode, Expression } from "./ast.ts";
import { lookUpFunction } from "./check_function.ts";
import type { Checked } from "./checked.ts";
import { checkFault, coerce, convert } from "./checking.ts";
import { choose, chooseUnlessEqual, together } from "./infer_choices.ts";
import type { Inference } from "./infer_operators.ts";
import { nearestName } from "./nearest.ts";
import { resolveCall } from "./resolve_call.ts";
import { truth } from "./truth.ts";
import {
  type CastTarget,
  castTarget,
  castTargetNames,
  INSTEAD_OF_TYPE,
} from "./types.ts";

/** Checks `CAST(x AS T)`, `TRY_CAST(x AS T)`, `x::T` and `T 'text'`. */
export function checkCast(inference: Inference, node: CastNode): Checked {
  const target = targetOf(inference, node);
  const { type, range } = target;
  const operand = inference.infer(node.operand);
  if (range === null) {
    // TIMESTAMP '...' and '...'::DATE are values: wrong ones are refused before the first row.
    const isValue = operand.kind === "constant" && operand.adapts &&
      !node.trying;
    // Any value can be read as text, so the field may as well be read so.
    const isText = operand.kind === "field" && operand.type === "ANY" &&
      type === "VARCHAR";
    if (isValue || isText) {
      const value = coerce(
        inference.checking,
        operand,
        type,
        `cast to ${type}`,
      );
      if (value !== null) return value;
    }
    if (operand.type === type) return operand;
  }
  return {
    kind: "cast",
    operand,
    target,
    trying: node.trying,
    written: true,
    type,
    span: node.span,
  };
}

function targetOf({ checking }: Inference, node: CastNode): CastTarget {
  const target = castTarget(node.type);
  if (target !== null) return target;
  const near = nearestName(node.type, castTargetNames());
  throw checkFault(
    checking,
    node.typeSpan,
    "type",
    `there is no type ${node.type} here`,
    INSTEAD_OF_TYPE[node.type] ??
      (near === null ? undefined : `Did you mean ${near}?`),
  );
}

/** Checks the call of a function that is no aggregate. */
export function checkCall(inference: Inference, node: CallNode): Checked {
  const { checking, infer } = inference;
  const entry = lookUpFunction(checking, node);
  const { span } = node;
  const given = node.arguments;
  switch (entry.name) {
    case "if": {
      if (given.length !== 3) break;
      const [condition, then, otherwise] = given.map(infer);
      const when = truth(checking, condition!);
      const branches = [{ when, then: then! }];
      return choose(inference, branches, otherwise!, span, "if");
    }
    case "coalesce": {
      if (given.length === 0) break;
      const args = together(inference, given.map(infer), span, node.name);
      return { kind: "coalesce", args, type: args[0]!.type, span };
    }
    case "nullif": {
      if (given.length !== 2) break;
      const both = given as readonly [Expression, Expression];
      return chooseUnlessEqual(inference, both, span);
    }
    case "now":
      return { kind: "now", type: "TIMESTAMP", span };
    case "current_date":
      return convert({ kind: "now", type: "TIMESTAMP", span }, "DATE");
  }
  return resolveCall(checking, entry, given.map(infer), span, {
    label: node.name,
    reason: `an argument of ${node.name}`,
    compares: false,
  });
}
