import { Account } from "../../lib/core/mod.ts";
import {
  runPipeline,
  type RunSpec,
  type StageSpec,
  type WriteSpec,
} from "../../lib/pipeline/mod.ts";
import { type MemorySink, memorySink } from "../../lib/sink/mod.ts";
import { pipelineIo } from "../commands/run_command.ts";
import type { MainIo } from "../io.ts";

/** What a run of weir itself gave. */
export interface RunHere {
  /** The lines of each output: by the file that a `write` names, and `null` for stdout. */
  readonly outputs: ReadonlyMap<string | null, readonly string[]>;
  /** What became of the rows. */
  readonly account: Account;
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
}

/**
 * Runs a pipeline here, and keeps its results in memory instead of writing them.
 *
 * @throws The reason of the signal, where that has stopped it.
 */
export async function runHere(spec: RunSpec, io: MainIo): Promise<RunHere> {
  const account = new Account();
  const stdout = memorySink();
  const files = new Map<string, MemorySink>();
  const around = await pipelineIo(
    spec,
    { ...io, isTerminal: false },
    account,
    { onPlan: () => {}, onNote: () => {} },
  );
  const begun = performance.now();
  await runPipeline(spec, {
    ...around,
    output: stdout,
    create: (path) => {
      const sink = memorySink(path);
      files.set(path, sink);
      return sink;
    },
  });
  const elapsedMs = performance.now() - begun;
  // A run that was stopped ends early, with the results of some of its rows.
  io.signal?.throwIfAborted();
  const outputs = new Map<string | null, readonly string[]>(
    [...files].map(([path, sink]) => [path, linesOf(sink)]),
  );
  outputs.set(null, linesOf(stdout));
  return { outputs, account, elapsedMs };
}

function linesOf(sink: MemorySink): readonly string[] {
  return sink.text().split("\n").filter((line) => line !== "");
}

/** Files whose ending names a format other than lines. */
const FORMED = /(?:^|\.)(?:csv|tsv|ndjson|jsonl|json|arrows?)(?:\.gz)?$/u;

/** Whether rows that nothing has changed leave in another form than they came in. */
function isFormed({ path, format }: WriteSpec): boolean {
  return format === null ? FORMED.test(path) : format !== "lines";
}

/**
 * A run over other inputs whose outputs can be compared: as NDJSON, unless
 * lines leave as they came, with event times in milliseconds.
 */
export function comparable(spec: RunSpec, inputs: readonly string[]): RunSpec {
  const { output } = spec.options;
  return {
    ...spec,
    inputs,
    stages: spec.stages.map((stage): StageSpec =>
      stage.verb === "write" && isFormed(stage)
        ? { ...stage, format: "ndjson" }
        : stage
    ),
    options: {
      ...spec.options,
      precision: "ms",
      output: output === null || output === "lines" ? output : "ndjson",
    },
  };
}

/** The same run with windows that wait for the end of the input, so that no row is late. */
export function waitingForAll(spec: RunSpec): RunSpec {
  let first = true;
  return {
    ...spec,
    stages: spec.stages.map((stage) => {
      if (stage.verb !== "window" || !first) return stage;
      first = false;
      return { ...stage, watermark: "end" };
    }),
  };
}
