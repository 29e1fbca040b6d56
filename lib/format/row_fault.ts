import { Fault, type Place } from "../core/mod.ts";
import { countLines } from "./chunk_buffer.ts";
import type { RawFault } from "./raw_rows.ts";

const LF = 10;
const CR = 13;
/** Bytes of a line that a message shows on either side of the spot. */
const EXCERPT_BYTES = 400;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The one way out that bad rows of every format share. */
export const BAD_ROW_MEND =
  "Pass --bad-to FILE to keep such lines, or --bad fail to stop at the first";

/** Where a spot of the input is. */
export interface Spot {
  /** The input. */
  readonly source: string;
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** Offset of the first byte of the row. */
  readonly start: number;
  /** Offset after its last byte. */
  readonly end: number;
  /** Physical line of its first byte, counted from 1. */
  readonly line: number;
}

/** The place of one byte of a row, with the text around it. A row may stand on several lines. */
export function placeOf(spot: Spot, at: number): Place {
  const { bytes, start, end } = spot;
  const lineStart = start + bytes.subarray(start, at).lastIndexOf(LF) + 1;
  const found = bytes.indexOf(LF, at);
  let lineEnd = found < at ? end : Math.min(found, end);
  if (lineEnd > at && bytes[lineEnd - 1] === CR) lineEnd--;
  const before = textBetween(bytes, lineStart, at);
  const from = Math.max(lineStart, at - EXCERPT_BYTES);
  const to = Math.min(lineEnd, at + EXCERPT_BYTES);
  const shown = textBetween(bytes, from, at);
  return {
    source: spot.source,
    line: spot.line + countLines(bytes, start, lineStart),
    column: before.length + 1,
    excerpt: shown + textBetween(bytes, at, to),
    caret: shown.length,
  };
}

/** What is wrong with a row, as the user meets it. */
export function rowFault(spot: Spot, title: string, fault: RawFault): Fault {
  return new Fault(fault.code, `cannot read row as ${title}: ${fault.what}`, {
    place: placeOf(spot, fault.at),
    mend: BAD_ROW_MEND,
  });
}

/** The fault of a row longer than the bound. */
export function tooLong(start: number, maxRowBytes: number): RawFault {
  const what = `it is longer than ${sizeText(maxRowBytes)}`;
  return { code: "row/too_long", what, at: start };
}

/** A number of bytes, in MiB where they are whole. */
export function sizeText(bytes: number): string {
  const mebibytes = bytes / (1 << 20);
  return Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${bytes} bytes`;
}

/** The fault of a row that is not UTF-8. */
export function invalidUtf8(at: number): RawFault {
  return { code: "row/invalid_utf8", what: "invalid UTF-8", at };
}

function textBetween(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to));
}
