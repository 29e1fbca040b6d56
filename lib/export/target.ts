import type {
  Construct,
  ConstructKind,
  Judgement,
  TargetName,
} from "./construct.ts";

/** Where a job reads and writes on the cluster. */
export interface Connections {
  /** Where rows come from. */
  readonly input:
    | { readonly kind: "files"; readonly path: string }
    | {
      readonly kind: "kafka";
      readonly brokers: string;
      readonly topic: string;
      readonly start: "earliest" | "latest";
      readonly group: string;
    };
  /** Where results go: a folder, below which each output has its own, or a topic. */
  readonly output:
    | { readonly kind: "files"; readonly path: string }
    | {
      readonly kind: "kafka";
      readonly brokers: string;
      readonly topic: string;
    };
  /** Where checkpoints are kept; `null` for none, as a finite job needs none. */
  readonly checkpoints: string | null;
}

/** How a job is printed. */
export interface PrintOptions {
  /** Where it reads and writes. */
  readonly connections: Connections;
  /** The command that makes the same text again, for the head comment. */
  readonly command: string;
  /** Settings under which runs are repeatable: one task, a watermark after each row. For comparing, not for speed. */
  readonly exact: boolean;
  /** The savepoint of Flink that it goes on from; it begins anew when not given. */
  readonly savepoint?: string;
}

/** An engine that jobs can be moved to. */
export interface Target {
  /** Its name. */
  readonly name: TargetName;
  /** What it makes of a construct of a job. */
  judge(what: ConstructKind, job: JudgedJob): Judgement;
}

/** What a judgement may hang on beside the construct: whether input ends. */
export interface JudgedJob {
  /** Whether the input of the job ends. */
  readonly finite: boolean;
}

/** A construct and what each target makes of it. */
export interface Judged {
  /** The construct. */
  readonly construct: Construct;
  /** The judgement of each target. */
  readonly judgements: ReadonlyMap<TargetName, Judgement>;
}

/** What each target makes of each construct. */
export function judgeAll(
  constructs: readonly Construct[],
  targets: readonly Target[],
  job: JudgedJob,
): readonly Judged[] {
  return constructs.map((construct) => ({
    construct,
    judgements: new Map(
      targets.map((
        target,
      ) => [target.name, judgeOne(construct.what, target, job)]),
    ),
  }));
}

function judgeOne(
  what: ConstructKind,
  target: Target,
  job: JudgedJob,
): Judgement {
  if (what.kind !== "local") return target.judge(what, job);
  const { code, why, mend } = what;
  return { verdict: "no", code, why, mend };
}
