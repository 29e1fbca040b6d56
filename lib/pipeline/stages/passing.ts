import type { Checked, SourceText } from "../../sql/mod.ts";
import { fromChecked } from "../expressions.ts";
import type { PlannedExpression } from "../plan.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { withStep } from "./rows.ts";

/** A condition that was computed for each row, once for all who ask. */
export interface Passing {
  /** The state behind it. */
  readonly state: PlanState;
  /** Its truth values, as an expression. */
  readonly expression: PlannedExpression;
}

/** Computes which rows pass a condition, without dropping the others. */
export function passingColumn(
  state: PlanState,
  source: SourceText,
  condition: Checked,
  context: PlanContext,
): Passing {
  const id = context.nextId();
  const expression = fromChecked(source, condition, state.shape);
  const { span } = condition;
  // The name of a field of rows is never a number.
  const path = [id];
  return {
    state: withStep(state, { kind: "compute", id, expression }),
    expression: {
      source,
      checked: {
        kind: "field",
        path,
        type: "BOOLEAN",
        declared: "BOOLEAN",
        span,
      },
      refs: { [JSON.stringify(path)]: { kind: "computed", id } },
    },
  };
}

/** The expression on rows that pass, and NULL on others, on which it is not evaluated: nothing of them can fail or be unreadable (V5). */
export function whereOne(
  passing: Passing | null,
  expression: PlannedExpression,
): PlannedExpression {
  if (passing === null || cannotFail(expression)) return expression;
  const { source, checked, refs } = expression;
  const { type, span } = checked;
  return {
    source,
    checked: {
      kind: "case",
      branches: [{ when: passing.expression.checked, then: checked }],
      otherwise: {
        kind: "constant",
        value: null,
        type: "NULL",
        span,
        adapts: false,
      },
      type,
      span,
    },
    refs: { ...refs, ...passing.expression.refs },
  };
}

/** Whether it is there as it is: a constant, a column that was made, a field of any type. */
function cannotFail({ checked, refs }: PlannedExpression): boolean {
  return checked.kind === "constant" ||
    (checked.kind === "field" &&
      (checked.type === "ANY" ||
        Object.values(refs).every(({ kind }) => kind !== "input")));
}
