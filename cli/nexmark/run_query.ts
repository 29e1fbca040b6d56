import { Account, type Engine, Fault } from "../../lib/core/mod.ts";
import {
  openAndPlan,
  type Plan,
  readSettings,
  type RunIo,
  runPipeline,
  type RunSpec,
} from "../../lib/pipeline/mod.ts";
import { NEXMARK_BASE_US } from "../../lib/nexmark/mod.ts";
import { pipelineIo } from "../commands/run_command.ts";
import type { MainIo } from "../io.ts";
import { parseArguments } from "../parse/arguments.ts";
import { answerSink } from "./answer_sink.ts";
import { arriving } from "./arriving.ts";
import { observing } from "./observe.ts";
import { type NexmarkQuery, queryWords } from "./queries/mod.ts";

/** When a pipeline answers. */
export type Answers = "as rows come" | "as windows complete" | "at the end";

/** What a query did. */
export interface QueryResult {
  /** Its name. */
  readonly name: string;
  /** When it answers, by its plan. */
  readonly answers: Answers;
  /** The part of its results, by bytes, that was there before the input ended; 0 where there are none. */
  readonly early: number;
  /** Rows of its results. */
  readonly rows: number;
  /** SHA-256 of its results. */
  readonly sha256: string;
  /** Events that it read. */
  readonly events: number;
  /** Of those, the ones that were late for their windows. */
  readonly late: number;
  /** How long the run over the file took. */
  readonly seconds: number;
  /** The most bytes that its steps held at a time. */
  readonly stateBytes: number;
}

/** Where a query runs. */
export interface QueryIo {
  /** The folder of the stream, with a slash at its end. */
  readonly folder: string;
  /** Events a second of event time: where a query goes by the clock, they arrive as often. */
  readonly rate: number;
  /** Where its results are kept; `null` for nowhere. */
  readonly resultPath: string | null;
  /** What the command has around it. */
  readonly main: MainIo;
}

/**
 * Runs a query twice: first as from a pipe, to see what it holds and when it
 * answers, then over the file, to see how long it takes. The engine is started
 * before the time is taken. A query that goes by the clock has a fake one, by
 * which events arrive as often as they happen.
 *
 * @throws {Fault} What ended a run, what it could not read, or that both did not answer alike.
 */
export async function runQuery(
  query: NexmarkQuery,
  { folder, rate, resultPath, main }: QueryIo,
): Promise<QueryResult> {
  const command = parseArguments(queryWords(query, folder));
  if (command.kind !== "run") {
    throw new TypeError(`Cannot run ${query.name} as it is no pipeline`);
  }
  const { spec } = command;
  const io = {
    ...main,
    isTerminal: false,
    colour: false,
    inputIsTerminal: false,
  };
  const plan = await planOf(spec, io);

  /** Each run has a clock of its own. */
  async function aroundOf(account: Account): Promise<RunIo> {
    const around = await quietIo(spec, io, account);
    if (!query.byClock) return around;
    const { clock, source } = arriving(NEXMARK_BASE_US, rate);
    return { ...around, clock, open: (name) => source(around.open(name)) };
  }

  const file = resultPath === null ? null : Deno.createSync(resultPath);
  const live = answerSink(file);
  let seen;
  try {
    const account = new Account();
    const around = await aroundOf(account);
    const { io: watched, observed } = observing(
      { ...around, output: live },
      () => live.bytes,
    );
    await runOnce(spec, plan, watched);
    seen = observed();
  } finally {
    file?.close();
  }

  const account = new Account();
  const whole = answerSink(null);
  const around = await aroundOf(account);
  const seconds = await runOnce(spec, plan, { ...around, output: whole });
  if (account.bad + account.unreadable + account.failed > 0) {
    const { firstBad, firstUnreadable, firstFailed } = account;
    throw firstBad ?? firstUnreadable ?? firstFailed ??
      new Fault("bench/rows", `${query.name} could not read all rows`);
  }
  const sha256 = whole.digest();
  if (live.digest() !== sha256) {
    throw new Fault(
      "bench/differs",
      `${query.name} answered otherwise from a pipe than from a file`,
      { mend: "This is a fault of weir: please report it" },
    );
  }
  return {
    name: query.name,
    answers: answersOf(plan),
    early: live.bytes === 0 ? 0 : seen.earlyBytes / live.bytes,
    rows: whole.lines,
    sha256,
    events: account.read,
    late: account.late,
    seconds,
    stateBytes: seen.peakBytes,
  };
}

/** Runs a pipeline, and tells how many seconds it took from its first byte to its last. */
async function runOnce(
  spec: RunSpec,
  plan: Plan,
  around: RunIo,
): Promise<number> {
  let engine: Engine | null = null;
  try {
    if (plan.steps.some(({ kind }) => kind === "sql")) {
      engine = around.engine();
      await engine.version();
    }
    const begun = performance.now();
    await runPipeline(spec, {
      ...around,
      engine: () => engine ?? around.engine(),
    });
    return (performance.now() - begun) / 1_000;
  } finally {
    await engine?.close();
  }
}

async function planOf(spec: RunSpec, io: MainIo): Promise<Plan> {
  const around = await quietIo(spec, io, new Account());
  const { opened, plan } = await openAndPlan(
    spec,
    around,
    readSettings(spec, io.clock),
  );
  opened.source.close();
  return plan;
}

function quietIo(
  spec: RunSpec,
  io: MainIo,
  account: Account,
): Promise<RunIo> {
  return pipelineIo(spec, io, account, { onPlan: () => {}, onNote: () => {} });
}

/** What waits for the end of its window answers when that is complete, or else when the input ends. */
function answersOf({ steps }: Plan): Answers {
  const waits = steps.some(({ kind }) =>
    ["gather", "fold", "sort", "sql"].includes(kind)
  );
  if (!waits) return "as rows come";
  return steps.some(({ kind }) => kind === "window")
    ? "as windows complete"
    : "at the end";
}
