import type { Pause } from "./pause.ts";
import { type FlinkJobs, flinkJobs } from "./jobs.ts";
import { openSession, quietly, runStatements } from "./session.ts";

/** How a job is submitted. */
export interface SubmitOptions {
  /** The address of the SQL Gateway. */
  readonly gateway: string;
  /** Where the JobManager answers; the gateway is asked for it when not given. */
  readonly rest?: string;
  /** Settings of the session beside those of the statements. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Gives the submitting up, as long as no statement is sent that starts a job. */
  readonly signal?: AbortSignal;
  /** How it waits; by the timer of the platform when not given. */
  readonly pause?: Pause;
}

/** A job that was submitted. */
export interface Submitted {
  /** The ids of what the statements started: one for what weir prints. */
  readonly ids: readonly string[];
  /** The jobs of its cluster. */
  readonly jobs: FlinkJobs;
  /** The version of Flink. */
  readonly version: string;
}

/**
 * Runs statements in a session of their own, which is closed again; the jobs
 * that they start go on.
 *
 * @throws {Fault} Where the cluster says no: whichever way, with what to do.
 * @throws The reason of the signal, where that comes before the job is sent.
 */
export async function submitFlink(
  statements: readonly string[],
  options: SubmitOptions,
): Promise<Submitted> {
  const session = await openSession(options.gateway, options);
  try {
    const jobs = flinkJobs(options.rest ?? session.rest);
    await jobs.demandSlots(options);
    const ids = await runStatements(session, statements);
    return { ids, jobs, version: session.version };
  } finally {
    // What was taken must be told, though the session stays.
    await quietly(session.close);
  }
}
