import {
  type Column,
  type Dictionary,
  type OutputField,
  Tag,
} from "../core/mod.ts";
import type { ByteWriter } from "./byte_writer.ts";

const QUOTE = 34;
const encoder = new TextEncoder();
const NULL = encoder.encode("null");
const TRUE = encoder.encode("true");
const FALSE = encoder.encode("false");

/** Writes a value of a column as JSON. What has a text of its own keeps it. */
export class JsonValues {
  readonly #writer: ByteWriter;
  /** The JSON strings of dictionaries, by code. */
  readonly #strings = new WeakMap<Dictionary, Uint8Array[]>();

  /**
   * Writes to a writer.
   *
   * @param writer Where values go.
   */
  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  /** Writes the value of a row; `null` where there is none, and for a double that is no number. */
  write(column: Column, row: number, field: OutputField): void {
    const writer = this.#writer;
    const tag = column.tags[row]!;
    const isText = tag >= Tag.BIG && tag <= Tag.NESTED;
    if (isText || (column.layout === "spans" && tag > Tag.TRUE)) {
      const offset = column.spans[2 * row]!;
      const length = column.spans[2 * row + 1]!;
      if (tag === Tag.STRING) {
        writer.jsonString(column.bytes, offset, length);
      } else if (tag === Tag.ESCAPED) {
        writer.byte(QUOTE);
        writer.copy(column.bytes, offset, length);
        writer.byte(QUOTE);
      } else {
        writer.copy(column.bytes, offset, length);
      }
      return;
    }
    switch (tag) {
      case Tag.TRUE:
        writer.copy(TRUE, 0, TRUE.length);
        break;
      case Tag.FALSE:
        writer.copy(FALSE, 0, FALSE.length);
        break;
      case Tag.INTEGER:
        writer.integer(column.numbers[row]!);
        break;
      case Tag.DOUBLE:
        this.#double(column.numbers[row]!);
        break;
      case Tag.TIME:
        writer.byte(QUOTE);
        if (field.type === "DATE") writer.date(column.numbers[row]!);
        else writer.time(column.numbers[row]!);
        writer.byte(QUOTE);
        break;
      case Tag.CODE: {
        const string = this.#stringOf(column.dictionary!, column.numbers[row]!);
        writer.copy(string, 0, string.length);
        break;
      }
      default:
        writer.copy(NULL, 0, NULL.length);
    }
  }

  #double(value: number): void {
    if (Number.isFinite(value)) this.#writer.double(value);
    else this.#writer.copy(NULL, 0, NULL.length);
  }

  #stringOf(dictionary: Dictionary, code: number): Uint8Array {
    let strings = this.#strings.get(dictionary);
    if (strings === undefined) this.#strings.set(dictionary, strings = []);
    return strings[code] ??= encoder.encode(
      JSON.stringify(dictionary.text(code)),
    );
  }
}
