import { Fault } from "../../core/mod.ts";
import {
  checkAggregates,
  type Checked,
  parseItems,
  type SourceText,
} from "../../sql/mod.ts";
import { fieldExpression, planExpression } from "../expressions.ts";
import type { Ref, ShapeField } from "../shape.ts";
import { scopeOf } from "../scope_of.ts";
import type { AggSpec, TopSpec } from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { closed, fold, isFoldable, resultColumn } from "./fold.ts";
import { refuseTwins, withStep } from "./rows.ts";

/** Plans `agg`: rows fold into groups as they come. */
export function planAgg(
  state: PlanState,
  spec: AggSpec,
  context: PlanContext,
): PlanState {
  return folded(state, spec.aggregates, spec.by, context);
}

/** Plans `top N FIELD` as a fold, an order and a limit. */
export function planTop(
  state: PlanState,
  spec: TopSpec,
  context: PlanContext,
): PlanState {
  const by = spec.by === null ? "" : `${spec.by.text}, `;
  const keys: SourceText = {
    text: `${by}${spec.field.text}`,
    source: spec.field.source,
  };
  // What is ranked may have the usual name of the measure.
  const taken = new Set(parseItems(keys).map(({ name }) => name));
  const free = (...names: readonly string[]) =>
    names.find((name) => !taken.has(name))!;
  const aggregate: SourceText = spec.sum === null
    ? { text: `count(*) AS ${free("n", "count", "n_1")}`, source: "top" }
    : {
      text: `sum(${spec.sum.text}) AS ${free("sum", "total", "sum_1")}`,
      source: spec.sum.source,
    };
  const counted = folded(state, aggregate, keys, context);
  const { fields } = counted.shape;
  const measure = fields.at(-1)!;
  const field = fields.at(-2)!;
  const bounds = counted.completed ? 2 : 0;
  const groups = fields.slice(bounds, -2);
  const order = (one: ShapeField, descending: boolean) => ({
    expression: fieldExpression(one),
    descending,
    nullsFirst: false,
  });
  const sorted = withStep(counted, {
    kind: "sort",
    keys: [
      ...groups.map((group) => order(group, false)),
      order(measure, true),
      order(field, false),
    ],
  });
  return withStep(sorted, {
    kind: "group-limit",
    count: spec.count,
    columns: groups.map(({ origin }) => origin as Ref),
  });
}

function folded(
  state: PlanState,
  aggregates: SourceText,
  by: SourceText | null,
  context: PlanContext,
): PlanState {
  const keys = (by === null ? [] : parseItems(by)).map((item) => {
    const expression = planExpression(
      by!,
      item.expression,
      state.shape,
      context,
    );
    return { name: item.name, source: by!, checked: expression.checked };
  });
  const checked = checkAggregates(
    aggregates,
    parseItems(aggregates),
    scopeOf(state.shape, context),
    context,
  );
  for (const use of checked.uses) context.onUse(use, state.shape);
  const strange = checked.aggregates.find((call) => !isFoldable(call));
  if (strange !== undefined) throw notFoldable(strange.name);
  const made = fold(
    state,
    aggregates,
    keys,
    checked.aggregates,
    { narrow: false, where: null },
    context,
  );
  let planned = made.state;
  const results = checked.items.map((item) => {
    const column = resultColumn(
      planned,
      item.name,
      made.over(item.checked as Checked),
      context,
    );
    planned = column.state;
    return column.field;
  });
  const fields = [...made.leading, ...made.keys, ...results];
  refuseTwins(fields, aggregates);
  return { ...planned, shape: closed(fields) };
}

function notFoldable(name: string): Fault {
  return new Fault("plan/fold", `cannot fold ${name} as rows come`, {
    mend: `Ask DuckDB: sql 'SELECT ${name}(...) FROM events'`,
  });
}
