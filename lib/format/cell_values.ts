import { type Column, type ReadAs, Tag } from "../core/mod.ts";
import type { ChunkBuffer } from "./chunk_buffer.ts";
import { MomentReader } from "./moment_reader.ts";
import { Mark, type RawRows } from "./raw_rows.ts";
import { numberRead, readNumber } from "./read_number.ts";
import type { Scanner } from "./scanner.ts";
import { TextCodes } from "./text_codes.ts";

const NINE = 57;
const LOWER_F = 102;
const LOWER_T = 116;

/** The memory of one column, written anew for every batch. */
export class ColumnMemory {
  /** How the field is handed over. */
  readonly as: ReadAs;
  /** One tag a row. */
  readonly tags: Uint8Array;
  /** The slots as doubles. */
  readonly numbers: Float64Array;
  /** The slots as pairs of offset and length. */
  readonly spans: Uint32Array;
  /** The texts of the field by number, where they are asked for. */
  readonly codes: TextCodes | null;
  /** What reads the field as moments, where they are asked for. */
  readonly moments: MomentReader | null;

  /**
   * Allocates a column.
   *
   * @param rows The most rows it will hold.
   * @param codes The dictionary to go on with; a new one when not given.
   */
  constructor(as: ReadAs, rows: number, codes?: TextCodes) {
    this.as = as;
    this.tags = new Uint8Array(rows);
    this.numbers = new Float64Array(rows);
    this.spans = new Uint32Array(this.numbers.buffer);
    this.codes = as === "code" ? codes ?? new TextCodes() : null;
    this.moments = as === "time" ? new MomentReader() : null;
  }

  /** The column as it stands, over the bytes that its spans point into. */
  view(bytes: Uint8Array): Column {
    const { tags, numbers, spans } = this;
    const layout = this.as === "text" ? "spans" : "values";
    return this.codes === null
      ? { layout, tags, numbers, spans, bytes }
      : { layout, tags, numbers, spans, bytes, dictionary: this.codes };
  }
}

/** Turns cells with escapes into plain text, in the second area of the buffer, which is opened when there are any. */
export function unescapeCells(
  buffer: ChunkBuffer,
  rows: RawRows,
  scanner: Scanner,
): void {
  if (!rows.escaped) return;
  let to = 0;
  for (let base = 0; base < rows.marks.length; base += rows.capacity) {
    for (let cell = base; cell < base + rows.rows; cell++) {
      if (rows.marks[cell] !== Mark.ESCAPED) continue;
      if (to === 0) to = buffer.side();
      const { bytes } = buffer;
      const from = rows.spans[2 * cell]!;
      const length = rows.spans[2 * cell + 1]!;
      const written = scanner.unescape(bytes, from, length, to);
      rows.spans[2 * cell] = to;
      rows.spans[2 * cell + 1] = written;
      to += written;
    }
  }
}

/** Makes the values of one slot of wanted cells. */
export function readCells(
  column: ColumnMemory,
  bytes: Uint8Array,
  rows: RawRows,
  slot: number,
): void {
  const { tags, spans, numbers, as } = column;
  const { marks, spans: cells } = rows;
  const base = slot * rows.capacity;
  const asText = as === "text";
  for (let row = 0; row < rows.rows; row++) {
    const mark = marks[base + row]!;
    if (mark < Mark.BARE) {
      tags[row] = mark === Mark.MISSING ? Tag.MISSING : Tag.NULL;
      continue;
    }
    const from = cells[2 * (base + row)]!;
    const length = cells[2 * (base + row) + 1]!;
    let tag: Tag = Tag.STRING;
    if (mark === Mark.BARE) {
      tag = readKind(bytes, from, length);
      if ((tag === Tag.INTEGER || tag === Tag.DOUBLE) && !asText) {
        tags[row] = tag;
        numbers[row] = numberRead;
        continue;
      }
    }
    tags[row] = tag;
    spans[2 * row] = from;
    spans[2 * row + 1] = length;
  }
  if (column.codes !== null) numberTexts(column, bytes, rows.rows);
  if (column.moments !== null) readMoments(column, bytes, rows.rows);
}

/** The kind of a bare cell, from its own bytes (V1). */
function readKind(bytes: Uint8Array, from: number, length: number): Tag {
  if (length === 0) return Tag.NULL;
  const first = bytes[from]!;
  if (first <= NINE) return readNumber(bytes, from, length);
  if (first === LOWER_T && length === 4) {
    const isTrue = bytes[from + 1] === 114 && bytes[from + 2] === 117 &&
      bytes[from + 3] === 101;
    return isTrue ? Tag.TRUE : Tag.STRING;
  }
  if (first === LOWER_F && length === 5) {
    const isFalse = bytes[from + 1] === 97 && bytes[from + 2] === 108 &&
      bytes[from + 3] === 115 && bytes[from + 4] === 101;
    return isFalse ? Tag.FALSE : Tag.STRING;
  }
  return Tag.STRING;
}

function numberTexts(
  column: ColumnMemory,
  bytes: Uint8Array,
  rows: number,
): void {
  const { tags, spans, numbers } = column;
  const codes = column.codes!;
  for (let row = 0; row < rows; row++) {
    if (tags[row] !== Tag.STRING) continue;
    const code = codes.codeOf(bytes, spans[2 * row]!, spans[2 * row + 1]!);
    if (code === undefined) continue;
    tags[row] = Tag.CODE;
    numbers[row] = code;
  }
}

function readMoments(
  column: ColumnMemory,
  bytes: Uint8Array,
  rows: number,
): void {
  const { tags, spans, numbers } = column;
  const reader = column.moments!;
  for (let row = 0; row < rows; row++) {
    if (tags[row] !== Tag.STRING) continue;
    const from = spans[2 * row]!;
    const to = from + spans[2 * row + 1]!;
    const timeUs = reader.read(bytes, from, to);
    if (timeUs !== timeUs) continue;
    tags[row] = Tag.TIME;
    numbers[row] = timeUs;
  }
}
