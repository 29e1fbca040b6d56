import { type Column, Tag } from "../../core/mod.ts";
import { grownBytes } from "./accumulator.ts";

/** Bytes of removed texts that are not worth moving the others for. */
const SPARE_BYTES = 65_536;

/** Values by code, in a column: codes of removed values are given out again, and the bytes of removed texts too. */
export class KeyValues {
  #tags = new Uint8Array(16);
  #numbers = new Float64Array(16);
  #spans = new Uint32Array(this.#numbers.buffer);
  #bytes = new Uint8Array(256);
  #used = 0;
  #spare = 0;
  #free: number[] = [];
  #limit = 0;
  #warmth = 0;

  /** How many values there are. */
  get size(): number {
    return this.#limit - this.#free.length;
  }

  /** One more than the greatest code there was. */
  get limit(): number {
    return this.#limit;
  }

  /** Bytes of memory held. */
  get byteLength(): number {
    return this.#tags.length * 9 + this.#bytes.length + this.#free.length * 8;
  }

  /** The codes of all values, ascending. */
  codes(): number[] {
    const free = new Set(this.#free);
    return Array.from({ length: this.#limit }, (_, code) => code)
      .filter((code) => !free.has(code));
  }

  /** What a value is. */
  tag(code: number): Tag {
    return this.#tags[code]! as Tag;
  }

  /** The number or moment that a value is. */
  number(code: number): number {
    return this.#numbers[code]!;
  }

  /** The values, each in the row of its code. Valid until the next change. */
  column(): Column {
    return {
      layout: "values",
      tags: this.#tags,
      numbers: this.#numbers,
      spans: this.#spans,
      bytes: this.#bytes,
    };
  }

  /** Adds a number, a moment, a truth value or NULL. */
  add(tag: Tag, number: number): number {
    const code = this.#free.pop() ?? this.#limit++;
    if (code >= this.#tags.length) {
      this.#tags = grownBytes(this.#tags, code + 1);
      const numbers = new Float64Array(this.#tags.length);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
      this.#spans = new Uint32Array(numbers.buffer);
    }
    this.#tags[code] = tag;
    this.#numbers[code] = number;
    return code;
  }

  /** Adds what has a text. */
  addText(
    tag: Tag,
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): number {
    if (this.#used + length > this.#bytes.length) {
      if (this.#spare > SPARE_BYTES && this.#spare * 2 > this.#used) {
        this.#compact();
      }
      this.#bytes = grownBytes(this.#bytes, this.#used + length);
    }
    const code = this.add(tag, 0);
    for (let at = 0; at < length; at++) {
      this.#bytes[this.#used + at] = bytes[offset + at]!;
    }
    this.#spans[2 * code] = this.#used;
    this.#spans[2 * code + 1] = length;
    this.#used += length;
    return code;
  }

  /** Brings texts into the caches that are asked for next; codes below 0 are none. */
  warm(codes: Int32Array, count: number): void {
    let sum = 0;
    for (let at = 0; at < count; at++) {
      // Without a branch, as no branch can be foretold here.
      const code = codes[at]! & ~(codes[at]! >> 31);
      sum ^= this.#bytes[this.#spans[2 * code]!]! ^ this.#tags[code]!;
    }
    this.#warmth = sum;
  }

  /** Whether a code stands for a text. */
  isText(
    code: number,
    tag: Tag,
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): boolean {
    if (this.#tags[code] !== tag || this.#spans[2 * code + 1] !== length) {
      return false;
    }
    const own = this.#bytes;
    const from = this.#spans[2 * code]!;
    for (let at = 0; at < length; at++) {
      if (own[from + at] !== bytes[offset + at]) return false;
    }
    return true;
  }

  /** Removes a value. */
  remove(code: number): void {
    if (hasText(this.#tags[code]!)) this.#spare += this.#spans[2 * code + 1]!;
    // A removed row reads as NULL and has no bytes.
    this.#tags[code] = Tag.NULL;
    this.#free.push(code);
  }

  /** Moves the texts together. */
  #compact(): void {
    const bytes = new Uint8Array(this.#bytes.length);
    let used = 0;
    for (let code = 0; code < this.#limit; code++) {
      if (!hasText(this.#tags[code]!)) continue;
      const offset = this.#spans[2 * code]!;
      const length = this.#spans[2 * code + 1]!;
      bytes.set(this.#bytes.subarray(offset, offset + length), used);
      this.#spans[2 * code] = used;
      used += length;
    }
    this.#bytes = bytes;
    this.#used = used;
    this.#spare = 0;
  }
}

function hasText(tag: number): boolean {
  return tag >= Tag.BIG && tag !== Tag.TIME && tag !== Tag.CODE;
}
