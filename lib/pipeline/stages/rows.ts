import { Fault, type FieldType, placeInText } from "../../core/mod.ts";
import {
  parseAssignments,
  parseNames,
  parseRenames,
  parseSelectList,
  type SourceText,
  type Span,
} from "../../sql/mod.ts";
import { planCondition, planExpression } from "../expressions.ts";
import type { PlannedStep } from "../plan.ts";
import { lookUp, type Shape, type ShapeField } from "../shape.ts";
import type {
  DropSpec,
  FilterSpec,
  RenameSpec,
  SelectSpec,
  SetSpec,
} from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";

/** Plans `filter`. */
export function planFilter(
  state: PlanState,
  spec: FilterSpec,
  context: PlanContext,
): PlanState {
  const expression = planCondition(spec.expression, state.shape, context);
  return withStep(state, {
    kind: "filter",
    expression,
    counted: state.counted,
  });
}

/** Plans `set`: each assignment sees the ones before it. */
export function planSet(
  state: PlanState,
  spec: SetSpec,
  context: PlanContext,
): PlanState {
  let planned = state;
  for (const item of parseAssignments(spec.assignments)) {
    const expression = planExpression(
      spec.assignments,
      item.expression,
      planned.shape,
      context,
    );
    const id = context.nextId();
    const field: ShapeField = {
      name: item.name,
      type: settledType(expression.checked.type),
      origin: { kind: "computed", id },
    };
    planned = withShape(
      withStep(planned, { kind: "compute", id, expression }),
      withField(planned.shape, field),
    );
  }
  return planned;
}

/** Plans `select`: plain fields keep their own text, expressions are computed. */
export function planSelect(
  state: PlanState,
  spec: SelectSpec,
  context: PlanContext,
): PlanState {
  const items = parseSelectList(spec.list);
  const [first] = items;
  if (items.length === 1 && first !== undefined && "star" in first) {
    return first.exclude.length === 0
      ? state
      : dropNames(state, first.exclude, spec.list, first.span, context);
  }
  let planned = state;
  const fields: ShapeField[] = [];
  for (const item of items) {
    if ("star" in item) {
      if (state.shape.open) {
        throw new Fault(
          "plan/star",
          "cannot put * beside other fields as each row brings fields of its own",
          {
            place: placeInText(
              spec.list.source,
              spec.list.text,
              item.span.start,
              item.span.end,
            ),
            mend: "Use `set` to add fields and keep all others",
          },
        );
      }
      fields.push(
        ...state.shape.fields.filter(({ name }) =>
          !item.exclude.includes(name)
        ),
      );
      continue;
    }
    const { expression: node } = item;
    const expression = planExpression(spec.list, node, state.shape, context);
    if (node.kind === "name") {
      const field = lookUp(state.shape, String(node.path[0]), true)!;
      if (field.origin.kind === "input") {
        const path = [...field.origin.path, ...node.path.slice(1)];
        fields.push({
          name: item.name,
          type: expression.checked.type,
          origin: { kind: "input", path },
        });
        continue;
      }
      if (node.path.length === 1) {
        fields.push({ ...field, name: item.name });
        continue;
      }
    }
    const id = context.nextId();
    planned = withStep(planned, { kind: "compute", id, expression });
    fields.push({
      name: item.name,
      type: settledType(expression.checked.type),
      origin: { kind: "computed", id },
    });
  }
  refuseTwins(fields, spec.list);
  return withShape(planned, {
    fields,
    open: false,
    gone: new Set(),
    types: new Map(),
    made: state.shape.made ?? false,
  });
}

/** Plans `drop`. */
export function planDrop(
  state: PlanState,
  spec: DropSpec,
  context: PlanContext,
): PlanState {
  let planned = state;
  for (const { path, span } of parseNames(spec.list)) {
    if (path.length > 1) {
      throw new Fault(
        "plan/drop-path",
        "cannot drop a part of a nested value",
        {
          place: placeInText(
            spec.list.source,
            spec.list.text,
            span.start,
            span.end,
          ),
          mend: "Drop the whole field, or name the parts to keep with `select`",
        },
      );
    }
    planned = dropNames(planned, [String(path[0])], spec.list, span, context);
  }
  return planned;
}

/** Plans `rename`; all of it at once, so that two names can be exchanged. */
export function planRename(
  state: PlanState,
  spec: RenameSpec,
  context: PlanContext,
): PlanState {
  const { shape } = state;
  const renamed = new Map<ShapeField, string>();
  const own: ShapeField[] = [];
  const gone = new Set(shape.gone);
  for (const { from, to } of parseRenames(spec.list)) {
    const name = String(from.path[0]);
    const field = from.path.length === 1 ? lookUp(shape, name, false) : null;
    if (field === null) {
      throw unknownField(name, shape, spec.list, from.span);
    }
    context.onName(name);
    if (shape.fields.includes(field)) renamed.set(field, to);
    else own.push({ ...field, name: to });
    if (shape.open) gone.add(name);
  }
  const fields = [
    ...shape.fields.map((field) => ({
      ...field,
      name: renamed.get(field) ?? field.name,
    })),
    ...own,
  ];
  refuseTwins(fields, spec.list);
  return withShape(state, { ...shape, fields, gone });
}

function dropNames(
  state: PlanState,
  names: readonly string[],
  source: SourceText,
  span: Span,
  context: PlanContext,
): PlanState {
  const { shape } = state;
  for (const name of names) {
    if (lookUp(shape, name, false) === null) {
      throw unknownField(name, shape, source, span);
    }
    if (shape.open) context.onName(name);
  }
  return withShape(state, {
    ...shape,
    fields: shape.fields.filter(({ name }) => !names.includes(name)),
    gone: shape.open ? new Set([...shape.gone, ...names]) : shape.gone,
  });
}

/** The state with one more step. */
export function withStep(state: PlanState, step: PlannedStep): PlanState {
  return { ...state, steps: [...state.steps, step] };
}

/** The state with other fields: lines cannot leave as they came any more. */
export function withShape(state: PlanState, shape: Shape): PlanState {
  return { ...state, shape, changed: true };
}

/** The shape with a field added, or replaced where its name is there. */
export function withField(shape: Shape, field: ShapeField): Shape {
  const there = shape.fields.some(({ name }) => name === field.name);
  return {
    ...shape,
    fields: there
      ? shape.fields.map((other) => other.name === field.name ? field : other)
      : [...shape.fields, field],
  };
}

/** The type of a computed column: a bare NULL is text, as in DuckDB. */
export function settledType(type: FieldType): FieldType {
  return type === "NULL" ? "VARCHAR" : type;
}

/** Refuses two columns of one name (D3). */
export function refuseTwins(
  fields: readonly ShapeField[],
  source: SourceText,
): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name)) {
      throw new Fault(
        "plan/twins",
        `cannot give two columns the name ${JSON.stringify(name)}`,
        {
          place: placeInText(source.source, source.text, 0, source.text.length),
          mend: "Name one of them with AS",
        },
      );
    }
    seen.add(name);
  }
}

/** A field that a header or format does not have. */
function unknownField(
  name: string,
  shape: Shape,
  source: SourceText,
  span: Span,
): Fault {
  const names = shape.fields.map((field) => field.name);
  return new Fault("plan/unknown-field", `cannot find the field ${name}`, {
    place: placeInText(source.source, source.text, span.start, span.end),
    mend: names.length === 0
      ? "No fields are left at this stage"
      : `The fields here are: ${names.join(", ")}`,
  });
}
