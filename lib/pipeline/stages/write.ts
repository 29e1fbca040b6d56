import { Fault } from "../../core/mod.ts";
import { parseNames } from "../../sql/mod.ts";
import { planOutput } from "../outputs.ts";
import { pathText } from "../scope_of.ts";
import type { Ref } from "../shape.ts";
import type { FlattenSpec, WriteSpec } from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { withStep } from "./rows.ts";

/** The format that the ending of a file asks for. */
const FORMAT_OF_ENDING: ReadonlyMap<string, string> = new Map([
  ["csv", "csv"],
  ["tsv", "tsv"],
  ["ndjson", "ndjson"],
  ["jsonl", "ndjson"],
  ["json", "ndjson"],
  ["arrow", "arrow"],
  ["arrows", "arrow"],
  ["txt", "lines"],
  ["log", "lines"],
]);

/** Plans `write`: rows go to a file, and on. */
export function planWrite(
  state: PlanState,
  spec: WriteSpec,
  context: PlanContext,
): PlanState {
  const ending = spec.path.replace(/\.gz$/u, "").split(".").at(-1)!;
  const asked = spec.format ?? FORMAT_OF_ENDING.get(ending) ?? null;
  const unchanged = !state.changed && state.lines;
  const { steps, output } = planOutput(state, {
    // A log file takes changed rows too: as NDJSON.
    format: asked === "lines" && !unchanged && spec.format === null
      ? "ndjson"
      : asked,
    otherwise: "ndjson",
  }, context);
  return withStep(
    { ...state, steps: [...state.steps, ...steps] },
    { kind: "write", path: spec.path, output },
  );
}

/** Plans `flatten`: rows are written as JSON, taken apart and read again, since only they tell what fields come out. */
export function planFlatten(
  state: PlanState,
  spec: FlattenSpec,
  context: PlanContext,
): PlanState {
  let field: string | null = null;
  if (spec.field !== null) {
    const names = parseNames(spec.field);
    if (names.length !== 1 || names[0]!.path.length !== 1) {
      throw new Fault(
        "plan/flatten",
        `cannot flatten ${
          names.map(({ path }) => pathText(path)).join(", ")
        }: it takes one field of the row`,
        { mend: "Write `flatten FIELD then flatten OTHER` for more than one" },
      );
    }
    field = String(names[0]!.path[0]);
    context.onName(field);
  }
  const { steps, output } = planOutput(state, {
    format: !state.changed && state.lines && state.shape.open ? null : "ndjson",
    otherwise: "ndjson",
  }, context);
  return {
    ...withStep(
      { ...state, steps: [...state.steps, ...steps] },
      { kind: "flatten", field, rows: output },
    ),
    shape: {
      fields: [],
      open: true,
      gone: new Set(),
      types: new Map(),
      made: true,
    },
    pending: state.pending &&
      { ...state.pending, keys: state.pending.keys.map(readAgain) },
    leading: state.leading.map(readAgain),
    counted: false,
    changed: true,
    lines: true,
  };
}

/** The rows are read again, and bring what a stage computed as a field of their own. */
function readAgain<T extends { readonly name: string; readonly input: Ref }>(
  key: T,
): T {
  if (key.input.kind === "input") return key;
  return { ...key, input: { kind: "input", path: [key.name], as: "code" } };
}
