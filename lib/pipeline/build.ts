import type { Path, ProjectedField } from "../core/mod.ts";
import { compilePredicate, compileProjection } from "../sql/mod.ts";
import {
  computeStep,
  filterStep,
  foldStep,
  gatherStep,
  groupLimitStep,
  limitStep,
  type Projection,
  type PseudoField,
  pseudoStep,
  reopenStep,
  sortStep,
  sqlStep,
  type Step,
  type Windowing,
  windowStep,
} from "../stream/mod.ts";
import { findZone, UTC } from "../time/mod.ts";
import { parseWindowSize, windowAssigner } from "../window/mod.ts";
import { accumulatorOf } from "./accumulators.ts";
import type { BuildContext, BuildStart, Built } from "./build_context.ts";
import { flattenStep } from "./flatten.ts";
import { isBarrier, neededBy, Positions, projectionOf } from "./layout.ts";
import { outputEncoder } from "./encode.ts";
import type {
  PlannedExpression,
  PlannedOutput,
  PlannedStep,
  PlannedWindow,
} from "./plan.ts";
import { paneTable } from "./pane_table.ts";
import { type Ref, refKey } from "./shape.ts";
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
  let inputSteps: number | null = null;
  steps.forEach((step, at) => {
    made.push(...builder.step(step, needed[at + 1]!, steps[at + 1]));
    if (isBarrier(step)) inputSteps ??= made.length;
    made.push(...builder.watch(step));
  });
  const { positions, byRow } = builder;
  inputSteps ??= made.length;
  return { projection, steps: made, positions, byRow, inputSteps };
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
    if (step.kind !== "gather" && step.kind !== "sort" && !isBarrier(step)) {
      return [];
    }
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
      case "gather":
        return this.#gather(step, behind, next);
      case "fold":
        return this.#fold(step);
      case "sql":
        return this.#sql(step, owned);
      case "flatten":
        this.#early = true;
        return this.#flatten(step, behind);
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
    const start: Ref = { kind: "computed", id: step.startId };
    const end: Ref = { kind: "computed", id: step.endId };
    const keys = new Set(behind.map(refKey));
    const bounds = keys.has(refKey(start)) || keys.has(refKey(end));
    const made = windowStep({
      ...windowing(step.window),
      bounds,
      account: step.counted ? this.#context.account : null,
      onLate: this.#context.onLate,
    });
    if (bounds) {
      this.positions.add(start);
      this.positions.add(end);
    }
    return [made];
  }

  #gather(
    step: PlannedStep & { readonly kind: "gather" },
    behind: readonly Ref[],
    next: PlannedStep | undefined,
  ): Step[] {
    const before = this.positions;
    const kept = behind.filter((ref) => before.has(ref));
    const keys = step.keys.map((ref) => before.of(ref));
    this.positions = new Positions();
    for (const ref of kept) this.positions.add(ref);
    this.#owned = next?.kind === "sql";
    return [
      gatherStep({
        keeping: {
          columns: kept.map((ref) => before.of(ref)),
          layouts: kept.map((ref) =>
            ref.kind === "input" && ref.as === "text" ? "spans" : "values"
          ),
          lines: step.lines,
        },
        windowing: step.window === null ? null : windowing(step.window),
        keys,
        memory: this.#context.memory,
        account: this.#context.account,
      }),
    ];
  }

  #fold(step: PlannedStep & { readonly kind: "fold" }): Step[] {
    const before = this.positions;
    const shape = {
      narrow: step.narrow,
      keys: step.keys.map(({ input }) => before.of(input)),
      calls: step.calls.map(({ call, inputs, filter }) => {
        const columns = inputs.map((ref) => before.of(ref));
        const create = accumulatorOf(call, columns);
        if (create === null) {
          throw new TypeError(`Cannot fold the aggregate ${call.name}`);
        }
        return {
          create,
          filter: filter === null ? null : this.#predicate(filter),
        };
      }),
    };
    const window = step.window === null ? null : windowing(step.window);
    this.positions = new Positions();
    if (window !== null) {
      this.positions.add({ kind: "output", id: step.startId });
      this.positions.add({ kind: "output", id: step.endId });
    }
    for (const { id } of [...step.keys, ...step.calls]) {
      this.positions.add({ kind: "output", id });
    }
    const fold = foldStep({
      shape,
      // Rows of completed windows are in time for them whatever the delay was.
      windowing: window !== null && step.completed
        ? { ...window, delayUs: 0 }
        : window,
      memory: this.#context.memory,
      account: this.#context.account,
    });
    return step.completed ? [reopenStep(), fold] : [fold];
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

/** The assigner and the delay of planned windows. */
export function windowing(window: PlannedWindow): Windowing {
  return {
    assigner: windowAssigner({
      size: parseWindowSize(window.size)!,
      zone: findZone(window.zone) ?? UTC,
      ...(window.originUs === null ? {} : { originUs: window.originUs }),
      offsetUs: window.offsetUs,
    }),
    delayUs: window.delayUs ?? Infinity,
  };
}
