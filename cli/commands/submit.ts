import { Fault } from "../../lib/core/mod.ts";
import {
  causeText,
  type FlinkJobs,
  flinkJobs,
  flinkStatements,
  type JobStatus,
  openSession,
  printSpark,
  submitFlink,
} from "../../lib/export/mod.ts";
import type { MainIo } from "../io.ts";
import type { ClusterWords, SubmitWords } from "../parse/cluster_commands.ts";
import { countText } from "../terminal/amounts.ts";
import { shownText } from "../terminal/escape.ts";
import { goesOn } from "../terminal/job_text.ts";
import { onSparkSubmit } from "../prove/spark_submit.ts";
import { uri } from "./connections.ts";
import { movedJob } from "./export.ts";

type JobWords = SubmitWords & { readonly what: "job" };
type QuestionWords = Exclude<SubmitWords, JobWords>;

/** Runs a pipeline on a cluster, or asks about a job that is there. */
export async function submitCommand(
  words: SubmitWords,
  argv: readonly string[],
  io: MainIo,
): Promise<number> {
  return words.what === "job"
    ? await submitJob(words, argv, io)
    : await askJob(words, io);
}

async function submitJob(
  words: JobWords,
  argv: readonly string[],
  io: MainIo,
): Promise<number> {
  const { job, options, finite } = await movedJob(
    words,
    words.to,
    false,
    argv,
    io,
  );
  if (words.to === "spark") {
    if (!finite && words.checkpoints === null) {
      throw new Fault(
        "export/checkpoints",
        "a stream of Spark needs a folder for what it carries over from run to run",
        { mend: "Say where it keeps that: --checkpoints FOLDER" },
      );
    }
    const program = printSpark(job, options);
    return await onSpark(job.name, program, words, finite, io);
  }
  return await onFlink(flinkStatements(job, options), words, io);
}

async function onFlink(
  statements: readonly string[],
  words: JobWords,
  io: MainIo,
): Promise<number> {
  const { gateway, rest, detach } = words;
  const stop = stopBy(io);
  const { ids, jobs, version } = await submitFlink(statements, {
    gateway,
    ...(rest === null ? {} : { rest }),
    ...stop,
  });
  for (const id of ids) {
    io.stderr(
      `weir: Flink ${version} has taken the job ${id}: ${jobs.rest}/#/job/running/${id}\n`,
    );
  }
  if (detach) return 0;
  for (const id of ids) {
    try {
      await jobs.wait(id, { ...stop, onStatus: teller(io) });
    } catch (error) {
      if (io.signal?.aborted !== true) throw error;
      io.stderr(goesOn(id, words));
      throw error;
    }
  }
  return 0;
}

/** What gives questions up, where anything does. */
function stopBy({ signal }: MainIo): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** Tells of a job where something of it has changed. */
function teller(io: MainIo): (status: JobStatus) => void {
  let last = "";
  return (status) => {
    if (status.state === last) return;
    last = status.state;
    io.stderr(`weir: ${statusText(status)}\n`);
  };
}

function statusText({ name, state, tasks, waiting, readRows }: JobStatus) {
  const wait = waiting === 0
    ? ""
    : `, ${waiting} of ${tasks} tasks wait for a slot`;
  return `${shownText(name)} is ${state.toLowerCase()}, ${
    countText(readRows)
  } rows read${wait}`;
}

async function onSpark(
  name: string,
  program: string,
  { sparkSubmit, master, packages, checkpoints }: JobWords,
  finite: boolean,
  io: MainIo,
): Promise<number> {
  const stream = [
    "--mode",
    "stream",
    ...(checkpoints === null ? [] : ["--checkpoint", checkpoints]),
  ];
  await onSparkSubmit(name, program, {
    program: sparkSubmit,
    master,
    words: packages === null ? [] : ["--packages", packages],
    args: finite ? [] : stream,
    signal: io.signal,
    onLine: (line) => io.stderr(`${shownText(line)}\n`),
  });
  return 0;
}

async function askJob(words: QuestionWords, io: MainIo): Promise<number> {
  const { what, id, savepoints } = words;
  const stop = stopBy(io);
  const jobs = await jobsOf(words, stop);
  const print = (text: string) =>
    io.stdout(new TextEncoder().encode(`${text}\n`));
  switch (what) {
    case "status":
      await print(statusText(await jobs.status(id, stop)));
      break;
    case "logs": {
      const traces = await jobs.exceptions(id, stop);
      if (traces.length === 0) await print("nothing has failed");
      for (const trace of traces) await print(shownText(causeText(trace)));
      break;
    }
    case "cancel":
      await jobs.cancel(id, stop);
      io.stderr(`weir: the job ${id} is told to end\n`);
      break;
    case "stop":
      await print(await stopJob(jobs, id, uri(savepoints!), io));
      break;
  }
  return 0;
}

/** Ends a job with a savepoint, and tells that this goes on where it is not waited for. */
async function stopJob(
  jobs: FlinkJobs,
  id: string,
  folder: string,
  io: MainIo,
): Promise<string> {
  let isTold = false;
  try {
    return await jobs.stop(id, {
      folder,
      drain: false,
      onTold: () => {
        isTold = true;
      },
      ...stopBy(io),
    });
  } catch (error) {
    if (isTold && io.signal?.aborted === true) {
      io.stderr(
        `weir: the job ${id} still writes a savepoint below ${
          shownText(folder)
        }, and ends\n`,
      );
    }
    throw error;
  }
}

/** The jobs of a cluster. Its gateway knows where the JobManager is, unless that is told. */
async function jobsOf(
  { gateway, rest }: ClusterWords,
  stop: { readonly signal?: AbortSignal },
): Promise<FlinkJobs> {
  if (rest !== null) return flinkJobs(rest);
  const session = await openSession(gateway, stop);
  try {
    return flinkJobs(session.rest);
  } finally {
    await session.close();
  }
}
