import { Fault, type FieldType, placeInText } from "../../core/mod.ts";
import type {
  Checked,
  CheckedQuery,
  PathParts,
  SourceText,
} from "../../sql/mod.ts";
import {
  fieldExpression,
  fromChecked,
  planExpression,
} from "../expressions.ts";
import { edits } from "../outputs.ts";
import { isRevised, type PlannedField, type PlannedStep } from "../plan.ts";
import { refuseSketches } from "../query_sketches.ts";
import { pathText, refOf } from "../scope_of.ts";
import type { Ref, ShapeField } from "../shape.ts";
import type { SqlSpec } from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { bound, closed, fold, resultColumn } from "./fold.ts";
import { changesBehind } from "./changes.ts";
import { type QueryFacts, queryFacts } from "./query_facts.ts";
import { withStep } from "./rows.ts";
import { coded, gather, ownWindows } from "./window.ts";

/** Plans `sql`: rows fold as they come where the query lets them, else those of each window are held for the engine, in the columns that it names. */
export function planSql(
  state: PlanState,
  spec: SqlSpec,
  context: PlanContext,
): PlanState {
  const windows = spec.history ?? null;
  if (windows !== null && state.pending === null && !state.completed) {
    throw noWindows();
  }
  const found = queryFacts(state, spec.query, context, windows !== null);
  const facts = windows === null
    ? found
    : { ...found, unfolded: "it sees the windows before" };
  if (facts.checked !== null) {
    refuseQueryTwins(state, spec.query, facts.checked);
  }
  if (facts.checked !== null && facts.unfolded === null) {
    return planFolded(state, spec.query, facts.checked, context);
  }
  refuseSketches(spec.query, facts.unfolded ?? "");
  return planHeld(state, spec.query, facts, windows, context);
}

/** Two columns of one name are an error of the plan; those that lead stand once, whatever is selected (D3). */
function refuseQueryTwins(
  { pending, completed, leading }: PlanState,
  source: SourceText,
  { items }: CheckedQuery,
): void {
  const windowed = pending !== null || completed;
  const once = windowed
    ? [
      "window_start",
      "window_end",
      ...(pending?.keys ?? leading).map(({ name }) => name),
    ]
    : [];
  const names = items.map(({ name }) => name);
  const twin = items.find(({ name }, at) =>
    names.indexOf(name) < at && !once.includes(name)
  );
  if (twin === undefined) return;
  const { start, end } = twin.span;
  throw new Fault(
    "plan/twins",
    `cannot run sql query: two columns of its answer are called ${twin.name}`,
    {
      place: placeInText(source.source, source.text, start, end),
      mend: "Give this one a name of its own with AS",
    },
  );
}

function noWindows(): Fault {
  return new Fault(
    "plan/history",
    "cannot give a query the windows before its own, as there are no windows",
    { mend: "Put a window in front: window 1h then sql ... --history 1" },
  );
}

/** One SELECT with aggregates: a fold, what HAVING leaves, in its order. */
function planFolded(
  state: PlanState,
  source: SourceText,
  query: CheckedQuery,
  context: PlanContext,
): PlanState {
  const windowed = state.pending !== null || state.completed;
  // Without groups, a window answers for none of its rows, too.
  const where = windowed && query.groups.length === 0 ? query.where : null;
  const filtered = where === query.where
    ? state
    : whereStep(state, source, query.where);
  const keys = query.groups.map((checked, at) => ({
    name: `${at}`,
    source,
    checked,
  }));
  const made = fold(
    filtered,
    source,
    keys,
    query.aggregates,
    { narrow: true, where },
    context,
  );
  let planned = made.state;
  if (query.having !== null) {
    planned = withStep(planned, {
      kind: "filter",
      expression: made.over(query.having),
      counted: false,
    });
  }
  const columns = query.items.map(({ name, checked }) => {
    const column = resultColumn(planned, name, made.over(checked), context);
    planned = column.state;
    return column.field;
  });
  // Each key has windows of its own (W5), and those of one span come together.
  const windowKeys = made.state.leading;
  // D1: all output columns from left to right, behind what ORDER BY says.
  planned = withStep(planned, {
    kind: "sort",
    keys: [
      ...windowKeys.map((key) => ({
        expression: fieldExpression(key),
        descending: false,
        nullsFirst: false,
      })),
      ...(query.orderBy ?? []).map((item) => ({
        expression: made.over(item.checked),
        descending: item.descending,
        nullsFirst: item.nullsFirst,
      })),
      ...columns.map((column) => ({
        expression: fieldExpression(column),
        descending: false,
        nullsFirst: false,
      })),
    ],
  });
  if (query.limit !== null) {
    planned = withStep(planned, {
      kind: "group-limit",
      count: query.limit,
      columns: windowKeys.map(({ input }) => input),
    });
  }
  const { leading } = made;
  const taken = new Set(leading.map(({ name }) => name));
  return {
    ...planned,
    shape: closed([
      ...leading,
      ...columns.filter(({ name }) => !taken.has(name)),
    ]),
  };
}

/** Drops the rows that a query leaves out. */
function whereStep(
  state: PlanState,
  source: SourceText,
  where: Checked | null,
): PlanState {
  if (where === null) return state;
  // They belong to their window all the same.
  const own = ownWindows(state);
  return withStep(own, {
    kind: "filter",
    expression: fromChecked(source, where, own.shape),
    // What a query leaves out it has answered for (D6).
    counted: false,
  });
}

/** Any other query: rows are held until their window is complete. */
function planHeld(
  state: PlanState,
  source: SourceText,
  facts: QueryFacts,
  windows: number | null,
  context: PlanContext,
): PlanState {
  let planned = state;
  const fields: PlannedField[] = [];
  const named = windows === null ? facts : withBounds(state, facts);
  for (const { path, type } of wanted(state, named)) {
    const made = handed(planned, path, type, source, context);
    planned = made.state;
    fields.push({ name: pathText(path), type, input: made.input });
  }
  const windowed = state.pending !== null || state.completed;
  planned = gather(planned);
  const keys = planned.leading.map(({ name, type, input }) => ({
    name,
    type,
    input,
    id: context.nextId(),
  }));
  const startId = context.nextId();
  const endId = context.nextId();
  const leading: ShapeField[] = [
    ...(windowed
      ? [bound("window_start", startId), bound("window_end", endId)]
      : []),
    ...keys.map(({ name, type, id }): ShapeField => ({
      name,
      type,
      origin: { kind: "output", id },
    })),
  ];
  // A bound or key that the query selects too stands once, in front (D3).
  const taken = new Set(leading.map(({ name }) => name));
  const answered = (facts.columns ?? []).filter((name) => !taken.has(name))
    .map((name) => ({ name, id: context.nextId() }));
  const late = facts.columns === null;
  const groups =
    groupColumns(facts.checked)?.map((name) =>
      [...keys, ...answered].find((one) => one.name === name)
    ).flatMap((one) =>
      one === undefined
        ? []
        : [{ id: one.id, input: { kind: "output", id: one.id } as const }]
    ) ?? null;
  const step: PlannedStep = {
    kind: "sql",
    query: source,
    fields,
    all: facts.all && state.shape.open ? edits(state.shape) : null,
    keys,
    windowed,
    startId,
    endId,
    history: windows === null ? null : {
      windows,
      keys: planned.leading
        .filter(({ name }) => !(name === "revision" && revised(planned)))
        .map(({ input }) => input),
    },
    outputs: late ? null : answered.map(({ id }) => id),
    unfolded: facts.unfolded ?? "",
  };
  return {
    ...withStep(planned, step),
    shape: closed([
      ...leading,
      ...answered.map(({ name, id }): ShapeField => ({
        name,
        type: "ANY",
        origin: { kind: "output", id },
      })),
    ]),
    changed: true,
    counted: false,
    lines: false,
    pending: null,
    leading: keys.map(({ name, type, id }) => {
      const origin = { kind: "output" as const, id };
      return { name, type, origin, input: origin };
    }),
    completed: windowed,
    together: false,
    whole: !windowed,
    ...changesBehind(planned, {
      keys: [...keys, ...groups ?? []],
      revisionId: null,
      named: groups !== null,
    }),
    late,
  };
}

/** The rows of windows before say which they are of. */
function withBounds(state: PlanState, facts: QueryFacts): QueryFacts {
  const names = new Set(facts.fields.map(({ path }) => pathText(path)));
  const bounds = state.shape.fields.filter(({ name, type, origin }) =>
    (name === "window_start" || name === "window_end") &&
    type === "TIMESTAMP" && origin.kind !== "input" && !names.has(name)
  );
  return {
    ...facts,
    fields: [
      ...bounds.map(({ name, type }) => ({ path: [name], type })),
      ...facts.fields,
    ],
  };
}

function revised({ window }: PlanState): boolean {
  return window !== null && isRevised(window);
}

/** The columns that no two rows of an answer have alike; `null` where nothing says so. */
function groupColumns(query: CheckedQuery | null): string[] | null {
  if (query === null || !query.grouped) return null;
  const names = query.groups.map((_, index) =>
    query.items.find(({ checked }) =>
      checked.kind === "slot" && checked.of === "group" &&
      checked.index === index
    )?.name
  );
  return names.every((name) => name !== undefined) ? names : null;
}

function wanted(state: PlanState, facts: QueryFacts): QueryFacts["fields"] {
  // All fields of an open shape are found when their lines are read again.
  if (!facts.all || state.shape.open) return facts.fields;
  const types = new Map(
    facts.fields.map(({ path, type }) => [pathText(path), type]),
  );
  const named = state.shape.fields.map(({ name, type }) => ({
    path: [name],
    type: type === "ANY" ? types.get(name) ?? "ANY" : type,
  }));
  const listed = new Set(named.map(({ path }) => path[0]));
  const nested = facts.fields.filter(({ path }) =>
    path.length > 1 || !listed.has(String(path[0]))
  );
  return [...named, ...nested];
}

/** The column that goes to the engine: as it is, or converted where the use of an undeclared field fixes a type (V2). */
function handed(
  state: PlanState,
  path: PathParts,
  type: FieldType,
  source: SourceText,
  context: PlanContext,
): { readonly state: PlanState; readonly input: Ref } {
  const span = { start: 0, end: source.text.length };
  const ref = refOf(state.shape, path, span, source);
  const fixed = ref.kind === "input" && context.fixed.has(String(ref.path[0]));
  if (
    ref.kind !== "input" || fixed || type === "ANY" || type === "VARCHAR"
  ) {
    return { state, input: coded(ref) };
  }
  const id = context.nextId();
  const expression = planExpression(
    source,
    { kind: "name", path, quoted: true, span },
    { ...state.shape, types: new Map([[pathText(path), type]]) },
    context,
  );
  return {
    state: withStep(state, { kind: "compute", id, expression }),
    input: { kind: "computed", id },
  };
}
