import {
  type Column,
  ColumnBuilder,
  compareValues,
  type Dictionary,
  Tag,
  unescapeJson,
  type Value,
  valueAt,
} from "../../core/mod.ts";
import { grownInts } from "./accumulator.ts";
import { KeyValues } from "./key_values.ts";
import { homeOf, NONE, Slots } from "./slots.ts";
import { textHash } from "./text_hash.ts";

/**
 * Numbers the distinct values of one group key. NULL and missing are one
 * value; numbers are told apart by value, texts by their bytes, and a text is
 * never equal to a number.
 *
 * A code lives for as long as it is used: whoever keeps one retains it, and
 * releases it afterwards, so that memory follows the groups that are open.
 * Codes of released values are given out again.
 */
export class KeyCoder {
  readonly #values = new KeyValues();
  readonly #numbers = new Map<number, number>();
  readonly #doubles: Map<number, number>;
  readonly #times = new Map<number, number>();
  readonly #texts = new Slots();
  #null = NONE;
  #false = NONE;
  #true = NONE;
  #uses = new Int32Array(16);
  #codesOfDictionary = new Int32Array(0);
  /** For each code, the code of the dictionary that led to it. */
  #fromDictionary = new Int32Array(0);
  #dictionary: Dictionary | null = null;
  /** Rows with texts that are looked up together, their hashes, and the codes that may be theirs. */
  readonly #rows = new Uint32Array(TOGETHER);
  readonly #hashes = new Int32Array(TOGETHER);
  readonly #likely = new Int32Array(TOGETHER);
  #waiting = 0;
  #ranks = new Int32Array(0);
  #ranked = false;
  #rankLimit = 0;

  /**
   * Starts without values.
   *
   * @param apart Whether whole numbers and doubles of one value are told apart, since their texts differ.
   */
  constructor(apart = false) {
    this.#doubles = apart ? new Map() : this.#numbers;
  }

  /** One more than the greatest rank that the last call of {@linkcode KeyCoder.ranks} gave. */
  get rankLimit(): number {
    return this.#rankLimit;
  }

  /** How many distinct values are kept. */
  get size(): number {
    return this.#values.size;
  }

  /** Bytes of memory held, roughly. */
  get byteLength(): number {
    return this.#values.byteLength + this.#texts.byteLength +
      (this.#numbers.size + this.#times.size) * 40 +
      this.#uses.byteLength * 3 + this.#codesOfDictionary.byteLength;
  }

  /** The distinct values: row and code are the same. Valid until the next {@linkcode KeyCoder.assign}. */
  values(): Column {
    return this.#values.column();
  }

  /** Counts a use of a code, which keeps it alive. */
  retain(code: number): void {
    this.#uses = grownInts(this.#uses, code + 1);
    this.#uses[code]!++;
  }

  /** Counts a use of each of these codes off. */
  releaseMany(codes: readonly number[]): void {
    for (let from = 0; from < codes.length; from += TOGETHER) {
      const to = Math.min(codes.length, from + TOGETHER);
      this.#texts.warm(codes, from, to);
      for (let at = from; at < to; at++) this.release(codes[at]!);
    }
  }

  /** Counts a use of a code off; with the last one the value is forgotten. */
  release(code: number): void {
    const uses = this.#uses[code] ?? 0;
    if (uses > 1) {
      this.#uses[code] = uses - 1;
      return;
    }
    this.#uses[code] = 0;
    // Ranks stay in order; there is a gap where the value was.
    switch (this.#values.tag(code)) {
      case Tag.NULL:
        this.#null = NONE;
        break;
      case Tag.FALSE:
        this.#false = NONE;
        break;
      case Tag.TRUE:
        this.#true = NONE;
        break;
      case Tag.INTEGER:
        this.#numbers.delete(this.#values.number(code));
        break;
      case Tag.DOUBLE:
        this.#doubles.delete(this.#values.number(code));
        break;
      case Tag.TIME:
        this.#times.delete(this.#values.number(code));
        break;
      default: {
        this.#texts.remove(code);
        const from = this.#fromDictionary[code] ?? NONE;
        if (from === NONE) break;
        this.#codesOfDictionary[from] = NONE;
        this.#fromDictionary[code] = NONE;
      }
    }
    this.#values.remove(code);
  }

  /**
   * Ranks of values as ORDER BY has it: among the first `count` of these codes
   * at least, at the codes' own places. Costs a sort where values were met
   * since the last call.
   */
  ranks(codes: Int32Array, count: number): Int32Array {
    if (this.#ranked) return this.#ranks;
    const all = this.size <= count * 4;
    const column = this.#values.column();
    const distinct = all
      ? this.#values.codes()
      : [...new Set(codes.subarray(0, count))];
    const held: Value[] = distinct.map((code) => valueAt(column, code));
    const compare = orderOf(held);
    const order = distinct.map((_, at) => at).sort((a, b) =>
      compare(held[a]!, held[b]!)
    );
    this.#ranks = grownInts(this.#ranks, this.#values.limit);
    order.forEach((at, rank) => this.#ranks[distinct[at]!] = rank);
    this.#rankLimit = order.length;
    this.#ranked = all;
    return this.#ranks;
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
      const tag = tags[row]!;
      if (tag === Tag.CODE) {
        const known = codes[numbers[row]!]!;
        if (known !== NONE) {
          out[row] = known;
          continue;
        }
      } else if (tag === Tag.STRING) {
        this.#rows[this.#waiting++] = row;
        if (this.#waiting === TOGETHER) this.#lookUp(column, out);
        continue;
      }
      // New values are numbered in order of their rows.
      if (this.#waiting > 0) this.#lookUp(column, out);
      out[row] = this.#codeOf(column, row);
    }
    if (this.#waiting > 0) this.#lookUp(column, out);
  }

  /**
   * Finds the codes of the texts that wait. With a million of them each look at
   * the table, the spans and the bytes waits for memory: short loops over
   * many rows wait for several at a time.
   */
  #lookUp(column: Column, out: Int32Array): void {
    const { spans, bytes } = column;
    const rows = this.#rows;
    const hashes = this.#hashes;
    const likely = this.#likely;
    const count = this.#waiting;
    this.#waiting = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at]!;
      const offset = spans[2 * row]!;
      hashes[at] = textHash(bytes, offset, spans[2 * row + 1]!, Tag.STRING);
    }
    const { table } = this.#texts;
    for (let at = 0; at < count; at++) {
      const slot = homeOf(table, hashes[at]!);
      // What is at home has mostly this hash; where not, it is looked for with care.
      likely[at] = table[slot + 1] === hashes[at] ? table[slot]! : NONE;
    }
    this.#values.warm(likely, count);
    for (let at = 0; at < count; at++) {
      const row = rows[at]!;
      const code = likely[at]!;
      const offset = spans[2 * row]!;
      const length = spans[2 * row + 1]!;
      out[row] = code !== NONE &&
          this.#values.isText(code, Tag.STRING, bytes, offset, length)
        ? code
        : this.#textCode(bytes, offset, length, Tag.STRING, hashes[at]!);
    }
  }

  /** Codes of a dictionary are looked up in an array; another dictionary starts it anew. */
  #follow(dictionary: Dictionary): void {
    if (this.#dictionary !== dictionary) {
      this.#dictionary = dictionary;
      this.#codesOfDictionary = new Int32Array(0);
      this.#fromDictionary = new Int32Array(0);
    }
    const known = this.#codesOfDictionary.length;
    if (known < dictionary.size) {
      this.#codesOfDictionary = grownInts(
        this.#codesOfDictionary,
        Math.max(64, dictionary.size),
      ).fill(NONE, known);
    }
  }

  #codeOf(column: Column, row: number): number {
    const tag = column.tags[row]! as Tag;
    switch (tag) {
      case Tag.MISSING:
      case Tag.NULL:
        if (this.#null === NONE) this.#null = this.#add(Tag.NULL, 0);
        return this.#null;
      case Tag.FALSE:
        if (this.#false === NONE) this.#false = this.#add(tag, 0);
        return this.#false;
      case Tag.TRUE:
        if (this.#true === NONE) this.#true = this.#add(tag, 0);
        return this.#true;
      case Tag.INTEGER:
        return this.#numberCode(tag, column.numbers[row]!, this.#numbers);
      case Tag.DOUBLE:
        return this.#numberCode(tag, column.numbers[row]!, this.#doubles);
      case Tag.TIME:
        return this.#numberCode(tag, column.numbers[row]!, this.#times);
      case Tag.CODE: {
        const from = column.numbers[row]!;
        const code = this.#codeOfText(column.dictionary!.text(from));
        this.#codesOfDictionary[from] = code;
        const known = this.#fromDictionary.length;
        if (code >= known) {
          this.#fromDictionary = grownInts(this.#fromDictionary, code + 1)
            .fill(NONE, known);
        }
        this.#fromDictionary[code] = from;
        return code;
      }
      case Tag.ESCAPED: {
        const { bytes, spans } = column;
        const offset = spans[2 * row]!;
        const body = utf8.decode(
          bytes.subarray(offset, offset + spans[2 * row + 1]!),
        );
        return this.#codeOfText(unescapeJson(body));
      }
      default:
        return this.#codeOfBytes(
          column.bytes,
          column.spans[2 * row]!,
          column.spans[2 * row + 1]!,
          tag,
        );
    }
  }

  #add(tag: Tag, number: number): number {
    this.#ranked = false;
    return this.#values.add(tag, number);
  }

  #numberCode(tag: Tag, value: number, codes: Map<number, number>): number {
    // A Map takes 0 and -0 as one and NaN as equal to itself, as grouping wants.
    let code = codes.get(value);
    if (code === undefined) {
      code = this.#add(tag, value);
      codes.set(value, code);
    }
    return code;
  }

  #codeOfText(text: string): number {
    const one = new ColumnBuilder();
    one.appendText(text);
    const { bytes, spans } = one.view();
    return this.#codeOfBytes(bytes, spans[0]!, spans[1]!, Tag.STRING);
  }

  #codeOfBytes(
    bytes: Uint8Array,
    offset: number,
    length: number,
    tag: Tag,
  ): number {
    const hash = textHash(bytes, offset, length, tag);
    return this.#textCode(bytes, offset, length, tag, hash);
  }

  #textCode(
    bytes: Uint8Array,
    offset: number,
    length: number,
    tag: Tag,
    hash: number,
  ): number {
    const { table } = this.#texts;
    const mask = table.length - 2;
    for (let slot = homeOf(table, hash);; slot = (slot + 2) & mask) {
      const code = table[slot]!;
      if (code === NONE) break;
      if (
        table[slot + 1] === hash &&
        this.#values.isText(code, tag, bytes, offset, length)
      ) return code;
    }
    this.#ranked = false;
    const code = this.#values.addText(tag, bytes, offset, length);
    this.#texts.add(code, hash);
    return code;
  }
}

/** How many texts are looked up together. */
const TOGETHER = 256;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** How values are compared: texts by the runtime itself where its order, by UTF-16, is that of the bytes. */
function orderOf(values: readonly Value[]): (a: Value, b: Value) => number {
  const plain = values.every((value) =>
    typeof value === "string" && !BEYOND.test(value)
  );
  return plain ? (a, b) => a! < b! ? -1 : a! > b! ? 1 : 0 : compareValues;
}

/** Surrogates, and what UTF-16 puts behind them though its bytes come before. */
const BEYOND = /[\ud800-\uffff]/;
