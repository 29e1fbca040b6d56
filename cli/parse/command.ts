import type { RunSpec } from "../../lib/pipeline/spec.ts";
import type { BenchOptions } from "./bench_command.ts";
import type { JobFile } from "./described.ts";
import type {
  CheckWords,
  ExportWords,
  ProveWords,
  SubmitWords,
} from "./cluster_commands.ts";

export type { JobFile } from "./described.ts";

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
  /** Tell how far one machine goes with the pipeline. */
  | {
    readonly kind: "outgrow";
    readonly spec: RunSpec;
    /** The job file; `null` where the stages stood on the command line. */
    readonly job: JobFile | null;
    /** Rows a second that a cluster must take; `null` where nothing is said. */
    readonly rate: number | null;
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
  /** Tell what of a pipeline can be moved to a cluster. */
  | ({ readonly kind: "check" } & CheckWords)
  /** Print a pipeline as a program of a cluster. */
  | ({ readonly kind: "export" } & ExportWords)
  /** Run a pipeline on a cluster, or ask about a job that is there. */
  | { readonly kind: "submit"; readonly words: SubmitWords }
  /** Compare a pipeline here and on clusters. */
  | ({ readonly kind: "prove" } & ProveWords)
  /** List the formats. */
  | { readonly kind: "formats" }
  /** Print the versions. */
  | { readonly kind: "version" };
