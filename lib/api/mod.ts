/**
 * Floor 5: the library's face. Stages as functions that give web-stream
 * transforms, sources, and `pipeline([...])`, which plans them as a whole.
 *
 * @module
 */
export { decode, type DecodeOptions } from "./decode.ts";
export {
  encode,
  objects,
  type OutputFormat,
  type Row,
  type RowValue,
} from "./encode.ts";
export { Pipeline, pipeline, type PipelineOptions } from "./pipeline.ts";
export { read, ReadStream } from "./read.ts";
export { type StageOptions, StageTransform } from "./stage_transform.ts";
export {
  agg,
  type AggOptions,
  drop,
  filter,
  flatten,
  limit,
  type LimitOptions,
  rename,
  select,
  set,
  sort,
  sql,
  type SqlOptions,
  top,
  type TopOptions,
  window,
  type WindowOptions,
} from "./stages.ts";
export { StreamBatch, type StreamInput } from "./stream_batch.ts";
