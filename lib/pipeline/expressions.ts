import {
  checkCondition,
  type Checked,
  type CheckedExpression,
  checkParsed,
  type Expression,
  fieldsOf,
  type SourceText,
} from "../sql/mod.ts";
import type { PlannedExpression } from "./plan.ts";
import { refOf, scopeOf } from "./scope_of.ts";
import type { Ref, Shape, ShapeField } from "./shape.ts";
import type { PlanContext } from "./state.ts";

/** Checks an expression against the fields of a shape, and finds the columns that it reads. */
export function planExpression(
  source: SourceText,
  expression: Expression,
  shape: Shape,
  context: PlanContext,
): PlannedExpression {
  const scope = scopeOf(shape, context);
  return planned(
    source,
    checkParsed(source, expression, scope, context),
    shape,
    context,
  );
}

/** Reads and checks a condition, which must be a truth value. */
export function planCondition(
  source: SourceText,
  shape: Shape,
  context: PlanContext,
): PlannedExpression {
  const scope = scopeOf(shape, context);
  return planned(
    source,
    checkCondition(source, scope, context),
    shape,
    context,
  );
}

function planned(
  source: SourceText,
  result: CheckedExpression,
  shape: Shape,
  context: PlanContext,
): PlannedExpression {
  for (const use of result.uses) context.onUse(use, shape);
  return fromChecked(source, result.node, shape);
}

/** A checked tree with the columns of its fields. */
export function fromChecked(
  source: SourceText,
  checked: Checked,
  shape: Shape,
): PlannedExpression {
  const refs: Record<string, Ref> = {};
  for (const { path, span } of fieldsOf(checked)) {
    refs[JSON.stringify(path)] ??= refOf(shape, path, span, source);
  }
  return { source, checked, refs };
}

/** A field of a shape as an expression, to sort by. */
export function fieldExpression(field: ShapeField): PlannedExpression {
  const path = [field.name];
  const text = JSON.stringify(field.name);
  return {
    source: { text, source: "field" },
    checked: {
      kind: "field",
      path,
      type: field.type,
      declared: field.type,
      span: { start: 0, end: text.length },
    },
    refs: { [JSON.stringify(path)]: field.origin as Ref },
  };
}
