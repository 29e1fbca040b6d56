// Past 400 lines: a run is one object for as long as it lasts; what it is made of stands in files of its own.
import {
  type Batch,
  type Encoder,
  type Engine,
  Fault,
  type Field,
  type Source,
  type Table,
} from "../core/mod.ts";
import { OutputBuffer } from "../sink/mod.ts";
import { parameterValue } from "../sql/mod.ts";
import { type Step, timeStep } from "../stream/mod.ts";
import { answerParts } from "./answer_parts.ts";
import type { BadPolicy } from "./bad_policy.ts";
import { build } from "./build.ts";
import type { BuildContext, LateSteps, Reporter } from "./build_context.ts";
import { Drive } from "./drive.ts";
import { outputEncoder } from "./encode.ts";
import { Findings } from "./findings.ts";
import { headerBytes, headerOf, headerText, timeRef } from "./input_columns.ts";
import { lateState, lateStep } from "./late.ts";
import { type InputFacts, type Plan, planLate } from "./make_plan.ts";
import { memoryAdvice } from "./memory_advice.ts";
import { openAndPlan, type Opened } from "./open_and_plan.ts";
import type { OpenedInput } from "./open_input.ts";
import type { PlannedStep } from "./plan.ts";
import { RunInputs } from "./run_inputs.ts";
import type { RunIo, RunResult } from "./run_io.ts";
import { endedReport, type RunReport, runReport } from "./run_report.ts";
import { readSettings, type Settings } from "./settings.ts";
import type { Ref } from "./shape.ts";
import { SetAside } from "./set_aside.ts";
import { lineBatch, SideOutputs } from "./side_outputs.ts";
import type { RunSpec } from "./spec.ts";
import { unlessStopped } from "./unless_stopped.ts";
import { valueFaults } from "./value_faults.ts";
import { madeFields, stateFrom, stateOf } from "./weir_input.ts";

/**
 * Runs a pipeline from its inputs to its outputs.
 *
 * @throws {Fault} What ends the run. What was complete before it has been written.
 */
export async function runPipeline(
  spec: RunSpec,
  io: RunIo,
): Promise<RunResult> {
  const settings = readSettings(spec, io.clock);
  const run = new Run(spec, io, settings);
  try {
    await run.inputs();
    run.done = true;
    return { missing: run.missing(), idle: run.idle, byClock: run.byClock };
  } finally {
    await run.close();
  }
}

/** Steps behind a query whose answer tells its columns lie deeper than any before it. */
const LATE_DEPTH = 1_000;

function lateResultsNote(count: number): string {
  const results = count === 1 ? "1 result" : `${count} results`;
  return `${results} of windows came too late for the window over them; --watermark end there waits for all`;
}

/** One run: what its parts share while it lasts. */
class Run {
  readonly #spec: RunSpec;
  readonly #io: RunIo;
  readonly #settings: Settings;
  readonly #output: OutputBuffer;
  readonly #sides: SideOutputs;
  /** Whether the run has come to its end. */
  done = false;
  readonly #aside: SetAside;
  readonly #stop = new AbortController();
  #engine: Promise<Engine> | null = null;
  readonly #findings = new Findings();
  #encoder: Encoder | null = null;
  #failure: { readonly error: unknown } | null = null;
  #idle = false;
  #byClock = false;
  /** How many results of windows came too late for the window over them. */
  #lateResults = 0;
  /** The steps that have something to tell. */
  #reporters: readonly Reporter[] = [];
  #inputs: RunInputs | null = null;
  #drive: Drive | null = null;
  /** How it was when the input ended. */
  #atEnd: RunReport | null = null;
  #names: readonly string[] = [];
  #tables: ReadonlyMap<string, Table> = new Map();

  constructor(spec: RunSpec, io: RunIo, settings: Settings) {
    this.#spec = spec;
    this.#io = io;
    this.#settings = settings;
    this.#output = new OutputBuffer(io.output);
    this.#sides = new SideOutputs(io.create);
    this.#aside = new SetAside({
      options: spec.options,
      account: io.account,
      sides: this.#sides,
      onNote: io.onNote,
    });
    io.signal.addEventListener("abort", () => this.#stop.abort(), {
      signal: this.#stop.signal,
    });
    if (io.signal.aborted) this.#stop.abort();
  }

  async inputs(): Promise<void> {
    const io = this.#io;
    const made = await this.#open();
    if (made === null) return;
    const { given, opened, tables, plan } = made;
    this.#tables = tables;
    try {
      io.onPlan(plan, opened);
      for (const note of plan.notes) io.onNote(note);
      await this.#run(made);
    } catch (error) {
      // What was complete before the fault is written all the same.
      if (error instanceof Fault) await this.#output.drain();
      throw error;
    } finally {
      for (const { source } of given.values()) source.close();
    }
  }

  /** Opens the first input, unless the run is stopped while it waits for the first line. */
  async #open(): Promise<Opened | null> {
    const io = this.#io;
    let first: Source | null = null;
    const opening = openAndPlan(this.#spec, {
      ...io,
      open: (name) => first = io.open(name),
    }, this.#settings);
    const made = await unlessStopped(opening, io.signal);
    if (made === null) {
      opening.catch(() => {});
      // Closing ends the read that waits.
      (first as Source | null)?.close();
    }
    return made;
  }

  /** Whether windows completed by the wall clock. */
  get idle(): boolean {
    return this.#idle;
  }

  /** Whether rows had the time at which they were read. */
  get byClock(): boolean {
    return this.#byClock;
  }

  #report(): RunReport {
    const report = runReport({
      ...this.#inputs!.progress(),
      nowUs: this.#settings.clock.nowUs(),
      names: this.#io.inputs,
      reporters: this.#reporters,
      silent: this.#drive?.silent ?? false,
    });
    return this.#atEnd === null ? report : endedReport(this.#atEnd, report);
  }

  /** Fields that were named and that no row had. */
  missing(): RunResult["missing"] {
    return this.#inputs?.missing(this.#names) ?? [];
  }

  async #run({ opened, at, given, facts, plan }: Opened): Promise<void> {
    const { account } = this.#io;
    this.#names = plan.names;
    const context = this.#context(opened, facts, plan);
    if (plan.steps.some(({ kind }) => kind === "sql")) void context.engine();
    const onIdle = () => {
      this.#idle = true;
    };
    const inputs = this.#inputs = new RunInputs({
      spec: this.#spec,
      io: this.#io,
      settings: this.#settings,
      first: { opened, at, given },
      facts,
      onIdle,
      signal: this.#stop.signal,
    });
    const again = await inputs.lateAgain();
    const time = opened.weir === null ? timeRef(plan) : null;
    let timeColumn: number | null = null;
    const built = build(plan.steps, plan.output, {
      positions: null,
      also: time === null ? [] : [time],
      made: opened.weir === null ? [] : madeFields(
        stateFrom(opened.weir).shape,
      ).map(({ origin }) => origin as Ref),
      first: (positions) =>
        time === null ? [] : [
          ...(again === null
            ? []
            : [again.step((rows) => account.filtered += rows)]),
          this.#timeStep(
            plan,
            plan.timeField!,
            timeColumn = positions.of(time),
          ),
        ],
    }, context);
    if (plan.output !== null) {
      this.#encoder = outputEncoder(
        plan.output,
        built.positions,
        context.output,
      );
    }
    this.#io.onSteps?.(built.steps);
    this.#reporters = built.reporters;
    this.#byClock = plan.steps.some((step) =>
      step.kind === "window" && step.window.processingTime
    );
    const drive = this.#drive = new Drive({
      steps: built.steps,
      emit: (batch) => this.#emit(batch),
      write: () => this.#write(),
      full: () => this.#output.full,
      account,
      bad: this.#badPolicy(plan),
      findings: this.#findings,
      byRow: built.byRow,
      inputSteps: built.inputSteps,
      signal: this.#stop.signal,
      idleUs: this.#settings.idleUs,
      clock: this.#settings.clock,
      onIdle,
    });
    this.#io.onReport?.(() => this.#report());
    await inputs.read(drive, built.projection, timeColumn, again);
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#io.reportsEnd === true) this.#atEnd = this.#report();
    if (this.#io.signal.aborted) {
      await drive.stop();
    } else {
      // Rows before the place where an input breaks off are good, and are answered for.
      await drive.end();
      if (this.#encoder !== null) this.#output.append(this.#encoder.end());
    }
    if (this.#lateResults > 0) {
      this.#io.onNote(lateResultsNote(this.#lateResults));
    }
    await this.#output.drain();
    if (drive.broken !== null) throw drive.broken;
  }

  #context(
    opened: OpenedInput,
    facts: InputFacts,
    plan: Plan,
  ): BuildContext {
    const { options } = this.#spec;
    const io = this.#io;
    const nowUs = this.#settings.clock.nowUs();
    const context: BuildContext = {
      account: io.account,
      clock: this.#settings.clock,
      compile: valueFaults({
        account: io.account,
        findings: this.#findings,
        nowUs,
        zone: this.#settings.zone,
      }),
      memory: {
        limitBytes: this.#settings.maxMemoryBytes,
        mend: memoryAdvice(plan, options.engine),
      },
      engine: () => this.#engine ??= this.#startEngine(),
      parameters: Object.fromEntries(
        Object.entries(options.parameters).map((
          [name, text],
        ) => [name, parameterValue(text)]),
      ),
      types: new Map(plan.types.map(({ field, type }) => [field, type])),
      skipFailed: options.bad === "skip",
      onFailure: (error) => {
        this.#failure ??= { error };
        this.#stop.abort();
      },
      onFailed: io.onNote,
      onLate: (batch, rows, byUs) =>
        this.#aside.takeLate(batch, rows, byUs, {
          format: opened.format.name,
          decoder: this.#inputs?.decoder ?? null,
        }),
      onLateResults: (rows) => {
        this.#lateResults += rows;
      },
      output: {
        header: () =>
          opened.weir === null
            ? this.#inputs?.decoder?.headerLine ?? null
            : headerBytes(opened.weir.header),
        passedOn: () => ({
          format: opened.format.name,
          pattern: (opened.weir ?? this.#spec.read).pattern ?? null,
          names: facts.inspection.fields,
          header: opened.weir === null
            ? headerText(headerOf(opened, this.#spec.read))
            : opened.weir.header,
          met: facts.inspection.met,
          timeField: plan.timeField ?? this.#spec.read.time ??
            facts.inspection.timeField,
          regular: facts.regular,
          state: stateOf(plan.state),
          nextId: plan.nextId,
        }),
        terminalWidth: io.terminalWidth,
        colour: io.colour,
        csvSafe: options.csvSafe,
        displayZone: this.#settings.displayZone,
        more: io.encoders,
      },
      writeTo: (path) => {
        const side = this.#sides.of(path);
        return (bytes) => side.take(bytes);
      },
      late: (step) => this.#late(step, plan, facts, () => context),
      depth: 0,
      watch: (depth) => ({
        push: (batch, emit) =>
          this.#findings.within(batch, depth, () => {
            emit(batch);
            return Infinity;
          }),
        end() {},
      }),
    };
    return context;
  }

  /** What comes behind a query whose columns only its answer tells. */
  #late(
    step: PlannedStep & { readonly kind: "sql" },
    plan: Plan,
    facts: InputFacts,
    context: () => BuildContext,
  ): LateSteps {
    let steps: readonly Step[] | null = null;
    const onFields = (fields: readonly Field[]): void => {
      const { state, positions } = lateState(
        step,
        fields,
        plan.state,
      );
      const rest = planLate(this.#spec, facts, plan.late, state);
      const built = build(rest.steps, rest.output, {
        positions,
        also: [],
        first: () => [],
      }, {
        ...context(),
        depth: LATE_DEPTH,
        late: (next) => this.#late(next, rest, facts, context),
      });
      if (rest.output !== null) {
        const { output } = context();
        this.#encoder = outputEncoder(rest.output, built.positions, {
          ...output,
          passedOn: () => ({
            ...output.passedOn(),
            state: stateOf(rest.state),
            nextId: Math.max(plan.nextId, rest.nextId),
          }),
        });
      }
      steps = built.steps;
      this.#io.onSteps?.(steps);
      this.#reporters = [...this.#reporters, ...built.reporters];
    };
    return { onFields, step: lateStep(() => steps) };
  }

  #timeStep(plan: Plan, field: string, column: number): Step {
    const settings = this.#settings;
    const { policy, take } = this.#badPolicy(plan);
    return timeStep({
      column,
      field,
      // Only a window needs a time in every row; the next weir may have none.
      optional: plan.output?.kind === "weir" &&
        !plan.steps.some((step) =>
          step.kind === "window" && !step.window.processingTime
        ),
      zone: settings.zone,
      latestUs: () => settings.clock.nowUs() + settings.maxAheadUs,
      sinceUs: settings.sinceUs,
      untilUs: settings.untilUs,
      precisionUs: settings.precisionUs,
      account: this.#io.account,
      onBad: ({ lines }, row, fault) => {
        if (lines === null) return;
        this.#findings.addBad(row, () => take(lines, row, fault));
        if (policy === "inTurn") this.#findings.settle(row + 1);
      },
      policy,
    });
  }

  /** With `keep`, bad lines leave among the others where those leave as they came. */
  #badPolicy(plan: Plan): BadPolicy {
    const { bad } = this.#spec.options;
    const keep = bad === "keep" && plan.output?.kind === "lines";
    return {
      policy: keep ? "inTurn" : bad === "fail" ? "fail" : "aside",
      take: (lines, row, fault) => {
        this.#aside.takeBad(lines, row, fault);
        if (keep) this.#emit(lineBatch(lines, row));
      },
    };
  }

  async #startEngine(): Promise<Engine> {
    const engine = this.#io.engine();
    for (const [name, table] of this.#tables) {
      await engine.addTable(name, table);
    }
    return engine;
  }

  #emit(batch: Batch): void {
    if (this.#encoder === null) return;
    for (const part of answerParts(batch)) {
      this.#output.append(this.#encoder.encode(part));
    }
    // An answer that comes while input is waited for leaves at once.
    if (this.#inputs?.waiting === true && this.#output.pending) {
      queueMicrotask(() => {
        this.#write().catch((error) => {
          this.#failure ??= { error };
          this.#stop.abort();
        });
      });
    }
  }

  async #write(): Promise<void> {
    await this.#output.write();
    await this.#sides.write();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#sides.close(this.done);
    if (this.#engine !== null) {
      await this.#engine.then((engine) => engine.close(), () => {});
    }
  }
}
