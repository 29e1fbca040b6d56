import type { PortableJob } from "../portable_job.ts";

/** One statement, and the stages of the user's that it comes from. */
export interface Part {
  /** The indices of the stages, in order; none for what belongs to the job as a whole. */
  readonly stages: readonly number[];
  /** What it does, a line each. */
  readonly comment: readonly string[];
  /** The statement, without a semicolon. */
  readonly statement: string;
}

/** A statement that belongs to the job as a whole. */
export function wholePart(statement: string, ...comment: string[]): Part {
  return { stages: [], comment, statement };
}

/** The comment lines of a part. */
export function commentOf(job: PortableJob, part: Part): readonly string[] {
  return [
    ...part.stages.map((stage) => stageLine(job, stage)),
    ...part.comment,
  ].map((line) => `-- ${line.replace(/\s+/gu, " ")}`);
}

/** A stage as the user wrote it, on one line. */
export function stageLine(job: PortableJob, stage: number): string {
  return `stage ${stage + 1}: ${job.stages[stage] ?? ""}`;
}
