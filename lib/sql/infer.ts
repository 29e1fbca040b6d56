import type { CallNode, Expression } from "./ast.ts";
import { checkName } from "./check_name.ts";
import { checkInterval, checkNumber, checkParameter } from "./check_values.ts";
import type { Checked } from "./checked.ts";
import { type Checking, constant } from "./checking.ts";
import { checkCall, checkCast } from "./infer_calls.ts";
import { checkCase, checkIn } from "./infer_choices.ts";
import {
  checkBetween,
  checkBinary,
  checkIs,
  checkLike,
  checkUnary,
  type Inference,
} from "./infer_operators.ts";

/** How a call is checked that may be an aggregate: gives its slot, or `null` where it is none. */
export type CheckAggregate = (node: CallNode) => Checked | null;

/** Makes a function that checks a node and all its parts: looks names up, and fixes types from the leaves to the root. */
export function inferrer(
  checking: Checking,
  aggregate: CheckAggregate | null = null,
): (node: Expression) => Checked {
  const infer = (node: Expression): Checked => {
    const { span } = node;
    switch (node.kind) {
      case "number":
        return checkNumber(checking, node.digits, span);
      case "text":
        return constant(node.value, "VARCHAR", span, true);
      case "constant": {
        const type = node.value === null ? "NULL" : "BOOLEAN";
        return constant(node.value, type, span);
      }
      case "parameter":
        return checkParameter(checking, node);
      case "interval":
        return checkInterval(checking, node, infer);
      case "name":
        return checkName(checking, node);
      case "unary":
        return checkUnary(inference, node);
      case "binary":
        return checkBinary(inference, node);
      case "is":
        return checkIs(inference, node);
      case "between":
        return checkBetween(inference, node);
      case "in":
        return checkIn(inference, node);
      case "like":
        return checkLike(inference, node);
      case "case":
        return checkCase(inference, node);
      case "cast":
        return checkCast(inference, node);
      case "call":
        return aggregate?.(node) ?? checkCall(inference, node);
    }
  };
  const inference: Inference = { checking, infer };
  return infer;
}
