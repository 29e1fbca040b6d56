import type {
  BetweenNode,
  BinaryNode,
  Expression,
  IsNode,
  LikeNode,
  UnaryNode,
} from "./ast.ts";
import { refuseQuotedText } from "./check_name.ts";
import { checkNumber } from "./check_values.ts";
import type { Call, Checked } from "./checked.ts";
import type { Checking } from "./checking.ts";
import { FUNCTIONS } from "./functions/catalog.ts";
import type { Span } from "./lex.ts";
import { resolveCall } from "./resolve_call.ts";
import { truth } from "./truth.ts";
import { commonType } from "./types.ts";

/** The text that is checked, and how the parts of a node are. */
export interface Inference {
  /** What the text is checked with. */
  readonly checking: Checking;
  /** Checks a part. */
  readonly infer: (node: Expression) => Checked;
}

function operator(
  { checking }: Inference,
  name: string,
  args: readonly Checked[],
  span: Span,
  compares = false,
): Call {
  return resolveCall(checking, FUNCTIONS.get(name)!, args, span, {
    label: name === "negate" ? "-" : name,
    reason: reasonOf(name, args, compares),
    compares,
  });
}

/** A comparison of two parts. */
export function compare(
  inference: Inference,
  name: string,
  [left, right]: readonly [Expression, Expression],
  span: Span,
): Call {
  refuseQuotedText(inference.checking, left, right);
  const args = [inference.infer(left), inference.infer(right)];
  return operator(inference, name, args, span, true);
}

/** A condition, or its opposite where the text says NOT. */
export function unless(
  inference: Inference,
  node: Checked,
  negated: boolean,
): Checked {
  return negated ? operator(inference, "not", [node], node.span) : node;
}

/** Checks `-x`, `+x` and `NOT x`. */
export function checkUnary(inference: Inference, node: UnaryNode): Checked {
  const { operator: sign, operand, span } = node;
  if (sign === "not") {
    const value = truth(inference.checking, inference.infer(operand));
    return operator(inference, "not", [value], span);
  }
  if (operand.kind === "number") {
    // The sign belongs to the number: -9223372036854775808 is one, its digits alone are not.
    return checkNumber(inference.checking, `${sign}${operand.digits}`, span);
  }
  const value = operator(inference, "negate", [inference.infer(operand)], span);
  return sign === "-" ? value : value.args[0]!;
}

/** Operators that are called by another name as functions. */
const FUNCTION_OF: Partial<Record<BinaryNode["operator"], string>> = {
  "^": "pow",
  "**": "pow",
  "->": "json_extract",
  "->>": "json_extract_string",
};

/** Checks an operator between two operands. */
export function checkBinary(inference: Inference, node: BinaryNode): Checked {
  const { operator: name, left, right, span } = node;
  switch (name) {
    case "and":
    case "or":
      return checkLogic(inference, node, name);
    case "=":
    case "<>":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "is distinct from":
    case "is not distinct from":
      return compare(inference, name, [left, right], span);
    default: {
      const args = [inference.infer(left), inference.infer(right)];
      return operator(inference, FUNCTION_OF[name] ?? name, args, span);
    }
  }
}

function checkLogic(
  { checking, infer }: Inference,
  node: BinaryNode,
  kind: "and" | "or",
): Checked {
  // A long chain leans to the left: a loop, so that the stack does not decide how long.
  const operands: Expression[] = [];
  let left: Expression = node;
  while (left.kind === "binary" && left.operator === kind) {
    operands.push(left.right);
    left = left.left;
  }
  operands.push(left);
  const args = operands.reverse().map((each) => truth(checking, infer(each)));
  return { kind, args, type: "BOOLEAN", span: node.span };
}

/** Checks `x IS [NOT] NULL`, `TRUE` or `FALSE`. */
export function checkIs(inference: Inference, node: IsNode): Checked {
  const verb = node.negated ? "is not" : "is";
  const operand = inference.infer(node.operand);
  const tested = node.value === null
    ? operand
    : truth(inference.checking, operand);
  return operator(inference, `${verb} ${node.value}`, [tested], node.span);
}

/** Checks `x BETWEEN low AND high`: two comparisons. */
export function checkBetween(inference: Inference, node: BetweenNode): Checked {
  const { operand, low, high, span, negated } = node;
  const both: Checked = {
    kind: "and",
    args: [
      compare(inference, ">=", [operand, low], span),
      compare(inference, "<=", [operand, high], span),
    ],
    type: "BOOLEAN",
    span,
  };
  return unless(inference, both, negated);
}

/** Checks `x LIKE pattern` and `ILIKE`. */
export function checkLike(inference: Inference, node: LikeNode): Checked {
  refuseQuotedText(inference.checking, node.operand, node.pattern);
  const args = [node.operand, node.pattern];
  if (node.escape !== null) args.push(node.escape);
  const like = operator(
    inference,
    node.insensitive ? "ilike" : "like",
    args.map(inference.infer),
    node.span,
  );
  return unless(inference, like, node.negated);
}

/** Why an undeclared field among operands is read as it is. */
export function reasonOf(
  name: string,
  args: readonly Checked[],
  compares: boolean,
): string {
  const other = args.map((arg) => arg.type).reduce(
    (a, b) => b === "ANY" || b === "NULL" ? a : commonType(a, b) ?? b,
    "NULL",
  );
  const what = other === "NULL"
    ? "a value"
    : `a ${other === "BIGINT" || other === "DOUBLE" ? "number" : other}`;
  if (compares && /^[A-Za-z]/u.test(name) && !name.startsWith("is")) {
    return `in one ${name} with ${what}`;
  }
  if (compares) return `compared with ${what}`;
  return name === "like" || name === "ilike"
    ? `matched by ${name.toUpperCase()}`
    : `an operand of ${name === "negate" ? "-" : name}`;
}
