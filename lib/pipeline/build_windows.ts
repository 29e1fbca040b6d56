import {
  foldCompletedStep,
  foldedPanes,
  foldStep,
  gatherStep,
  heldPanes,
  type Keeping,
  type KeyCodes,
  machineStep,
  type PaneKeeper,
  type Predicate,
  type Step,
  touchedPanes,
  type WindowLead,
  windowLead,
} from "../stream/mod.ts";
import { accumulatorOf } from "./accumulators.ts";
import type { BuildContext } from "./build_context.ts";
import { Positions } from "./layout.ts";
import {
  isPlain,
  isRevised,
  type PlannedExpression,
  type PlannedStep,
  type PlannedWindow,
} from "./plan.ts";
import { type Ref, refKey } from "./shape.ts";
import { windowing, windowOptions } from "./window_options.ts";

/** Steps, and where columns stand behind them. */
export interface BuiltSteps {
  /** The steps. */
  readonly steps: Step[];
  /** Where columns stand in the batches that the last one hands on. */
  readonly positions: Positions;
}

/** The steps that hold rows until their window is complete, or the input ends. */
export function keepingSteps(
  step: PlannedStep & { readonly kind: "gather" },
  behind: readonly Ref[],
  before: Positions,
  context: BuildContext,
): BuiltSteps {
  const refs = [...behind, ...step.keys].filter((ref) => before.has(ref));
  const kept = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
  const positions = new Positions();
  for (const ref of kept) positions.add(ref);
  const keeping: Keeping = {
    columns: kept.map((ref) => before.of(ref)),
    layouts: kept.map((ref) =>
      ref.kind === "input" && ref.as === "text" ? "spans" : "values"
    ),
    lines: step.lines,
  };
  const keys = step.keys.map((ref) => before.of(ref));
  const { account, memory } = context;
  const { window } = step;
  if (window === null || isPlain(window)) {
    const made = gatherStep({
      keeping,
      windowing: window === null ? null : windowing(window),
      keys,
      memory,
      account,
    });
    return { steps: [made], positions };
  }
  const [start, end, revision] = step.boundIds.map((id): Ref => ({
    kind: "computed",
    id,
  })) as [Ref, Ref, Ref];
  const named = new Set(behind.map(refKey));
  const bounds = named.has(refKey(start)) || named.has(refKey(end));
  const revisions = isRevised(window);
  if (bounds) {
    positions.add(start);
    positions.add(end);
  }
  if (revisions) positions.add(revision);
  const keeper = (codes: KeyCodes) =>
    heldPanes({
      keeping,
      keys: step.keys.map((ref) => positions.of(ref)),
      bounds,
      revisions,
      lead: leadOf(window, keys.length, codes),
      account,
    });
  const made = machine(window, keys, before, step.counted, keeper, context);
  return { steps: [made], positions };
}

/** The steps that fold rows as they come, or those of windows that are complete. */
export function foldingSteps(
  step: PlannedStep & { readonly kind: "fold" },
  before: Positions,
  predicate: (filter: PlannedExpression) => Predicate,
  context: BuildContext,
): BuiltSteps {
  const shape = {
    narrow: step.narrow,
    types: step.keys.map(({ type }, at) => at < step.windowKeys ? null : type),
    keys: step.keys.map(({ input }) => before.of(input)),
    calls: step.calls.map(({ call, inputs, filter }) => {
      const create = accumulatorOf(call, inputs.map((ref) => before.of(ref)));
      if (create === null) {
        throw new TypeError(`Cannot fold the aggregate ${call.name}`);
      }
      return { create, filter: filter === null ? null : predicate(filter) };
    }),
  };
  const { window, completed, windowKeys } = step;
  const own = window !== null && !completed && !isPlain(window);
  const revisions = own && isRevised(window);
  const positions = new Positions();
  for (
    const id of [
      ...(window === null ? [] : [step.startId, step.endId]),
      ...step.keys.map(({ id }) => id),
      ...(revisions ? [step.revisionId] : []),
      ...step.calls.map(({ id }) => id),
    ]
  ) positions.add({ kind: "output", id });
  const { account, memory } = context;
  if (completed && window !== null) {
    return { steps: [foldCompletedStep(shape)], positions };
  }
  if (!own) {
    const made = foldStep({
      shape,
      windowing: window === null ? null : windowing(window),
      memory,
      account,
    });
    return { steps: [made], positions };
  }
  const keys = shape.keys.slice(0, windowKeys);
  const keeper = (codes: KeyCodes, keyed: boolean) =>
    foldedPanes({
      shape,
      windowKeys,
      keyed,
      revisions,
      appendKey: (code, out, rows) => codes.append(code, out, rows),
      appendKeys: (keys, out) => codes.appendMany(keys, out),
      lead: leadOf(window, windowKeys, codes),
      account,
    });
  const made = machine(window, keys, before, step.counted, keeper, context);
  return { steps: [made], positions };
}

/** What leads the results of windows that answer without rows; `null` where none does (W10). */
function leadOf(
  window: PlannedWindow,
  keys: number,
  codes: KeyCodes,
): WindowLead | null {
  return window.fill
    ? windowLead({ codes, keys, revisions: isRevised(window) })
    : null;
}

/** Windows that are not plain, and what keeps their rows. */
function machine(
  window: PlannedWindow,
  keys: readonly number[],
  columns: Positions,
  counted: boolean,
  keeper: (keys: KeyCodes, keyed: boolean) => PaneKeeper,
  { account, memory, onLate, onLateResults }: BuildContext,
): Step {
  const { span } = window;
  return machineStep({
    windows: {
      ...windowOptions(window),
      // Key by key, as one may have late rows and another none; nothing completes by these clocks.
      ...(window.touched && keys.length > 0 && isAligned(span.kind)
        ? { perKeyClock: true }
        : {}),
    },
    keys,
    predicates: span.kind === "predicate"
      ? [columns.of(span.start), columns.of(span.end)]
      : null,
    keeper: (codes, keyed) =>
      window.touched
        ? touchedPanes(keeper(codes, keyed))
        : keeper(codes, keyed),
    memory,
    account: counted ? account : null,
    onLate: counted ? onLate : (_batch, rows) => onLateResults(rows.length),
  });
}

/** Whether the bounds of windows follow from time alone. */
function isAligned(kind: PlannedWindow["span"]["kind"]): boolean {
  return kind === "tumbling" || kind === "hopping" || kind === "cumulate";
}
