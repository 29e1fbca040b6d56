import type { RunSpec } from "../../lib/pipeline/spec.ts";

/** The job file that a run came from. */
export interface JobFile {
  /** Its path, as it was given. */
  readonly path: string;
  /** Its text, for showing where a fault stands. */
  readonly text: string;
}

/** A run, and the job file that it came from, if it came from one. */
export interface Described {
  /** The run. */
  readonly spec: RunSpec;
  /** The job file; `null` where the stages stood on the command line. */
  readonly job: JobFile | null;
}
