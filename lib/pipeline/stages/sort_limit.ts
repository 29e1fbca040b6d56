import { parseOrder } from "../../sql/mod.ts";
import { fieldExpression, planExpression } from "../expressions.ts";
import type { LimitSpec, SortSpec } from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { withStep } from "./rows.ts";
import { gather } from "./window.ts";

/** Plans `limit`. */
export function planLimit(
  state: PlanState,
  spec: LimitSpec,
  _context: PlanContext,
): PlanState {
  const perWindow = !spec.total && (state.pending !== null || state.completed);
  const gathered = state.pending === null ? state : gather(state);
  if (perWindow && gathered.together === true) {
    return withStep(gathered, {
      kind: "group-limit",
      count: spec.count,
      columns: gathered.leading.map(({ input }) => input),
    });
  }
  return withStep(gathered, {
    kind: "limit",
    count: spec.count,
    perWindow,
    counted: state.counted,
  });
}

/** Plans `sort`: the rows of each window, or of the whole input, are held first. */
export function planSort(
  state: PlanState,
  spec: SortSpec,
  context: PlanContext,
): PlanState {
  const keys = parseOrder(spec.order).map((item) => ({
    expression: planExpression(
      spec.order,
      item.expression,
      state.shape,
      context,
    ),
    descending: item.descending,
    nullsFirst: item.nullsFirst,
  }));
  const gathered = gather(state);
  // Each key has windows of its own, which are sorted by themselves (W5).
  const apart = gathered.together === true ? gathered.leading : [];
  return withStep(gathered, {
    kind: "sort",
    keys: [
      ...apart.map((key) => ({
        expression: fieldExpression(key),
        descending: false,
        nullsFirst: false,
      })),
      ...keys,
    ],
  });
}
