import {
  Account,
  type Batch,
  type Clock,
  type Column,
  type Engine,
  Fault,
  type ProjectedField,
} from "../core/mod.ts";
import {
  build,
  type BuildContext,
  CLOCK_TICK_MS,
  lateState,
  neededBy,
  type PlanContext,
  type PlannedOutput,
  planStage,
  type PlanState,
  Positions,
  projectionOf,
  type Ref,
  refKey,
  type StageSpec,
  tellChanges,
} from "../pipeline/mod.ts";
import { chain, type Emit, type Step, timeStep } from "../stream/mod.ts";
import { SystemClock, UTC } from "../time/mod.ts";
import { LIVE_DELAY_US } from "../window/mod.ts";
import { ownedBatch, ownedColumn, StreamBatch } from "./stream_batch.ts";

/** Bytes of rows that open windows may hold. */
const MAX_MEMORY_BYTES = 1024 ** 3;
/** A row further ahead of the clock is bad (T8). */
const MAX_AHEAD_US = 86_400_000_000;
/** Bytes that may wait for the engine before more rows are taken. */
const BACKLOG_BYTES = 16 * 1024 * 1024;

/** What a transform may be given beside the words of its stage. */
export interface StageOptions {
  /** Where rows are counted; give all transforms of a pipeline the same one. Its own when not given. */
  readonly account?: Account;
  /** What time it is; the system's clock when not given. */
  readonly clock?: Clock;
  /** Values of `$NAME` in expressions and queries. */
  readonly parameters?: Readonly<
    Record<string, string | number | bigint | boolean | null>
  >;
  /** The engine for `sql`; it stays open, and is the caller's to close. One of its own, closed at the end, when not given. */
  readonly engine?: Engine;
}

/** Numbers of computed columns are told apart over all transforms of a program. */
let ids = 0;

/**
 * A stage of a pipeline as a web stream.
 *
 * It plans itself when the first batch shows what fields there are, decodes
 * the fields that it names, and hands on batches that own their memory. That
 * costs a copy for each transform: `pipeline([...])` plans stages together
 * and saves it.
 */
export class StageTransform extends TransformStream<StreamBatch, StreamBatch> {
  /** The stage as it was asked for. */
  readonly spec: StageSpec;

  /**
   * Makes the transform of a stage.
   *
   * @param spec The stage.
   * @param options The account, the clock, parameters and the engine.
   */
  constructor(spec: StageSpec, options: StageOptions = {}) {
    const logic = new StageLogic(spec, options);
    super({
      transform: (chunk, controller) =>
        logic.take(chunk, (batch) => controller.enqueue(batch)),
      flush: (controller) => logic.end((batch) => controller.enqueue(batch)),
      cancel: () => logic.stop(),
    });
    this.spec = spec;
  }
}

type Hand = (batch: StreamBatch) => void;

/** What a transform holds once it has seen its first batch. */
interface Begun {
  readonly first: StreamBatch;
  readonly projection: readonly ProjectedField[];
  readonly made: readonly Ref[];
  readonly steps: readonly Step[];
  readonly kept: readonly Ref[];
  readonly positions: Positions;
  state: PlanState;
  late: { readonly positions: Positions; readonly kept: readonly Ref[] } | null;
}

class StageLogic {
  readonly #spec: StageSpec;
  readonly #options: StageOptions;
  readonly #account: Account;
  readonly #clock: Clock;
  #begun: Begun | null = null;
  #engine: Promise<Engine> | null = null;
  #hand: Hand = () => {};
  #feeds: readonly Emit[] = [];
  /** Looks at the clock where rows have the time at which they are read (T9). */
  #ticking: ReturnType<typeof setInterval> | null = null;

  constructor(spec: StageSpec, options: StageOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#account = options.account ?? new Account();
    this.#clock = options.clock ?? new SystemClock();
  }

  async take(chunk: StreamBatch, hand: Hand): Promise<void> {
    this.#hand = hand;
    if (this.#begun === null) {
      this.#begun = this.#begin(chunk);
      if (this.#begun.steps.some(({ tick }) => tick !== undefined)) {
        this.#ticking = setInterval(() => this.#tick(), CLOCK_TICK_MS);
      }
    }
    const begun = this.#begun;
    const made = begun.made.map((ref) => chunk.made.get(refKey(ref))!);
    const columns: Column[] = [...chunk.decode(begun.projection), ...made];
    this.#feeds[0]!({ ...chunk.batch, columns });
    begun.steps.forEach((step, at) => step.flush?.(this.#feeds[at + 1]!));
    for (const step of begun.steps) {
      if ((step.backlogBytes ?? 0) > BACKLOG_BYTES) await step.settle?.();
    }
  }

  #tick(): void {
    this.#begun!.steps.forEach((step, at) => {
      const emit = this.#feeds[at + 1]!;
      step.tick?.(emit);
      step.flush?.(emit);
    });
  }

  /** Nothing more is asked for. */
  stop(): void {
    if (this.#ticking !== null) clearInterval(this.#ticking);
  }

  async end(hand: Hand): Promise<void> {
    this.stop();
    this.#hand = hand;
    try {
      for (const [at, step] of (this.#begun?.steps ?? []).entries()) {
        step.end(this.#feeds[at + 1]!);
        step.flush?.(this.#feeds[at + 1]!);
        await step.settle?.();
      }
    } finally {
      if (this.#options.engine === undefined) {
        await this.#engine?.then((engine) => engine.close());
      }
    }
  }

  #begin(chunk: StreamBatch): Begun {
    let timeField: string | null = null;
    const context = this.#planContext(chunk, () => {
      timeField = chunk.input.time();
    });
    const planned = planStage(
      { ...chunk.state, steps: [] },
      this.#spec,
      context,
    );
    if (planned.late && planned.changes !== undefined) throw unnamedChanges();
    // What comes behind is not known, so the first answers become the changelog.
    const state = tellChanges(planned, context);
    const kept = state.shape.fields.flatMap(({ origin }): Ref[] =>
      origin.kind === "input" ? [] : [origin]
    );
    const output: PlannedOutput = {
      kind: "fields",
      format: "",
      fields: kept.map((input) => ({ name: "", type: "ANY", input })),
    };
    const field = timeField as string | null;
    const time: Ref | null = field !== null && chunk.batch.timesUs === null
      ? { kind: "input", path: [field], as: "time" }
      : null;
    const wanted = [
      ...(time === null ? [] : [time]),
      ...neededBy(state.steps, output)[0]!,
    ];
    const positions = new Positions();
    const projection = projectionOf(wanted);
    for (const ref of projection) positions.add(ref);
    const made = [...chunk.made.keys()].map((key) => JSON.parse(key) as Ref);
    for (const ref of made) positions.add(ref);
    const built = build(state.steps, output, {
      positions,
      also: [],
      first: () =>
        time === null ? [] : [this.#timeStep(field!, positions.of(time))],
    }, this.#buildContext(state));
    this.#feeds = chain(built.steps, (batch) => this.#emit(batch));
    return {
      first: chunk,
      projection: projection.map(({ path, as }) => ({ path, as })),
      made,
      steps: built.steps,
      kept,
      positions: built.positions,
      state: { ...state, steps: [] },
      late: null,
    };
  }

  #emit(batch: Batch): void {
    const begun = this.#begun!;
    const { positions, kept } = begun.late ?? begun;
    const made = new Map<string, Column>();
    for (const ref of kept) {
      if (!positions.has(ref)) continue;
      const column = batch.columns[positions.of(ref)];
      if (column !== undefined) {
        made.set(refKey(ref), ownedColumn(column, batch.rows));
      }
    }
    this.#hand(
      new StreamBatch(
        begun.first.input,
        begun.state,
        ownedBatch(batch, []),
        made,
      ),
    );
  }

  #planContext(chunk: StreamBatch, needTime: () => void): PlanContext {
    const { input } = chunk;
    return {
      parameters: this.#options.parameters ?? {},
      defaultDelayUs: input.finite ? null : LIVE_DELAY_US,
      met: input.met,
      fixed: new Set(),
      tableFields: new Set(),
      declared: new Map(),
      nextId: () => ids++,
      onUse: () => {},
      needTime,
      onName: () => {},
      onNote: () => {},
    };
  }

  #buildContext(state: PlanState): BuildContext {
    return {
      account: this.#account,
      clock: this.#clock,
      compile: {
        nowUs: this.#clock.nowUs(),
        onUnreadable: () => this.#account.unreadable++,
        onFailed: () => this.#account.failed++,
      },
      memory: {
        limitBytes: MAX_MEMORY_BYTES,
        mend: "Fold the rows with `agg`, or give the window a watermark",
      },
      engine: () => this.#engine ??= this.#openEngine(),
      parameters: this.#options.parameters ?? {},
      types: new Map(),
      skipFailed: false,
      onFailure: () => {},
      onFailed: () => {},
      onLate: () => {},
      onLateResults: () => {},
      output: {
        passedOn: () => {
          throw new TypeError("Cannot pass rows on to a weir from a transform");
        },
        header: () => null,
        terminalWidth: null,
        colour: false,
        displayZone: UTC,
        more: () => null,
      },
      writeTo: () => {
        throw new TypeError(
          "Cannot write a file from a transform: pipe the stream to a sink",
        );
      },
      late: (step) => ({
        onFields: (fields) => {
          const late = lateState(step, fields, state);
          const begun = this.#begun!;
          begun.state = late.state;
          begun.late = {
            positions: late.positions,
            kept: late.state.shape.fields.map(({ origin }) => origin as Ref),
          };
        },
        step: { push: (batch, emit) => emit(batch), end: () => {} },
      }),
    };
  }

  #timeStep(field: string, column: number): Step {
    return timeStep({
      column,
      field,
      zone: UTC,
      latestUs: () => this.#clock.nowUs() + MAX_AHEAD_US,
      sinceUs: -Infinity,
      untilUs: Infinity,
      account: this.#account,
      onBad: (_batch, _row, fault) => {
        this.#account.firstBad ??= fault();
      },
    });
  }

  async #openEngine(): Promise<Engine> {
    if (this.#options.engine !== undefined) return this.#options.engine;
    const { createEngine } = await import("../engine/mod.ts");
    return createEngine({ kind: "wasm" });
  }
}

function unnamedChanges(): Fault {
  return new Fault(
    "plan/changes",
    "cannot tell what changes in the answers of this query, as only the first answer shows its columns",
    {
      mend:
        "Name the columns in place of *, or plan the stages as a whole: pipeline([...])",
    },
  );
}
