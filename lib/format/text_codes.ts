import { type Dictionary, spanText } from "../core/mod.ts";

/** The most texts a dictionary numbers; later ones stay spans. */
const MAX_CODES = 4096;
/** Slots of the hash table: half empty when the dictionary is full. */
const TABLE_SLOTS = 2 * MAX_CODES;
/** A longer text is hardly a group key. */
const MAX_TEXT_BYTES = 256;
const FIRST_BYTES = 4096;
/** Texts are read four bytes at a time, so up to three bytes behind them are. */
const PAD = 4;
/** What of the last word of a text belongs to it, by its length modulo 4. */
const TAIL_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xffffff);

/**
 * Numbers the distinct texts of one field, for as long as its decoder lives.
 *
 * Codes are given in order of first appearance, so they never show where the
 * input was cut. Memory is bounded: 4,096 texts of at most 256 bytes.
 */
export class TextCodes implements Dictionary {
  #size = 0;
  #bytes = new Uint8Array(FIRST_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;
  /** Code plus one; 0 marks a free slot. */
  readonly #table = new Uint16Array(TABLE_SLOTS);
  readonly #hashes = new Int32Array(MAX_CODES);
  readonly #offsets = new Uint32Array(MAX_CODES + 1);
  readonly #texts: string[] = [];
  /** The bytes asked about last, and a view of them. */
  #asked: Uint8Array = this.#bytes;
  #askedView: DataView = this.#view;

  /** How many texts there are. */
  get size(): number {
    return this.#size;
  }

  /** The text of a code. */
  text(code: number): string {
    const from = this.#offsets[code]!;
    return this.#texts[code] ??= spanText(
      this.#bytes,
      from,
      this.#offsets[code + 1]! - from,
    );
  }

  /**
   * The code of a text, a new one where it was never met.
   *
   * @param bytes Bytes of which three more may be read behind the text.
   * @returns The code; `undefined` where the dictionary is full or the text too long.
   */
  codeOf(
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): number | undefined {
    if (length > MAX_TEXT_BYTES) return undefined;
    if (bytes !== this.#asked) this.#ask(bytes);
    const view = this.#askedView;
    const table = this.#table;
    const hash = hashOf(view, offset, length);
    let slot = hash & (TABLE_SLOTS - 1);
    for (let entry = table[slot]!; entry !== 0; entry = table[slot]!) {
      const code = entry - 1;
      const same = this.#hashes[code] === hash &&
        this.#equals(code, view, offset, length);
      if (same) return code;
      slot = (slot + 1) & (TABLE_SLOTS - 1);
    }
    if (this.#size === MAX_CODES) return undefined;
    return this.#add(slot, hash, bytes, offset, length);
  }

  #ask(bytes: Uint8Array): void {
    this.#asked = bytes;
    this.#askedView = new DataView(
      bytes.buffer,
      bytes.byteOffset,
      bytes.byteLength,
    );
  }

  #equals(
    code: number,
    view: DataView,
    offset: number,
    length: number,
  ): boolean {
    const from = this.#offsets[code]!;
    if (this.#offsets[code + 1]! - from !== length) return false;
    const own = this.#view;
    const words = length & ~3;
    for (let at = 0; at < words; at += 4) {
      if (own.getInt32(from + at, true) !== view.getInt32(offset + at, true)) {
        return false;
      }
    }
    if (words === length) return true;
    const differing = own.getInt32(from + words, true) ^
      view.getInt32(offset + words, true);
    return (differing & TAIL_MASKS[length & 3]!) === 0;
  }

  #add(
    slot: number,
    hash: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): number {
    if (this.#used + length + PAD > this.#bytes.length) {
      const grown = new Uint8Array(2 * (this.#used + length + PAD));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#bytes.set(bytes.subarray(offset, offset + length), this.#used);
    this.#used += length;
    const code = this.#size++;
    this.#offsets[code + 1] = this.#used;
    this.#hashes[code] = hash;
    this.#table[slot] = code + 1;
    return code;
  }
}

function hashOf(view: DataView, offset: number, length: number): number {
  let hash = length;
  const end = offset + (length & ~3);
  let at = offset;
  for (; at < end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    // A product passes bits upwards only; this brings them down again.
    hash ^= hash >>> 15;
  }
  const tail = length & 3;
  if (tail !== 0) {
    const word = view.getInt32(at, true) & TAIL_MASKS[tail]!;
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
