import { Fault } from "../../../core/mod.ts";
import { ask, type Server, server } from "./ask.ts";
import { causeText } from "./cause_text.ts";
import { cancelJob, endJob, stopJob, type StopOptions } from "./end_job.ts";
import { exceptionsOf, type JobStatus, statusOf } from "./job_status.ts";
import { type Pause, pause } from "./pause.ts";
import { savepointFault } from "./savepoint_faults.ts";

export type { StopOptions } from "./end_job.ts";
export type { JobStatus } from "./job_status.ts";

/** How a job is waited for. */
export interface WaitOptions {
  /** Gives the waiting up; the job goes on. */
  readonly signal?: AbortSignal;
  /** Told each status. */
  readonly onStatus?: (status: JobStatus) => void;
  /** Between two questions, in milliseconds; 500 when not given. */
  readonly pollMs?: number;
  /** How long no task may have a slot, in milliseconds; a minute when not given. */
  readonly slotsMs?: number;
  /** How it waits; by the timer of the platform when not given. */
  readonly pause?: Pause;
}

/** The jobs of a cluster. */
export interface FlinkJobs {
  /** The address of the JobManager. */
  readonly rest: string;
  /** Refuses a cluster on which no job can run. */
  readonly demandSlots: (
    options?: Pick<WaitOptions, "signal">,
  ) => Promise<void>;
  /** What a job does now. */
  readonly status: (
    id: string,
    options?: Pick<WaitOptions, "signal">,
  ) => Promise<JobStatus>;
  /** Why a job failed, newest first; each is a stack trace of Java. */
  readonly exceptions: (
    id: string,
    options?: Pick<WaitOptions, "signal">,
  ) => Promise<readonly string[]>;
  /** Waits until a job has finished. */
  readonly wait: (id: string, options?: WaitOptions) => Promise<JobStatus>;
  /** Ends a job at once; what is open is lost. */
  readonly cancel: (
    id: string,
    options?: Pick<WaitOptions, "signal">,
  ) => Promise<void>;
  /** Ends a job at once unless it has ended, and waits until nothing of it runs. */
  readonly end: (
    id: string,
    options?: Pick<WaitOptions, "pause">,
  ) => Promise<void>;
  /** Ends a job with a savepoint, and gives its path. */
  readonly stop: (id: string, options: StopOptions) => Promise<string>;
}

/** The jobs of the cluster whose JobManager answers at an address. */
export function flinkJobs(rest: string): FlinkJobs {
  const manager = server(rest, "JobManager");
  return {
    rest: manager.url,
    demandSlots: ({ signal } = {}) => demandSlots(manager, signal),
    status: (id, { signal } = {}) => statusOf(manager, id, signal),
    exceptions: (id, { signal } = {}) => exceptionsOf(manager, id, signal),
    wait: (id, options = {}) => waitFor(manager, id, options),
    cancel: (id, { signal } = {}) => cancelJob(manager, id, signal),
    end: (id, options = {}) => endJob(manager, id, options.pause),
    stop: (id, options) => stopJob(manager, id, options),
  };
}

async function demandSlots(
  manager: Server,
  signal?: AbortSignal,
): Promise<void> {
  const { body } = await ask(manager, "/overview", { signal });
  if (typeof body["slots-total"] !== "number" || body["slots-total"] > 0) {
    return;
  }
  throw new Fault(
    "flink/no-slots",
    `cannot start a job at ${manager.url}: the cluster has no TaskManager`,
    { mend: "Start one with bin/taskmanager.sh start" },
  );
}

const POLL_MS = 500;
const SLOTS_MS = 60_000;

async function waitFor(
  manager: Server,
  id: string,
  options: WaitOptions,
): Promise<JobStatus> {
  const { signal, onStatus, pause: wait = pause } = options;
  const { pollMs = POLL_MS, slotsMs = SLOTS_MS } = options;
  let withoutSlotsMs = 0;
  for (;;) {
    const status = await statusOf(manager, id, signal);
    onStatus?.(status);
    switch (status.state) {
      case "FINISHED":
        return status;
      case "FAILED":
        throw failed(id, (await exceptionsOf(manager, id, signal))[0] ?? "");
      case "CANCELED":
        throw new Fault(
          "flink/job-canceled",
          `the job ${id} was canceled before it had finished`,
        );
    }
    const starved = status.tasks > 0 && status.waiting === status.tasks;
    withoutSlotsMs = starved ? withoutSlotsMs + pollMs : 0;
    if (withoutSlotsMs > slotsMs) throw noSlots(id);
    await wait(pollMs, signal);
  }
}

function failed(id: string, trace: string): Fault {
  if (/NoResourceAvailableException/u.test(trace)) return noSlots(id);
  const ofSavepoint = savepointFault(trace);
  if (ofSavepoint !== null) return ofSavepoint;
  const missing = /UnknownTopicOrPartitionException/u.test(trace);
  return new Fault(
    "flink/job-failed",
    `the job ${id} failed: ${causeText(trace)}`,
    {
      mend: missing
        ? "Make the topic first"
        : "Look at the job in Flink's own pages, under Exceptions",
      status: 1,
    },
  );
}

function noSlots(id: string): Fault {
  return new Fault(
    "flink/no-slots",
    `the job ${id} does not get the task slots that it needs`,
    {
      mend:
        "End other jobs, start a TaskManager more, or ask for less with parallelism.default",
    },
  );
}
