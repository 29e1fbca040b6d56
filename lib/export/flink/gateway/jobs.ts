import { Fault } from "../../../core/mod.ts";
import { FINGERPRINT, savepointFolder } from "../fingerprint.ts";
import {
  ask,
  isMembers,
  type Members,
  type Server,
  server,
  textMember,
} from "./ask.ts";
import { causeText } from "./cause_text.ts";
import { type Pause, pause } from "./pause.ts";
import { savepointFault } from "./savepoint_faults.ts";

/** What the JobManager says of a job. */
export interface JobStatus {
  /** `CREATED`, `RUNNING`, `FAILING`, `RESTARTING`, `FINISHED`, `CANCELED`, `FAILED`... */
  readonly state: string;
  /** What it is called. */
  readonly name: string;
  /** How many of its tasks wait for a slot. */
  readonly waiting: number;
  /** How many tasks it has. */
  readonly tasks: number;
  /** How many rows its sources have handed on. */
  readonly readRows: number;
}

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

/** How a job is stopped. */
export interface StopOptions {
  /** Where savepoints go: a folder, below which those of each pipeline have their own. */
  readonly folder: string;
  /** Whether open windows leave first, as at the end of input. */
  readonly drain: boolean;
  /** Gives the waiting up. */
  readonly signal?: AbortSignal;
  /** How it waits; by the timer of the platform when not given. */
  readonly pause?: Pause;
}

/** The jobs of a cluster. */
export interface FlinkJobs {
  /** The address of the JobManager. */
  readonly rest: string;
  /** Refuses a cluster on which no job can run. */
  readonly demandSlots: () => Promise<void>;
  /** What a job does now. */
  readonly status: (id: string) => Promise<JobStatus>;
  /** Why a job failed, newest first; each is a stack trace of Java. */
  readonly exceptions: (id: string) => Promise<readonly string[]>;
  /** Waits until a job has finished. */
  readonly wait: (id: string, options?: WaitOptions) => Promise<JobStatus>;
  /** Ends a job at once; what is open is lost. */
  readonly cancel: (id: string) => Promise<void>;
  /** Ends a job with a savepoint, and gives its path. */
  readonly stop: (id: string, options: StopOptions) => Promise<string>;
}

/** The jobs of the cluster whose JobManager answers at an address. */
export function flinkJobs(rest: string): FlinkJobs {
  const manager = server(rest, "JobManager");
  return {
    rest: manager.url,
    demandSlots: () => demandSlots(manager),
    status: (id) => statusOf(manager, id),
    exceptions: (id) => exceptionsOf(manager, id),
    wait: (id, options = {}) => waitFor(manager, id, options),
    cancel: async (id) => {
      await told(manager, id, `/jobs/${id}?mode=cancel`, { method: "PATCH" });
    },
    stop: (id, options) => stopJob(manager, id, options),
  };
}

async function demandSlots(manager: Server): Promise<void> {
  const { body } = await ask(manager, "/overview");
  if (typeof body["slots-total"] !== "number" || body["slots-total"] > 0) {
    return;
  }
  throw new Fault(
    "flink/no-slots",
    `cannot start a job at ${manager.url}: the cluster has no TaskManager`,
    { mend: "Start one with bin/taskmanager.sh start" },
  );
}

/** Asks about a job. */
async function told(
  manager: Server,
  id: string,
  path: string,
  options: Parameters<typeof ask>[2] = {},
): Promise<Members> {
  const { status, body } = await ask(manager, path, options);
  if (status < 400) return body;
  const { errors } = body;
  const trace = Array.isArray(errors) ? errors.map(String).join("\n") : "";
  if (status === 404) {
    throw new Fault(
      "flink/unknown-job",
      `cannot find the job ${id} at ${manager.url}`,
      { mend: "List the jobs there are with flink list -a" },
    );
  }
  throw new Fault(
    "flink/job-refused",
    `cannot do this with the job ${id}: ${causeText(trace)}`,
  );
}

async function statusOf(
  manager: Server,
  id: string,
  signal?: AbortSignal,
): Promise<JobStatus> {
  const body = await told(manager, id, `/jobs/${id}`, { signal });
  const counts = isMembers(body["status-counts"]) ? body["status-counts"] : {};
  const vertices = Array.isArray(body.vertices)
    ? body.vertices.filter(isMembers)
    : [];
  const count = (state: string) => {
    const value = counts[state];
    return typeof value === "number" ? value : 0;
  };
  const [source] = vertices;
  const metrics = source !== undefined && isMembers(source.metrics)
    ? source.metrics
    : {};
  const written = metrics["write-records"];
  return {
    state: textMember(body, "state") ?? "UNKNOWN",
    name: textMember(body, "name") ?? id,
    waiting: count("CREATED") + count("SCHEDULED"),
    tasks: vertices.length,
    readRows: typeof written === "number" ? written : 0,
  };
}

async function exceptionsOf(
  manager: Server,
  id: string,
): Promise<readonly string[]> {
  const { exceptionHistory } = await told(
    manager,
    id,
    `/jobs/${id}/exceptions`,
  );
  const entries = isMembers(exceptionHistory) ? exceptionHistory.entries : [];
  return Array.isArray(entries)
    ? entries.filter(isMembers).map((entry) =>
      textMember(entry, "stacktrace") ?? textMember(entry, "exceptionName") ??
        ""
    )
    : [];
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
        throw failed(id, (await exceptionsOf(manager, id))[0] ?? "");
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

const ENDED: ReadonlySet<string> = new Set(["FINISHED", "CANCELED", "FAILED"]);

async function stopJob(
  manager: Server,
  id: string,
  { folder, drain, signal, pause: wait = pause }: StopOptions,
): Promise<string> {
  const { state } = await statusOf(manager, id, signal);
  if (ENDED.has(state)) {
    throw new Fault(
      "flink/job-ended",
      `cannot stop the job ${id}: it is ${state}`,
    );
  }
  const fingerprint = await fingerprintOfJob(manager, id, signal);
  const targetDirectory = fingerprint === null
    ? folder
    : savepointFolder(folder, fingerprint);
  const asked = await told(manager, id, `/jobs/${id}/stop`, {
    method: "POST",
    body: { drain, targetDirectory },
    signal,
  });
  const request = textMember(asked, "request-id");
  for (;;) {
    const answer = await told(
      manager,
      id,
      `/jobs/${id}/savepoints/${request}`,
      {
        signal,
      },
    );
    const { status, operation } = answer;
    const state = isMembers(status) ? textMember(status, "id") : null;
    if (state !== "COMPLETED") {
      await wait(POLL_MS, signal);
      continue;
    }
    const found = isMembers(operation) ? operation : {};
    const location = textMember(found, "location");
    if (location !== null) return location;
    const cause = found["failure-cause"];
    const trace = isMembers(cause) ? textMember(cause, "stack-trace") : null;
    throw new Fault(
      "flink/savepoint-failed",
      `cannot stop the job ${id} with a savepoint: ${causeText(trace ?? "")}`,
      {
        mend:
          "The job goes on; name a folder that all of the cluster can write",
      },
    );
  }
}

/** The fingerprint that a job was submitted with; `null` where it is not of weir. */
async function fingerprintOfJob(
  manager: Server,
  id: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const config = await told(manager, id, `/jobs/${id}/config`, { signal });
  const execution = config["execution-config"];
  const parameters = isMembers(execution) ? execution["user-config"] : null;
  return isMembers(parameters) ? textMember(parameters, FINGERPRINT) : null;
}
