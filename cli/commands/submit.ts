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
import type { SubmitWords } from "../parse/cluster_commands.ts";
import { countText } from "../terminal/amounts.ts";
import { shownText } from "../terminal/escape.ts";
import { movedJob } from "./export.ts";
import { onSparkSubmit } from "../prove/spark_submit.ts";

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
  { gateway, detach }: JobWords,
  io: MainIo,
): Promise<number> {
  const stop = io.signal === undefined ? {} : { signal: io.signal };
  const { ids, jobs, version } = await submitFlink(statements, {
    gateway,
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
      io.stderr(
        `weir: the job ${id} goes on\n  End it with: weir submit --to flink --gateway ${gateway} --cancel ${id}\n`,
      );
      return Number(io.signal.reason);
    }
  }
  return 0;
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
  try {
    await onSparkSubmit(name, program, {
      program: sparkSubmit,
      master,
      words: packages === null ? [] : ["--packages", packages],
      args: finite ? [] : stream,
      signal: io.signal,
      onLine: (line) => io.stderr(`${shownText(line)}\n`),
    });
  } catch (error) {
    // Who ends it knows that it has ended.
    if (io.signal?.aborted === true) return Number(io.signal.reason);
    throw error;
  }
  return 0;
}

async function askJob(words: QuestionWords, io: MainIo): Promise<number> {
  const { what, id, gateway, savepoints } = words;
  const jobs = await jobsOf(gateway);
  const print = (text: string) =>
    io.stdout(new TextEncoder().encode(`${text}\n`));
  switch (what) {
    case "status":
      await print(statusText(await jobs.status(id)));
      break;
    case "logs": {
      const traces = await jobs.exceptions(id);
      if (traces.length === 0) await print("nothing has failed");
      for (const trace of traces) await print(shownText(causeText(trace)));
      break;
    }
    case "cancel":
      await jobs.cancel(id);
      io.stderr(`weir: the job ${id} is told to end\n`);
      break;
    case "stop":
      await print(await jobs.stop(id, { folder: savepoints!, drain: false }));
      break;
  }
  return 0;
}

/** The jobs of the cluster of a gateway, which alone knows where its JobManager is. */
async function jobsOf(gateway: string): Promise<FlinkJobs> {
  const session = await openSession(gateway);
  try {
    return flinkJobs(session.rest);
  } finally {
    await session.close();
  }
}
