/**
 * The same pipeline in Flink SQL, and a client of Flink's SQL Gateway.
 *
 * @module
 */
export { flinkTarget } from "./target.ts";
export { flinkStatements, printFlink } from "./script.ts";
export {
  type FlinkSession,
  openSession,
  runStatements,
  type SessionOptions,
  type StatementResult,
} from "./gateway/session.ts";
export {
  type FlinkJobs,
  flinkJobs,
  type JobStatus,
  type StopOptions,
  type WaitOptions,
} from "./gateway/jobs.ts";
export {
  submitFlink,
  type SubmitOptions,
  type Submitted,
} from "./gateway/submit.ts";
export { causeText } from "./gateway/cause_text.ts";
export type { Pause } from "./gateway/pause.ts";
