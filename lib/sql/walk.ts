import type { Expression, NameNode } from "./ast.ts";

/** The parts of a node as it was written. */
export function writtenParts(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "number":
    case "text":
    case "constant":
    case "parameter":
    case "name":
      return [];
    case "interval":
      return [node.amount];
    case "unary":
    case "is":
    case "cast":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "between":
      return [node.operand, node.low, node.high];
    case "in":
      return [node.operand, ...node.list];
    case "like":
      return node.escape === null
        ? [node.operand, node.pattern]
        : [node.operand, node.pattern, node.escape];
    case "case":
      return [
        ...node.operand === null ? [] : [node.operand],
        ...node.branches.flatMap(({ when, then }) => [when, then]),
        ...node.otherwise === null ? [] : [node.otherwise],
      ];
    case "call":
      return node.filter === null
        ? node.arguments
        : [...node.arguments, node.filter];
  }
}

/** The first names of all fields that an expression names. */
export function firstNames(node: Expression): string[] {
  if (node.kind === "name") return [String(node.path[0])];
  return writtenParts(node).flatMap(firstNames);
}

/** Whether any node of an expression passes a test. */
export function someNode(
  node: Expression,
  test: (node: Expression) => boolean,
): boolean {
  return test(node) || writtenParts(node).some((part) => someNode(part, test));
}

/** An expression with some of its names replaced by what they stand for. */
export function substituteNames(
  node: Expression,
  replacement: (node: NameNode) => Expression | null,
): Expression {
  const put = (part: Expression) => substituteNames(part, replacement);
  switch (node.kind) {
    case "name":
      return replacement(node) ?? node;
    case "number":
    case "text":
    case "constant":
    case "parameter":
      return node;
    case "interval":
      return { ...node, amount: put(node.amount) };
    case "unary":
    case "is":
    case "cast":
      return { ...node, operand: put(node.operand) };
    case "binary":
      return { ...node, left: put(node.left), right: put(node.right) };
    case "between":
      return {
        ...node,
        operand: put(node.operand),
        low: put(node.low),
        high: put(node.high),
      };
    case "in":
      return { ...node, operand: put(node.operand), list: node.list.map(put) };
    case "like":
      return {
        ...node,
        operand: put(node.operand),
        pattern: put(node.pattern),
        escape: node.escape === null ? null : put(node.escape),
      };
    case "case":
      return {
        ...node,
        operand: node.operand === null ? null : put(node.operand),
        branches: node.branches.map(({ when, then }) => ({
          when: put(when),
          then: put(then),
        })),
        otherwise: node.otherwise === null ? null : put(node.otherwise),
      };
    case "call":
      return {
        ...node,
        arguments: node.arguments.map(put),
        filter: node.filter === null ? null : put(node.filter),
      };
  }
}
