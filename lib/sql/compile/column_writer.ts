import {
  type Column,
  EXACT_LIMIT,
  type FieldType,
  Tag,
} from "../../core/mod.ts";
import { textOf } from "../text_of.ts";
import { isInterval, isNested, type Scalar } from "../values.ts";

const encoder = new TextEncoder();

/**
 * Writes the values of one column row by row, at any row, into memory that is
 * used again for the next batch.
 */
export class ColumnWriter {
  /** One tag a row. */
  tags = new Uint8Array(0);
  /** The slots. */
  numbers = new Float64Array(0);
  #spans = new Uint32Array(0);
  #bytes = new Uint8Array(1024);
  #used = 0;
  readonly #type: FieldType;

  /**
   * Starts without memory.
   *
   * @param type The type of the values.
   */
  constructor(type: FieldType) {
    this.#type = type;
  }

  /** Makes room for the rows of a batch; all are NULL until written. */
  begin(rows: number): void {
    if (this.tags.length < rows) {
      this.tags = new Uint8Array(rows);
      this.numbers = new Float64Array(rows);
      this.#spans = new Uint32Array(this.numbers.buffer);
    }
    this.tags.fill(Tag.NULL, 0, rows);
    this.#used = 0;
  }

  /** Writes any value. */
  write(row: number, value: Scalar): void {
    switch (typeof value) {
      case "string":
        return this.writeText(row, value);
      case "boolean":
        this.tags[row] = value ? Tag.TRUE : Tag.FALSE;
        return;
      case "bigint":
        return this.writeText(row, String(value), Tag.BIG);
      case "number":
        return this.writeNumber(row, value);
      default:
        if (isNested(value)) this.writeText(row, value.json, Tag.NESTED);
        else if (isInterval(value)) {
          this.writeText(row, textOf(value, "INTERVAL"));
        } else this.tags[row] = Tag.NULL;
    }
  }

  /** Writes a number of the column's type. */
  writeNumber(row: number, value: number): void {
    this.numbers[row] = value;
    switch (this.#type) {
      case "TIMESTAMP":
      case "DATE":
        this.tags[row] = Tag.TIME;
        return;
      case "DOUBLE":
        this.tags[row] = Tag.DOUBLE;
        return;
      default:
        this.tags[row] = Math.floor(value) === value && value <= EXACT_LIMIT &&
            value >= -EXACT_LIMIT
          ? Tag.INTEGER
          : Tag.DOUBLE;
    }
  }

  /** Writes a text under a tag that has a span. */
  writeText(row: number, text: string, tag: Tag = Tag.STRING): void {
    // Three bytes a code unit is the most that UTF-8 needs.
    const most = this.#used + text.length * 3;
    if (most > this.#bytes.length) {
      const longer = new Uint8Array(Math.max(most, this.#bytes.length * 2));
      longer.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = longer;
    }
    let written = 0;
    if (text.length < 24) {
      // Short ASCII, the common case, costs less in a loop than in a call.
      for (; written < text.length; written++) {
        const unit = text.charCodeAt(written);
        if (unit > 127) break;
        this.#bytes[this.#used + written] = unit;
      }
    }
    if (written < text.length) {
      const rest = this.#bytes.subarray(this.#used);
      written = encoder.encodeInto(text, rest).written;
    }
    this.tags[row] = tag;
    this.#spans[2 * row] = this.#used;
    this.#spans[2 * row + 1] = written;
    this.#used += written;
  }

  /** The column as written. Valid until the next {@linkcode ColumnWriter.begin}. */
  view(): Column {
    return {
      layout: "values",
      tags: this.tags,
      numbers: this.numbers,
      spans: this.#spans,
      bytes: this.#bytes,
    };
  }
}
