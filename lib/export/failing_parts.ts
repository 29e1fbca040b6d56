import { type Checked, failsItself, seesNull } from "../sql/mod.ts";

/** A part of an expression that may fail. */
export interface FailingPart {
  /** The part. */
  readonly node: Checked;
  /** Whether it fails only where 64 bits do not hold its result. */
  readonly overflows: boolean;
}

const OVERFLOWS: ReadonlySet<string> = new Set(
  ["+", "-", "*", "%", "mod", "//", "negate", "abs", "round"],
);

/**
 * The parts of an expression whose failure shows. Here a part that fails makes
 * all of the expression NULL (V5); on a cluster it is NULL itself, and what
 * stands around it goes on. Both are the same where NULL is handed on from
 * there to the whole, which `coalesce`, `OR` and their like do not.
 *
 * @param isCondition Whether only true counts, as in a filter: there AND hands NULL on too.
 */
export function failingParts(
  root: Checked,
  isCondition: boolean,
): readonly FailingPart[] {
  const found: FailingPart[] = [];
  const visit = (node: Checked, isOpen: boolean, isRoot: boolean): void => {
    if (!isOpen && fails(node)) {
      const overflows = node.kind === "call" && OVERFLOWS.has(node.name);
      found.push({ node, overflows });
      // What else may fail inside of it is told with it.
      if (!overflows) return;
    }
    const all = (nodes: readonly Checked[], open: boolean) =>
      nodes.forEach((part) => visit(part, open, false));
    switch (node.kind) {
      case "call":
        return all(node.args, isOpen && !seesNull(node));
      case "cast":
        return visit(node.operand, isOpen, false);
      case "and":
        return node.args.forEach((part) => visit(part, isRoot, isRoot));
      case "or":
        return all(node.args, false);
      case "in":
        visit(node.operand, isOpen, false);
        return all(node.list, false);
      case "case":
        all(node.branches.map(({ when }) => when), false);
        all(node.branches.map(({ then }) => then), isOpen);
        return visit(node.otherwise, isOpen, false);
      case "coalesce":
        all(node.args.slice(0, -1), false);
        return all(node.args.slice(-1), isOpen);
    }
  };
  visit(root, true, isCondition);
  return found;
}

/** Fields that cannot be read as their type are NULL by themselves on every engine (V2). */
function fails(node: Checked): boolean {
  return node.kind !== "field" && failsItself(node);
}
