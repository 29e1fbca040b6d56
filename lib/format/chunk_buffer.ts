const LF = 10;
const LINE_FEEDS = 0x0a0a0a0a;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;

/** Bytes read at once. */
export const CHUNK_BYTES = 1 << 20;
/** A read into less than this is not worth its call. */
const LEAST_SPACE = 1 << 16;
/** Room after the last byte, for the line feed that ends every scan and for what reads whole words. */
const PAD = 64;
/** Longest row when the caller sets no bound. */
export const MAX_ROW_BYTES = 1 << 24;

/**
 * The memory of one decoder: bytes that were read and not yet decoded.
 *
 * One more area of the same memory, opened on first use, takes texts that do
 * not stand in the input as they are meant (`""` for a quote), so that spans
 * of one column all point into one array.
 *
 * Memory is bounded by the longest row and one chunk, twice that with the
 * second area.
 */
export class ChunkBuffer {
  /** The memory. Replaced when it grows: read it anew after {@linkcode space} and {@linkcode side}. */
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK_BYTES + PAD);
  /** The same memory, four bytes at a time. */
  words: Int32Array<ArrayBuffer> = new Int32Array(this.bytes.buffer);
  /** Offset of the first byte not yet decoded. */
  begin = 0;
  /** Offset after the last byte that was read. */
  end = 0;
  /** Physical line that the byte at `begin` stands on, counted from 1. */
  line = 1;
  /** Whether bytes up to the next line end belong to a row that was too long. */
  skipping = false;
  /** Longest row, in bytes. */
  readonly maxRowBytes: number;
  #capacity = CHUNK_BYTES;
  #sideOpen = false;

  /**
   * Allocates the memory.
   *
   * @param maxRowBytes Longest row; {@linkcode MAX_ROW_BYTES} when not given.
   */
  constructor(maxRowBytes: number = MAX_ROW_BYTES) {
    this.maxRowBytes = maxRowBytes;
  }

  /** Free memory after the bytes held; moves them to the front, or grows, where little is free. */
  space(): Uint8Array {
    if (this.begin === this.end) {
      this.begin = this.end = 0;
    } else if (this.begin > 0 && this.#capacity - this.end < CHUNK_BYTES / 2) {
      this.bytes.copyWithin(0, this.begin, this.end);
      this.end -= this.begin;
      this.begin = 0;
    }
    if (this.#capacity - this.end < LEAST_SPACE) {
      const most = this.maxRowBytes + CHUNK_BYTES;
      this.#grow(
        Math.max(this.end + LEAST_SPACE, Math.min(2 * this.#capacity, most)),
      );
    }
    return this.bytes.subarray(this.end, this.#capacity);
  }

  /** Takes note of bytes written at the start of the space, and puts a line feed after them. */
  filled(length: number): void {
    if (length < 0 || length > this.#capacity - this.end) {
      throw new RangeError(
        `Cannot decode more bytes than there was space for: current value is ${length}`,
      );
    }
    this.end += length;
    this.bytes[this.end] = LF;
  }

  /**
   * Opens the area for texts that stand nowhere as they are meant.
   *
   * @returns Offset of its first byte. It holds as many bytes as were read.
   */
  side(): number {
    if (!this.#sideOpen) {
      this.#sideOpen = true;
      this.#grow(this.#capacity);
    }
    return this.#capacity + PAD;
  }

  /** Drops the rest of a row that was too long, as far as it is there. */
  skip(): void {
    if (!this.skipping) return;
    // The line feed after the last byte stops the search; it is no line end.
    const lineEnd = findLineEnd(this.bytes, this.words, this.begin);
    if (lineEnd < this.end) {
      this.begin = lineEnd + 1;
      this.line++;
      this.skipping = false;
    } else {
      this.begin = this.end;
    }
  }

  #grow(least: number): void {
    // Whole words, so that all of the memory can be looked at by them.
    const capacity = (least + 3) & ~3;
    const side = this.#sideOpen ? capacity + PAD : 0;
    const bytes = new Uint8Array(capacity + PAD + side);
    bytes.set(this.bytes.subarray(0, this.end + 1));
    this.bytes = bytes;
    this.words = new Int32Array(bytes.buffer);
    this.#capacity = capacity;
  }
}

/**
 * Finds the next line feed; there must be one. Four bytes at a time this is
 * twice as fast as `indexOf`, whose call costs more than a line of a log.
 *
 * @param words The same memory as `bytes`.
 */
export function findLineEnd(
  bytes: Uint8Array,
  words: Int32Array,
  from: number,
): number {
  let at = from;
  while ((at & 3) !== 0) {
    if (bytes[at] === LF) return at;
    at++;
  }
  let word = at >> 2;
  for (;;) {
    const one = words[word]! ^ LINE_FEEDS;
    const two = words[word + 1]! ^ LINE_FEEDS;
    // A byte of zero is the only one whose high bit such a subtraction sets and that had it not; a borrow may also mark the byte behind one.
    const zeros = ((one - ONES) & ~one) | ((two - ONES) & ~two);
    if ((zeros & HIGH_BITS) !== 0) break;
    word += 2;
  }
  at = word << 2;
  while (bytes[at] !== LF) at++;
  return at;
}

/** How many line feeds there are in a stretch of bytes. */
export function countLines(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let count = 0;
  for (let at = from; at < to; at++) if (bytes[at] === LF) count++;
  return count;
}
