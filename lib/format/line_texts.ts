import { isAscii } from "./utf8.ts";

/** Bytes made into text at once: about what stays in the processor's cache. */
const BLOCK_BYTES = 1 << 16;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The lines of a buffer as text, and the way back from an offset in a text to
 * one in its bytes.
 *
 * Where bytes are ASCII, as those of most logs are, many lines are decoded by
 * one call, which costs as much as one line, and a line is a slice of them.
 */
export class LineTexts {
  /** Whether the line read last is ASCII alone, so that offsets are the same in text and bytes. */
  plain = true;
  /** After the last byte that is there. */
  #end = 0;
  #block = "";
  /** Where the block begins and ends. */
  #from = 0;
  #to = 0;
  #blockPlain = false;
  /** For each unit of a line that is not ASCII, how many bytes stand before it. */
  #bytesBefore = new Uint32Array(0);

  /**
   * Forgets what was read: the bytes may have moved.
   *
   * @param end Offset after the last byte that is there.
   */
  begin(end: number): void {
    this.#end = end;
    this.#from = this.#to = 0;
  }

  /**
   * The text of a line; lines are read in order. What is no UTF-8 becomes
   * U+FFFD, and has no way back.
   */
  read(bytes: Uint8Array, start: number, end: number): string {
    if (end > this.#to) this.#readBlock(bytes, start, end);
    if (this.#blockPlain) {
      this.plain = true;
      return this.#block.slice(start - this.#from, end - this.#from);
    }
    this.plain = isAscii(bytes, start, end);
    if (!this.plain) this.#count(bytes, start, end);
    return decoder.decode(bytes.subarray(start, end));
  }

  /** How many bytes of the line read last stand before a unit of its text. */
  byteOf(unit: number): number {
    return this.plain ? unit : this.#bytesBefore[unit]!;
  }

  #readBlock(bytes: Uint8Array, start: number, end: number): void {
    this.#from = start;
    this.#to = Math.max(end, Math.min(start + BLOCK_BYTES, this.#end));
    this.#blockPlain = isAscii(bytes, start, this.#to);
    this.#block = this.#blockPlain
      ? decoder.decode(bytes.subarray(start, this.#to))
      : "";
  }

  #count(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#bytesBefore.length <= length) {
      this.#bytesBefore = new Uint32Array(2 * length + 1);
    }
    const before = this.#bytesBefore;
    let unit = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      // A byte inside a character begins no unit of its own.
      if ((byte & 0xc0) === 0x80) continue;
      before[unit++] = at - start;
      // A character of four bytes has two units.
      if (byte >= 0xf0) before[unit++] = at - start;
    }
    before[unit] = length;
  }
}
