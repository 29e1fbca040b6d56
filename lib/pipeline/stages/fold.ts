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
import { pathText } from "../scope_of.ts";
import { type Ref, refKey, type Shape, type ShapeField } from "../shape.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { changesBehind } from "./changes.ts";
import { type Passing, passingColumn, whereOne } from "./passing.ts";
import { settledType, withStep } from "./rows.ts";
import { coded, ownWindows } from "./window.ts";

/** What rows are grouped by. */
export interface FoldKey {
  /** The name of its column. */
  readonly name: string;
  /** The text that it stands in. */
  readonly source: SourceText;
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

/** How a fold is that of a query. */
export interface FoldOptions {
  /** Whether a key with values of several kinds is text, as a column of DuckDB's is (V2). */
  readonly narrow: boolean;
  /** Which rows the aggregates take; `null` for all. Windows and groups in which there are none answer all the same. */
  readonly where: Checked | null;
}

/**
 * Folds rows into groups, of each window or of the whole input.
 *
 * @param source The text that the aggregates and the condition stand in.
 */
export function fold(
  given: PlanState,
  source: SourceText,
  keys: readonly FoldKey[],
  aggregates: readonly CheckedAggregate[],
  { narrow, where }: FoldOptions,
  context: PlanContext,
): Folded {
  const state = boundsNamed(given, source, keys, aggregates, where)
    ? ownWindows(given)
    : given;
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
  for (const { name, source, checked } of keys) {
    const made = keyColumn(planned, source, checked, state.shape, context);
    planned = made.state;
    addKey(name, settledType(checked.type), made.input);
  }
  const passing = where === null
    ? null
    : passingColumn(planned, source, where, context);
  planned = passing?.state ?? planned;
  const calls = aggregates.map((call) => {
    const made = plannedCall(call, source, state.shape, passing, context);
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
      together: windowKeys > 0 &&
        (!state.completed || state.together === true),
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

/** Whether keys, aggregates or their condition read a bound of a window that its rows do not know before it leaves. */
function boundsNamed(
  { pending, shape }: PlanState,
  source: SourceText,
  keys: readonly FoldKey[],
  aggregates: readonly CheckedAggregate[],
  where: Checked | null,
): boolean {
  if (pending === null) return false;
  const bounds = [pending.start, pending.end, pending.revision]
    .flatMap((field) => field === null ? [] : [refKey(field.origin as Ref)]);
  return [
    ...keys.map(({ checked }) => checked),
    ...aggregates.flatMap(({ args, filter }) =>
      filter === null ? args : [...args, filter]
    ),
    ...(where === null ? [] : [where]),
  ].some((checked) =>
    Object.values(fromChecked(source, checked, shape).refs)
      .some((ref) => bounds.includes(refKey(ref)))
  );
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
    (checked.type === "ANY" ||
      // Of a field that was declared a text, a number is its text (V2).
      (checked.type === "VARCHAR" &&
        !context.declared.has(pathText(checked.path))) ||
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
  passing: Passing | null,
  context: PlanContext,
): { readonly call: PlannedCall; readonly steps: readonly PlannedStep[] } {
  const steps: PlannedStep[] = [];
  const inputs = call.args.map((argument): Ref => {
    const id = context.nextId();
    const expression = whereOne(
      passing,
      fromChecked(source, argument, shape),
    );
    steps.push({ kind: "compute", id, expression });
    return { kind: "computed", id };
  });
  const filter = call.filter === null
    ? passing?.expression ?? null
    : whereOne(passing, fromChecked(source, call.filter, shape));
  return {
    call: { source, call, inputs, filter, id: context.nextId() },
    steps,
  };
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
