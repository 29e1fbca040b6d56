/**
 * Floor 4: a whole run. The plan as checked plain data, what it is made from,
 * and what runs it.
 *
 * @module
 */
export type {
  AggSpec,
  DropSpec,
  FilterSpec,
  FlattenSpec,
  LimitSpec,
  ReadOptions,
  RenameSpec,
  RunOptions,
  RunSpec,
  SelectSpec,
  SetSpec,
  SortSpec,
  SourceText,
  SqlSpec,
  StageSpec,
  TopSpec,
  WindowSpec,
  WriteSpec,
} from "./spec.ts";
export type {
  PlannedCall,
  PlannedEdits,
  PlannedExpression,
  PlannedField,
  PlannedOutput,
  PlannedStep,
  PlannedWindow,
} from "./plan.ts";
export type { Origin, Ref, Shape, ShapeField } from "./shape.ts";
export type { FieldReason, InputFacts, Plan } from "./make_plan.ts";
export {
  decodeAll,
  inspect,
  type Inspection,
  type InspectOptions,
} from "./inspect.ts";
export type { OpenedInput } from "./open_input.ts";
export { openAndPlan, type Opened } from "./open_and_plan.ts";
export { runPipeline } from "./run.ts";
export type { RunIo, RunResult } from "./run_io.ts";
export { type Explained, explainPlan } from "./explain.ts";
export { readSettings, type Settings } from "./settings.ts";
export { build } from "./build.ts";
export type {
  BuildContext,
  BuildStart,
  Built,
  LateSteps,
} from "./build_context.ts";
export { fieldsEncoder, outputEncoder, type OutputOptions } from "./encode.ts";
export { lateState } from "./late.ts";
export { neededBy, Positions, projectionOf } from "./layout.ts";
export { type OutputPlan, type OutputWish, planOutput } from "./outputs.ts";
export { refKey } from "./shape.ts";
export { planStage } from "./stages/mod.ts";
export type { PendingWindow, PlanContext, PlanState } from "./state.ts";
export type { WeirState } from "./weir_input.ts";
