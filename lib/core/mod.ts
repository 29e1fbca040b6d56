/**
 * Floor 0: what flows (batches of columns), what can go wrong (faults), what
 * was counted (the account), and the interfaces that the upper floors meet at.
 *
 * @module
 */
export { EXACT_LIMIT, Tag } from "./tag.ts";
export {
  type Column,
  ColumnBuilder,
  type Dictionary,
  type Layout,
  spanText,
  textAt,
  unescapeJson,
  type Value,
  valueAt,
} from "./column.ts";
export { doubleText } from "./double_text.ts";
export { compareText, compareValues } from "./order.ts";
export type { Field, FieldType, Path } from "./schema.ts";
export {
  type Batch,
  lineNumbers,
  type Lines,
  rowAt,
  type Telling,
  type TimeWindow,
  type ToldWindow,
  type WindowRows,
} from "./batch.ts";
export {
  Fault,
  type FaultOptions,
  Faults,
  type Place,
  placeInText,
} from "./fault.ts";
export { Account } from "./account.ts";
export type {
  BadRow,
  DecodedBatch,
  Decoder,
  DecoderOptions,
  Encoder,
  InputFormat,
  OutputField,
  ProjectedField,
  ReadAs,
  Sample,
} from "./format.ts";
export type { Clock, Sink, Source } from "./io.ts";
export type { Engine, Pane, Query, Rows, Table } from "./engine.ts";
