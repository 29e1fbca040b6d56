/**
 * weir: log and event streams in event-time windows, answered in SQL.
 *
 * The stages of the command as functions: each gives a web-stream transform,
 * and `pipeline([...])` plans several as one.
 *
 * @example Errors by minute and host
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { agg, decode, filter, objects, window } from "./mod.ts";
 *
 * const log = `{"ts":"2026-01-01T00:00:01Z","host":"a","status":503}
 * {"ts":"2026-01-01T00:00:02Z","host":"a","status":200}
 * `;
 * const rows = ReadableStream.from([new TextEncoder().encode(log)])
 *   .pipeThrough(decode())
 *   .pipeThrough(filter("status >= 500"))
 *   .pipeThrough(window("1m"))
 *   .pipeThrough(agg("count(*) AS n", { by: "host" }))
 *   .pipeThrough(objects());
 * assertEquals((await Array.fromAsync(rows)).map(({ host, n }) => [host, n]), [["a", 1]]);
 * ```
 *
 * @module
 */
export {
  agg,
  type AggOptions,
  decode,
  type DecodeOptions,
  drop,
  encode,
  filter,
  flatten,
  limit,
  type LimitOptions,
  objects,
  type OutputFormat,
  Pipeline,
  pipeline,
  type PipelineOptions,
  read,
  ReadStream,
  rename,
  type Row,
  type RowValue,
  select,
  set,
  sort,
  sql,
  type SqlOptions,
  type StageOptions,
  StageTransform,
  StreamBatch,
  type StreamInput,
  top,
  type TopOptions,
  window,
  type WindowOptions,
} from "./lib/api/mod.ts";
export { Account, Fault, Faults, type Place } from "./lib/core/mod.ts";
