import {
  type Batch,
  type Column,
  type Encoder,
  type OutputField,
  rowAt,
  spanText,
  Tag,
  unescapeJson,
} from "../core/mod.ts";
import { ByteWriter } from "./byte_writer.ts";
import { readNumber } from "./read_number.ts";

const TAB = 9;
const LF = 10;
const CR = 13;
const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const NINE = 57;
const EQUALS = 61;
const AT = 64;
const APOSTROPHE = 39;
const LOWER_F = 102;
const LOWER_T = 116;
const encoder = new TextEncoder();

/** How rows become CSV. */
export interface CsvOptions {
  /** Between cells; a comma when not given. */
  readonly delimiter?: "," | "\t";
  /**
   * Puts an apostrophe before text that a spreadsheet would run as a formula:
   * text that begins with `=`, `+`, `-`, `@`, a tab, a carriage return or NUL.
   * Numbers are left as they are.
   */
  readonly safe?: boolean;
}

/**
 * Writes rows as RFC 4180 has them, with a line feed at the end of each and a
 * header line before the first.
 *
 * NULL is an empty cell, the empty text `""`. Text that would be read back as
 * a number or a truth value stands in quotes, so that it is text again for a
 * reader that minds quotes, as weir does. In a row of one column NULL is `""`
 * too, because an empty line is no row.
 *
 * @param fields The fields, in the order of the columns of every batch.
 */
export function encodeCsv(
  fields: readonly OutputField[],
  options: CsvOptions = {},
): Encoder {
  const cells = new CsvCells(options);
  const { writer } = cells;
  let started = false;

  function start(): void {
    if (started) return;
    started = true;
    cells.row(fields.length, (at) => {
      const name = encoder.encode(fields[at]!.name.toWellFormed());
      cells.text(name, 0, name.length);
    });
  }

  return {
    encode(batch: Batch): Uint8Array {
      start();
      for (let position = 0; position < batch.selected; position++) {
        const row = rowAt(batch, position);
        const { columns } = batch;
        cells.row(
          columns.length,
          (at) => cells.value(columns[at]!, row, fields[at]!),
        );
      }
      return writer.take();
    },
    end(): Uint8Array {
      start();
      return writer.take();
    },
  };
}

class CsvCells {
  readonly writer = new ByteWriter();
  readonly #scratch = new ByteWriter();
  readonly #delimiter: number;
  readonly #safe: boolean;

  constructor(options: CsvOptions) {
    this.#delimiter = options.delimiter === "\t" ? TAB : COMMA;
    this.#safe = options.safe ?? false;
  }

  row(count: number, cell: (at: number) => void): void {
    const { writer } = this;
    const start = writer.at;
    for (let at = 0; at < count; at++) {
      if (at > 0) writer.byte(this.#delimiter);
      cell(at);
    }
    if (writer.at === start) this.#emptyText();
    writer.lineEnd();
  }

  value(column: Column, row: number, field: OutputField): void {
    const { writer } = this;
    const tag = column.tags[row]!;
    const isText = tag >= Tag.BIG && tag <= Tag.NESTED;
    if (isText || (column.layout === "spans" && tag > Tag.TRUE)) {
      const offset = column.spans[2 * row]!;
      const length = column.spans[2 * row + 1]!;
      if (tag === Tag.STRING || tag === Tag.NESTED) {
        this.text(column.bytes, offset, length);
      } else if (tag === Tag.ESCAPED) {
        this.#javascript(unescapeJson(spanText(column.bytes, offset, length)));
      } else {
        writer.copy(column.bytes, offset, length);
      }
      return;
    }
    switch (tag) {
      case Tag.TRUE:
        writer.text("true");
        break;
      case Tag.FALSE:
        writer.text("false");
        break;
      case Tag.INTEGER:
        writer.integer(column.numbers[row]!);
        break;
      case Tag.DOUBLE:
        writer.double(column.numbers[row]!);
        break;
      case Tag.TIME:
        if (field.type === "DATE") writer.date(column.numbers[row]!);
        else writer.time(column.numbers[row]!);
        break;
      case Tag.CODE:
        this.#javascript(column.dictionary!.text(column.numbers[row]!));
    }
  }

  #javascript(text: string): void {
    const scratch = this.#scratch;
    scratch.text(text);
    const length = scratch.at;
    this.text(scratch.take(), 0, length);
  }

  #emptyText(): void {
    this.writer.byte(QUOTE);
    this.writer.byte(QUOTE);
  }

  /** Writes a text as a cell, in quotes where it needs them. */
  text(from: Uint8Array, offset: number, length: number): void {
    const { writer } = this;
    if (length === 0) {
      this.#emptyText();
      return;
    }
    const first = from[offset]!;
    const guarded = this.#safe && isFormula(first);
    if (!guarded && !this.#needsQuotes(from, offset, length)) {
      writer.copy(from, offset, length);
      return;
    }
    writer.reserve(2 * length + 3);
    const { bytes } = writer;
    let { at } = writer;
    bytes[at++] = QUOTE;
    if (guarded) bytes[at++] = APOSTROPHE;
    for (let next = offset; next < offset + length; next++) {
      const byte = from[next]!;
      bytes[at++] = byte;
      if (byte === QUOTE) bytes[at++] = QUOTE;
    }
    bytes[at++] = QUOTE;
    writer.at = at;
  }

  #needsQuotes(bytes: Uint8Array, offset: number, length: number): boolean {
    const delimiter = this.#delimiter;
    for (let at = offset; at < offset + length; at++) {
      const byte = bytes[at]!;
      if (byte > COMMA) continue;
      if (byte === delimiter || byte === QUOTE || byte === LF || byte === CR) {
        return true;
      }
    }
    const first = bytes[offset]!;
    if (first <= NINE) return readNumber(bytes, offset, length) !== Tag.STRING;
    if (first === LOWER_T || first === LOWER_F) {
      const text = length <= 5 ? spanText(bytes, offset, length) : "";
      return text === "true" || text === "false";
    }
    // A byte order mark at the very start would be taken for none of the text.
    return first === 0xef && bytes[offset + 1] === 0xbb &&
      bytes[offset + 2] === 0xbf;
  }
}

function isFormula(first: number): boolean {
  return first === EQUALS || first === PLUS || first === MINUS ||
    first === AT ||
    first === TAB || first === CR || first === 0;
}
