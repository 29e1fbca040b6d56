import { Fault } from "../../core/mod.ts";
import { giveWay } from "../give_way.ts";
import type { Ref, ShapeField } from "../shape.ts";
import { refKey } from "../shape.ts";
import type { StageSpec } from "../spec.ts";
import type { PendingChanges, PlanContext, PlanState } from "../state.ts";
import { withShape, withStep } from "./rows.ts";

/** What a changelog goes by behind a stage that answers for windows. */
export interface ChangesBehind {
  /** The columns that lead answers, or that rows are grouped by: as they came, and as they are called in the answer. */
  readonly keys: readonly { readonly input: Ref; readonly id: number }[];
  /** What the number of the firing is called in the answer, where the stage takes it from the window itself. */
  readonly revisionId: number | null;
  /** Whether no two rows of an answer have the same keys. */
  readonly named: boolean;
}

/** The changelog that answers are to become, where those of the windows are (W9). */
export function changesBehind(
  state: PlanState,
  { keys, revisionId, named }: ChangesBehind,
): { readonly changes?: PendingChanges } {
  const { pending, changes } = state;
  if (pending === null ? changes === undefined : !pending.window.changes) {
    return {};
  }
  const before = changes?.revision ?? null;
  const isRevision = ({ input }: { readonly input: Ref }): boolean =>
    before !== null && refKey(input) === refKey(before);
  const id = pending === null ? keys.find(isRevision)?.id ?? null : revisionId;
  return {
    changes: {
      identity: named
        ? keys.filter((key) => !isRevision(key)).map(({ id }) => output(id))
        : null,
      revision: id === null ? null : output(id),
      told: false,
    },
  };
}

function output(id: number): Ref {
  return { kind: "output", id };
}

/** Makes the answers of windows a changelog, whose first field is `op`; a field of such a name gets another. */
export function tellChanges(
  state: PlanState,
  context: Pick<PlanContext, "first" | "met" | "nextId" | "onNote">,
): PlanState {
  const { changes } = state;
  if (changes === undefined || changes.told) return state;
  const opId = context.nextId();
  const op: ShapeField = {
    name: "op",
    type: "VARCHAR",
    origin: { kind: "computed", id: opId },
    first: true,
  };
  const { shape } = giveWay(
    state.shape,
    [op.name],
    "says what changes",
    context,
  );
  const told = withStep(state, {
    kind: "changes",
    identity: changes.identity,
    revision: changes.revision,
    opId,
    lines: state.lines,
  });
  return {
    ...withShape(told, { ...shape, fields: [op, ...shape.fields] }),
    changes: { ...changes, told: true },
  };
}

/** Stages that may stand behind a changelog: they take each row by itself. */
const BY_ROW: ReadonlySet<StageSpec["verb"]> = new Set(
  ["filter", "set", "select", "drop", "rename", "write"],
);

/**
 * Refuses a stage that would take changes for rows.
 *
 * @throws {Fault} Where it would.
 */
export function refuseChanges(state: PlanState, stage: StageSpec): void {
  const { changes, pending } = state;
  const coming = changes !== undefined || pending?.window.changes === true;
  if (!coming) return;
  if (stage.verb === "window") {
    throw new Fault(
      "plan/changes",
      "cannot window a changelog, as its rows take back what others said",
      {
        mend:
          "Leave out --emit change of the first window, and --lateness where it makes sessions",
      },
    );
  }
  if (changes?.told !== true || BY_ROW.has(stage.verb)) return;
  throw new Fault(
    "plan/changes",
    `cannot ${stage.verb} a changelog, as its rows take back what others said`,
    { mend: `Put ${stage.verb} before the stage that takes the changes` },
  );
}

/** Whether a stage takes rows as they leave, not within their windows. */
export function takesChanges(stage: StageSpec): boolean {
  return stage.verb === "write" || stage.verb === "flatten" ||
    (stage.verb === "limit" && stage.total);
}

/**
 * Refuses to hand windows that are to become a changelog to another weir.
 *
 * @throws {Fault} Where they are.
 */
export function refusePassing(state: PlanState): PlanState {
  const { pending, window, counted } = state;
  // Only rows carry the bounds of their window from one weir to the next (C6).
  if ((pending?.window ?? (counted ? window : null))?.fill === true) {
    throw new Fault(
      "plan/fill",
      "cannot pass windows without rows to another weir",
      {
        mend:
          "Put the stage that answers into this weir: window ... --fill then agg ... -o weir",
      },
    );
  }
  if (state.changes === undefined && state.pending?.window.changes !== true) {
    return state;
  }
  throw new Fault(
    "plan/changes",
    "cannot pass windows that leave as changes to another weir, as they would lose what takes the place of what",
    {
      mend:
        "Put the stages into one weir, joined by then; or leave out -o weir",
    },
  );
}
