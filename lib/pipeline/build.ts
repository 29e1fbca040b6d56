import type { Path, ProjectedField } from "../core/mod.ts";
import { compilePredicate, compileProjection } from "../sql/mod.ts";
import {
  arrivalStep,
  computeStep,
  filterStep,
  groupLimitStep,
  limitStep,
  type Projection,
  type PseudoField,
  pseudoStep,
  resultMarksStep,
  sortStep,
  sqlStep,
  type Step,
  windowStep,
} from "../stream/mod.ts";
import type {
  BuildContext,
  BuildStart,
  Built,
  Reporter,
} from "./build_context.ts";
import { fixedColumnsStep } from "./fixed_columns.ts";
import { flattenStep } from "./flatten.ts";
import { isBarrier, neededBy, Positions, projectionOf } from "./layout.ts";
import { outputEncoder } from "./encode.ts";
import { paneTable } from "./pane_table.ts";
import {
  isPlain,
  type PlannedExpression,
  type PlannedOutput,
  type PlannedStep,
} from "./plan.ts";
import { type Ref, refKey } from "./shape.ts";
import { changingSteps } from "./build_changes.ts";
import { foldingSteps, keepingSteps } from "./build_windows.ts";
import { endsOf, windowing } from "./window_options.ts";
import { NdjsonDecoder } from "../format/mod.ts";

/** Makes the steps of a plan: compiles expressions and gives every column its place. */
export function build(
  steps: readonly PlannedStep[],
  output: PlannedOutput | null,
  start: BuildStart,
  context: BuildContext,
): Built {
  const needed = neededBy(steps, output ?? { kind: "lines" });
  const builder = new Builder(context, start.positions ?? new Positions());
  const wanted = [...start.also, ...needed[0]!];
  const projection = start.positions === null ? builder.project(wanted) : [];
  for (const ref of start.made ?? []) builder.positions.add(ref);
  const made: Step[] = [
    ...start.first(builder.positions),
    ...builder.pseudo(wanted),
  ];
  const reporters = made.flatMap((step) => reporterOf(null, step));
  let inputSteps: number | null = null;
  steps.forEach((step, at) => {
    const own = builder.step(step, needed[at + 1]!, steps[at + 1]);
    made.push(...own);
    reporters.push(...own.flatMap((one) => reporterOf(step, one)));
    if (isBarrier(step)) inputSteps ??= made.length;
    made.push(...builder.watch(step));
  });
  const { positions, byRow } = builder;
  inputSteps ??= made.length;
  return { projection, steps: made, positions, byRow, reporters, inputSteps };
}

function reporterOf(planned: PlannedStep | null, step: Step): Reporter[] {
  const { report } = step;
  return report === undefined
    ? []
    : [{ planned, report: () => report.call(step) }];
}

/** Makes one step after another, and follows where columns stand. */
class Builder {
  readonly #context: BuildContext;
  positions: Positions;
  byRow = false;
  #owned = false;
  /** Whether rows that a stage made come before the end of the input. */
  #early = false;
  #depth: number;

  constructor(context: BuildContext, positions: Positions) {
    this.#context = context;
    this.positions = positions;
    this.#depth = context.depth ?? 0;
  }

  /** Behind a step that hands on rows of its own, what is found amiss is found about those. */
  watch(step: PlannedStep): Step[] {
    const own = step.kind === "gather" || step.kind === "sort" ||
      step.kind === "changes" || isBarrier(step);
    if (!own) return [];
    this.#depth++;
    const { watch } = this.#context;
    return watch === undefined ? [] : [watch(this.#depth)];
  }

  /** Gives the input columns their places. */
  project(wanted: readonly Ref[]): ProjectedField[] {
    const fields = projectionOf([
      ...new Map(wanted.map((ref) => [refKey(ref), ref])).values(),
    ]);
    for (const field of fields) this.positions.add(field);
    return fields.map(({ path, as }) => ({ path, as }));
  }

  /** `_file` and its like, where something reads them. */
  pseudo(wanted: readonly Ref[]): Step[] {
    const refs = [
      ...new Map(wanted.map((ref) => [refKey(ref), ref])).values(),
    ].filter((ref) => ref.kind === "pseudo")
      .filter((ref) => !this.positions.has(ref));
    if (refs.length === 0) return [];
    for (const ref of refs) this.positions.add(ref);
    return [pseudoStep(refs.map(({ field }): PseudoField => field))];
  }

  step(
    step: PlannedStep,
    behind: readonly Ref[],
    next: PlannedStep | undefined,
  ): Step[] {
    const { account } = this.#context;
    const owned = this.#owned;
    this.#owned = false;
    switch (step.kind) {
      case "filter":
        return [
          filterStep(
            this.#predicate(step.expression),
            step.counted ? account : null,
          ),
        ];
      case "compute": {
        const made = computeStep([this.#projection(step.expression)]);
        this.positions.add({ kind: "computed", id: step.id });
        return [made];
      }
      case "limit":
        this.byRow ||= this.#early && !step.perWindow;
        return [
          limitStep(step.count, {
            perWindow: step.perWindow,
            account: step.counted ? account : null,
            ofInput: this.#depth === 0,
          }),
        ];
      case "group-limit":
        return [
          groupLimitStep(
            step.count,
            step.columns.map((ref) => this.positions.of(ref)),
          ),
        ];
      case "sort":
        return [
          sortStep(step.keys.map((key) => ({
            value: this.#projection(key.expression),
            descending: key.descending,
            nullsFirst: key.nullsFirst,
          }))),
        ];
      case "window":
        this.#early = true;
        return this.#window(step, behind);
      case "gather": {
        const made = keepingSteps(step, behind, this.positions, this.#context);
        this.positions = made.positions;
        this.#owned = next?.kind === "sql";
        return made.steps;
      }
      case "changes": {
        const made = changingSteps(step, behind, this.positions, this.#context);
        this.positions = made.positions;
        return made.steps;
      }
      case "fold": {
        const made = foldingSteps(
          step,
          this.positions,
          (filter) => this.#predicate(filter),
          this.#context,
        );
        this.positions = made.positions;
        return made.steps;
      }
      case "sql":
        return this.#sql(step, owned);
      case "flatten":
        this.#early = true;
        return this.#flatten(step, behind);
      case "columns":
        return [
          fixedColumnsStep({
            step,
            account: step.counted ? account : null,
            ofInput: this.#depth === 0,
          }),
        ];
      case "write": {
        const encoder = outputEncoder(
          step.output,
          this.positions,
          this.#context.output,
        );
        const take = this.#context.writeTo(step.path);
        return [{
          push(batch, emit) {
            take(encoder.encode(batch));
            emit(batch);
          },
          end() {
            take(encoder.end());
          },
        }];
      }
    }
  }

  #window(
    step: PlannedStep & { readonly kind: "window" },
    behind: readonly Ref[],
  ): Step[] {
    const plain = isPlain(step.window);
    const { clock } = this.#context;
    const times = !step.window.processingTime ? [] : [
      arrivalStep({
        clock,
        ...(plain ? { endOf: endsOf(step.window) } : {}),
      }),
    ];
    if (step.ofResults) times.push(resultMarksStep());
    // Rows of other windows are told apart where they are kept.
    if (!plain) return times;
    const start: Ref = { kind: "computed", id: step.startId };
    const end: Ref = { kind: "computed", id: step.endId };
    const keys = new Set(behind.map(refKey));
    const bounds = keys.has(refKey(start)) || keys.has(refKey(end));
    const made = windowStep({
      ...windowing(step.window),
      bounds,
      account: step.counted ? this.#context.account : null,
      onLate: this.#onLate(step.counted),
    });
    if (bounds) {
      this.positions.add(start);
      this.positions.add(end);
    }
    return [...times, made];
  }

  /** Rows of the input that are late are set aside; results that are late are told of. */
  #onLate(counted: boolean): BuildContext["onLate"] {
    const { onLate, onLateResults } = this.#context;
    return counted ? onLate : (_batch, rows) => onLateResults(rows.length);
  }

  #sql(step: PlannedStep & { readonly kind: "sql" }, owned: boolean): Step[] {
    const before = this.positions;
    const table = paneTable(step, before, this.#context.types);
    const keys = step.keys.map(({ input }) => before.of(input));
    const { compile, parameters } = this.#context;
    this.positions = new Positions();
    if (step.windowed) {
      this.positions.add({ kind: "output", id: step.startId });
      this.positions.add({ kind: "output", id: step.endId });
    }
    for (const { id } of step.keys) {
      this.positions.add({ kind: "output", id });
    }
    for (const id of step.outputs ?? []) {
      this.positions.add({ kind: "output", id });
    }
    const late = step.outputs === null ? this.#context.late(step) : null;
    const run = sqlStep({
      engine: this.#context.engine,
      query: {
        text: step.query.text,
        source: step.query.source,
        parameters,
        nowUs: compile.nowUs,
      },
      table,
      keys,
      leading: [
        "window_start",
        "window_end",
        ...step.keys.map(({ name }) => name),
      ],
      ...(step.history === null ? {} : {
        history: {
          windows: step.history.windows,
          keys: step.history.keys.map((input) => before.of(input)),
          memory: this.#context.memory,
        },
      }),
      windowed: step.windowed,
      owned,
      skipFailed: this.#context.skipFailed,
      onFailed: this.#context.onFailed,
      onFailure: this.#context.onFailure,
      onFields: late?.onFields ?? (() => {}),
      account: this.#context.account,
    });
    return late === null ? [run] : [run, late.step];
  }

  #flatten(
    step: PlannedStep & { readonly kind: "flatten" },
    behind: readonly Ref[],
  ): Step[] {
    const encoder = outputEncoder(
      step.rows,
      this.positions,
      this.#context.output,
    );
    this.positions = new Positions();
    const projection = this.project(behind);
    return [
      flattenStep({
        field: step.field,
        encoder,
        decoder: new NdjsonDecoder({ source: "flatten", projection }),
        columns: projection.length,
      }),
    ];
  }

  #predicate(planned: PlannedExpression) {
    return compilePredicate(
      planned.checked,
      this.#indexOf(planned),
      this.#context.compile,
    );
  }

  #projection(planned: PlannedExpression): Projection {
    const { checked, refs } = planned;
    if (checked.kind === "field" && checked.declared === checked.type) {
      const ref = refs[JSON.stringify(checked.path)]!;
      // What a stage has made has its type already: it is read as it stands.
      if (ref.kind !== "input") {
        const index = this.positions.of(ref);
        return (columns) => columns[index]!;
      }
    }
    return compileProjection(
      planned.checked,
      this.#indexOf(planned),
      this.#context.compile,
    );
  }

  #indexOf(planned: PlannedExpression): (path: Path) => number {
    const { positions } = this;
    return (path) => positions.of(planned.refs[JSON.stringify(path)]!);
  }
}
