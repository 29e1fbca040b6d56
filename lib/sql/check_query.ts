import type { FieldType } from "../core/mod.ts";
import {
  AggregateCollector,
  type CheckedAggregate,
  sameKey,
} from "./aggregates/check_aggregate.ts";
import type { CheckedItem } from "./aggregates/check_aggregates.ts";
import type {
  Expression,
  Item,
  PathParts,
  SelectQuery,
  StarItem,
} from "./ast.ts";
import { inferrer } from "./infer.ts";
import { truth } from "./truth.ts";
import { type Checked, fieldsOf, mapParts, type Slot } from "./checked.ts";
import { checkFault, type Checking, convert, pathText } from "./checking.ts";
import type { CheckOptions, Scope, Use } from "./scope.ts";
import {
  byNumber,
  groupExpressions,
  hasAggregate,
  withAliases,
  withoutTable,
} from "./query_columns.ts";
import { firstNames } from "./walk.ts";

/** One part of ORDER BY. */
export interface CheckedOrder {
  /** What rows are ordered by. */
  readonly checked: Checked;
  /** Greatest first. */
  readonly descending: boolean;
  /** NULLs come first. */
  readonly nullsFirst: boolean;
}

/**
 * A query that weir reads itself. Where it groups, `items`, `having` and
 * `orderBy` are expressions over slots: results of `aggregates`, keys in
 * `groups`. Else they are expressions over fields.
 */
export interface CheckedQuery {
  /** Whether it has aggregates or GROUP BY, and so can be folded. */
  readonly grouped: boolean;
  /** Whether `*` is among its columns. */
  readonly star: boolean;
  /** The fields that it names, each once, as the type that they are read as. */
  readonly fields: readonly {
    readonly path: PathParts;
    readonly type: FieldType;
  }[];
  /** The names of its columns; `null` where only the answer tells. */
  readonly columns: readonly string[] | null;
  /** Duplicate rows are dropped. */
  readonly distinct: boolean;
  /** Which rows are looked at. */
  readonly where: Checked | null;
  /** What rows are grouped by. */
  readonly groups: readonly Checked[];
  /** Each different aggregate once. */
  readonly aggregates: readonly CheckedAggregate[];
  /** The columns, `*` left out. */
  readonly items: readonly CheckedItem[];
  /** Which groups stay. */
  readonly having: Checked | null;
  /** What the answer is ordered by; `null` where nothing is said. */
  readonly orderBy: readonly CheckedOrder[] | null;
  /** How many rows at most. */
  readonly limit: number | null;
  /** How many rows are passed over first. */
  readonly offset: number | null;
  /** The uses that fix how undeclared fields are read. */
  readonly uses: readonly Use[];
}

/**
 * Checks a query of the subset that `parseQuery` reads.
 *
 * Names of columns can be used in GROUP BY, HAVING and ORDER BY, numbers of
 * columns in GROUP BY and ORDER BY.
 *
 * @throws {Fault} Where weir cannot check it. DuckDB may still run it: it knows more functions.
 */
export function checkQuery(
  query: SelectQuery,
  scope: Scope,
  options: CheckOptions = {},
): CheckedQuery {
  const checking: Checking = {
    source: query.source,
    scope,
    options,
    uses: [],
  };
  const own = withoutTable(scope);
  const rows = inferrer(checking);
  const collector = new AggregateCollector();
  const overGroups = inferrer(checking, collector.checker(checking, rows));
  const items = query.items.filter((item): item is Item => !isStar(item))
    .map((item) => ({ ...item, expression: own(item.expression) }));
  const star = items.length < query.items.length;
  const aliases = new Map(items.map((item) => [item.name, item.expression]));
  const fieldNames = new Set(
    items.flatMap((item) => firstNames(item.expression)),
  );
  // A field of the rows goes before a column of the answer, except in ORDER BY.
  const aliased = (node: Expression) =>
    withAliases(own(node), aliases, (name) =>
      fieldNames.has(name) ||
      (scope.has?.(name) ??
        scope.resolve([name], node.span)?.known === true));

  const grouped = query.groupBy !== null || query.having !== null ||
    items.some((item) => hasAggregate(item.expression));
  if (grouped && star) {
    throw checkFault(checking, query.span, "star", "* cannot be grouped");
  }
  const where = query.where === null
    ? null
    : truth(checking, rows(aliased(query.where)));
  const groups = groupExpressions(checking, query, items, aliased).map((node) =>
    rows(node)
  );
  const finish = (node: Expression): Checked => {
    if (!grouped) return rows(node);
    const checked = withGroups(overGroups(node), groups);
    refuseLoose(checking, checked);
    return checked;
  };
  const checkedItems = items.map((item) => ({
    name: item.name,
    checked: finish(item.expression),
    span: item.span,
  }));
  const having = query.having === null
    ? null
    : truth(checking, finish(aliased(query.having)));
  const orderBy = orderOf(
    checking,
    query,
    items,
    (node) => withAliases(own(node), aliases, () => false),
    finish,
    checkedItems,
  );

  const names = checkedItems.map(({ name }) => name);
  const all = [
    where,
    having,
    ...groups,
    ...checkedItems.map(({ checked }) => checked),
    ...(orderBy ?? []).map(({ checked }) => checked),
    ...collector.aggregates.flatMap(({ args, filter }) => [...args, filter]),
  ];
  return {
    grouped,
    star,
    fields: distinctFields(all),
    columns: star || new Set(names).size < names.length ? null : names,
    distinct: query.distinct,
    where,
    groups,
    aggregates: collector.aggregates,
    items: checkedItems,
    having,
    orderBy,
    limit: query.limit,
    offset: query.offset,
    uses: checking.uses,
  };
}

function isStar(item: Item | StarItem): item is StarItem {
  return "star" in item;
}

/** The keys of the groups put in wherever an expression repeats them. */
function withGroups(node: Checked, groups: readonly Checked[]): Checked {
  const { span } = node;
  const key = sameKey(node);
  const index = groups.findIndex((group) =>
    sameKey(group) === key || isSameField(group, node)
  );
  if (index >= 0 && node.kind !== "constant") {
    const { type } = groups[index]!;
    const slot: Slot = { kind: "slot", of: "group", index, type, span };
    return type === node.type ? slot : convert(slot, node.type);
  }
  return mapParts(node, (part) => withGroups(part, groups));
}

/** Whether both are one field, however it is read. */
function isSameField(left: Checked, right: Checked): boolean {
  return left.kind === "field" && right.kind === "field" &&
    sameKey(left.path) === sameKey(right.path);
}

function refuseLoose(checking: Checking, node: Checked): void {
  const field = fieldsOf(node)[0];
  if (field === undefined) return;
  const name = pathText(field.path);
  throw checkFault(
    checking,
    field.span,
    "not-aggregated",
    `${name} is neither in GROUP BY nor in an aggregate`,
    `Add it to GROUP BY, or write any_value(${name})`,
  );
}

function orderOf(
  checking: Checking,
  query: SelectQuery,
  items: readonly Item[],
  aliased: (node: Expression) => Expression,
  finish: (node: Expression) => Checked,
  checkedItems: readonly CheckedItem[],
): CheckedOrder[] | null {
  if (query.orderBy === null) return null;
  if (query.orderBy === "all") {
    return checkedItems.map(({ checked }) => ({
      checked,
      ...query.orderAll!,
    }));
  }
  return query.orderBy.map(({ expression, descending, nullsFirst }) => ({
    checked: finish(
      byNumber(checking, expression, items) ?? aliased(expression),
    ),
    descending,
    nullsFirst,
  }));
}

function distinctFields(
  nodes: readonly (Checked | null)[],
): CheckedQuery["fields"] {
  const found = new Map<string, { path: PathParts; type: FieldType }>();
  for (const node of nodes) {
    for (
      const { path, type, declared } of node === null ? [] : fieldsOf(node)
    ) {
      const key = JSON.stringify(path);
      const before = found.get(key);
      // A use that fixes a type wins over one that leaves it open.
      if (before === undefined || before.type === "ANY") {
        found.set(key, { path, type: declared === "ANY" ? type : declared });
      }
    }
  }
  return [...found.values()];
}
