import type { BadRow, DecodedBatch, Fault } from "../core/mod.ts";
import { ndjsonRowFault, type NdjsonScanner } from "../kernel/mod.ts";
import { rowFault, tooLong } from "./row_fault.ts";

const NEWLINE = 10;

/** Rows that a scanner has just found. */
export interface ScannedRows {
  /** How many there are, bad ones included. */
  readonly rows: number;
  /** How many of them are bad. */
  readonly badRows: number;
  /** Offset of the first byte that was scanned. */
  readonly from: number;
  /** Line ends before that byte. */
  readonly line: number;
  /** Name of the input. */
  readonly source: string;
  /** The bound that too long rows exceed. */
  readonly maxRowBytes: number;
}

/** A batch over the memory of a scanner, valid until it scans again. */
export function ndjsonBatch(
  scanner: NdjsonScanner,
  scanned: ScannedRows,
): DecodedBatch {
  const { bytes, starts, ends, bad, columns } = scanner;
  const { rows, badRows, from, line, source } = scanned;
  const lines = {
    bytes,
    starts,
    ends,
    source,
    lineOf: (row: number) =>
      line + 1 + newlines(bytes.subarray(from, starts[row])),
  };
  const badList: BadRow[] = [];
  for (let index = 0; index < badRows; index++) {
    const row = bad[index]!;
    badList.push({
      row,
      fault: () => faultOf(lines, row, scanned.maxRowBytes),
    });
  }
  return {
    rows,
    columns,
    selection: badRows === 0 ? null : without(bad, badRows, rows),
    selected: rows - badRows,
    lines,
    bad: badList,
    timesUs: null,
    newestUs: null,
    windows: null,
  };
}

function faultOf(
  lines: DecodedBatch["lines"],
  row: number,
  maxRowBytes: number,
): Fault {
  const start = lines.starts[row]!;
  const end = lines.ends[row]!;
  // A row that was cut does not end at a newline.
  const cut = lines.bytes[end] !== NEWLINE;
  const bytes = lines.bytes.subarray(start, end);
  const malformed = cut ? null : ndjsonRowFault(bytes, 0, bytes.length);
  const { source } = lines;
  return rowFault(
    { source, bytes, start: 0, end: bytes.length, line: lines.lineOf(row) },
    "JSON",
    malformed === null
      ? tooLong(0, maxRowBytes)
      : { code: "json/malformed", what: malformed.reason, at: malformed.at },
  );
}

function newlines(bytes: Uint8Array): number {
  let count = 0;
  let at = bytes.indexOf(NEWLINE);
  for (; at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** The rows but for some, both ascending. */
function without(
  left: Uint32Array,
  leftRows: number,
  rows: number,
): Uint32Array {
  const kept = new Uint32Array(rows - leftRows);
  let at = 0;
  let next = 0;
  for (let row = 0; row < rows; row++) {
    if (next < leftRows && left[next] === row) next++;
    else kept[at++] = row;
  }
  return kept;
}
