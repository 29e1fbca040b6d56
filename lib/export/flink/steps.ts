import type {
  PortableCall,
  PortableJob,
  PortableStep,
} from "../portable_job.ts";
import { refusal } from "../refusal.ts";
import { isCounterpart } from "../rules.ts";
import { flinkAggregate } from "./aggregates.ts";
import { type ColumnSql, FlinkWriter } from "./expression.ts";
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

class Printing {
  readonly parts: Part[] = [];
  readonly writes: Written[] = [];
  late: string | null = null;
  readonly #job: PortableJob;
  readonly #layout: JobLayout;
  readonly #source: SourceSql;
  readonly #costly: ReadonlySet<string>;
  #from = EVENTS;
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

  readonly #writer = new FlinkWriter(this.#column);

  step(step: PortableStep): void {
    switch (step.kind) {
      case "select":
        this.#select(step);
        return;
      case "aggregate":
        this.#aggregate(step);
        return;
      case "top":
        this.#top(step);
        return;
      case "write":
        this.writes.push({ step, from: this.#from, column: this.#column });
    }
  }

  #select({ stages, conditions, columns }: Step<"select">): void {
    const where = conditions.length === 0
      ? ""
      : `\nWHERE ${
        conditions.length === 1
          ? this.#writer.whole(conditions[0]!.condition)
          : conditions.map(({ condition }) => this.#writer.condition(condition))
            .join("\n  AND ")
      }`;
    const computed = columns.map(({ column, value }): Computed => ({
      column: name(column),
      sql: this.#writer.value(value),
    }));
    const isOnce = columns.some(({ column }) => this.#costly.has(column));
    const query = isOnce ? selectOnce(computed, this.#from) : select(
      ["*", ...computed.map(({ sql, column }) => `${sql} AS ${column}`)],
      this.#from,
    );
    this.#view(
      stages,
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
    const { stages, window, bounds, keys } = step;
    const calls = step.calls.map((call) =>
      `${this.#call(call)} AS ${name(call.column)}`
    );
    const values = keys.map(({ value, column }) => ({
      value: this.#writer.value(value),
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
      if (isSession && keys.length > 1) this.#sessionKey(step);
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
  #sessionKey({ keys, stages: [stage] }: Step<"aggregate">): void {
    const values = keys.map(({ value }) => this.#writer.value(value));
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
    const found = flinkAggregate(call);
    if (!isCounterpart(found)) throw refusal(call.name, "flink", found);
    const [arg] = call.args;
    const filter = call.filter === null
      ? null
      : this.#writer.whole(call.filter);
    if (arg === undefined) {
      return filter === null
        ? "COUNT(*)"
        : `COUNT(CASE WHEN ${filter} THEN 1 END)`;
    }
    const value = this.#writer.whole(arg);
    return found.sql(
      filter === null ? value : `CASE WHEN ${filter} THEN ${value} END`,
    );
  }

  #top(step: Step<"top">): void {
    const key = (sql: string, descending: boolean, nullsFirst: boolean) =>
      `${sql} ${descending ? "DESC" : "ASC"} NULLS ${
        nullsFirst ? "FIRST" : "LAST"
      }`;
    const order = step.order.map(({ value, descending, nullsFirst }) =>
      key(this.#writer.whole(value), descending, nullsFirst)
    );
    const ties = step.ties.map((column) => key(name(column), false, false));
    const clauses = [
      ...(step.by.length === 0
        ? []
        : [`PARTITION BY ${step.by.map(name).join(", ")}`]),
      `ORDER BY\n        ${[...order, ...ties].join(",\n        ")}`,
    ];
    const place = ownName("row_place");
    this.#view(
      step.stages,
      select(
        step.columns.map(name),
        `(\n  SELECT\n    *,\n    ROW_NUMBER() OVER (\n      ${
          clauses.join("\n      ")
        }\n    ) AS ${place}\n  FROM ${this.#from}\n)\nWHERE ${place} <= ${step.limit}`,
      ),
    );
  }
}
