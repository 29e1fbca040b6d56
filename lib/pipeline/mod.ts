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
  WindowKindSpec,
  WindowSpec,
  WriteSpec,
} from "./spec.ts";
export type {
  PlannedCall,
  PlannedEdits,
  PlannedExpression,
  PlannedField,
  PlannedOutput,
  PlannedSpan,
  PlannedStep,
  PlannedWindow,
} from "./plan.ts";
export type { Origin, Ref, Shape, ShapeField } from "./shape.ts";
export {
  type FieldReason,
  type InputFacts,
  makePlan,
  type Plan,
} from "./make_plan.ts";
export { formatsOf } from "./formats_of.ts";
export {
  decodeAll,
  type FirstRow,
  firstRow,
  inspect,
  type Inspection,
  type InspectOptions,
} from "./inspect.ts";
export {
  Beginning,
  type BeginningOptions,
  type Recognised,
} from "./beginning.ts";
export { headerOf } from "./input_columns.ts";
export { timeFieldOf } from "./time_field.ts";
export type { OpenedInput } from "./open_input.ts";
export { openAndPlan, type Opened } from "./open_and_plan.ts";
export { runPipeline } from "./run.ts";
export { spanText } from "./window_text.ts";
export type { RunIo, RunResult } from "./run_io.ts";
export type { InputReport, RunReport, StageReport } from "./run_report.ts";
export { type Explained, explainPlan } from "./explain.ts";
export { readSettings, type Settings } from "./settings.ts";
export { build } from "./build.ts";
export { CLOCK_TICK_MS } from "./while_silent.ts";
export type {
  BuildContext,
  BuildStart,
  Built,
  LateSteps,
  Reporter,
} from "./build_context.ts";
export { fieldsEncoder, outputEncoder, type OutputOptions } from "./encode.ts";
export { type FixedColumnsOptions, fixedColumnsStep } from "./fixed_columns.ts";
export { lateState } from "./late.ts";
export { neededBy, Positions, projectionOf } from "./layout.ts";
export { type OutputPlan, type OutputWish, planOutput } from "./outputs.ts";
export { pathText } from "./scope_of.ts";
export { refKey } from "./shape.ts";
export { tellChanges } from "./stages/changes.ts";
export { planStage } from "./stages/mod.ts";
export {
  firstState,
  type PendingChanges,
  type PendingWindow,
  type PlanContext,
  type PlanState,
} from "./state.ts";
export type { WeirState } from "./weir_input.ts";
