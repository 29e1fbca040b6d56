import { Fault, type Place } from "../../../core/mod.ts";
import {
  type Answer,
  ask,
  isMembers,
  type Members,
  notFlink,
  type Server,
  server,
  textMember,
} from "./ask.ts";
import { causeText } from "./cause_text.ts";
import { type Pause, pause } from "./pause.ts";
import { savepointFault } from "./savepoint_faults.ts";

/** How a session is opened. */
export interface SessionOptions {
  /** Settings of the session; none when not given. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Gives the work up between two statements: one that was sent is followed to its end, as it may start a job that has to be known. */
  readonly signal?: AbortSignal;
  /** How it waits between two questions; by the timer of the platform when not given. */
  readonly pause?: Pause;
}

/** What a statement gave. */
export interface StatementResult {
  /** The job that it started; `null` where it started none. */
  readonly jobId: string | null;
  /** The names of its columns. */
  readonly columns: readonly string[];
  /** Its rows, each by the order of the columns. */
  readonly rows: readonly (readonly unknown[])[];
}

/** A session of Flink's SQL Gateway: tables and views that its statements make live as long as it does. */
export interface FlinkSession {
  /** The address of the gateway. */
  readonly gateway: string;
  /** The version of Flink, such as `2.2.1`. */
  readonly version: string;
  /** What the gateway calls the session. */
  readonly handle: string;
  /** Where the JobManager of its cluster answers, as the gateway has it. */
  readonly rest: string;
  /** Runs one statement to its end; one that starts a job ends when that is submitted. */
  readonly run: (statement: string, place?: Place) => Promise<StatementResult>;
  /** Ends the session. Jobs go on without it. */
  readonly close: () => Promise<void>;
}

/** Between two questions for a result that is not there yet. */
const POLL_MS = 100;

/**
 * Opens a session of a SQL Gateway.
 *
 * @param url The address of the gateway, such as `http://flink:8083`.
 * @throws {Fault} Where nothing answers there, or something else does.
 */
export async function openSession(
  url: string,
  options: SessionOptions = {},
): Promise<FlinkSession> {
  const gateway = server(url, "SQL Gateway");
  const signal = options.signal;
  const info = await ask(gateway, "/v1/info", { signal });
  const version = textMember(info.body, "version");
  if (info.status !== 200 || version === null) {
    throw notFlink(gateway, info.status);
  }
  const opened = await ask(gateway, "/v1/sessions", {
    method: "POST",
    body: { properties: options.properties ?? {} },
    signal,
  });
  const handle = textMember(opened.body, "sessionHandle");
  if (handle === null) {
    throw new Fault(
      "flink/no-session",
      `cannot open a session at ${gateway.url}: ${errorText(opened.body)}`,
      { mend: "Look into the log of the gateway" },
    );
  }
  const path = `/v1/sessions/${handle}`;
  const close = async () => {
    await ask(gateway, path, { method: "DELETE" });
  };
  try {
    const settings = await ask(gateway, path, { signal });
    return {
      gateway: gateway.url,
      version,
      handle,
      rest: restOf(settings.body, gateway.url),
      run: (statement, place) =>
        runStatement(gateway, path, statement, place ?? null, options),
      close,
    };
  } catch (error) {
    await quietly(close);
    throw error;
  }
}

/** Ends a session where something else matters more than that: the gateway forgets it by itself after a while. */
export async function quietly(close: FlinkSession["close"]): Promise<void> {
  try {
    await close();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

/**
 * Runs statements one after the other.
 *
 * @returns The ids of the jobs that they started.
 * @throws {Fault} Where one is refused, which is named with the cause that Flink gives.
 */
export async function runStatements(
  session: FlinkSession,
  statements: readonly string[],
): Promise<readonly string[]> {
  const jobs: string[] = [];
  for (const [at, statement] of statements.entries()) {
    const excerpt = statement.split("\n").find((line) =>
      line.trim() !== "" && !line.startsWith("--")
    ) ?? "";
    const source = `statement ${at + 1} of ${statements.length}`;
    const { jobId } = await session.run(statement, {
      source,
      line: 1,
      column: 1,
      excerpt,
      caret: 0,
      caretLength: Math.max(1, Math.min(60, excerpt.length)),
    });
    if (jobId !== null) {
      jobs.push(jobId);
    }
  }
  return jobs;
}

async function runStatement(
  gateway: Server,
  path: string,
  statement: string,
  place: Place | null,
  { signal, pause: wait = pause }: SessionOptions,
): Promise<StatementResult> {
  signal?.throwIfAborted();
  const sent = await ask(gateway, `${path}/statements`, {
    method: "POST",
    body: { statement },
  });
  const operation = textMember(sent.body, "operationHandle");
  if (operation === null) throw refused(sent.body, place);
  let columns: readonly string[] = [];
  const rows: (readonly unknown[])[] = [];
  let jobId: string | null = null;
  let next: string | null =
    `${path}/operations/${operation}/result/0?rowFormat=JSON`;
  while (next !== null) {
    const page: Answer = await ask(gateway, next);
    if (page.status !== 200) throw refused(page.body, place);
    jobId = textMember(page.body, "jobID") ?? jobId;
    const read = pageOf(page.body);
    if (read.columns.length > 0) columns = read.columns;
    rows.push(...read.rows);
    if (textMember(page.body, "resultType") === "EOS") break;
    next = textMember(page.body, "nextResultUri");
    if (read.rows.length === 0 && next !== null) await wait(POLL_MS);
  }
  return { jobId, columns, rows };
}

function pageOf(
  { results }: Members,
): Pick<StatementResult, "columns" | "rows"> {
  if (!isMembers(results)) return { columns: [], rows: [] };
  const { columns, data } = results;
  return {
    columns: Array.isArray(columns)
      ? columns.filter(isMembers).map((one) => textMember(one, "name") ?? "")
      : [],
    rows: Array.isArray(data)
      ? data.filter(isMembers).map(({ fields }) =>
        Array.isArray(fields) ? fields : []
      )
      : [],
  };
}

/** The JobManager, by the settings in force; a name that means every address is that of the gateway. */
function restOf({ properties }: Members, gateway: string): string {
  const settings = isMembers(properties) ? properties : {};
  const address = textMember(settings, "rest.address");
  const port = textMember(settings, "rest.port") ?? "8081";
  const { hostname, protocol } = new URL(gateway);
  const host = address === null || address === "0.0.0.0" ? hostname : address;
  return `${protocol}//${host}:${port}`;
}

function refused(body: Members, place: Place | null): Fault {
  const trace = errorText(body, false);
  if (/Session '.*' does not exist|session.*(?:closed|expired)/iu.test(trace)) {
    return new Fault(
      "flink/session-expired",
      "cannot go on: the SQL Gateway has forgotten the session",
      {
        mend:
          "Submit again; a session that is silent for 10 minutes ends (sql-gateway.session.idle-timeout)",
      },
    );
  }
  const ofSavepoint = savepointFault(trace);
  if (ofSavepoint !== null) return ofSavepoint;
  const missing = /Could not find any factory for identifier '(\w+)'/u.exec(
    trace,
  );
  return new Fault(
    "flink/statement-refused",
    `Flink refuses a statement: ${causeText(trace)}`,
    {
      ...(place === null ? {} : { place }),
      mend: missing === null
        ? "Print the job with export flink, and try the statement in sql-client.sh"
        : `Put the jar of the connector or format ${
          missing[1]
        } into lib/ of the cluster and of the gateway, and start both again`,
    },
  );
}

/** What an answer of the gateway says went wrong. */
function errorText({ errors }: Members, short = true): string {
  const texts = Array.isArray(errors)
    ? errors.filter((one): one is string => typeof one === "string")
    : [];
  const trace = texts.at(-1) ?? "it does not say why";
  return short ? causeText(trace) : trace;
}
