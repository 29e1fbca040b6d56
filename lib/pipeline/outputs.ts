import { Fault } from "../core/mod.ts";
import { planExpression } from "./expressions.ts";
import type {
  PlannedEdits,
  PlannedField,
  PlannedOutput,
  PlannedStep,
} from "./plan.ts";
import { pathText } from "./scope_of.ts";
import type { Ref, Shape, ShapeField } from "./shape.ts";
import type { PlanContext, PlanState } from "./state.ts";

/** What decides how rows leave. */
export interface OutputWish {
  /** What `-o` or the ending of a file says; `null` where nothing does. */
  readonly format: string | null;
  /** What rows that were changed leave as where nothing is said. */
  readonly otherwise: string;
}

/** How rows leave at one place in the pipeline, and the steps that this takes. */
export interface OutputPlan {
  /** Conversions of declared fields. */
  readonly steps: readonly PlannedStep[];
  /** How rows leave. */
  readonly output: PlannedOutput;
}

/** Plans how rows leave (C5). */
export function planOutput(
  state: PlanState,
  wish: OutputWish,
  context: PlanContext,
): OutputPlan {
  const unchanged = !state.changed && state.lines;
  const asked = wish.format ?? (unchanged ? context.rewritten ?? null : null);
  if (wish.format === "lines" && !unchanged) {
    throw new Fault(
      "plan/lines",
      "cannot write lines as they came, since stages changed their fields",
      { mend: "Leave out `-o lines`, or the stages that change fields" },
    );
  }
  if (unchanged && (asked === null || asked === "lines")) {
    return { steps: [], output: { kind: "lines" } };
  }
  const format = asked ?? wish.otherwise;
  if (format === "ndjson" && state.shape.open) {
    return { steps: [], output: { kind: "edited", ...edits(state.shape) } };
  }
  if (state.shape.open && context.tooMany === true) {
    throw new Fault(
      "plan/too-many-fields",
      "cannot lay rows out as columns as they have too many fields",
      { mend: "Name the fields that you need, as in select 'a, b'" },
    );
  }
  const shape = state.shape.open
    ? listed(state.shape, context.met)
    : state.shape;
  const steps = state.shape.open ? [fixedColumns(state, shape)] : [];
  const fields = shape.fields.map((field): PlannedField => {
    const converted = conversion(field, shape, context);
    if (converted !== null) steps.push(converted.step);
    return {
      name: field.name,
      type: field.type,
      input: converted?.input ?? writtenRef(field),
    };
  });
  return { steps, output: { kind: "fields", format, fields } };
}

/** What stages changed about the row's own members; all others stay as they are. */
export function edits(shape: Shape): PlannedEdits {
  const isBound = ({ name, type, first }: ShapeField) =>
    first === true ||
    type === "TIMESTAMP" && (name === "window_start" || name === "window_end");
  const renamed = (field: ShapeField): string | null =>
    field.origin.kind === "input" && field.origin.path.length === 1 &&
      shape.gone.has(String(field.origin.path[0]))
      ? String(field.origin.path[0])
      : null;
  const planned = (field: ShapeField): PlannedField => ({
    name: field.name,
    type: field.type,
    input: writtenRef(field),
  });
  const rename = shape.fields.flatMap((field) => {
    const from = renamed(field);
    return from === null ? [] : [[from, field.name] as const];
  });
  const kept = new Set(rename.map(([from]) => from));
  return {
    leading: shape.fields.filter(isBound).map(planned),
    put: shape.fields.filter((field) =>
      !isBound(field) && renamed(field) === null
    ).map(planned),
    drop: [...shape.gone].filter((name) => !kept.has(name)),
    rename,
  };
}

/** The shape with the fields met at the beginning of the input, and no others. */
export function listed(shape: Shape, met: readonly string[]): Shape {
  const names = new Set(shape.fields.map(({ name }) => name));
  const own = met.filter((name) => !names.has(name) && !shape.gone.has(name))
    .map((name): ShapeField => ({
      name,
      type: shape.types.get(name) ?? "ANY",
      origin: { kind: "input", path: [name] },
    }));
  const isBound = ({ name, first }: ShapeField) =>
    first === true || name === "window_start" || name === "window_end";
  return {
    fields: [
      ...shape.fields.filter(isBound),
      ...own,
      ...shape.fields.filter((field) => !isBound(field)),
    ],
    open: false,
    gone: new Set(),
    types: shape.types,
  };
}

/** Fields that are not there in the beginning of the input may not be lost in silence (C5). */
function fixedColumns(state: PlanState, listed: Shape): PlannedStep {
  const columns = listed.fields.map(({ name }) => name);
  return {
    kind: "columns",
    columns,
    known: [...columns, ...state.shape.gone],
    placed: state.shape.made !== true,
    counted: state.counted,
  };
}

/** The column a field is written from: input fields keep their own text. */
function writtenRef(field: ShapeField): Ref {
  return field.origin.kind === "input"
    ? {
      kind: "input",
      path: field.origin.path,
      as: field.origin.moment === true ? "time" : "text",
    }
    : field.origin;
}

/** A declared type holds in the output too: what does not convert is NULL there (V2). */
function conversion(
  field: ShapeField,
  shape: Shape,
  context: PlanContext,
): { readonly step: PlannedStep; readonly input: Ref } | null {
  const { origin } = field;
  if (
    origin.kind !== "input" || !context.declared.has(pathText(origin.path))
  ) {
    return null;
  }
  const source = { text: JSON.stringify(field.name), source: "--types" };
  const span = { start: 0, end: source.text.length };
  const id = context.nextId();
  const expression = planExpression(
    source,
    { kind: "name", path: [field.name], quoted: true, span },
    shape,
    context,
  );
  return {
    step: { kind: "compute", id, expression },
    input: { kind: "computed", id },
  };
}
