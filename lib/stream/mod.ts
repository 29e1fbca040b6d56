/**
 * Floor 2: the steps of a pipeline, each a synchronous object that takes and
 * hands on batches, and the web streams around them.
 *
 * @module
 */
export { chain, type Emit, type Step } from "./step.ts";
export { type ArrivalOptions, arrivalStep } from "./arrival.ts";
export type {
  HeldReport,
  LateReport,
  OpenReport,
  ReachedReport,
  StepReport,
} from "./report.ts";
export { arranged } from "./arrange.ts";
export { type ChangeOptions, changeStep } from "./change_step.ts";
export { computeStep, type Projection } from "./compute.ts";
export { ensureRows, filterStep, narrowed, type Predicate } from "./filter.ts";
export { type FoldOptions, foldStep } from "./fold_step.ts";
export { type FoldCall, type FoldShape } from "./fold/fold.ts";
export type { Accumulator, FoldRows } from "./fold/accumulator.ts";
export { countAccumulator, truthAccumulator } from "./fold/count.ts";
export { sumAccumulator } from "./fold/sum.ts";
export { varianceAccumulator } from "./fold/variance.ts";
export { extremeAccumulator } from "./fold/extreme.ts";
export { type Pick, pickAccumulator } from "./fold/pick.ts";
export {
  distinctAccumulator,
  distinctCountAccumulator,
} from "./fold/distinct.ts";
export { modeAccumulator } from "./fold/mode.ts";
export { quantileAccumulator } from "./fold/quantile.ts";
export { valueQuantileAccumulator } from "./fold/value_quantile.ts";
export { approxDistinctAccumulator } from "./fold/approx_distinct.ts";
export { approxQuantileAccumulator } from "./fold/approx_quantile.ts";
export { joinAccumulator, listAccumulator } from "./fold/texts.ts";
export { foldCompletedStep } from "./fold_completed.ts";
export {
  foldedPanes,
  type FoldedPanesOptions,
} from "./windows/folded_panes.ts";
export { heldPanes, type HeldPanesOptions } from "./windows/held_panes.ts";
export type { KeyCodes } from "./windows/key_codes.ts";
export {
  machineStep,
  type MachineStepOptions,
} from "./windows/machine_step.ts";
export { touchedPanes } from "./windows/touched_panes.ts";
export {
  type WindowLead,
  windowLead,
  type WindowLeadOptions,
} from "./windows/window_lead.ts";
export type { PaneKeeper } from "./windows/pane_keeper.ts";
export { type GatherOptions, gatherStep } from "./gather.ts";
export { groupLimitStep } from "./group_limit.ts";
export { type LimitOptions, limitStep } from "./limit.ts";
export { type MemoryBound } from "./memory_bound.ts";
export { type PseudoField, pseudoStep } from "./pseudo.ts";
export {
  type Keeping,
  RowBuffer,
  type SharedDictionaries,
  sharedDictionaries,
  type SharedDictionary,
} from "./row_buffer.ts";
export { resultMarksStep } from "./result_marks.ts";
export { type SortKey, sortStep } from "./sort.ts";
export { sqlStep, type SqlStepOptions } from "./sql_step.ts";
export { floored, timeAt, type TimeOptions, timeStep } from "./time.ts";
export { windowStep, type WindowStepOptions } from "./window.ts";
export { type Windowing } from "./windowing.ts";
