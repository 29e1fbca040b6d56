import { type Batch, Fault, type Field } from "../core/mod.ts";
import { chain, type Emit, type Step } from "../stream/mod.ts";
import { Positions } from "./layout.ts";
import type { PlannedStep } from "./plan.ts";
import { bound, closed } from "./stages/fold.ts";
import type { ShapeField } from "./shape.ts";
import type { PlanState } from "./state.ts";

/** Numbers of columns behind a query whose answer tells them begin here, above all that the plan gave out. */
export const LATE_IDS = 1_000_000;

/** How rows stand behind a query, once the columns of its answer are known, and where those columns are. */
export function lateState(
  step: PlannedStep & { readonly kind: "sql" },
  answer: readonly Field[],
  { window, changes }: Pick<PlanState, "window" | "changes">,
): { readonly state: PlanState; readonly positions: Positions } {
  refuseTwins(answer);
  const bounds: ShapeField[] = step.windowed
    ? [bound("window_start", step.startId), bound("window_end", step.endId)]
    : [];
  const fields: ShapeField[] = [
    ...bounds,
    ...step.keys.map(({ name, id }): ShapeField => ({
      name,
      type: "ANY",
      origin: { kind: "output", id },
    })),
    ...answer.map(({ name, type }, at): ShapeField => ({
      name,
      type,
      origin: { kind: "output", id: LATE_IDS + at },
    })),
  ];
  const positions = new Positions();
  for (const { origin } of fields) {
    if (origin.kind === "output") positions.add(origin);
  }
  return {
    state: {
      shape: closed(fields),
      steps: [],
      counted: false,
      changed: true,
      lines: false,
      pending: null,
      leading: step.keys.map(({ name, id }) => {
        const origin = { kind: "output" as const, id };
        return { name, type: "ANY" as const, origin, input: origin };
      }),
      completed: step.windowed,
      whole: !step.windowed,
      window,
      ...(changes === undefined ? {} : { changes }),
      late: false,
    },
    positions,
  };
}

/** Two columns of one name cannot be told apart behind the query (D3). */
function refuseTwins(answer: readonly Field[]): void {
  const names = answer.map(({ name }) => name);
  const twin = names.find((name, at) => names.indexOf(name) < at);
  if (twin === undefined) return;
  throw new Fault(
    "plan/twins",
    `cannot run sql query: two columns of its answer are called ${twin}`,
    { mend: "Name one of them with AS; or leave it out of *: * EXCLUDE (...)" },
  );
}

/**
 * Stands for the steps behind a query until its first answer is there.
 *
 * @param made Asked at the first batch: the steps, once they are known.
 */
export function lateStep(made: () => readonly Step[] | null): Step {
  let steps: readonly Step[] | null = null;
  let ending: Promise<void> = Promise.resolve();
  const feeds = (emit: Emit): Emit[] => chain(steps ?? [], emit);
  return {
    push(batch: Batch, emit: Emit): void {
      steps ??= made();
      feeds(emit)[0]!(batch);
    },
    flush(emit: Emit): void {
      const next = feeds(emit);
      (steps ?? []).forEach((step, at) => step.flush?.(next[at + 1]!));
    },
    end(emit: Emit): void {
      ending = endInTurn(steps ?? [], feeds(emit));
    },
    async settle(): Promise<void> {
      await ending;
      for (const step of steps ?? []) await step.settle?.();
    },
  };
}

/** Ends steps one after another: each when all that the one before it had to hand on is there. */
export async function endInTurn(
  steps: readonly Step[],
  feeds: readonly Emit[],
): Promise<void> {
  for (let at = 0; at < steps.length; at++) {
    steps[at]!.end(feeds[at + 1]!);
    for (let later = at; later < steps.length; later++) {
      steps[later]!.flush?.(feeds[later + 1]!);
    }
    await steps[at]!.settle?.();
  }
}
