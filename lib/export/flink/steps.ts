import { type Checked, fieldsOf } from "../../sql/mod.ts";
import type {
  PortableCall,
  PortableJob,
  PortableStep,
} from "../portable_job.ts";
import { flinkAggregate } from "./aggregates.ts";
import {
  type ColumnSql,
  demand,
  printExpression,
  printValue,
} from "./expression.ts";
import { costlyColumns } from "./computed_once.ts";
import type { JobLayout } from "./layout.ts";
import type { Part } from "./part.ts";
import { LINE } from "./row_format.ts";
import {
  BOUNDS,
  type Computed,
  groupBy,
  isBound,
  select,
  selectKeys,
  selectOnce,
  SESSION_KEY,
} from "./select_text.ts";
import { INPUT, rowTimeOf } from "./input_table.ts";
import { EVENTS, type SourceSql } from "./source.ts";
import { ownName } from "./own_names.ts";
import { flinkType, interval, name } from "./sql_text.ts";
import { lateLines, windowTable } from "./window_table.ts";

/** What a `write` takes, at the point where it stands. */
export interface Written {
  /** The step. */
  readonly step: Step<"write">;
  /** The view that it reads. */
  readonly from: string;
  /** Where its columns are. */
  readonly column: ColumnSql;
}

/** The steps of a job as views. */
export interface StepsSql {
  /** The views, in order. */
  readonly parts: readonly Part[];
  /** The writes. */
  readonly writes: readonly Written[];
  /** SELECT of the lines of late rows; `null` where there are none, or Flink cannot tell them. */
  readonly late: string | null;
  /** The names that views and tables have already. */
  readonly taken: ReadonlySet<string>;
}

type Step<Kind extends PortableStep["kind"]> = PortableStep & {
  readonly kind: Kind;
};

/** Prints the steps of a job as views, one a stage where they allow it. */
export function printSteps(
  job: PortableJob,
  layout: JobLayout,
  source: SourceSql,
): StepsSql {
  const printing = new Printing(job, layout, source);
  for (const step of job.steps) printing.step(step);
  const { parts, writes, late, taken } = printing;
  return { parts, writes, late, taken };
}

/** Filters and columns that go into one view. */
interface Pending {
  readonly stage: number;
  readonly conditions: string[];
  readonly columns: Computed[];
  readonly made: Set<string>;
}

class Printing {
  readonly parts: Part[] = [];
  readonly writes: Written[] = [];
  late: string | null = null;
  readonly #job: PortableJob;
  readonly #layout: JobLayout;
  readonly #source: SourceSql;
  readonly #costly: ReadonlySet<string>;
  #from = EVENTS;
  #pending: Pending | null = null;
  readonly taken: Set<string> = new Set(["events", "input", "texts"]);

  constructor(job: PortableJob, layout: JobLayout, source: SourceSql) {
    this.#job = job;
    this.#layout = layout;
    this.#source = source;
    this.#costly = costlyColumns(job.steps);
  }

  /** Bounds of windows are where Flink sees them until something reads them: times of rows may be moved. */
  readonly #column: ColumnSql = (column) => {
    const { shiftMs } = this.#layout;
    return shiftMs > 0 && isBound(column)
      ? `(${name(column)} + ${interval(shiftMs)})`
      : name(column);
  };

  step(step: PortableStep): void {
    switch (step.kind) {
      case "filter":
        this.#stretch(step.stage, step.condition).conditions.push(
          printExpression(step.condition, this.#column),
        );
        return;
      case "compute": {
        const pending = this.#stretch(step.stage, step.value);
        const { column } = step;
        pending.columns.push({
          column: name(column),
          sql: printValue(step.value, this.#column),
        });
        pending.made.add(column);
        return;
      }
      case "aggregate":
        this.#flush();
        this.#aggregate(step);
        return;
      case "top":
        this.#flush();
        this.#top(step);
        return;
      case "write":
        this.#flush();
        this.writes.push({ step, from: this.#from, column: this.#column });
    }
  }

  /** The view that a filter or column goes into: a new one for a new stage, or where it reads what this one makes. */
  #stretch(stage: number, value: Checked): Pending {
    const pending = this.#pending;
    const reads = fieldsOf(value).map(({ path }) => String(path[0]));
    if (
      pending !== null &&
      (pending.stage !== stage || reads.some((one) => pending.made.has(one)))
    ) this.#flush();
    return this.#pending ??= {
      stage,
      conditions: [],
      columns: [],
      made: new Set(),
    };
  }

  #flush(): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    const { stage, conditions, columns, made } = pending;
    const where = conditions.length === 0
      ? ""
      : `\nWHERE ${conditions.join("\n  AND ")}`;
    const isOnce = [...made].some((column) => this.#costly.has(column));
    const query = isOnce ? selectOnce(columns, this.#from) : select(
      ["*", ...columns.map(({ sql, column }) => `${sql} AS ${column}`)],
      this.#from,
    );
    this.#view(
      [stage],
      `${query}${where}`,
      isOnce ? ["Computed once a row, whatever reads it."] : [],
    );
  }

  /** A view over the last one, which is the last one from now on. */
  #view(
    stages: readonly number[],
    query: string,
    comment: readonly string[] = [],
  ): void {
    const stage = stages.at(-1)!;
    const verb = /^\w+/u.exec(this.#job.stages[stage] ?? "")?.[0] ?? "step";
    const base = `${verb}_${stage + 1}`;
    let view = base;
    for (let count = 2; this.taken.has(view); count++) {
      view = `${base}_${count}`;
    }
    this.taken.add(view);
    this.parts.push({
      stages,
      comment,
      statement: `CREATE TEMPORARY VIEW ${name(view)} AS\n${query}`,
    });
    this.#from = name(view);
  }

  #aggregate(step: Step<"aggregate">): void {
    const { window, bounds, keys, stage } = step;
    const stages = window === null
      ? [stage]
      : [...new Set([this.#stageBefore(stage, "window"), stage])];
    const calls = step.calls.map((call) =>
      `${this.#call(call)} AS ${name(call.column)}`
    );
    const values = keys.map(({ value, column }) => ({
      value: printValue(value, this.#column),
      column: name(column),
    }));
    const grouped = [
      ...(bounds === null ? [] : BOUNDS.map(name)),
      ...values.map(({ value }) => value),
    ];
    const selected = [
      ...(bounds === null ? [] : BOUNDS.map(name)),
      ...values.map(({ value, column }) =>
        value === column ? value : `${value} AS ${column}`
      ),
      ...calls,
    ];
    if (window === null) {
      this.#view(
        stages,
        `${select(selected, this.#from)}${groupBy(grouped)}`,
      );
    } else {
      const rowTime = rowTimeOf(this.#layout);
      const isSession = window.span.kind === "session";
      if (isSession && keys.length > 1) this.#sessionKey(step, stages[0]!);
      else if (this.#layout.watermarked && window.delayMs !== null) {
        // The input has the time already: nothing else is taken out for this.
        const isAll = this.#from === EVENTS;
        this.late = lateLines(window, {
          from: isAll ? INPUT : this.#from,
          rowTime,
          line: LINE,
          rows: isAll ? this.#source.good : null,
        });
      }
      const many = isSession && keys.length > 1;
      const key = many ? SESSION_KEY : values[0]?.value ?? null;
      const table = windowTable(window, this.#from, rowTime, key);
      this.#view(
        stages,
        many
          ? selectKeys(step, calls, table)
          : `${select(selected, table)}${groupBy(grouped)}`,
      );
    }
  }

  /** Puts the keys of sessions into one column. */
  #sessionKey({ keys }: Step<"aggregate">, stage: number): void {
    const values = keys.map(({ value }) => printValue(value, this.#column));
    const types = keys.map(({ column, type }) =>
      `${name(column)} ${flinkType(type)}`
    );
    this.#view(
      [stage],
      select([
        "*",
        `CAST(ROW(${values.join(", ")}) AS ROW<${
          types.join(", ")
        }>) AS ${SESSION_KEY}`,
      ], this.#from),
    );
  }

  #call(call: PortableCall): string {
    const { judgement, sql } = flinkAggregate(call);
    demand(judgement, call.name);
    const [arg] = call.args;
    const filter = call.filter === null
      ? null
      : printExpression(call.filter, this.#column);
    if (arg === undefined) {
      return filter === null
        ? "COUNT(*)"
        : `COUNT(CASE WHEN ${filter} THEN 1 END)`;
    }
    const value = printExpression(arg, this.#column);
    return sql(
      filter === null ? value : `CASE WHEN ${filter} THEN ${value} END`,
    );
  }

  #top(step: Step<"top">): void {
    const key = (sql: string, descending: boolean, nullsFirst: boolean) =>
      `${sql} ${descending ? "DESC" : "ASC"} NULLS ${
        nullsFirst ? "FIRST" : "LAST"
      }`;
    const order = step.order.map(({ value, descending, nullsFirst }) =>
      key(printExpression(value, this.#column), descending, nullsFirst)
    );
    const ties = step.ties.map((column) => key(name(column), false, false));
    const clauses = [
      ...(step.by.length === 0
        ? []
        : [`PARTITION BY ${step.by.map(name).join(", ")}`]),
      `ORDER BY\n        ${[...order, ...ties].join(",\n        ")}`,
    ];
    const place = ownName("row_place");
    const sort = this.#stageBefore(step.stage, "sort");
    this.#view(
      [...new Set([sort, step.stage])],
      select(
        step.columns.map(name),
        `(\n  SELECT\n    *,\n    ROW_NUMBER() OVER (\n      ${
          clauses.join("\n      ")
        }\n    ) AS ${place}\n  FROM ${this.#from}\n)\nWHERE ${place} <= ${step.limit}`,
      ),
    );
  }

  /** The last stage of a verb up to a stage; the stage itself where there is none. */
  #stageBefore(stage: number, verb: string): number {
    for (let at = stage; at >= 0; at--) {
      const text = this.#job.stages[at] ?? "";
      if (text.startsWith(`${verb} `)) return at;
      if (verb === "sort" && at < stage) break;
    }
    return stage;
  }
}
