import type { RunSpec } from "../../lib/pipeline/spec.ts";
import type { BenchOptions } from "./bench_command.ts";

/** The job file that a run came from. */
export interface JobFile {
  /** Its path, as it was given. */
  readonly path: string;
  /** Its text, for showing where a fault stands. */
  readonly text: string;
}

/** What a command line asks for. */
export type Command =
  /** Run the pipeline. */
  | {
    readonly kind: "run";
    readonly spec: RunSpec;
    /** Whether only its report is wanted. */
    readonly why: boolean;
    /** The job file; `null` where the stages stood on the command line. */
    readonly job: JobFile | null;
  }
  /** Print the plan of the pipeline. */
  | {
    readonly kind: "explain";
    readonly spec: RunSpec;
    /** The job file; `null` where the stages stood on the command line. */
    readonly job: JobFile | null;
  }
  /** Print help. */
  | {
    readonly kind: "help";
    /** The name of a stage or command, or a flag as `--name`; `null`: weir itself. */
    readonly topic: string | null;
    /** Whether it teaches (`--help`), or fits a screen (`-h`). */
    readonly long: boolean;
  }
  /** Run a benchmark. */
  | { readonly kind: "bench"; readonly options: BenchOptions }
  /** List the formats. */
  | { readonly kind: "formats" }
  /** Print the versions. */
  | { readonly kind: "version" };
