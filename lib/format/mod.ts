/**
 * Floor 1: formats. Decoders turn bytes into batches of columns, encoders
 * turn batches into bytes, and detection tells which format an input is in.
 *
 * @module
 */
export { ByteWriter } from "./byte_writer.ts";
export { combined } from "./combined.ts";
export { showControlBytes, showControls } from "./control_text.ts";
export { csv, tsv } from "./csv.ts";
export { type Detected, detectFormat, firstLine } from "./detect.ts";
export { type CsvOptions, encodeCsv } from "./encode_csv.ts";
export {
  encodeEditedNdjson,
  type JsonEdits,
  type PutField,
} from "./encode_edited_ndjson.ts";
export { encodeLines, type LinesOptions } from "./encode_lines.ts";
export { encodeNdjson, type NdjsonOptions } from "./encode_ndjson.ts";
export { encodeTable, type TableOptions } from "./encode_table.ts";
export { JsonFlattener } from "./flatten_json.ts";
export { lines } from "./lines.ts";
export { ndjson } from "./ndjson.ts";
export { NdjsonDecoder } from "./ndjson_decoder.ts";
export { patternFormat } from "./pattern.ts";
export {
  PATTERN,
  type PatternField,
  type PatternFields,
  patternFields,
} from "./pattern_fields.ts";
