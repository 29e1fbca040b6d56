import { outputNames } from "../output_names.ts";
import type { PortableJob, PortableStep } from "../portable_job.ts";
import { refusal } from "../refusal.ts";
import { sparkAggregate } from "./aggregates.ts";
import { sparkWriter } from "./expression.ts";
import type { SparkNode, SparkQuery } from "./nodes.ts";
import { BOUNDS, ownName } from "./own_names.ts";
import { sqlName } from "./text.ts";
import { cumulated, guarded, windowCall, windowName } from "./windows.ts";

/** The view that all begins with. */
export const EVENTS = "events";

type Step<Kind extends PortableStep["kind"]> = PortableStep & {
  readonly kind: Kind;
};

/** Makes the queries of steps, one after the other. */
export class Queries {
  readonly #streams: boolean;
  readonly #views = new Set<string>([EVENTS]);
  /** What the outputs are called that are still to come. */
  readonly #outputs: string[];
  #view = EVENTS;
  #columns: readonly string[];
  #nodes: SparkNode[] = [];
  #windowed = false;

  /**
   * Begins with the rows of the input.
   *
   * @param streams Whether windows are those of a stream too, below a watermark.
   */
  constructor(job: PortableJob, streams: boolean) {
    this.#streams = streams;
    this.#outputs = [...outputNames(job)];
    this.#columns = [
      ...job.columns.map(({ column }) => column),
      ...(job.time === null ? [] : [job.time.column]),
    ];
  }

  /** The queries of the next steps, and what leaves among them. */
  of(steps: readonly PortableStep[]): readonly SparkNode[] {
    this.#nodes = [];
    for (const step of steps) this.#step(step);
    return this.#nodes;
  }

  #step(step: PortableStep): void {
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
        this.#nodes.push({
          kind: "output",
          name: this.#outputs.shift()!,
          from: this.#view,
          format: step.format,
          fields: step.fields,
          stage: step.stages[0],
          path: step.path,
        });
    }
  }

  #select({ stages, conditions, columns }: Step<"select">): void {
    const items = [
      "*",
      ...columns.map(({ column, value }) =>
        named(sparkWriter.whole(value), column)
      ),
    ];
    const isGuarded = this.#streams && !this.#windowed && conditions.length > 0;
    const condition = conditions.map(({ condition }) =>
      conditions.length > 1
        ? sparkWriter.condition(condition)
        : sparkWriter.whole(condition)
    ).join("\n  AND ");
    this.#columns = [...this.#columns, ...columns.map(({ column }) => column)];
    this.#query(
      select(items) + `\nFROM ${this.#view}` +
        (condition === ""
          ? ""
          : `\nWHERE ${isGuarded ? guarded(condition) : condition}`),
      stages,
      { guarded: isGuarded },
    );
  }

  #aggregate(step: Step<"aggregate">): void {
    const { window, bounds, keys, calls, stages } = step;
    const made: string[] = [];
    const inStreams: string[] = [];
    for (const call of calls) {
      const found = sparkAggregate(call);
      if (!("sql" in found)) {
        throw refusal(call.name, "spark", found);
      }
      made.push(named(found.sql, call.column));
      inStreams.push(named(found.streamSql ?? found.sql, call.column));
    }
    const keyed = keys.map(({ column, value }) =>
      named(sparkWriter.whole(value), column)
    );
    const grouped = keys.map(({ value }) => sparkWriter.whole(value));
    let from = this.#view;
    const items: string[] = [];
    if (window?.span.kind === "cumulate") {
      from = cumulated(this.#view, window.span);
      items.push(...BOUNDS);
      grouped.unshift(...BOUNDS);
    } else if (window !== null) {
      const call = windowCall(window.span);
      // What rows are grouped by is a column of that name.
      const column = windowName(window.span);
      items.push(
        `${column}.start AS ${BOUNDS[0]}`,
        `${column}.end AS ${BOUNDS[1]}`,
      );
      grouped.unshift(call);
    } else if (bounds !== null) {
      items.push(...BOUNDS);
      grouped.unshift(...BOUNDS);
    }
    this.#columns = [
      ...(bounds === null ? [] : BOUNDS),
      ...keys.map(({ column }) => column),
      ...calls.map(({ column }) => column),
    ];
    this.#windowed = true;
    const queryOf = (made: readonly string[]) =>
      select([...items, ...keyed, ...made]) + `\nFROM ${from}` +
      (grouped.length === 0 ? "" : `\nGROUP BY ${grouped.join(", ")}`);
    const sql = queryOf(made);
    const streamSql = queryOf(inStreams);
    // What comes behind the windows is over finite rows in a stream too.
    const differs = this.#streams && window !== null && streamSql !== sql;
    this.#query(sql, stages, { streamSql: differs ? streamSql : null });
  }

  #top({ limit, order, ties, by, stages }: Step<"top">): void {
    const sorted = new Map<string, string>();
    for (const { value, descending, nullsFirst } of order) {
      const text = sparkWriter.whole(value);
      // What rows are sorted by already says nothing more.
      if (sorted.has(text)) continue;
      const nulls = nullsFirst ? "FIRST" : "LAST";
      sorted.set(text, `${text}${descending ? " DESC" : ""} NULLS ${nulls}`);
    }
    const keys = [
      ...sorted.values(),
      ...ties.map((column) => `${sqlName(column)} NULLS LAST`),
    ];
    if (by.length === 0) {
      this.#query(
        `SELECT *\nFROM ${this.#view}\nORDER BY ${
          keys.join(", ")
        }\nLIMIT ${limit}`,
        stages,
      );
      return;
    }
    const place = ownName("place");
    const over = `PARTITION BY ${by.map(sqlName).join(", ")} ORDER BY ${
      keys.join(", ")
    }`;
    this.#query(
      select(this.#columns.map(sqlName)) + `\nFROM (
  SELECT *, row_number() OVER (${over}) AS ${place}
  FROM ${this.#view}
)\nWHERE ${place} <= ${limit}`,
      stages,
    );
  }

  #query(
    sql: string,
    stages: readonly number[],
    { streamSql = null, guarded = false }: Partial<
      Pick<SparkQuery, "streamSql" | "guarded">
    > = {},
  ): void {
    const from = this.#view;
    const base = `stage_${stages.at(-1)! + 1}`;
    let view = base;
    for (let count = 2; this.#views.has(view); count++) {
      view = `${base}_${count}`;
    }
    this.#views.add(view);
    this.#view = view;
    this.#nodes.push({
      kind: "query",
      view,
      from,
      sql,
      streamSql,
      guarded,
      stages,
    });
  }
}

function named(sql: string, column: string): string {
  const name = sqlName(column);
  return sql === name ? sql : `${sql} AS ${name}`;
}

/** A SELECT, on one line where that is short. */
function select(items: readonly string[]): string {
  const line = `SELECT ${items.join(", ")}`;
  return line.length <= 80
    ? line
    : `SELECT\n${items.map((item) => `  ${item}`).join(",\n")}`;
}
