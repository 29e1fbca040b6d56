import {
  type FlinkJobs,
  flinkStatements,
  submitFlink,
} from "../../lib/export/mod.ts";
import { comparing, type ProveEngine } from "./engine.ts";

/** How Flink is reached. */
export interface FlinkReach {
  /** The address of its SQL Gateway. */
  readonly gateway: string;
  /** The address of its JobManager; `null` for what the gateway says. */
  readonly rest: string | null;
  /** Gives the run up. */
  readonly signal: AbortSignal | undefined;
  /** Told of a job that was to end without its answer, and could not be ended. */
  readonly onLeft: (id: string) => void;
}

/**
 * Flink, through its SQL Gateway, with one task and a watermark after each row.
 * A run without an answer leaves no job behind: its files are about to go.
 */
export function flinkEngine(
  { gateway, rest, signal, onLeft }: FlinkReach,
): ProveEngine {
  const stop = signal === undefined ? {} : { signal };
  return {
    name: "flink",
    async run(job, input, output) {
      const statements = flinkStatements(job, comparing(input, output));
      const { ids, jobs, version } = await submitFlink(statements, {
        gateway,
        ...(rest === null ? {} : { rest }),
        ...stop,
      });
      try {
        for (const id of ids) await jobs.wait(id, stop);
      } catch (error) {
        for (const id of ids) await endOf(jobs, id, onLeft);
        throw error;
      }
      return `Flink ${version}`;
    },
  };
}

/** Ends a job; why the run has no answer matters more than why that fails. */
async function endOf(
  jobs: FlinkJobs,
  id: string,
  onLeft: FlinkReach["onLeft"],
): Promise<void> {
  try {
    await jobs.end(id);
  } catch {
    onLeft(id);
  }
}
