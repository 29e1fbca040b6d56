import type { Item } from "../ast.ts";
import { inferrer } from "../infer.ts";
import { type Checked, fieldsOf } from "../checked.ts";
import { checkFault, type Checking, pathText } from "../checking.ts";
import { quoteName } from "../keywords.ts";
import type { SourceText, Span } from "../lex.ts";
import type { CheckOptions, Scope, Use } from "../scope.ts";
import {
  AggregateCollector,
  type CheckedAggregate,
} from "./check_aggregate.ts";

/** One column of an answer. */
export interface CheckedItem {
  /** What it is called. */
  readonly name: string;
  /** What it is: an expression over the results of aggregates. */
  readonly checked: Checked;
  /** Where it stands in the text. */
  readonly span: Span;
}

/** The list of `agg`, split into what is done for each row and what is done once for each group. */
export interface CheckedAggregates {
  /** Each different aggregate once. */
  readonly aggregates: readonly CheckedAggregate[];
  /** The columns; slots in them stand for the aggregates. */
  readonly items: readonly CheckedItem[];
  /** The uses that fix how undeclared fields are read. */
  readonly uses: readonly Use[];
}

/**
 * Checks the list of `agg`: `count(*) FILTER (status >= 500) / count(*) AS bad`
 * is two aggregates and a division of their results.
 *
 * An aggregate without AS takes its function's name.
 *
 * @throws {Fault} Where a field stands outside of an aggregate, or two columns have one name.
 */
export function checkAggregates(
  source: SourceText,
  items: readonly Item[],
  scope: Scope,
  options: CheckOptions = {},
): CheckedAggregates {
  const checking: Checking = { source, scope, options, uses: [] };
  const rows = inferrer(checking);
  const collector = new AggregateCollector();
  const infer = inferrer(checking, collector.checker(checking, rows));
  const names = new Map<string, Item>();
  const checked = items.map((item) => {
    const node = infer(item.expression);
    refuseFields(checking, node);
    const name = !item.named && item.expression.kind === "call"
      ? item.expression.name
      : item.name;
    refuseTwin(checking, names, name, item);
    return { name, checked: node, span: item.span };
  });
  return {
    aggregates: collector.aggregates,
    items: checked,
    uses: checking.uses,
  };
}

function refuseFields(checking: Checking, node: Checked): void {
  const field = fieldsOf(node)[0];
  if (field === undefined) return;
  const name = pathText(field.path);
  throw checkFault(
    checking,
    field.span,
    "not-aggregated",
    `${name} has a value in each row, and one is wanted for all of them`,
    `Put it into an aggregate, such as max(${
      quoteName(name)
    }), or group by it: --by ${name}`,
  );
}

function refuseTwin(
  checking: Checking,
  names: Map<string, Item>,
  name: string,
  item: Item,
): void {
  if (!names.has(name)) {
    names.set(name, item);
    return;
  }
  const { start, end } = item.expression.span;
  const text = checking.source.text.slice(start, end);
  throw checkFault(
    checking,
    item.span,
    "twin",
    `two columns are called ${name}`,
    `Give this one a name of its own: ${text} AS ${name}_2`,
  );
}
