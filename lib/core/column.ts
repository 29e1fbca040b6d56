import { doubleText } from "./double_text.ts";
import { EXACT_LIMIT, Tag } from "./tag.ts";

/**
 * How the slots of a column are laid out.
 *
 * - `values`: by tag, as {@linkcode Tag} says: numbers and moments as doubles,
 *   everything textual as a span.
 * - `spans`: every slot is the span of the value's own text in the row,
 *   whatever its tag (`INTEGER` included), so that it can be written out
 *   again byte for byte. The span of a string lies between its quotes.
 */
export type Layout = "values" | "spans";

/**
 * Distinct texts of a column, numbered from 0 in order of first appearance.
 *
 * Codes stay valid for as long as the dictionary lives, which is longer than
 * any one batch, so a fold may keep its groups by code.
 */
export interface Dictionary {
  /** How many texts there are. */
  readonly size: number;
  /** The text of a code. Cached by the dictionary: the second call costs nothing. */
  text(code: number): string;
}

/**
 * The values of one field in a {@linkcode Batch}: a tag and an 8-byte slot a row.
 *
 * `numbers` and `spans` are two views of the same slots: slot `i` is
 * `numbers[i]`, or the byte span that begins at `spans[2 * i]` in `bytes` and is
 * `spans[2 * i + 1]` long. The views may be longer than the batch has rows.
 *
 * A column that comes from a decoder is a view of the decoder's memory, and
 * is overwritten when the decoder is next asked for a batch. Whoever keeps
 * rows copies them out with a {@linkcode ColumnBuilder}.
 */
export interface Column {
  /** How the slots are laid out. */
  readonly layout: Layout;
  /** One {@linkcode Tag} a row. */
  readonly tags: Uint8Array;
  /** The slots as doubles. */
  readonly numbers: Float64Array;
  /** The slots as pairs of offset and length. */
  readonly spans: Uint32Array;
  /** The bytes that spans point into. */
  readonly bytes: Uint8Array;
  /** Present where tags may be `CODE`. */
  readonly dictionary?: Dictionary;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The UTF-8 text of a span. Short ASCII, the common case, skips the decoder. */
export function spanText(
  bytes: Uint8Array,
  offset: number,
  length: number,
): string {
  if (length < 24) {
    let text = "";
    for (let at = offset; at < offset + length; at++) {
      const byte = bytes[at]!;
      if (byte > 127) {
        return decoder.decode(bytes.subarray(offset, offset + length));
      }
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decoder.decode(bytes.subarray(offset, offset + length));
}

/**
 * The value of one row as text, unescaped and without quotes; `null` where
 * there is none. Numbers keep their own text in a column of spans; from a
 * column of values a double that is whole prints with `.0`.
 */
export function textAt(column: Column, row: number): string | null {
  const tag = column.tags[row]!;
  if (tag <= Tag.NULL) return null;
  if (tag === Tag.CODE) return column.dictionary!.text(column.numbers[row]!);
  if (column.layout === "values") {
    switch (tag) {
      case Tag.FALSE:
        return "false";
      case Tag.TRUE:
        return "true";
      case Tag.INTEGER:
        return String(column.numbers[row]! + 0);
      case Tag.DOUBLE:
        return doubleText(column.numbers[row]!);
    }
  }
  if (tag === Tag.TIME) {
    throw new TypeError(
      "Cannot read a moment as text here: format it with formatTimestamp",
    );
  }
  const offset = column.spans[2 * row]!;
  const text = spanText(column.bytes, offset, column.spans[2 * row + 1]!);
  return tag === Tag.ESCAPED ? unescapeJson(text) : text;
}

/** What stands between the quotes of a JSON string, unescaped. A lone surrogate becomes U+FFFD, so that output is always valid UTF-8. */
export function unescapeJson(body: string): string {
  return (JSON.parse(`"${body}"`) as string).toWellFormed();
}

/** A value as JavaScript has it: integers beyond 2^53 are `bigint`, moments are numbers of microseconds, nested values their JSON text. */
export type Value = null | boolean | number | bigint | string;

/** One value of a column, for slow paths, tests and messages; loops read the slots themselves. */
export function valueAt(column: Column, row: number): Value {
  const tag = column.tags[row]!;
  switch (tag) {
    case Tag.MISSING:
    case Tag.NULL:
      return null;
    case Tag.FALSE:
      return false;
    case Tag.TRUE:
      return true;
    case Tag.INTEGER:
    case Tag.DOUBLE:
      if (column.layout === "values") return column.numbers[row]!;
      return Number(textAt(column, row)!);
    case Tag.BIG:
      return BigInt(textAt(column, row)!);
    case Tag.TIME:
      return column.numbers[row]!;
    default:
      return textAt(column, row)!;
  }
}

/** The capacity, in bytes of text, that a builder starts with. */
const FIRST_BYTES = 256;
const FIRST_ROWS = 16;
const NO_BYTES = new Uint8Array(0);
const NO_SLOTS = new Float64Array(0);
const NO_SPANS = new Uint32Array(NO_SLOTS.buffer);
const encoder = new TextEncoder();

/**
 * Grows a column that owns its memory, a row at a time.
 *
 * Appending copies the text that a span points at, so the result outlives the
 * batch it came from. Memory is 9 bytes a row and the text itself, doubled at
 * worst while growing.
 *
 * @example Three rows
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const builder = new ColumnBuilder();
 * builder.appendNumber(200);
 * builder.appendNull();
 * builder.appendText("ok");
 *
 * const column = builder.view();
 * assertEquals([0, 1, 2].map((row) => valueAt(column, row)), [200, null, "ok"]);
 * ```
 */
export class ColumnBuilder {
  // A fold has a builder for each window: nothing is allocated before it is used.
  #tags = NO_BYTES;
  #numbers = NO_SLOTS;
  #spans = NO_SPANS;
  #bytes = NO_BYTES;
  #used = 0;
  #rows = 0;
  readonly #layout: Layout;

  /**
   * Starts an empty column.
   *
   * @param layout What the slots of the column to build hold.
   */
  constructor(layout: Layout = "values") {
    this.#layout = layout;
  }

  /** How many rows were appended. */
  get rows(): number {
    return this.#rows;
  }

  /** Bytes of memory held. */
  get byteLength(): number {
    return this.#tags.length * 9 + this.#bytes.length;
  }

  #row(tag: Tag): number {
    const row = this.#rows++;
    if (row === this.#tags.length) {
      const capacity = Math.max(FIRST_ROWS, row * 2);
      const tags = new Uint8Array(capacity);
      tags.set(this.#tags);
      const numbers = new Float64Array(capacity);
      numbers.set(this.#numbers);
      this.#tags = tags;
      this.#numbers = numbers;
      this.#spans = new Uint32Array(numbers.buffer);
    }
    this.#tags[row] = tag;
    return row;
  }

  #number(tag: Tag, value: number): void {
    // Not in one expression: a new row may replace the array.
    const row = this.#row(tag);
    this.#numbers[row] = value;
  }

  #reserve(length: number): void {
    if (this.#used + length <= this.#bytes.length) return;
    const bytes = new Uint8Array(
      Math.max(FIRST_BYTES, this.#bytes.length * 2, this.#used + length),
    );
    bytes.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = bytes;
  }

  /** Appends a row without a value. */
  appendNull(missing = false): void {
    this.#row(missing ? Tag.MISSING : Tag.NULL);
  }

  /** Appends true or false; only for a column of values. */
  appendBoolean(value: boolean): void {
    this.#row(value ? Tag.TRUE : Tag.FALSE);
  }

  /** Appends a number as an integer where it is whole and exact, else as a double; only for a column of values. */
  appendNumber(value: number): void {
    const whole = Number.isInteger(value) && Math.abs(value) <= EXACT_LIMIT &&
      !Object.is(value, -0);
    this.#number(whole ? Tag.INTEGER : Tag.DOUBLE, value);
  }

  /** Appends a double, whole or not; only for a column of values. */
  appendDouble(value: number): void {
    this.#number(Tag.DOUBLE, value);
  }

  /** Appends a whole number of any size, exactly; only for a column of values. */
  appendInteger(value: bigint): void {
    const number = Number(value);
    if (Math.abs(number) <= EXACT_LIMIT && BigInt(number) === value) {
      this.#number(Tag.INTEGER, number);
    } else {
      this.appendText(String(value), Tag.BIG);
    }
  }

  /** Appends a moment, in microseconds since the epoch; the same in so many rows. */
  appendTime(timeUs: number, rows = 1): void {
    for (let at = 0; at < rows; at++) this.#number(Tag.TIME, timeUs);
  }

  /** Appends text under a textual tag. */
  appendText(text: string, tag: Tag = Tag.STRING): void {
    // Three bytes a code unit is the most that UTF-8 needs.
    this.#reserve(text.length * 3);
    const { written } = encoder.encodeInto(
      text,
      this.#bytes.subarray(this.#used),
    );
    const row = this.#row(tag);
    this.#spans[2 * row] = this.#used;
    this.#spans[2 * row + 1] = written;
    this.#used += written;
  }

  /** Appends the bytes of a text under a tag that has a span. */
  appendBytes(
    bytes: Uint8Array,
    offset: number,
    length: number,
    tag: Tag,
  ): void {
    this.#reserve(length);
    // A loop beats copyWithin and set for the short texts that logs hold.
    if (length < 32) {
      for (let at = 0; at < length; at++) {
        this.#bytes[this.#used + at] = bytes[offset + at]!;
      }
    } else {
      this.#bytes.set(bytes.subarray(offset, offset + length), this.#used);
    }
    const row = this.#row(tag);
    this.#spans[2 * row] = this.#used;
    this.#spans[2 * row + 1] = length;
    this.#used += length;
  }

  /**
   * Appends one row of another column of the same layout, copying its text.
   * A code becomes its text, since a dictionary belongs to its decoder.
   */
  appendFrom(column: Column, row: number): void {
    const tag = column.tags[row]! as Tag;
    if (tag === Tag.CODE) {
      this.appendText(column.dictionary!.text(column.numbers[row]!));
    } else if (
      tag > Tag.NULL &&
      (column.layout === "spans" ||
        (tag >= Tag.BIG && tag <= Tag.NESTED))
    ) {
      this.appendBytes(
        column.bytes,
        column.spans[2 * row]!,
        column.spans[2 * row + 1]!,
        tag,
      );
    } else {
      const to = this.#row(tag);
      this.#numbers[to] = column.numbers[row]!;
    }
  }

  /**
   * Appends rows of another column of the same layout, as {@linkcode ColumnBuilder.appendFrom}
   * does for one.
   *
   * @param column Where the rows come from.
   * @param selection Row numbers.
   * @param selected How many of them.
   * @param codes For each code of the column's dictionary its code in the
   * dictionary of the column being built; without it codes become text.
   */
  appendMany(
    column: Column,
    selection: Uint32Array,
    selected: number,
    codes: Int32Array | null = null,
  ): void {
    const { tags, numbers } = column;
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      const tag = tags[row]! as Tag;
      if (tag === Tag.CODE && codes !== null) {
        this.#number(tag, codes[numbers[row]!]!);
      } else {
        this.appendFrom(column, row);
      }
    }
  }

  /** The column so far. Valid until the next append. */
  view(): Column {
    return {
      layout: this.#layout,
      tags: this.#tags,
      numbers: this.#numbers,
      spans: this.#spans,
      bytes: this.#bytes,
    };
  }

  /** Starts anew, empty, in the memory that is there: what {@linkcode ColumnBuilder.view} gave is no longer valid. */
  clear(): void {
    this.#used = 0;
    this.#rows = 0;
  }

  /** Hands the column over and starts anew, empty. */
  finish(): Column {
    const column = this.view();
    this.#tags = NO_BYTES;
    this.#numbers = NO_SLOTS;
    this.#spans = NO_SPANS;
    this.#bytes = NO_BYTES;
    this.#used = 0;
    this.#rows = 0;
    return column;
  }
}
