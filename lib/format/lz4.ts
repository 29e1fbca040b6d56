/**
 * Decompresses one block of LZ4, as Parquet calls `LZ4_RAW`.
 *
 * @param input The block.
 * @param outputLength How long it is decompressed.
 * @throws {SyntaxError} If the block is damaged.
 */
export function decompressLz4Block(
  input: Uint8Array,
  outputLength: number,
): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(outputLength);
  const end = inflateBlock(input, 0, input.length, output, 0);
  if (end !== outputLength) throw new SyntaxError("an LZ4 block is cut short");
  return output;
}

/** Decompresses a block into an output that earlier blocks may stand in; gives the offset after it. */
function inflateBlock(
  input: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  outputAt: number,
): number {
  let at = start;
  let to = outputAt;
  /** A length of 15 goes on in the bytes behind. */
  const lengthFrom = (first: number): number => {
    let length = first;
    if (first === 15) {
      let byte: number;
      do {
        if (at >= end) throw new SyntaxError("an LZ4 block is cut short");
        byte = input[at++]!;
        length += byte;
      } while (byte === 255);
    }
    return length;
  };
  while (at < end) {
    const token = input[at++]!;
    const literals = lengthFrom(token >> 4);
    if (at + literals > end || to + literals > output.length) {
      throw new SyntaxError("an LZ4 block is damaged");
    }
    output.set(input.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    // The last sequence has no match.
    if (at >= end) break;
    const distance = input[at]! | (input[at + 1] ?? 0) << 8;
    at += 2;
    const length = lengthFrom(token & 15) + 4;
    if (distance === 0 || distance > to || to + length > output.length) {
      throw new SyntaxError("an LZ4 block is damaged");
    }
    // A match may reach into itself, so byte by byte.
    for (let count = 0; count < length; count++, to++) {
      output[to] = output[to - distance]!;
    }
  }
  return to;
}

const FRAME_MAGIC = 0x184d2204;
const UNCOMPRESSED = 0x80000000;

/**
 * Decompresses one frame of LZ4, as Arrow has it. Checksums are not checked.
 *
 * @param input The frame.
 * @param outputLength How long it is decompressed.
 * @throws {SyntaxError} If the frame is damaged.
 */
export function decompressLz4Frame(
  input: Uint8Array,
  outputLength: number,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const output = new Uint8Array(outputLength);
  let to = 0;
  try {
    if (view.getUint32(0, true) !== FRAME_MAGIC) {
      throw new SyntaxError("an LZ4 frame does not begin as one");
    }
    const flags = input[4]!;
    const hasSize = (flags & 0x08) !== 0;
    const hasDictionary = (flags & 0x01) !== 0;
    const blockChecksum = (flags & 0x10) !== 0 ? 4 : 0;
    // Magic, flags, block descriptor, then what the flags name, and a checksum.
    let at = 6 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0) + 1;
    for (;;) {
      const size = view.getUint32(at, true);
      at += 4;
      if (size === 0) break;
      const length = size & ~UNCOMPRESSED;
      if ((size & UNCOMPRESSED) !== 0) {
        output.set(input.subarray(at, at + length), to);
        to += length;
      } else {
        to = inflateBlock(input, at, at + length, output, to);
      }
      at += length + blockChecksum;
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new SyntaxError("an LZ4 frame is cut short", { cause });
  }
  if (to !== outputLength) throw new SyntaxError("an LZ4 frame is cut short");
  return output;
}
