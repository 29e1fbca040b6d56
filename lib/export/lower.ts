import { placeInText } from "../core/mod.ts";
import type {
  PlannedCall,
  PlannedOutput,
  PlannedStep,
  PlannedWindow,
  Ref,
} from "../pipeline/mod.ts";
import type { Construct } from "./construct.ts";
import {
  type InputFields,
  JobColumns,
  preferredNames,
  settled,
} from "./lower_columns.ts";
import { BOUNDS, type Deferred, RowBounds } from "./lower_bounds.ts";
import { noOrder } from "./lower_order.ts";
import { heldQuery } from "./lower_query.ts";
import { lowerWindow } from "./lower_window.ts";
import { lowerWrite } from "./lower_write.ts";
import { Selects } from "./selects.ts";
import type {
  InputColumn,
  MadeColumn,
  PortableCall,
  PortableStep,
  PortableWindow,
} from "./portable_job.ts";

/** The steps of a plan as those of a portable job. */
export interface LoweredSteps {
  /** What is read of each row. */
  readonly columns: readonly InputColumn[];
  /** The steps. */
  readonly steps: readonly PortableStep[];
  /** What has no place in a portable job; where there is anything, the steps are not whole. */
  readonly local: readonly Construct[];
}

/** Reads the steps of a plan as those of a portable job. */
export function lowerSteps(
  planned: readonly PlannedStep[],
  origins: readonly number[],
  output: PlannedOutput | null,
  stages: readonly string[],
  fields: InputFields,
): LoweredSteps {
  const lowering = new Lowering(
    stages,
    fields,
    preferredNames(planned, output),
  );
  planned.forEach((step, at) => lowering.step(step, origins[at] ?? 0));
  lowering.output(output, stages.length - 1);
  return lowering.lowered();
}

/** An aggregate without its column. */
type TakenByCall = Omit<PortableCall, keyof MadeColumn>;

/** One pass over the steps. */
class Lowering {
  readonly #stages: readonly string[];
  readonly #columns: JobColumns;
  readonly #steps: PortableStep[] = [];
  readonly #selects = new Selects((step) => void this.#steps.push(step));
  readonly #local: Construct[] = [];
  #stage = 0;
  #window: typeof BOUNDS | null = null;
  readonly #rowBounds: RowBounds;
  /** Windows that no aggregate has completed yet. */
  #opened: PortableWindow | null = null;
  #windowStage = 0;
  #windowKeys: readonly string[] = [];
  /** What results are grouped by: weir has them in this order. */
  #keys: readonly string[] = [];
  /** The columns of results; none before the first aggregate. */
  #result: readonly string[] = [];
  /** A sort is part of the limit behind it; alone, it says nothing to an engine whose rows have no order. */
  #sorted: (PlannedStep & { readonly kind: "sort" })["keys"] = [];

  #sortStage = 0;

  constructor(
    stages: readonly string[],
    fields: InputFields,
    preferred: ReadonlyMap<string, string>,
  ) {
    this.#stages = stages;
    this.#columns = new JobColumns(
      fields,
      preferred,
      (code, why, mend) => this.#refuse(this.#stage, code, why, mend),
    );
    this.#rowBounds = new RowBounds(this.#columns);
  }

  lowered(): LoweredSteps {
    this.#selects.close();
    if (this.#columns.missing && this.#local.length === 0) {
      throw new TypeError("Cannot lower a plan that reads what it never makes");
    }
    return {
      columns: this.#columns.columns,
      steps: this.#steps,
      local: this.#local,
    };
  }

  step(step: PlannedStep, stage: number): void {
    this.#stage = stage;
    switch (step.kind) {
      case "filter":
        this.#selects.filter(stage, {
          condition: this.#columns.expression(step.expression),
          source: step.expression.source,
        });
        return;
      case "compute": {
        const ref = { kind: "computed", id: step.id } as const;
        const one = { ref, expression: step.expression, stage };
        if (!this.#rowBounds.defer(one)) this.#compute(one);
        return;
      }
      case "window":
        this.#windows(step.window, stage);
        this.#rowBounds.open(step);
        return;
      case "fold":
        this.#fold(step, stage);
        return;
      case "sort":
        // Rows that are equal by it stay as they were.
        this.#sorted = [...step.keys, ...this.#sorted];
        this.#sortStage = stage;
        return;
      case "group-limit":
        this.#first(step.count, step.columns, stage);
        return;
      case "limit":
        // Without windows all rows are one.
        this.#first(
          step.count,
          step.perWindow || this.#window === null ? [] : null,
          stage,
        );
        return;
      case "write":
        this.#write(step.output, step.path, stage);
        return;
      case "sql":
        this.#held(step.query.text, step.unfolded, stage);
        return;
      case "gather":
        // An aggregate behind it folds what it holds; rows that leave as they are do not.
        if (step.window !== null) {
          this.#refuse(
            stage,
            "P002",
            "rows of windows leave one by one, and a cluster has no place to hold them",
            "Put agg, top or a sql with aggregates directly behind window",
          );
        }
        return;
      case "changes":
        this.#refuse(
          stage,
          "P019",
          "a changelog has no common form",
          "Leave out --emit",
        );
        return;
      case "flatten":
        this.#refuse(
          stage,
          "P002",
          "a row for each element, and members as fields of their own, are not exported",
          "Name what you need by its path: set 'tag = tags[1], city = geo.city'",
        );
        return;
      case "columns":
        return;
    }
  }

  output(output: PlannedOutput | null, stage: number): void {
    if (output === null) {
      this.#refuse(
        stage,
        "P002",
        "the columns of the answer are known only when it is there",
      );
    } else if (output.kind !== "none") this.#write(output, null, stage);
  }

  #windows(planned: PlannedWindow, stage: number): void {
    const { window, local } = lowerWindow(planned);
    for (const { code, why, mend } of local) {
      this.#refuse(stage, code, why, mend ?? undefined);
    }
    if (this.#window !== null) {
      this.#refuse(
        stage,
        "P027",
        "windows over the results of windows are not exported",
        "Make the first window as long as the second",
      );
    }
    this.#opened = window;
    this.#windowStage = stage;
  }

  #compute({ ref, expression, stage }: Deferred): void {
    const value = this.#columns.expression(expression);
    if (value.kind === "field") {
      // Another number for a column that is there.
      this.#columns.bind(ref, String(value.path[0]), value.type);
      return;
    }
    const made = this.#columns.made(ref, value.type, "computed");
    if (this.#result.length > 0) this.#result = [...this.#result, made.column];
    const { source } = expression;
    this.#selects.column(stage, { ...made, value, source });
  }

  #fold(step: PlannedStep & { readonly kind: "fold" }, stage: number): void {
    const planned = step.keys.filter(({ input }) =>
      !this.#rowBounds.has(input)
    );
    const values = planned.map(({ input }) => this.#columns.read(input));
    const taken = step.calls.map((call) => this.#taken(call));
    this.#columns.forget();
    const bounds = step.window === null ? null : BOUNDS;
    if (bounds !== null) {
      const bind = (id: number, column: string) =>
        this.#columns.bind({ kind: "output", id }, column, "TIMESTAMP");
      bind(step.startId, bounds.start);
      bind(step.endId, bounds.end);
    }
    const keys = planned.map(({ id, type }, at) => {
      const value = values[at]!;
      const made = { kind: "output", id } as const;
      const own = settled(type, value.type);
      return { ...this.#columns.made(made, own, String(value.path[0])), value };
    });
    const calls = step.calls.map(({ call, id }, at): PortableCall => ({
      ...this.#columns.made({ kind: "output", id }, call.type, call.name),
      ...taken[at]!,
    }));
    const window = step.completed ? null : this.#opened;
    this.#opened = null;
    this.#push({
      kind: "aggregate",
      stages: window === null ? [stage] : fromTo(this.#windowStage, stage),
      window,
      bounds,
      keys,
      windowKeys: step.windowKeys,
      calls,
    });
    this.#window = bounds;
    this.#keys = keys.map(({ column }) => column);
    this.#windowKeys = this.#keys.slice(0, step.windowKeys);
    this.#result = [
      ...(bounds === null ? [] : [bounds.start, bounds.end]),
      ...this.#keys,
      ...calls.map(({ column }) => column),
    ];
    this.#sorted = [];
    for (const { input, id } of step.keys) {
      if (!this.#rowBounds.has(input)) continue;
      const key = { kind: "output", id } as const;
      this.#rowBounds.release(input, key).forEach((one) => this.#compute(one));
    }
  }

  /** What an aggregate takes of the rows, before their columns are gone. */
  #taken({ source, call, inputs, filter }: PlannedCall): TakenByCall {
    return {
      name: call.name,
      args: inputs.map((input) => this.#columns.read(input)),
      constants: call.constants.map((value) =>
        typeof value === "string" ? value : Number(value)
      ),
      distinct: call.distinct,
      filter: filter === null ? null : this.#columns.expression(filter),
      source,
      span: call.span,
    };
  }

  /** The first rows of windows and groups, which only an order tells. */
  #first(
    limit: number,
    columns: readonly Ref[] | null,
    stage: number,
  ): void {
    const aggregated = this.#result.length > 0;
    if (columns !== null && this.#sorted.length > 0 && aggregated) {
      this.#top(limit, columns, stage);
      return;
    }
    const { why, mend } = noOrder(this.#sorted.length > 0, columns === null);
    this.#refuse(stage, "P010", why, mend);
  }

  #top(limit: number, columns: readonly Ref[], stage: number): void {
    const sorted = new Set<string>();
    const order = this.#sorted.flatMap((key) => {
      const value = this.#columns.expression(key.expression);
      const column = value.kind === "field" ? String(value.path[0]) : null;
      if (column !== null && sorted.has(column)) return [];
      if (column !== null) sorted.add(column);
      const { descending, nullsFirst } = key;
      return [{ value, descending, nullsFirst }];
    });
    const bounds = this.#window === null
      ? []
      : [this.#window.start, this.#window.end];
    const by = [
      ...bounds,
      ...this.#windowKeys,
      ...columns.map((ref) => this.#columns.column(ref)),
    ].filter((name, at, all) => all.indexOf(name) === at);
    this.#push({
      kind: "top",
      stages: fromTo(this.#sortStage, stage),
      limit,
      order,
      ties: this.#keys.filter((key) => !sorted.has(key) && !by.includes(key)),
      by,
      columns: this.#result,
    });
  }

  #write(output: PlannedOutput, path: string | null, stage: number): void {
    const written = lowerWrite(output, this.#columns);
    if ("code" in written) {
      const { code, why, mend } = written;
      this.#refuse(stage, code, why, mend);
    } else this.#push({ kind: "write", stages: [stage], path, ...written });
  }

  /** A step that stands behind all that was gathered before. */
  #push(step: PortableStep): void {
    this.#selects.close();
    this.#steps.push(step);
  }

  #held(query: string, unfolded: string, stage: number): void {
    const { why, mend } = heldQuery(query, unfolded);
    this.#refuse(stage, "P002", why, mend);
  }

  #refuse(stage: number, code: string, why: string, mend?: string): void {
    const text = this.#stages[stage] ?? "";
    this.#local.push({
      what: { kind: "local", code, why, mend: mend ?? null },
      label: text,
      place: placeInText(`stage ${stage + 1}`, text, 0, text.length),
    });
  }
}

/** Two stages that make one step, or the one that both are. */
function fromTo(first: number, last: number): [number, ...number[]] {
  return first === last ? [last] : [first, last];
}
