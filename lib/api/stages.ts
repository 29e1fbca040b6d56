import { type StageOptions, StageTransform } from "./stage_transform.ts";
import { listOf, textOf } from "./text.ts";

/**
 * Keeps the rows for which an expression is true.
 *
 * @param expression A condition in DuckDB's dialect; NULL drops a row as false does.
 * @throws {Fault} When the first batch comes and the expression cannot be read or names what is not there.
 *
 * @example Rows of an access log that failed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decode, filter, objects } from "../../mod.ts";
 *
 * const lines = ReadableStream.from(['{"status":200}\n{"status":503}\n'])
 *   .pipeThrough(new TextEncoderStream());
 * const rows = lines.pipeThrough(decode()).pipeThrough(filter("status >= 500"))
 *   .pipeThrough(objects());
 * assertEquals(await Array.fromAsync(rows), [{ status: 503 }]);
 * ```
 */
export function filter(
  expression: string,
  options: StageOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "filter",
    expression: textOf(expression, "filter expression"),
  }, options);
}

/**
 * Adds fields, or replaces them: `set("total = price * quantity, host = lower(host)")`.
 * Each assignment sees those before it.
 *
 * @example A field more
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decode, objects, set } from "../../mod.ts";
 *
 * const rows = ReadableStream.from([new TextEncoder().encode('{"a":2}\n')])
 *   .pipeThrough(decode()).pipeThrough(set("b = a * 10")).pipeThrough(objects());
 * assertEquals(await Array.fromAsync(rows), [{ a: 2, b: 20 }]);
 * ```
 */
export function set(
  assignments: string,
  options: StageOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "set",
    assignments: textOf(assignments, "set list"),
  }, options);
}

/** Keeps these fields and no others, in this order: `select("host, ms / 1000 AS s")`. */
export function select(
  list: string | readonly string[],
  options: StageOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "select",
    list: listOf(list, "select list"),
  }, options);
}

/** Leaves fields out: `drop("agent, referer")`. */
export function drop(
  list: string | readonly string[],
  options: StageOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "drop",
    list: listOf(list, "drop list"),
  }, options);
}

/** Gives fields other names: `rename("old AS new")`. */
export function rename(
  list: string | readonly string[],
  options: StageOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "rename",
    list: listOf(list, "rename list"),
  }, options);
}

/** A row for each element of a list; members of an object as fields of their own. Without a field: every object of the row. */
export function flatten(
  field: string | null = null,
  options: StageOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "flatten",
    field: field === null ? null : textOf(field, "flatten field"),
  }, options);
}

/** How {@linkcode limit} counts. */
export interface LimitOptions extends StageOptions {
  /** So many rows in all, whatever windows there are. */
  readonly total?: boolean;
}

/** The first rows of the input, or of each completed window. */
export function limit(
  count: number,
  options: LimitOptions = {},
): StageTransform {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(
      `Cannot limit rows as the count must be a whole number: current value is ${count}`,
    );
  }
  return new StageTransform({
    verb: "limit",
    count,
    total: options.total ?? false,
  }, options);
}

/** How {@linkcode top} ranks. */
export interface TopOptions extends StageOptions {
  /** Ranks by the sum of this instead of by the number of rows. */
  readonly sum?: string;
  /** The top of each group. */
  readonly by?: string;
}

/** The most frequent values of a field, and their counts, of each window or of the whole input. */
export function top(
  count: number,
  field: string,
  options: TopOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "top",
    count,
    field: textOf(field, "top field"),
    sum: options.sum === undefined ? null : textOf(options.sum, "top sum"),
    by: options.by === undefined ? null : textOf(options.by, "top by"),
  }, options);
}

/** Orders the rows of each window, or of the whole input, which it holds: `sort("ms DESC, host")`. */
export function sort(
  order: string,
  options: StageOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "sort",
    order: textOf(order, "sort order"),
  }, options);
}

/** How {@linkcode window} cuts event time. */
export interface WindowOptions extends StageOptions {
  /** Length of a window: `10s`, `1m`, `1h`, or calendar units `1d`, `1w`, `1mo`; not for sessions and other windows that have none. */
  readonly size?: string;
  /** How long windows wait for rows out of order: `5s`, or `end` for the end of the input. */
  readonly watermark?: string;
  /** Fields that give each of their values windows of its own. */
  readonly key?: string | readonly string[];
  /** Whose calendar, for calendar units: `Europe/Paris`. UTC when not given. */
  readonly zone?: string;
  /** A date from which calendar windows are counted. */
  readonly origin?: string;
  /** How far boundaries are moved: `15m`, `-5h`. */
  readonly offset?: string;
  /** A window begins so often: `5m`. Of windows of rows it is a number of rows. */
  readonly every?: string | number;
  /** Windows that begin together grow by so much, up to their size. */
  readonly step?: string;
  /** Sessions: rows at most so far apart, such as `30m`. */
  readonly session?: string;
  /** No session is that long or longer. */
  readonly max?: string;
  /** Windows of so many rows, as they come. */
  readonly rows?: number;
  /** A row where this is true begins a window, up to the next where `end` is. */
  readonly start?: string;
  /** A row where this is true ends the window. */
  readonly end?: string;
  /** One window for all rows, or for each key. */
  readonly global?: boolean;
  /** How long complete windows are kept, and answer again for late rows: `1h`. */
  readonly lateness?: string;
  /** How far event time moves on between two such answers; `1s` when not given. */
  readonly refire?: string;
  /** Answers of windows that are still open, as often as event time has moved on by so much: `10s`. */
  readonly update?: string;
  /**
   * The same as a changelog: rows begin with `op`, which is `+I`, `-U`, `+U` or
   * `-D` (W9). In a `pipeline([...])` the changes are those of all stages
   * together; of single transforms, those of the first answer.
   */
  readonly changes?: string;
  /** Whether windows without rows answer too. */
  readonly fill?: boolean;
  /** Whether each key completes its windows by its own rows. */
  readonly perKeyClock?: boolean;
  /** Whether rows have the time at which they are read, and windows complete by the clock: no field of time is needed. */
  readonly processingTime?: boolean;
}

/**
 * Cuts event time into windows; later stages answer for each completed one.
 *
 * @param window A size such as `1m`, or all options.
 * @throws {Fault} Where the options do not go together.
 *
 * @example Visits: requests of an address at most half an hour apart
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { agg, decode, objects, window } from "../../mod.ts";
 *
 * const rows = ReadableStream.from([
 *   '{"time":"2026-01-01T10:00:00Z","ip":"a"}\n{"time":"2026-01-01T10:20:00Z","ip":"a"}\n',
 *   '{"time":"2026-01-01T12:00:00Z","ip":"a"}\n',
 * ]).pipeThrough(new TextEncoderStream())
 *   .pipeThrough(decode())
 *   .pipeThrough(window({ session: "30m", key: "ip" }))
 *   .pipeThrough(agg("count(*) AS n"))
 *   .pipeThrough(objects());
 *
 * assertEquals((await Array.fromAsync(rows)).map((row) => row.n), [2, 1]);
 * ```
 */
export function window(window: string | WindowOptions): StageTransform {
  const options: WindowOptions = typeof window === "string"
    ? { size: window }
    : window;
  return new StageTransform({
    verb: "window",
    size: options.size ?? null,
    time: null,
    watermark: options.watermark ?? null,
    key: options.key === undefined ? null : listOf(options.key, "window key"),
    zone: options.zone ?? null,
    origin: options.origin ?? null,
    offset: options.offset ?? null,
    every: options.every === undefined ? null : String(options.every),
    step: options.step ?? null,
    session: options.session ?? null,
    max: options.max ?? null,
    rows: options.rows === undefined ? null : String(options.rows),
    start: options.start === undefined
      ? null
      : textOf(options.start, "window start"),
    end: options.end === undefined ? null : textOf(options.end, "window end"),
    global: options.global ?? false,
    lateness: options.lateness ?? null,
    refire: options.refire ?? null,
    emit: options.changes !== undefined
      ? `change=${options.changes}`
      : options.update === undefined
      ? null
      : `update=${options.update}`,
    fill: options.fill ?? false,
    perKeyClock: options.perKeyClock ?? false,
    processingTime: options.processingTime ?? false,
  }, options);
}

/** How {@linkcode agg} groups. */
export interface AggOptions extends StageOptions {
  /** Fields or expressions to group by. */
  readonly by?: string | readonly string[];
}

/**
 * Aggregates the rows of each window, or of the whole input, as they come:
 * memory follows the groups.
 *
 * @param aggregates A list such as `count(*) AS n, p99(ms)`; `count(*)` when not given.
 *
 * @example Counts by host and minute
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { agg, decode, objects, window } from "../../mod.ts";
 *
 * const text = '{"ts":"2026-01-01T00:00:01Z","host":"a"}\n{"ts":"2026-01-01T00:00:02Z","host":"a"}\n';
 * const rows = ReadableStream.from([new TextEncoder().encode(text)])
 *   .pipeThrough(decode()).pipeThrough(window("1m"))
 *   .pipeThrough(agg("count(*) AS n", { by: "host" })).pipeThrough(objects());
 * assertEquals(await Array.fromAsync(rows), [{
 *   window_start: "2026-01-01T00:00:00Z",
 *   window_end: "2026-01-01T00:01:00Z",
 *   host: "a",
 *   n: 2,
 * }]);
 * ```
 */
export function agg(
  aggregates = "count(*) AS count",
  options: AggOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "agg",
    aggregates: textOf(aggregates, "agg list"),
    by: options.by === undefined ? null : listOf(options.by, "agg by"),
  }, options);
}

/** What {@linkcode sql} shows a query. */
export interface SqlOptions extends StageOptions {
  /** How many completed windows before its own the query sees as the table `history`: those of the same key, oldest first. */
  readonly history?: number;
}

/** Asks DuckDB: the table `events` holds the rows of one completed window, or of the whole input. */
export function sql(
  query: string,
  options: SqlOptions = {},
): StageTransform {
  return new StageTransform({
    verb: "sql",
    query: textOf(query, "sql query"),
    ...(options.history === undefined ? {} : { history: options.history }),
  }, options);
}
