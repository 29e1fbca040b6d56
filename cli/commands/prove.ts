import { demandPossible, jobOf } from "../../lib/export/mod.ts";
import { Fault } from "../../lib/core/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import type { MainIo } from "../io.ts";
import type { ProveWords } from "../parse/cluster_commands.ts";
import { flinkEngine } from "../prove/flink_engine.ts";
import { isProved, type Proof, prove } from "../prove/prove.ts";
import { comparable } from "../prove/run_here.ts";
import { writeSample } from "../prove/sample.ts";
import { sparkEngine } from "../prove/spark_engine.ts";
import { typedEngine } from "../prove/typed_engine.ts";
import { ONE_TYPE, proofReport, proofText } from "../terminal/proof_text.ts";
import { faultText } from "../fault_text.ts";
import { countText } from "../terminal/amounts.ts";
import { shownText } from "../terminal/escape.ts";
import { goesOn } from "../terminal/job_text.ts";
import { jobName, readPortable } from "./portable.ts";
import { targetsOf } from "./targets.ts";

/**
 * Compares a pipeline here and on clusters, over the first lines of its inputs.
 *
 * @returns The exit status: 1 where results differ.
 */
export async function proveCommand(
  words: ProveWords,
  io: MainIo,
): Promise<number> {
  const { spec, job: file, on, shared } = words;
  if (spec.inputs.length === 0 || spec.inputs.includes("-")) {
    throw new Fault(
      "prove/input",
      "cannot prove a job over the standard input",
      {
        mend: "Name a file: weir prove JOB FILE",
      },
    );
  }
  const folder = await makeFolder(shared);
  const print = (text: string) => io.stdout(new TextEncoder().encode(text));
  try {
    const format = await formatOf(words, io);
    const header = ["csv", "tsv"].includes(format) && spec.read.header;
    const sample = await writeSample(
      spec.inputs,
      `${folder}/sample`,
      words.sample,
      header,
      (fault) => io.stderr(faultText(fault)),
    );
    await print(
      `${sample.cut ? "the first" : "all"} ${
        countText(sample.lines)
      } lines of ${shownText(spec.inputs.join(", "))}\n`,
    );
    // What was detected here must hold for the sample, whatever it is called.
    const own = comparable(
      { ...spec, read: { ...spec.read, ...detected(format) } },
      [sample.path],
    );
    const plan = await readPortable({ spec: own, job: file }, io, {
      name: jobName(null, file?.path ?? null),
      finite: true,
    });
    for (const target of targetsOf(on)) {
      demandPossible(plan.constructs, target, plan);
    }
    const job = jobOf(plan);
    const proofs: Proof[] = [];
    if (Object.keys(plan.settled).length > 0) {
      const typed = typedEngine(plan.spec, plan.settled, io);
      const proof = await prove(job, own, sample, typed, folder, io);
      if (!isProved(proof)) {
        proofs.push(proof);
        await print(proofText(proof) + ONE_TYPE);
      }
    }
    for (const name of on) {
      const engine = name === "flink"
        ? flinkEngine({
          gateway: words.gateway,
          rest: words.rest,
          signal: io.signal,
          onLeft: (id) => io.stderr(goesOn(id, words)),
        })
        : sparkEngine({
          path: words.sparkSubmit,
          master: words.master,
          signal: io.signal,
        });
      const proof = await prove(job, plan.spec, sample, engine, folder, io);
      proofs.push(proof);
      await print(proofText(proof));
    }
    if (words.report !== null) {
      await Deno.writeTextFile(
        words.report,
        proofReport({
          name: job.name,
          stages: job.stages,
          lines: sample.lines,
          cut: sample.cut,
          proofs,
        }),
      );
    }
    return proofs.every(isProved) ? 0 : 1;
  } finally {
    await removeFolder(folder, io);
  }
}

/** A folder for the sample and the results. In a shared one, engines that run as other users have what the umask gives them. */
async function makeFolder(shared: string | null): Promise<string> {
  const prefix = "weir-prove-";
  if (shared === null) return await Deno.makeTempDir({ prefix });
  const folder = `${await sharedPath(shared)}/${prefix}${crypto.randomUUID()}`;
  await Deno.mkdir(folder);
  return folder;
}

async function sharedPath(shared: string): Promise<string> {
  try {
    return await Deno.realPath(shared);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Fault("prove/shared", "cannot use a folder that is not there", {
      place: { source: shared },
      mend: "Name a folder that the engines see by the same path: --shared DIR",
      cause,
    });
  }
}

/** What an engine has written as another user may stay: that is no fault of the answer. */
async function removeFolder(folder: string, io: MainIo): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    io.stderr(
      `weir: cannot remove ${shownText(folder)}: ${shownText(error.message)}\n`,
    );
  }
}

/** A format as `--format` says it; a pattern says it itself. */
function detected(format: string): Partial<RunSpec["read"]> {
  return format === "pattern" ? {} : { format };
}

/** The format of the first input. */
async function formatOf(
  { spec, job }: { readonly spec: RunSpec; readonly job: ProveWords["job"] },
  io: MainIo,
): Promise<string> {
  if (spec.read.format !== null) return spec.read.format;
  // What is to be said is said of the sample, which follows.
  const silent = { ...io, stderr: () => {} };
  const { constructs } = await readPortable({ spec, job }, silent, {
    name: null,
  });
  const found = constructs.find(({ what }) => what.kind === "format")?.what;
  return found?.kind === "format" ? found.format : "";
}
