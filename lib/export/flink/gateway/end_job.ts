import { Fault } from "../../../core/mod.ts";
import { FINGERPRINT, savepointFolder } from "../fingerprint.ts";
import { isMembers, type Server, textMember } from "./ask.ts";
import { causeText } from "./cause_text.ts";
import { hasEnded, statusOf, told } from "./job_status.ts";
import { type Pause, pause } from "./pause.ts";

/** How a job is stopped. */
export interface StopOptions {
  /** Where savepoints go: a folder, below which those of each pipeline have their own. */
  readonly folder: string;
  /** Whether open windows leave first, as at the end of input. */
  readonly drain: boolean;
  /** Told once the job has been told to stop, which it does whatever becomes of the waiting. */
  readonly onTold?: () => void;
  /** Gives the waiting up. */
  readonly signal?: AbortSignal;
  /** How it waits; by the timer of the platform when not given. */
  readonly pause?: Pause;
}

const POLL_MS = 500;
/** How long a job that was cancelled may take to end. */
const GRACE_MS = 20_000;

/** Ends a job at once; what is open is lost. */
export async function cancelJob(
  manager: Server,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  await told(manager, id, `/jobs/${id}?mode=cancel`, {
    method: "PATCH",
    signal,
  });
}

/**
 * Ends a job at once, unless it has ended, and waits until nothing of it runs.
 *
 * @throws {Fault} Where it still runs 20 s later, or the JobManager says no.
 */
export async function endJob(
  manager: Server,
  id: string,
  wait: Pause = pause,
): Promise<void> {
  if (hasEnded(await statusOf(manager, id))) return;
  await cancelJob(manager, id);
  for (let waitedMs = 0; waitedMs < GRACE_MS; waitedMs += POLL_MS) {
    if (hasEnded(await statusOf(manager, id))) return;
    await wait(POLL_MS);
  }
  throw new Fault("flink/job-goes-on", `the job ${id} does not end when told`);
}

/**
 * Ends a job with a savepoint.
 *
 * @returns The path of the savepoint.
 * @throws {Fault} Where the job has ended, or no savepoint can be written.
 */
export async function stopJob(
  manager: Server,
  id: string,
  { folder, drain, onTold, signal, pause: wait = pause }: StopOptions,
): Promise<string> {
  const found = await statusOf(manager, id, signal);
  if (hasEnded(found)) {
    throw new Fault(
      "flink/job-ended",
      `cannot stop the job ${id}: it is ${found.state}`,
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
  onTold?.();
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
