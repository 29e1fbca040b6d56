/**
 * Floor 0: loops over bytes, in WebAssembly where that pays, each with a twin
 * in plain TypeScript that gives the same results.
 *
 * @module
 */
export { keptLines, type KeptRows } from "./kept_lines.ts";
export { NdjsonKernel } from "./ndjson_kernel.ts";
export {
  DICTIONARY_BYTES,
  DICTIONARY_TEXTS,
  FIRST_INPUT_BYTES,
  MAX_DEPTH,
  MAX_NAMES,
  type MetNames,
  type NdjsonScanner,
  type Renewal,
  type Scan,
  type ScannerColumn,
  type ScannerDictionary,
  type ScannerField,
  type ScannerOptions,
} from "./ndjson_scanner.ts";
export { ndjsonRowFault, NdjsonTwin } from "./ndjson_twin.ts";
export type { RowFault } from "./row_visitor.ts";
