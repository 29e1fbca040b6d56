import { Fault } from "../../../core/mod.ts";

/** What a server of Flink answered. */
export interface Answer {
  /** The status of HTTP. */
  readonly status: number;
  /** The JSON of the answer. */
  readonly body: Members;
}

/** An object of JSON. */
export type Members = Readonly<Record<string, unknown>>;

/** What is asked. */
export interface AskOptions {
  /** `GET` when not given. */
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Gives the asking up. */
  readonly signal?: AbortSignal | undefined;
}

/** Which server is asked, for messages. */
export interface Server {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** What it is. */
  readonly title: "SQL Gateway" | "JobManager";
}

/** A server by its address, as a user writes it. */
export function server(url: string, title: Server["title"]): Server {
  const whole = /^https?:\/\//iu.test(url) ? url : `http://${url}`;
  return { url: whole.replace(/\/+$/u, ""), title };
}

/**
 * Asks a server of Flink.
 *
 * @throws {Fault} Where nothing answers, or something that is no Flink. An answer of another status than 200 is an answer.
 * @throws The reason of the signal, where that has given it up.
 */
export async function ask(
  { url, title }: Server,
  path: string,
  { method = "GET", body, signal }: AskOptions = {},
): Promise<Answer> {
  let status: number;
  let answer: string;
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
      ...(signal === undefined ? {} : { signal }),
    });
    status = response.status;
    answer = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Fault(
      "flink/cannot-connect",
      `cannot reach the ${title} at ${url}: ${reasonOf(cause)}`,
      {
        cause,
        mend: title === "SQL Gateway"
          ? "Start it with bin/sql-gateway.sh start, or name another with --gateway"
          : "Say where the JobManager answers: --rest URL",
      },
    );
  }
  const members = membersOf(answer);
  if (members === null) throw notFlink({ url, title }, status);
  return { status, body: members };
}

/** Something answers, but not what was asked for. */
export function notFlink({ url, title }: Server, status: number): Fault {
  return new Fault(
    "flink/no-gateway",
    `cannot talk to ${url}: what answers there (status ${status}) is no ${title}`,
    {
      mend: title === "SQL Gateway"
        ? "The gateway answers at port 8083 unless told otherwise; 8081 is the JobManager"
        : "The JobManager answers at port 8081 unless told otherwise; name it: --rest URL",
    },
  );
}

function membersOf(text: string): Members | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a value of JSON is an object. */
export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that is a text; `null` where there is none. */
export function textMember(members: Members, key: string): string | null {
  const value = members[key];
  return typeof value === "string" ? value : null;
}

function reasonOf(error: unknown): string {
  // What is wrong with the connection stands behind `fetch failed`.
  const texts: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    texts.push(at.message);
  }
  const text = texts.join(": ");
  if (/refused/iu.test(text)) return "the connection is refused";
  if (/dns|lookup|resolve|not known/iu.test(text)) {
    return "there is no host of that name";
  }
  return text.replace(/\s+/gu, " ").slice(0, 200);
}
