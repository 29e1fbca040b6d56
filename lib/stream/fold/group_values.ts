import {
  type Column,
  type ColumnBuilder,
  compareValues,
  Tag,
  type Value,
  valueAt,
} from "../../core/mod.ts";
import { grown, grownBytes } from "./accumulator.ts";
import { compareBytes, compareTextToBytes } from "./compare_bytes.ts";
import { KeyValues } from "./key_values.ts";

/** The tags whose slot is a number to compare by. */
const NUMERIC = 1 << Tag.INTEGER | 1 << Tag.DOUBLE | 1 << Tag.TIME;

/**
 * One value for each group: 9 bytes, for a text 9 more and its own. No group
 * costs an object.
 */
export class GroupValues {
  /** What the value of each group is, texts as `STRING`; `MISSING` where there is none. Replaced when it grows. */
  tags: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** The number or moment that the value of each group is. Replaced when it grows. */
  numbers: Float64Array<ArrayBuffer> = new Float64Array(0);
  /** What has a text; the number of its group is the code. */
  readonly #texts = new KeyValues();

  /** Bytes of memory held. */
  get byteLength(): number {
    return this.tags.byteLength + this.numbers.byteLength +
      this.#texts.byteLength;
  }

  /** Makes room for groups up to `size`; new ones have no value. */
  grow(size: number): void {
    this.tags = grownBytes(this.tags, size);
    this.numbers = grown(this.numbers, size);
  }

  /** Gives a group the value of a row, NULL too. */
  set(group: number, column: Column, row: number): void {
    this.clear(group);
    const tag = column.tags[row]! as Tag;
    switch (tag) {
      case Tag.MISSING:
      case Tag.NULL:
        this.tags[group] = Tag.NULL;
        break;
      case Tag.FALSE:
      case Tag.TRUE:
        this.tags[group] = tag;
        break;
      case Tag.INTEGER:
      case Tag.DOUBLE:
      case Tag.TIME:
        this.tags[group] = tag;
        this.numbers[group] = column.numbers[row]!;
        break;
      case Tag.ESCAPED:
      case Tag.CODE: {
        const bytes = encoder.encode(String(valueAt(column, row)));
        this.#keep(group, Tag.STRING, bytes, 0, bytes.length);
        break;
      }
      default: {
        const { spans, bytes } = column;
        this.#keep(group, tag, bytes, spans[2 * row]!, spans[2 * row + 1]!);
      }
    }
  }

  #keep(
    group: number,
    tag: Tag,
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): void {
    this.numbers[group] = this.#texts.addText(tag, bytes, offset, length);
    this.tags[group] = tag;
  }

  /** Gives a group the value of another, or none. */
  copy(into: number, from: number): void {
    this.clear(into);
    const tag = this.tags[from]! as Tag;
    if (hasText(tag)) {
      const { spans, bytes } = this.#texts.column();
      const code = this.numbers[from]!;
      this.#keep(into, tag, bytes, spans[2 * code]!, spans[2 * code + 1]!);
      return;
    }
    this.tags[into] = tag;
    this.numbers[into] = this.numbers[from]!;
  }

  /** Takes the value of a group away. */
  clear(group: number): void {
    if (hasText(this.tags[group]!)) this.#texts.remove(this.numbers[group]!);
    this.tags[group] = Tag.MISSING;
  }

  /** The value of a group. */
  value(group: number): Value {
    return hasText(this.tags[group]!)
      ? valueAt(this.#texts.column(), this.numbers[group]!)
      : valueAt(this.#own(), group);
  }

  /**
   * How the value of a row stands to that of a group, as ORDER BY has it.
   *
   * @returns Negative, zero or positive.
   */
  compare(column: Column, row: number, group: number): number {
    const tag = column.tags[row]! as Tag;
    const own = this.tags[group]! as Tag;
    if (NUMERIC >> tag & NUMERIC >> own & 1) {
      return compareNumbers(column.numbers[row]!, this.numbers[group]!);
    }
    if (own !== Tag.STRING || tag < Tag.STRING || tag === Tag.TIME) {
      return compareValues(valueAt(column, row), this.value(group));
    }
    // Texts are compared where they stand, since to read one costs an object.
    const { spans, bytes } = this.#texts.column();
    const code = this.numbers[group]!;
    const offset = spans[2 * code]!;
    const length = spans[2 * code + 1]!;
    if (tag === Tag.CODE || tag === Tag.ESCAPED) {
      const text = String(valueAt(column, row));
      return compareTextToBytes(text, bytes, offset, length);
    }
    return compareBytes(
      column.bytes,
      column.spans[2 * row]!,
      column.spans[2 * row + 1]!,
      bytes,
      offset,
      length,
    );
  }

  /** How the value of one group stands to that of another. */
  compareGroups(a: number, b: number): number {
    return hasText(this.tags[a]!)
      ? this.compare(this.#texts.column(), this.numbers[a]!, b)
      : this.compare(this.#own(), a, b);
  }

  /** Appends the values of so many groups; NULL where there is none. */
  results(groups: Uint32Array, count: number, out: ColumnBuilder): void {
    const own = this.#own();
    const texts = this.#texts.column();
    for (let at = 0; at < count; at++) {
      const group = groups[at]!;
      const tag = this.tags[group]!;
      if (tag <= Tag.NULL) out.appendNull();
      else if (hasText(tag)) out.appendFrom(texts, this.numbers[group]!);
      else out.appendFrom(own, group);
    }
  }

  /** The values that have no text, each in the row of its group. */
  #own(): Column {
    const { tags, numbers } = this;
    return {
      layout: "values",
      tags,
      numbers,
      spans: NO_SPANS,
      bytes: this.tags,
    };
  }
}

const NO_SPANS = new Uint32Array(0);
const encoder = new TextEncoder();

function hasText(tag: number): boolean {
  return tag >= Tag.BIG && tag <= Tag.NESTED;
}

/** As ORDER BY has it: NaN is the greatest number. */
function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0);
}
