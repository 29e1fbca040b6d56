import {
  type Column,
  type Dictionary,
  Tag,
  unescapeJson,
} from "../../core/mod.ts";

/**
 * Hashes values to 64 bits, by value and not by how it is written: 1 and 1.0
 * are one, 0 and -0, a text and the same with escapes or from a dictionary; 1
 * and '1' are two. The same value has the same hash in every run.
 *
 * Words are taken in by the steps of MurmurHash3 (Appleby, public domain), two
 * lanes with constants of their own; the lanes are mixed by four rounds of a
 * Feistel network (Luby and Rackoff, 1988) whose function is its finalizer. So
 * no two numbers have one hash.
 */
export class ValueHash {
  /** The first half of the last hash. */
  high = 0;
  /** The second half. */
  low = 0;
  #dictionary: Dictionary | null = null;
  /** For each code of the dictionary the halves of its hash. */
  #ofCodes = new Int32Array(0);
  #known = 0;

  /** Bytes of memory held. */
  get byteLength(): number {
    return this.#ofCodes.byteLength;
  }

  /** Hashes the value of a row, which is not NULL. */
  take(column: Column, row: number): void {
    const tag = column.tags[row]! as Tag;
    switch (tag) {
      case Tag.FALSE:
      case Tag.TRUE:
        this.#mix(tag, Tag.FALSE);
        break;
      case Tag.INTEGER:
      case Tag.DOUBLE:
        this.#number(column.numbers[row]!, Tag.INTEGER);
        break;
      case Tag.TIME:
        this.#number(column.numbers[row]!, Tag.TIME);
        break;
      case Tag.CODE:
        this.#code(column.dictionary!, column.numbers[row]!);
        break;
      case Tag.ESCAPED: {
        const offset = column.spans[2 * row]!;
        const end = offset + column.spans[2 * row + 1]!;
        const body = decoder.decode(column.bytes.subarray(offset, end));
        this.#text(unescapeJson(body));
        break;
      }
      default: {
        const { bytes, spans } = column;
        this.#bytes(bytes, spans[2 * row]!, spans[2 * row + 1]!, tag);
      }
    }
  }

  #number(value: number, kind: Tag): void {
    slot[0] = value === 0 ? 0 : Number.isNaN(value) ? NaN : value;
    this.#mix(words[0]! ^ kind, words[1]!);
  }

  /** A text of a dictionary is hashed once. */
  #code(dictionary: Dictionary, code: number): void {
    if (this.#dictionary !== dictionary) {
      this.#dictionary = dictionary;
      this.#known = 0;
    }
    if (this.#known < dictionary.size) this.#learn(dictionary);
    this.high = this.#ofCodes[2 * code]!;
    this.low = this.#ofCodes[2 * code + 1]!;
  }

  #learn(dictionary: Dictionary): void {
    if (this.#ofCodes.length < dictionary.size * 2) {
      const larger = new Int32Array(dictionary.size * 4);
      larger.set(this.#ofCodes);
      this.#ofCodes = larger;
    }
    for (; this.#known < dictionary.size; this.#known++) {
      this.#text(dictionary.text(this.#known));
      this.#ofCodes[2 * this.#known] = this.high;
      this.#ofCodes[2 * this.#known + 1] = this.low;
    }
  }

  #text(text: string): void {
    const bytes = encoder.encode(text);
    this.#bytes(bytes, 0, bytes.length, Tag.STRING);
  }

  #bytes(bytes: Uint8Array, offset: number, length: number, kind: Tag): void {
    let a: number = kind;
    let b: number = ~kind;
    const end = offset + length;
    for (let at = offset; at < end; at += 4) {
      // What lies behind the end counts as zero; the length tells it apart.
      let word = bytes[at]!;
      if (at + 1 < end) word |= bytes[at + 1]! << 8;
      if (at + 2 < end) word |= bytes[at + 2]! << 16;
      if (at + 3 < end) word |= bytes[at + 3]! << 24;
      a ^= Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
      a = (Math.imul(rotated(a, 13), 5) + 0xe6546b64) | 0;
      b ^= Math.imul(rotated(Math.imul(word, 0xab0e9789), 16), 0x38b34ae5);
      b = (Math.imul(rotated(b, 17), 5) + 0x0bcaa747) | 0;
    }
    this.#mix(a ^ length, b ^ length);
  }

  #mix(left: number, right: number): void {
    left ^= finalized(right ^ 0x9e3779b9);
    right ^= finalized(left ^ 0x3c6ef372);
    left ^= finalized(right ^ 0xdaa66d2b);
    right ^= finalized(left ^ 0x78dde6e4);
    this.high = left;
    this.low = right;
  }
}

const slot = new Float64Array(1);
const words = new Int32Array(slot.buffer);
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** The finalizer of MurmurHash3. */
function finalized(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}
