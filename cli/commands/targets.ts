import {
  flinkTarget,
  sparkStreamTarget,
  sparkTarget,
  type Target,
  type TargetName,
} from "../../lib/export/mod.ts";

const BY_NAME: ReadonlyMap<TargetName, Target> = new Map(
  [flinkTarget, sparkTarget, sparkStreamTarget].map((
    target,
  ) => [target.name, target]),
);

/** The targets of those names, in the same order. */
export function targetsOf(names: readonly TargetName[]): readonly Target[] {
  return names.map((name) => BY_NAME.get(name)!);
}
