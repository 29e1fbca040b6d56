import {
  type Column,
  ColumnBuilder,
  compareValues,
  type Dictionary,
  Tag,
  type Value,
  valueAt,
} from "../../core/mod.ts";

/** An empty slot of a hash table. */
const NONE = -1;

/**
 * Numbers the distinct values of one group key from 0, in order of first
 * appearance. NULL and missing are one value; numbers are told apart by
 * value, texts by their bytes, and a text is never equal to a number.
 *
 * Memory is the distinct values, their bytes once, and about 12 bytes of
 * table for each.
 */
export class KeyCoder {
  readonly #values = new ColumnBuilder();
  readonly #numbers = new Map<number, number>();
  readonly #times = new Map<number, number>();
  #null = NONE;
  #false = NONE;
  #true = NONE;
  #codesOfDictionary = new Int32Array(0);
  #dictionary: Dictionary | null = null;
  #table = new Int32Array(64).fill(NONE);
  #hashes = new Int32Array(64);
  #texts = 0;
  #ranks = new Int32Array(0);

  /** How many distinct values were met. */
  get size(): number {
    return this.#values.rows;
  }

  /** Bytes of memory held, roughly. */
  get byteLength(): number {
    return this.#values.byteLength + this.#table.length * 8 +
      (this.#numbers.size + this.#times.size) * 40 +
      this.#codesOfDictionary.length * 4;
  }

  /** For each code, the rank of its value as ORDER BY has it. Costs a sort where values were met since the last call. */
  ranks(): Int32Array {
    if (this.#ranks.length === this.size) return this.#ranks;
    const values = this.#values.view();
    const held: Value[] = [];
    for (let code = 0; code < this.size; code++) {
      held.push(valueAt(values, code));
    }
    const sorted = held.map((_, code) => code).sort((a, b) =>
      compareValues(held[a]!, held[b]!)
    );
    this.#ranks = new Int32Array(this.size);
    sorted.forEach((code, rank) => this.#ranks[code] = rank);
    return this.#ranks;
  }

  /** The distinct values, one row each. Valid until the next {@linkcode KeyCoder.assign}. */
  values(): Column {
    return this.#values.view();
  }

  /** Writes the code of each given row to `out`, at the row's own index. */
  assign(
    column: Column,
    selection: Uint32Array,
    selected: number,
    out: Int32Array,
  ): void {
    const { tags, numbers } = column;
    if (column.dictionary !== undefined) this.#follow(column.dictionary);
    const codes = this.#codesOfDictionary;
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      if (tags[row] === Tag.CODE) {
        const known = codes[numbers[row]!]!;
        if (known !== NONE) {
          out[row] = known;
          continue;
        }
      }
      out[row] = this.#codeOf(column, row);
    }
  }

  /** Codes of a dictionary are looked up in an array; another dictionary starts it anew. */
  #follow(dictionary: Dictionary): void {
    if (this.#dictionary !== dictionary) {
      this.#dictionary = dictionary;
      this.#codesOfDictionary = new Int32Array(0);
    }
    if (this.#codesOfDictionary.length < dictionary.size) {
      const codes = new Int32Array(
        Math.max(64, dictionary.size, this.#codesOfDictionary.length * 2),
      ).fill(NONE);
      codes.set(this.#codesOfDictionary);
      this.#codesOfDictionary = codes;
    }
  }

  #codeOf(column: Column, row: number): number {
    const tag = column.tags[row]!;
    switch (tag) {
      case Tag.MISSING:
      case Tag.NULL:
        if (this.#null === NONE) {
          this.#null = this.size;
          this.#values.appendNull();
        }
        return this.#null;
      case Tag.FALSE:
        if (this.#false === NONE) {
          this.#false = this.size;
          this.#values.appendBoolean(false);
        }
        return this.#false;
      case Tag.TRUE:
        if (this.#true === NONE) {
          this.#true = this.size;
          this.#values.appendBoolean(true);
        }
        return this.#true;
      case Tag.INTEGER:
      case Tag.DOUBLE:
        return this.#numberCode(column, row, this.#numbers);
      case Tag.TIME:
        return this.#numberCode(column, row, this.#times);
      case Tag.CODE: {
        const code = column.numbers[row]!;
        const text = new ColumnBuilder();
        text.appendText(column.dictionary!.text(code));
        const known = this.#textCode(text.view(), 0, Tag.STRING);
        this.#codesOfDictionary[code] = known;
        return known;
      }
      case Tag.ESCAPED: {
        const text = new ColumnBuilder();
        text.appendText(JSON.parse(`"${slice(column, row)}"`).toWellFormed());
        return this.#textCode(text.view(), 0, Tag.STRING);
      }
      default:
        return this.#textCode(column, row, tag as Tag);
    }
  }

  #numberCode(column: Column, row: number, codes: Map<number, number>): number {
    // A Map takes 0 and -0 as one and NaN as equal to itself, as grouping wants.
    const value = column.numbers[row]!;
    let code = codes.get(value);
    if (code === undefined) {
      code = this.size;
      codes.set(value, code);
      this.#values.appendFrom(column, row);
    }
    return code;
  }

  #textCode(column: Column, row: number, tag: Tag): number {
    const { bytes } = column;
    const offset = column.spans[2 * row]!;
    const length = column.spans[2 * row + 1]!;
    let hash = (tag * 0x9e3779b1) | 0;
    for (let at = offset; at < offset + length; at++) {
      hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    }
    hash ^= hash >>> 15;
    const values = this.#values.view();
    let mask = this.#table.length - 1;
    let slot = hash & mask;
    for (;; slot = (slot + 1) & mask) {
      const code = this.#table[slot]!;
      if (code === NONE) break;
      if (
        this.#hashes[slot] === hash && values.tags[code] === tag &&
        sameBytes(values, code, bytes, offset, length)
      ) return code;
    }
    const code = this.size;
    this.#values.appendBytes(bytes, offset, length, tag);
    this.#table[slot] = code;
    this.#hashes[slot] = hash;
    if (++this.#texts * 2 > this.#table.length) {
      const hashes = this.#hashes;
      const table = this.#table;
      mask = table.length * 2 - 1;
      this.#table = new Int32Array(mask + 1).fill(NONE);
      this.#hashes = new Int32Array(mask + 1);
      for (let from = 0; from < table.length; from++) {
        if (table[from] === NONE) continue;
        let to = hashes[from]! & mask;
        while (this.#table[to] !== NONE) to = (to + 1) & mask;
        this.#table[to] = table[from]!;
        this.#hashes[to] = hashes[from]!;
      }
    }
    return code;
  }
}

function slice(column: Column, row: number): string {
  const offset = column.spans[2 * row]!;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    column.bytes.subarray(offset, offset + column.spans[2 * row + 1]!),
  );
}

function sameBytes(
  values: Column,
  code: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
): boolean {
  if (values.spans[2 * code + 1] !== length) return false;
  const from = values.spans[2 * code]!;
  for (let at = 0; at < length; at++) {
    if (values.bytes[from + at] !== bytes[offset + at]) return false;
  }
  return true;
}
