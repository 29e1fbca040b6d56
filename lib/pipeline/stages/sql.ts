import { Fault, type FieldType } from "../../core/mod.ts";
import {
  type CheckedQuery,
  checkQuery,
  parseQuery,
  type PathParts,
  type SourceText,
} from "../../sql/mod.ts";
import { fromChecked, planExpression } from "../expressions.ts";
import { edits } from "../outputs.ts";
import { isRevised, type PlannedField, type PlannedStep } from "../plan.ts";
import { queryNames } from "../query_names.ts";
import { refuseSketches } from "../query_sketches.ts";
import { pathText, refOf, scopeOf } from "../scope_of.ts";
import { lookUp, type Ref, type ShapeField } from "../shape.ts";
import type { SqlSpec } from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";
import {
  bound,
  closed,
  fieldExpression,
  fold,
  isFoldable,
  resultColumn,
} from "./fold.ts";
import { changesBehind } from "./changes.ts";
import { withStep } from "./rows.ts";
import { coded, gather, ownWindows } from "./window.ts";

/** What a query reads and answers, as far as its text tells. */
interface QueryFacts {
  /** The query, where weir reads it itself. */
  readonly checked: CheckedQuery | null;
  /** Why rows cannot be folded, in a few words; `null` where they can. */
  readonly unfolded: string | null;
  /** Whether it asks for all fields. */
  readonly all: boolean;
  /** The fields it names, and the types that their use fixes. */
  readonly fields: readonly {
    readonly path: PathParts;
    readonly type: FieldType;
  }[];
  /** The names of its columns; `null` where only the answer tells. */
  readonly columns: readonly string[] | null;
}

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
  if (facts.checked !== null && facts.unfolded === null) {
    return planFolded(state, spec.query, facts.checked, context);
  }
  refuseSketches(spec.query, facts.unfolded ?? "");
  return planHeld(state, spec.query, facts, windows, context);
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
  // Rows that a query leaves out belong to their window all the same.
  const ready = query.where === null ? state : ownWindows(state);
  const filtered = query.where === null ? state : withStep(ready, {
    kind: "filter",
    expression: fromChecked(source, query.where, ready.shape),
    // What a query leaves out it has answered for (D6).
    counted: false,
  });
  const keys = query.groups.map((checked, at) => ({ name: `${at}`, checked }));
  const made = fold(filtered, source, keys, query.aggregates, true, context);
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
  // D1: all output columns from left to right, behind what ORDER BY says.
  planned = withStep(planned, {
    kind: "sort",
    keys: [
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
      columns: [],
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

function queryFacts(
  state: PlanState,
  source: SourceText,
  context: PlanContext,
  history: boolean,
): QueryFacts {
  const parsed = parseQuery(source);
  let unfolded = parsed.reason ?? "";
  if (parsed.query !== null) {
    try {
      const scope = scopeOf(state.shape, context);
      const checked = checkQuery(parsed.query, scope, context);
      for (const use of checked.uses) context.onUse(use, state.shape);
      return {
        checked,
        unfolded: whyUnfolded(checked),
        all: checked.star,
        fields: checked.fields,
        columns: checked.star ? null : checked.columns,
      };
    } catch (error) {
      // DuckDB knows functions that weir does not: its own message decides.
      if (!(error instanceof Fault) || error.code.endsWith("unknown-field")) {
        throw error;
      }
      unfolded = error.message.replace(/^cannot read [^:]*: /u, "");
    }
  }
  const names = queryNames(
    source,
    history ? ["events", "history"] : ["events"],
  );
  // What is known must not follow from how the input is cut.
  const first = context.first ?? context.met;
  const known = names.renamed.filter(([name]) => first.includes(name!));
  const fields = [...names.paths, ...known].flatMap((path) => {
    const field = lookUp(state.shape, path[0]!, true);
    if (field === null) return [];
    // A name that only a table of the user's has is not asked of the rows.
    const elsewhere = context.tableFields.has(path[0]!.toLowerCase()) &&
      !first.includes(path[0]!);
    if (state.shape.open && elsewhere) return [];
    if (state.shape.open && field.origin.kind === "input") {
      context.onName(path[0]!);
    }
    const type = path.length > 1 ? "ANY" : field.type;
    return [{ path, type }];
  });
  return { checked: null, unfolded, all: names.all, fields, columns: null };
}

function whyUnfolded(query: CheckedQuery): string | null {
  if (!query.grouped) return "it has no aggregates";
  if (query.distinct) return "it has DISTINCT";
  if (query.offset !== null) return "it has OFFSET";
  const strange = query.aggregates.find((call) => !isFoldable(call));
  return strange === undefined ? null : `it has ${strange.name}`;
}
