/**
 * Floor 2: the steps of a pipeline, each a synchronous object that takes and
 * hands on batches, and the web streams around them.
 *
 * @module
 */
export { chain, type Emit, type Step } from "./step.ts";
export { arranged } from "./arrange.ts";
export { computeStep, type Projection } from "./compute.ts";
export { filterStep, type Predicate } from "./filter.ts";
export { type FoldOptions, foldStep } from "./fold_step.ts";
export { type FoldCall, type FoldShape } from "./fold/fold.ts";
export { type Accumulator } from "./fold/accumulator.ts";
export { countAccumulator, truthAccumulator } from "./fold/count.ts";
export { sumAccumulator } from "./fold/sum.ts";
export { varianceAccumulator } from "./fold/variance.ts";
export { extremeAccumulator } from "./fold/extreme.ts";
export { type Order, type Pick, pickAccumulator } from "./fold/pick.ts";
export {
  distinctAccumulator,
  distinctCountAccumulator,
  joinAccumulator,
  listAccumulator,
  modeAccumulator,
  quantileAccumulator,
} from "./fold/keeping.ts";
export { type GatherOptions, gatherStep } from "./gather.ts";
export { groupLimitStep } from "./group_limit.ts";
export { type LimitOptions, limitStep } from "./limit.ts";
export { type MemoryBound } from "./memory_bound.ts";
export { type PseudoField, pseudoStep } from "./pseudo.ts";
export { reopenStep } from "./reopen.ts";
export {
  type Keeping,
  RowBuffer,
  type SharedDictionaries,
  sharedDictionaries,
  type SharedDictionary,
} from "./row_buffer.ts";
export { type SortKey, sortStep } from "./sort.ts";
export { sqlStep, type SqlStepOptions } from "./sql_step.ts";
export { timeAt, type TimeOptions, timeStep } from "./time.ts";
export { windowStep, type WindowStepOptions } from "./window.ts";
export { type Windowing } from "./windowing.ts";
