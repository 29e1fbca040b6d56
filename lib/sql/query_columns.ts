import { AGGREGATES } from "./aggregates/catalog.ts";
import type { Expression, Item, SelectQuery } from "./ast.ts";
import { checkFault, type Checking } from "./checking.ts";
import type { Scope } from "./scope.ts";
import { someNode, substituteNames } from "./walk.ts";

/** Whether an expression has an aggregate in it. */
export function hasAggregate(node: Expression): boolean {
  return someNode(
    node,
    (each) => each.kind === "call" && AGGREGATES.has(each.name),
  );
}

/** `events.status` is `status`, unless rows are known to have a field `events`. */
export function withoutTable(scope: Scope): (node: Expression) => Expression {
  return (expression) =>
    substituteNames(expression, (node) => {
      const { path, span } = node;
      if (path.length === 1 || path[0] !== "events") return null;
      if (typeof path[1] !== "string") return null;
      if (
        scope.has?.("events") ??
          scope.resolve(["events"], span)?.known === true
      ) return null;
      return { ...node, path: path.slice(1) };
    });
}

/** Names of columns of the answer replaced by what those columns are. */
export function withAliases(
  expression: Expression,
  aliases: ReadonlyMap<string, Expression>,
  isField: (name: string) => boolean,
): Expression {
  return substituteNames(expression, ({ path }) => {
    const name = String(path[0]);
    return path.length > 1 || isField(name) ? null : aliases.get(name) ?? null;
  });
}

/** What a query groups by, names and numbers of columns replaced. */
export function groupExpressions(
  checking: Checking,
  query: SelectQuery,
  items: readonly Item[],
  aliased: (node: Expression) => Expression,
): Expression[] {
  if (query.groupBy === null) return [];
  if (query.groupBy === "all") {
    return items.map((item) => item.expression)
      .filter((expression) => !hasAggregate(expression));
  }
  return query.groupBy.map((node) =>
    byNumber(checking, node, items) ?? aliased(node)
  );
}

/** The column that a bare number stands for. */
export function byNumber(
  checking: Checking,
  node: Expression,
  items: readonly Item[],
): Expression | null {
  if (node.kind !== "number") return null;
  const item = items[Number(node.digits) - 1];
  if (item !== undefined) return item.expression;
  throw checkFault(
    checking,
    node.span,
    "position",
    `there is no column ${node.digits}: the list has ${items.length}`,
  );
}
