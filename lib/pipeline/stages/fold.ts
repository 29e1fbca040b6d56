import type { FieldType } from "../../core/mod.ts";
import {
  type Checked,
  type CheckedAggregate,
  mapParts,
  type SourceText,
} from "../../sql/mod.ts";
import { accumulatorOf } from "../accumulators.ts";
import { fromChecked } from "../expressions.ts";
import type { PlannedCall, PlannedExpression, PlannedStep } from "../plan.ts";
import type { Ref, Shape, ShapeField } from "../shape.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { changesBehind } from "./changes.ts";
import { settledType, withStep } from "./rows.ts";
import { coded } from "./window.ts";

/** What rows are grouped by. */
export interface FoldKey {
  /** The name of its column. */
  readonly name: string;
  /** Its value in each row. */
  readonly checked: Checked;
}

/** A state whose rows are the groups of a fold, and where its columns are. */
export interface Folded {
  /** The state; its shape is the caller's to give. */
  readonly state: PlanState;
  /** Where there are windows: `window_start`, `window_end`, the keys of the window, `revision`. */
  readonly leading: readonly ShapeField[];
  /** The keys of the fold. */
  readonly keys: readonly ShapeField[];
  /** An expression over results and keys as one over the columns of the fold. */
  readonly over: (checked: Checked) => PlannedExpression;
}

/** Whether weir can fold an aggregate itself. */
export function isFoldable(call: CheckedAggregate): boolean {
  return accumulatorOf(call, [0, 0]) !== null;
}

/**
 * Folds rows into groups, of each window or of the whole input.
 *
 * @param narrow Whether a key with values of several kinds is text, as a column of DuckDB's is (V2).
 */
export function fold(
  state: PlanState,
  source: SourceText,
  keys: readonly FoldKey[],
  aggregates: readonly CheckedAggregate[],
  narrow: boolean,
  context: PlanContext,
): Folded {
  let planned = state;
  const bindings: (PlannedStep & { readonly kind: "fold" })["keys"][number][] =
    [];
  const keyFields: ShapeField[] = [];
  const addKey = (name: string, type: FieldType, input: Ref) => {
    const id = context.nextId();
    bindings.push({ input, id, type });
    keyFields.push({ name, type, origin: { kind: "output", id } });
  };
  for (const key of state.pending?.keys ?? state.leading) {
    addKey(key.name, key.type, key.input);
  }
  const windowKeys = keyFields.length;
  for (const { name, checked } of keys) {
    const made = keyColumn(planned, source, checked, state.shape, context);
    planned = made.state;
    addKey(name, settledType(checked.type), made.input);
  }
  const calls = aggregates.map((call) => {
    const made = plannedCall(call, source, state.shape, context);
    planned = { ...planned, steps: [...planned.steps, ...made.steps] };
    return made.call;
  });
  const startId = context.nextId();
  const endId = context.nextId();
  const revisionId = context.nextId();
  const windowed = state.pending !== null || state.completed;
  planned = withStep(planned, {
    kind: "fold",
    window: state.pending?.window ?? (state.completed ? state.window : null),
    completed: state.completed,
    keys: bindings,
    windowKeys,
    calls,
    narrow,
    startId,
    endId,
    revisionId,
    counted: state.counted,
  });
  const leading: ShapeField[] = keyFields.slice(0, windowKeys);
  if (state.pending !== null && state.pending.revision !== null) {
    leading.push({
      ...state.pending.revision,
      origin: { kind: "output", id: revisionId },
    });
  }
  return {
    state: {
      ...planned,
      changed: true,
      counted: false,
      lines: false,
      pending: null,
      leading: leading.map((field) => ({
        ...field,
        input: field.origin as Ref,
      })),
      completed: windowed,
      whole: !windowed,
      ...changesBehind(state, { keys: bindings, revisionId, named: true }),
    },
    leading: [
      ...(windowed
        ? [bound("window_start", startId), bound("window_end", endId)]
        : []),
      ...leading,
    ],
    keys: keyFields.slice(windowKeys),
    over: overResults(
      source,
      calls.map(({ id }) => ({ kind: "output", id })),
      bindings.slice(windowKeys).map(({ id }) => ({ kind: "output", id })),
    ),
  };
}

/** The column of a key: as it was decoded where its own values are meant, else computed. */
function keyColumn(
  state: PlanState,
  source: SourceText,
  checked: Checked,
  shape: Shape,
  context: PlanContext,
): { readonly state: PlanState; readonly input: Ref } {
  const expression = fromChecked(source, checked, shape);
  if (
    checked.kind === "field" &&
    (checked.type === "ANY" || checked.type === "VARCHAR" ||
      context.fixed.has(String(checked.path[0])))
  ) {
    return { state, input: coded(Object.values(expression.refs)[0]!) };
  }
  const id = context.nextId();
  return {
    state: withStep(state, { kind: "compute", id, expression }),
    input: { kind: "computed", id },
  };
}

function plannedCall(
  call: CheckedAggregate,
  source: SourceText,
  shape: Shape,
  context: PlanContext,
): { readonly call: PlannedCall; readonly steps: readonly PlannedStep[] } {
  const steps: PlannedStep[] = [];
  const inputs = call.args.map((argument): Ref => {
    const id = context.nextId();
    const expression = fromChecked(source, argument, shape);
    steps.push({ kind: "compute", id, expression });
    return { kind: "computed", id };
  });
  const filter = call.filter === null
    ? null
    : fromChecked(source, call.filter, shape);
  return { call: { call, inputs, filter, id: context.nextId() }, steps };
}

/** Expressions over the results of aggregates and the keys: each is read as a field of its own. */
function overResults(
  source: SourceText,
  results: readonly Ref[],
  keys: readonly Ref[],
): Folded["over"] {
  return (checked) => {
    const refs: Record<string, Ref> = {};
    const replaced = (node: Checked): Checked => {
      if (node.kind !== "slot") return mapParts(node, replaced);
      const { type, span, of, index } = node;
      const path = [of, index];
      refs[JSON.stringify(path)] = (of === "group" ? keys : results)[index]!;
      return { kind: "field", path, type, declared: type, span };
    };
    return { source, checked: replaced(checked), refs };
  };
}

/** The column of an expression over a fold: a result or key as it is, else computed. */
export function resultColumn(
  state: PlanState,
  name: string,
  expression: PlannedExpression,
  context: PlanContext,
): { readonly state: PlanState; readonly field: ShapeField } {
  const { checked, refs } = expression;
  const type = settledType(checked.type);
  if (checked.kind === "field") {
    const origin = refs[JSON.stringify(checked.path)] as ShapeField["origin"];
    return { state, field: { name, type, origin } };
  }
  const id = context.nextId();
  return {
    state: withStep(state, { kind: "compute", id, expression }),
    field: { name, type, origin: { kind: "computed", id } },
  };
}

/** `window_start` or `window_end` of an answer. */
export function bound(name: string, id: number): ShapeField {
  return { name, type: "TIMESTAMP", origin: { kind: "output", id } };
}

/** The shape of rows that a stage made, with these fields and no others. */
export function closed(fields: readonly ShapeField[]): Shape {
  return {
    fields,
    open: false,
    gone: new Set(),
    types: new Map(),
    made: true,
  };
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
