/**
 * Floor 5: the same pipeline on Apache Flink and Apache Spark. A plan becomes a
 * portable job, which each engine prints in its own words; what cannot be
 * moved is told with where the user wrote it.
 *
 * @module
 */
export {
  type Asked,
  type Construct,
  type ConstructKind,
  type Judgement,
  type TargetName,
  TARGETS,
  type Verdict,
} from "./construct.ts";
export type {
  ComputedColumn,
  Condition,
  InputColumn,
  MadeColumn,
  MomentForm,
  OfStages,
  PortableCall,
  PortableInput,
  PortableJob,
  PortablePattern,
  PortableStep,
  PortableTime,
  PortableWindow,
} from "./portable_job.ts";
export { demandPossible, refusal } from "./refusal.ts";
export {
  jobOf,
  type PortablePlan,
  portablePlan,
  type PortableSource,
} from "./portable_plan.ts";
export {
  type Connections,
  judgeAll,
  type Judged,
  type JudgedJob,
  type PrintOptions,
  type Target,
} from "./target.ts";
export { outputNames, SIDE_OUTPUTS } from "./output_names.ts";
export {
  type Canonical,
  type ComparedField,
  type ComparedRow,
  compareResults,
  type Comparison,
  type Difference,
  isSame,
  TOLERANCE,
} from "./prove/compare.ts";
export {
  type ComparedOutput,
  comparedOutputs,
} from "./prove/compared_fields.ts";
export { type GroupedBy, groupedBy } from "./grouped_by.ts";
export {
  causeText,
  type FlinkJobs,
  flinkJobs,
  type FlinkSession,
  flinkStatements,
  flinkTarget,
  type JobStatus,
  openSession,
  type Pause as FlinkPause,
  printFlink,
  type SessionOptions as FlinkSessionOptions,
  type StatementResult as FlinkStatementResult,
  type StopOptions,
  submitFlink,
  type SubmitOptions as SubmitFlinkOptions,
  type Submitted,
  type WaitOptions,
} from "./flink/mod.ts";
export {
  printSpark,
  sparkStreamTarget,
  sparkTarget,
  type SubmitOptions as SubmitSparkOptions,
  submitSpark,
} from "./spark/mod.ts";
