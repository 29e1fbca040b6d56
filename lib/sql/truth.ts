import type { Checked } from "./checked.ts";
import {
  checkFault,
  type Checking,
  coerce,
  spanText,
  typeText,
} from "./checking.ts";

/** Brings a value to true or false, or says that it is neither. */
export function truth(checking: Checking, node: Checked): Checked {
  const whole = spanText(checking, node.span);
  if (node.type !== "VARCHAR" || node.kind !== "constant") {
    const brought = coerce(checking, node, "BOOLEAN", "used as a truth value");
    if (brought !== null) return brought;
  }
  throw checkFault(
    checking,
    node.span,
    "no-truth-value",
    `${whole} is ${typeText(node.type)}, not true or false`,
    node.kind === "constant"
      ? "Write a whole comparison on each side of AND and OR, or x IN (a, b)"
      : node.type === "VARCHAR"
      ? `Compare it: ${whole} = 'text', or ${whole} IS NOT NULL`
      : node.type === "TIMESTAMP" || node.type === "DATE"
      ? `Compare it: ${whole} >= '2024-01-31'`
      : `Compare it: ${whole} <> 0`,
  );
}
