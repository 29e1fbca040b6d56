import {
  Account,
  type Engine,
  Fault,
  Faults,
  type Sink,
  type Source,
} from "../../lib/core/mod.ts";
import { combined, csv, lines, ndjson, tsv } from "../../lib/format/mod.ts";
import {
  type OpenedInput,
  type Plan,
  type RunIo,
  runPipeline,
  type RunReport,
  type RunResult,
  type RunSpec,
} from "../../lib/pipeline/mod.ts";
import { BrokenPipe, fileSink } from "../../lib/sink/mod.ts";
import {
  fileSource,
  gunzipSource,
  inputPaths,
  latin1Source,
  STDIN,
} from "../../lib/source/mod.ts";
import { keepingDelayUs } from "../../lib/window/mod.ts";
import { faultText } from "../fault_text.ts";
import { type MainIo, streamSource } from "../io.ts";
import type { JobFile } from "../parse/command.ts";
import {
  accountMatters,
  accountText,
  lateText,
} from "../terminal/account_text.ts";

/** The formats that inputs may be in, in the order in which detection tries them. */
export const inputFormats = [ndjson, combined, csv, tsv, lines];

/** The name of standard output where a file may be named. */
const STDOUT = "-";

/** How a pipeline is run. */
export interface RunHow {
  /** The command line, for the advice to run again. */
  readonly argv: readonly string[];
  /** Whether only the report is wanted (`weir why`): nothing else is written. */
  readonly why: boolean;
}

/**
 * Runs a pipeline, and tells its account.
 *
 * @returns The exit status (C9).
 */
export async function runCommand(
  spec: RunSpec,
  job: JobFile | null,
  { argv, why }: RunHow,
  io: MainIo,
): Promise<number> {
  const account = new Account();
  const begunUs = io.clock.nowUs();
  const say = (text: string): void => io.stderr(text);
  const texts = new Map(job === null ? [] : [[job.path, job.text]]);
  const text = (fault: Fault | Faults): string =>
    faultText(fault, { texts, colour: io.messageColour ?? false });
  let delayUs = 0;
  let result: RunResult = { missing: [], idle: false, byClock: false };
  let ask: (() => RunReport) | null = null;
  const report = async (): Promise<string> => {
    if (ask === null) return "";
    const { reportText } = await import("../terminal/report_text.ts");
    return reportText(ask(), { columns: io.columns });
  };
  const print = () =>
    say(
      accountText(told(account), {
        elapsedMs: (io.clock.nowUs() - begunUs) / 1_000,
        idleFired: result.idle,
        byClock: result.byClock,
      }),
    );
  io.onBegin?.(async () => {
    // What a report is made with is loaded before it is asked what is held.
    const text = await report();
    print();
    say(asMessages(text));
  });

  let failure: Fault | Faults | null = null;
  let engine: Engine | null = null;
  try {
    const around = await pipelineIo(spec, io, account, {
      onNote: (note) =>
        say(typeof note === "string" ? `weir: ${note}\n` : text(note)),
      onPlan: (plan, opened) => {
        delayUs = delayOf(plan);
        if (spec.options.stats) say(planText(plan, opened));
      },
    });
    if (needsColumnar(spec)) {
      const { beginEngine } = await import("./columnar.ts");
      engine = beginEngine(spec);
    }
    result = await runPipeline(spec, {
      ...around,
      ...(why ? { output: nowhere("stdout"), create: nowhere } : {}),
      onReport: (how) => {
        ask = how;
      },
      reportsEnd: why || spec.options.stats,
      engine: () => engine ?? around.engine(),
    });
  } catch (error) {
    if (error instanceof BrokenPipe) return 0;
    if (!(error instanceof Fault || error instanceof Faults)) throw error;
    failure = error;
  } finally {
    // A run that ended early may not have asked for it.
    await engine?.close();
  }
  io.onAccount?.(account);
  if (failure !== null) say(text(failure));
  for (const { name, nearest } of result.missing) {
    say(`weir: no row had the field ${name}: it was NULL in all of them\n`);
    if (nearest !== null) say(`  Did you mean ${nearest}?\n`);
  }
  const { idle, byClock } = result;
  const plain = { idleFired: idle, byClock };
  if (why) {
    const text = accountText(told(account), plain) + await report();
    await io.stdout(new TextEncoder().encode(text));
  } else {
    if (spec.options.stats || io.signal?.aborted === true) {
      print();
      if (spec.options.stats) say(asMessages(await report()));
    } else if (
      failure === null && (accountMatters(account) || idle || byClock)
    ) say(accountText(told(account), plain));
    // Advice for the next run is no help where this one could not be finished.
    if (failure === null || spec.options.stats) {
      say(lateText(account, {
        delayUs: keepingDelayUs(delayUs, account.missedByUs),
        argv,
      }));
    }
  }
  if (failure instanceof Fault) return failure.status;
  if (failure !== null) return 2;
  if (io.signal?.aborted) return Number(io.signal.reason);
  return statusOf(spec, account, result);
}

/** A sink for what `weir why` leaves out. */
function nowhere(name: string): Sink {
  return {
    name,
    write: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** The account without the first bad row, which was shown whole when it came. */
function told(account: Account): Account {
  return Object.assign(new Account(), account, { firstBad: null });
}

/** Done, or done with something the user should hear of (C9). */
function statusOf(
  spec: RunSpec,
  account: Account,
  result: RunResult,
): number {
  if (account.read > 0 && account.bad === account.read) return 1;
  const amiss = accountMatters(account) || result.missing.length > 0;
  return spec.options.strict && amiss ? 1 : 0;
}

/** Whether a run needs what is big: the engine, or Arrow. Nothing of it is loaded for any other. */
function needsColumnar({ stages, options }: RunSpec): boolean {
  return options.output === "arrow" || options.output === "weir" ||
    Object.keys(options.tables).length > 0 ||
    stages.some((stage) =>
      stage.verb === "sql" ||
      (stage.verb === "write" && stage.format === "arrow") ||
      (stage.verb === "write" && /\.arrows?(\.gz)?$/u.test(stage.path))
    );
}

/** What a run needs of the world. */
export async function pipelineIo(
  spec: RunSpec,
  io: MainIo,
  account: Account,
  told: Pick<RunIo, "onNote" | "onPlan">,
): Promise<RunIo> {
  const columnar = needsColumnar(spec) ? await import("./columnar.ts") : null;
  if (spec.inputs.length === 0 && io.inputIsTerminal === true) {
    io.stderr("weir: reading from the terminal; end it with Ctrl-D\n");
  }
  const late = inputPaths(spec.restate ?? []);
  const inputs = [
    ...inputPaths(spec.inputs.length === 0 ? [STDIN] : spec.inputs),
    ...late,
  ];
  const stdin = inputs.includes(STDIN) ? await stdinOf(spec, io) : null;
  const stdout: Sink = {
    name: "stdout",
    write: io.stdout,
    close: () => Promise.resolve(),
  };
  return {
    inputs,
    restated: late.length,
    open: (name) => {
      const bytes = gunzipSource(
        name === STDIN ? stdin! : fileSource(name),
        { warn: told.onNote },
      );
      // What weir has written itself is UTF-8.
      return spec.read.encoding === "latin1" && !late.includes(name)
        ? latin1Source(bytes)
        : bytes;
    },
    isRegular: (name) => name === STDIN ? stdin!.regular : isRegular(name),
    output: stdout,
    create: (path) => {
      if (path === STDOUT) return stdout;
      refuseInput(path, inputs);
      return fileSink(path);
    },
    formats: inputFormats,
    encoders: (format, fields) =>
      format === "arrow" ? columnar!.arrowEncoder(fields) : null,
    engine: () => columnar!.engineOf(spec.options),
    table: (path) => columnar!.readTable(path, inputFormats),
    checkQuery: (query) => columnar!.checkQuery(query),
    clock: io.clock,
    terminalWidth: io.isTerminal ? io.columns : null,
    colour: io.colour ?? false,
    signal: io.signal ?? new AbortController().signal,
    account,
    ...told,
  };
}

/** An input that were emptied before it is read would be lost. */
function refuseInput(path: string, inputs: readonly string[]): void {
  const same = inputs.find((input) =>
    input !== STDIN && isSameFile(input, path)
  );
  if (same === undefined) return;
  throw new Fault(
    "output/is_input",
    `cannot write to ${path}: it is an input of this run`,
    { mend: `Write to another file, and rename it afterwards: mv NEW ${path}` },
  );
}

/** Whether a path is a file that ends by itself; what is not there is told of when it is opened. */
function isRegular(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return true;
  }
}

function isSameFile(a: string, b: string): boolean {
  try {
    const [one, other] = [Deno.statSync(a), Deno.statSync(b)];
    return one.isFile && one.dev === other.dev && one.ino === other.ino;
  } catch {
    return false;
  }
}

/** Standard input; whether it is a file that ends by itself is found out where a window waits for that (T5). */
async function stdinOf(spec: RunSpec, io: MainIo): Promise<Source> {
  if ("getReader" in io.stdin) return streamSource(io.stdin);
  const waits = spec.options.output === "weir" ||
    spec.stages.some((stage) =>
      stage.verb === "window" && stage.watermark === null
    );
  if (io.stdin.regular || !waits) return io.stdin;
  const regular = await io.stdinIsFile?.() ?? false;
  const { stdin } = io;
  return {
    name: stdin.name,
    regular,
    read: (into) => stdin.read(into),
    close: () => stdin.close(),
  };
}

/** The delay of the first window, for the advice about late rows, which `--lateness` keeps for longer. */
function delayOf(plan: Plan): number {
  const step = plan.steps.find(({ kind }) => kind === "window");
  if (step?.kind !== "window") return 0;
  return (step.window.delayUs ?? 0) - step.window.latenessUs;
}

/** What was chosen, for `--stats`. */
function planText(plan: Plan, opened: OpenedInput): string {
  const time = plan.timeField === null ? "" : `; time field ${plan.timeField}`;
  return `weir: ${opened.source.name} is ${opened.format.name}: ${opened.reason}${time}\n`;
}

/** Lines of a report among the messages, which all begin with the name of weir (C9). */
function asMessages(report: string): string {
  return report.replace(/^(?=\S)/gmu, "weir: ");
}
