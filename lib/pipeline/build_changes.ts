import { changeStep, type Keeping } from "../stream/mod.ts";
import type { BuildContext } from "./build_context.ts";
import type { BuiltSteps } from "./build_windows.ts";
import { Positions } from "./layout.ts";
import type { PlannedStep } from "./plan.ts";
import { type Ref, refKey } from "./shape.ts";

/** The steps that tell what changes in the answers of windows (W9). */
export function changingSteps(
  step: PlannedStep & { readonly kind: "changes" },
  behind: readonly Ref[],
  before: Positions,
  { memory }: BuildContext,
): BuiltSteps {
  const { identity, revision, lines, opId } = step;
  const refs = [...behind, ...identity ?? []].filter((ref) => before.has(ref));
  const kept = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
  const positions = new Positions();
  for (const ref of kept) positions.add(ref);
  const keeping: Keeping = {
    columns: kept.map((ref) => before.of(ref)),
    layouts: kept.map((ref) =>
      ref.kind === "input" && ref.as === "text" ? "spans" : "values"
    ),
    lines,
  };
  const number = revision === null ? null : refKey(revision);
  const made = changeStep({
    keeping,
    compared: kept.flatMap((ref, at) => refKey(ref) === number ? [] : [at]),
    identity: identity?.map((ref) => positions.of(ref)) ?? null,
    memory,
  });
  positions.add({ kind: "computed", id: opId });
  return { steps: [made], positions };
}
