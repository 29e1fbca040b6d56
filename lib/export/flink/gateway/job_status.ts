import { Fault } from "../../../core/mod.ts";
import {
  ask,
  isMembers,
  type Members,
  type Server,
  textMember,
} from "./ask.ts";
import { causeText } from "./cause_text.ts";

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

/** The states that a job stays in. */
const ENDED: ReadonlySet<string> = new Set(["FINISHED", "CANCELED", "FAILED"]);

/** Whether a job does nothing any more. */
export function hasEnded({ state }: JobStatus): boolean {
  return ENDED.has(state);
}

/**
 * Asks about a job.
 *
 * @throws {Fault} Where there is no such job, or the JobManager says no.
 */
export async function told(
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

/** What a job does now. */
export async function statusOf(
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

/** Why a job failed, newest first; each is a stack trace of Java. */
export async function exceptionsOf(
  manager: Server,
  id: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { exceptionHistory } = await told(
    manager,
    id,
    `/jobs/${id}/exceptions`,
    { signal },
  );
  const entries = isMembers(exceptionHistory) ? exceptionHistory.entries : [];
  return Array.isArray(entries)
    ? entries.filter(isMembers).map((entry) =>
      textMember(entry, "stacktrace") ?? textMember(entry, "exceptionName") ??
        ""
    )
    : [];
}
