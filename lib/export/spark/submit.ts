import { Fault } from "../../core/mod.ts";
import { failureOf } from "./submit_faults.ts";

/** How a job is handed to Spark. */
export interface SubmitOptions {
  /** The program `spark-submit`; looked for below `SPARK_HOME`, then on the `PATH`, when not given. */
  readonly program?: string | null;
  /** The environment. */
  readonly env: (name: string) => string | undefined;
  /** Where it runs: `local[2]`, `spark://host:7077`; Spark's own settings tell when not given. */
  readonly master?: string | null;
  /** More words for `spark-submit`: `--packages`, `--conf`. */
  readonly words?: readonly string[];
  /** The arguments of the job. */
  readonly args?: readonly string[];
  /** Told each line of the log. */
  readonly onLine: (line: string) => void;
  /** Ends the job: what it has written stays, and a stream goes on from there. */
  readonly signal: AbortSignal;
  /** A job that does not end of itself when told is ended after this time; 20 s when not given. */
  readonly graceMs?: number;
}

/** Of the log so many lines are kept to tell why a run has failed. */
const KEPT_LINES = 2_000;
const GRACE_MS = 20_000;

/**
 * Runs a printed job with `spark-submit`, to its end.
 *
 * @param job The path of the job.
 * @throws {Fault} Where there is no `spark-submit`, or it says no: not found, no Java or one too old, a query that it does not take, a stage that failed, an end by the signal (status 130).
 */
export async function submitSpark(
  job: string,
  options: SubmitOptions,
): Promise<void> {
  const { signal, onLine, graceMs = GRACE_MS } = options;
  const text = await Deno.readTextFile(job);
  const child = start(job, options);
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    onLine(line);
  };
  let status: Deno.CommandStatus;
  let hard: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    end(child, "SIGTERM");
    hard ??= setTimeout(() => end(child, "SIGKILL"), graceMs);
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  const reading = [
    eachLine(child.stdout, keep),
    eachLine(child.stderr, keep),
  ];
  try {
    await Promise.all(reading);
  } catch (error) {
    // A job whose lines nobody takes does not live on.
    stop();
    throw error;
  } finally {
    status = await child.status;
    await Promise.allSettled(reading);
    clearTimeout(hard);
    signal.removeEventListener("abort", stop);
  }
  if (signal.aborted) {
    throw new Fault("submit/cancelled", "the job was ended before its end", {
      status: 130,
    });
  }
  if (status.success) return;
  throw failureOf({ lines, status: status.code, job, text });
}

function start(job: string, options: SubmitOptions): Deno.ChildProcess {
  const { master, words = [], args = [] } = options;
  const program = options.program ?? programOf(options.env);
  try {
    return new Deno.Command(program, {
      args: [...(master ? ["--master", master] : []), ...words, job, ...args],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (
      !(error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.PermissionDenied)
    ) throw error;
    throw new Fault(
      "submit/not-found",
      `cannot find ${program}${
        error instanceof Deno.errors.NotFound ? "" : " as a program"
      }`,
      {
        mend:
          "Install Spark (pip install pyspark), and name its folder in SPARK_HOME or put spark-submit on the PATH",
        cause: error,
      },
    );
  }
}

function programOf(env: (name: string) => string | undefined): string {
  const home = env("SPARK_HOME");
  return home ? `${home}/bin/spark-submit` : "spark-submit";
}

/** Ends a process that may have ended already. */
function end(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    // It was quicker.
    if (!(error instanceof TypeError)) throw error;
  }
}

async function eachLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  tell: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) tell(line.replace(/\r$/u, ""));
  }
  if (rest !== "") tell(rest);
}
