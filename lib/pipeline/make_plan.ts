import {
  Fault,
  Faults,
  type Field,
  type FieldType,
  type InputFormat,
} from "../core/mod.ts";
import { declaredType, parameterValue, type Use } from "../sql/mod.ts";
import { LIVE_DELAY_US } from "../window/mod.ts";
import type { Inspection } from "./inspect.ts";
import { planOutput } from "./outputs.ts";
import type { PlannedOutput, PlannedStep } from "./plan.ts";
import { pathText } from "./scope_of.ts";
import { lookUp, type Ref, type Shape } from "./shape.ts";
import type { RunSpec, StageSpec } from "./spec.ts";
import { refusePassing, tellChanges } from "./stages/changes.ts";
import { planStage } from "./stages/mod.ts";
import { LATE_BY } from "./restate.ts";
import { timeFieldOf } from "./time_field.ts";
import { madeFields, stateFrom, type WeirState } from "./weir_input.ts";
import { gather, ownWindows } from "./stages/window.ts";
import { firstState, type PlanContext, type PlanState } from "./state.ts";

/** What is known of the inputs before the plan is made. */
export interface InputFacts {
  /** The format of the first input. */
  readonly format: InputFormat;
  /** What its beginning tells. */
  readonly inspection: Inspection;
  /** Whether all inputs are regular files, which end by themselves (T5). */
  readonly regular: boolean;
  /** What another weir says of its rows, where the input is its stream (C6). */
  readonly weir: WeirState | null;
  /** Names of the fields of all `--table`s, in lower case. */
  readonly tableFields: ReadonlySet<string>;
  /** What changed rows leave as where `-o` says nothing: `table` on a terminal, else `ndjson`. */
  readonly otherwise: string;
}

/** Why a field has its type. */
export interface FieldReason {
  /** The path, as it is written. */
  readonly field: string;
  /** Its type. */
  readonly type: FieldType;
  /** Why, in a few words. */
  readonly reason: string;
}

/** The whole run as checked plain data. */
export interface Plan {
  /** The steps, first to last. */
  readonly steps: readonly PlannedStep[];
  /** For each step, the index of the stage that it was made for; the number of stages for those of the output. */
  readonly origins: readonly number[];
  /** How rows leave; `null` where the answer to a query must be there before that can be told. */
  readonly output: PlannedOutput | null;
  /** Stages to plan once the columns of the first answer are known. */
  readonly late: readonly StageSpec[];
  /** How rows stand behind the last step. */
  readonly state: PlanState;
  /** Columns have numbers below this. */
  readonly nextId: number;
  /** The field that holds the event time; `null` where no stage asks for time. */
  readonly timeField: string | null;
  /** Types that are declared, fixed by the format or found by use. */
  readonly types: readonly FieldReason[];
  /** Fields that the pipeline names and the input may not have. */
  readonly names: readonly string[];
  /** Remarks for the user. */
  readonly notes: readonly string[];
}

/**
 * Checks a whole run and lays it out as steps.
 *
 * It is planned twice: the first pass finds which type each undeclared field
 * is used as, the second holds every use to it (V2).
 *
 * @throws {Faults} All faults of the plan together.
 */
export function makePlan(spec: RunSpec, input: InputFacts): Plan {
  const declared = declaredTypes(spec);
  const first = new Pass(spec, input, declared, new Map());
  first.plan();
  const second = new Pass(spec, input, declared, first.usedTypes());
  const plan = second.plan();
  if (second.faults.length === 1) throw second.faults[0]!;
  if (second.faults.length > 1) throw new Faults(second.faults);
  return plan;
}

/** Plans the stages behind a query whose columns only its answer told. */
export function planLate(
  spec: RunSpec,
  input: InputFacts,
  stages: readonly StageSpec[],
  state: PlanState,
): Plan {
  const pass = new Pass(spec, input, declaredTypes(spec), new Map());
  const plan = pass.planFrom(stages, state);
  if (pass.faults.length === 1) throw pass.faults[0]!;
  if (pass.faults.length > 1) throw new Faults(pass.faults);
  return plan;
}

/** `--types status=BIGINT`, read. */
function declaredTypes(spec: RunSpec): ReadonlyMap<string, FieldType> {
  return new Map(
    Object.entries(spec.read.types).map(([name, text]) => {
      const type = declaredType(text);
      if (type === null) {
        throw new Fault(
          "plan/type",
          `cannot read ${JSON.stringify(text)} as the type of ${name}`,
          {
            mend:
              "Write BOOLEAN, BIGINT, DOUBLE, VARCHAR, TIMESTAMP or DATE, such as --types status=BIGINT",
          },
        );
      }
      return [name, type];
    }),
  );
}

/** Whether windows take the time at which rows are read. */
function goesByClock(stages: readonly StageSpec[]): boolean {
  return stages.some((stage) =>
    stage.verb === "window" && stage.processingTime === true
  );
}

/** Rows that a last `write` has taken leave stdout empty (C3). */
const NOTHING = { steps: [], output: { kind: "none" } } as const;

/** Rows as they stand, for another weir (C6). */
function passedOutput(state: PlanState): PlannedOutput {
  return {
    kind: "weir",
    fields: madeFields(state.shape).map(({ name, type, origin }) => ({
      name,
      type,
      input: origin as Ref,
    })),
  };
}

/** One pass over the stages. */
class Pass {
  readonly #spec: RunSpec;
  readonly #input: InputFacts;
  readonly #declared: ReadonlyMap<string, FieldType>;
  readonly #used: ReadonlyMap<string, FieldType>;
  readonly #uses = new Map<string, Use[]>();
  readonly #names = new Set<string>();
  readonly #notes = new Set<string>();
  readonly faults: Fault[] = [];
  #ids = 0;
  #timed = false;

  constructor(
    spec: RunSpec,
    input: InputFacts,
    declared: ReadonlyMap<string, FieldType>,
    used: ReadonlyMap<string, FieldType>,
  ) {
    this.#spec = spec;
    this.#input = input;
    this.#declared = declared;
    this.#used = used;
  }

  plan(): Plan {
    const { read } = this.#spec;
    if (read.since !== null || read.until !== null) this.#timed = true;
    const { weir } = this.#input;
    if (weir !== null) {
      this.#ids = weir.nextId;
      return this.planFrom(this.#spec.stages, stateFrom(weir));
    }
    return this.planFrom(this.#spec.stages, firstState(this.#shape()));
  }

  planFrom(stages: readonly StageSpec[], from: PlanState): Plan {
    const context = this.#context();
    let state = from;
    let late: readonly StageSpec[] = [];
    let output: PlannedOutput | null = null;
    const origins: number[] = from.steps.map(() => 0);
    const made = (stage: number) => {
      while (origins.length < state.steps.length) origins.push(stage);
    };
    for (const [at, stage] of stages.entries()) {
      state = this.#noting(state, () => planStage(state, stage, context));
      made(at);
      if (state.late) {
        late = stages.slice(at + 1);
        break;
      }
    }
    const passedOn = this.#spec.options.output === "weir";
    if (passedOn && !state.late) {
      this.#timeAlong();
      state = this.#noting(state, () => ownWindows(refusePassing(state)));
      output = passedOutput(state);
    } else if (!state.late) {
      state = this.#noting(state, () => this.#ended(state));
      const written = stages.at(-1)?.verb === "write" &&
        this.#spec.options.output === null;
      const last = written
        ? NOTHING
        : this.#noting(null, () =>
          planOutput(state, {
            format: this.#spec.options.output,
            otherwise: this.#input.otherwise,
          }, context));
      if (last !== null) {
        state = { ...state, steps: [...state.steps, ...last.steps] };
        output = last.output;
      }
    }
    made(stages.length);
    return {
      steps: state.steps,
      origins,
      output,
      late,
      state,
      nextId: this.#ids,
      timeField: this.#timed ? this.#timeField() : null,
      types: this.#reasons(),
      names: [...this.#names],
      notes: [...this.#notes],
    };
  }

  /** Rows for another weir carry their times, where they have any. */
  #timeAlong(): void {
    if (this.#input.weir !== null || goesByClock(this.#spec.stages)) return;
    if (
      (this.#spec.read.time ?? this.#input.inspection.timeField) !== null
    ) this.#timed = true;
  }

  /** The types that all uses of a field agree on. */
  usedTypes(): ReadonlyMap<string, FieldType> {
    const agreed = new Map<string, FieldType>();
    for (const [field, uses] of this.#uses) {
      const types = new Set(uses.map(({ type }) => type));
      if (types.size === 1) agreed.set(field, uses[0]!.type);
    }
    return agreed;
  }

  /** Windows that no stage has completed are completed by holding their rows. */
  #ended(state: PlanState): PlanState {
    const ended = state.pending === null ? state : gather(state);
    return tellChanges(ended, this.#context());
  }

  /** Whether late rows are read again. */
  get #restating(): boolean {
    return (this.#spec.restate ?? []).length > 0;
  }

  #shape(): Shape {
    const { format, inspection } = this.#input;
    const types = new Map<string, FieldType>([
      ...this.#used,
      ...(format.fixedFields ?? []).map(({ name, type }) =>
        [name, type] as const
      ),
      ...this.#declared,
    ]);
    const moments = new Set(
      (format.fixedFields ?? []).filter(({ name, type }) =>
        type === "TIMESTAMP" && !this.#declared.has(name)
      ).map(({ name }) => name),
    );
    const added = this.#restating ? [LATE_BY] : [];
    return {
      fields: (inspection.fields ?? []).filter((name) => !added.includes(name))
        .map((name) => ({
          name,
          type: types.get(name) ?? "ANY",
          origin: {
            kind: "input",
            path: [name],
            ...(moments.has(name) ? { moment: true as const } : {}),
          },
        })),
      open: inspection.fields === null,
      gone: new Set(added),
      types,
    };
  }

  #context(): PlanContext {
    return {
      parameters: Object.fromEntries(
        Object.entries(this.#spec.options.parameters).map((
          [name, text],
        ) => [name, parameterValue(text)]),
      ),
      restating: this.#restating,
      met: this.#input.inspection.met,
      first: this.#input.inspection.first ?? this.#input.inspection.met,
      ...(this.#spec.options.csvSafe &&
          ["csv", "tsv"].includes(this.#input.format.name)
        ? { rewritten: this.#input.format.name }
        : {}),
      tooMany: this.#input.inspection.tooMany ?? false,
      fixed: new Set(
        (this.#input.format.fixedFields ?? []).map(({ name }) => name)
          .filter((name) => !this.#declared.has(name)),
      ),
      tableFields: this.#input.tableFields,
      declared: this.#declared,
      defaultDelayUs: this.#input.regular ? null : LIVE_DELAY_US,
      nextId: () => this.#ids++,
      onUse: (use, shape) => this.#onUse(use, shape),
      needTime: () => {
        this.#timed = true;
        this.#timeField();
      },
      onName: (name) => this.#names.add(name),
      onNote: (note) => this.#notes.add(note),
    };
  }

  #onUse(use: Use, shape: Shape): void {
    const field = lookUp(shape, String(use.path[0]), true);
    if (field === null || field.origin.kind !== "input") return;
    const path = pathText([...field.origin.path, ...use.path.slice(1)]);
    const uses = this.#uses.get(path);
    if (uses === undefined) this.#uses.set(path, [use]);
    else uses.push(use);
  }

  #timeField(): string {
    const windowed = this.#spec.stages.find((stage) =>
      stage.verb === "window" && stage.time !== null
    );
    const named = windowed?.verb === "window" ? windowed.time : null;
    return timeFieldOf(
      named ?? this.#spec.read.time,
      this.#input.inspection,
      // A whole line is hardly a time.
      this.#input.format.name === "lines"
        ? "--pattern REGEX with a group for the time, or --time FIELD"
        : "--time FIELD",
    );
  }

  #reasons(): FieldReason[] {
    const fixed: readonly Field[] = this.#input.format.fixedFields ?? [];
    const declared = [...this.#declared].map(([field, type]) => ({
      field,
      type,
      reason: "declared by --types",
    }));
    const formed = fixed.filter(({ name }) => !this.#declared.has(name)).map((
      { name, type },
    ) => ({ field: name, type, reason: "fixed by the format" }));
    const known = new Set([...declared, ...formed].map(({ field }) => field));
    const used = [...this.#used].filter(([field]) => !known.has(field)).map((
      [field, type],
    ) => ({
      field,
      type,
      reason: this.#firstPassReason(field),
    }));
    return [...declared, ...formed, ...used];
  }

  #firstPassReason(field: string): string {
    return this.#uses.get(field)?.[0]?.reason ?? "found by its use";
  }

  #noting<T>(otherwise: T, part: () => T): T {
    try {
      return part();
    } catch (error) {
      if (error instanceof Fault) this.faults.push(error);
      else if (error instanceof Faults) this.faults.push(...error.faults);
      else throw error;
      return otherwise;
    }
  }
}
