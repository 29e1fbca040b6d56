import { crc32, createInflateRaw, type InflateRaw } from "node:zlib";
import { Fault } from "../core/mod.ts";

const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const DEFLATE = 8;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** Compressed bytes handed over at once: what a damaged piece takes with it is bounded by this. */
const PIECE_BYTES = 1 << 13;
/** Bytes that are unpacked at once. */
const OUTPUT_BYTES = 1 << 16;

/**
 * Unpacks gzip as it comes: any number of members, each checked against its
 * own checksum and length.
 *
 * The members are taken apart here and only their bodies are given to zlib,
 * because `createGunzip` drops good bytes that it has unpacked when bad ones
 * follow in the same chunk.
 */
export class Gunzip {
  readonly #name: string;
  #input: Uint8Array = new Uint8Array(0);
  #inflate: InflateRaw | null = null;
  #output: Uint8Array[] = [];
  #checksum = 0;
  #length = 0;
  #members = 0;
  #at: "header" | "body" | "trailer" | "padding" = "header";
  #fault: Fault | null = null;

  /**
   * Starts before the first member.
   *
   * @param name The name of the input, for messages.
   */
  constructor(name: string) {
    this.#name = name;
  }

  /** Adds compressed bytes; they are copied. */
  feed(bytes: Uint8Array): void {
    // One byte after the end is enough to know that there are some.
    if (this.#at === "padding") return;
    const joined = new Uint8Array(this.#input.length + bytes.length);
    joined.set(this.#input);
    joined.set(bytes, this.#input.length);
    this.#input = joined;
  }

  /**
   * Unpacks into a buffer.
   *
   * @returns How many bytes; 0 where more compressed bytes are needed.
   * @throws {Fault} If the data is damaged, after all bytes before it.
   */
  async pull(into: Uint8Array): Promise<number> {
    for (;;) {
      const first = this.#output[0];
      if (first !== undefined) {
        const length = Math.min(into.length, first.length);
        into.set(first.subarray(0, length));
        if (length === first.length) this.#output.shift();
        else this.#output[0] = first.subarray(length);
        return length;
      }
      if (this.#fault !== null) throw this.#fault;
      if (this.#input.length === 0 || !await this.#step()) return 0;
    }
  }

  /** What is wrong with the end of the data, if anything, once there are no more compressed bytes. */
  end(): Fault | null {
    if (this.#at === "padding") {
      return this.#input.length === 0 ? null : new Fault(
        "input/trailing_bytes",
        "bytes after the gzip data were left out: they are not gzip",
        { place: { source: this.#name }, mend: this.#mend() },
      );
    }
    const whole = this.#at === "header" && this.#input.length === 0 &&
      this.#members > 0;
    return whole ? null : new Fault(
      "input/truncated",
      "cannot read the input to its end: the gzip data is cut off",
      { place: { source: this.#name }, mend: this.#mend() },
    );
  }

  /** Gives zlib's memory back. */
  close(): void {
    this.#inflate?.destroy();
    this.#inflate = null;
  }

  #mend(): string {
    return `Look at the file with \`gzip -t\`, and fetch it again`;
  }

  /** Takes the next part of a member. @returns Whether it went on. */
  #step(): boolean | Promise<boolean> {
    switch (this.#at) {
      case "header":
        return this.#header();
      case "body":
        return this.#body();
      case "trailer":
        return this.#trailer();
      case "padding":
        return false;
    }
  }

  #header(): boolean {
    const input = this.#input;
    const isMember = input[0] === 0x1f &&
      (input.length < 2 || input[1] === 0x8b);
    if (!isMember && this.#members > 0) {
      // Tapes and some tools fill up with zeros.
      const other = input.findIndex((byte) => byte !== 0);
      this.#input = other === -1
        ? input.subarray(input.length)
        : input.subarray(other);
      if (other === -1) return false;
      if (other === 0) {
        this.#at = "padding";
        return false;
      }
      return true;
    }
    if (input.length < HEADER_BYTES) return false;
    if (input[2] !== DEFLATE) {
      this.#fault = this.#damaged("its method of compression is unknown");
      return true;
    }
    const length = headerLength(input);
    if (length === null) return false;
    this.#input = input.subarray(length);
    const inflate = createInflateRaw({ chunkSize: OUTPUT_BYTES });
    inflate.on("readable", () => this.#collect(inflate));
    // The callback of the write tells of it; without a listener the event would end the process.
    inflate.on("error", () => {});
    this.#inflate = inflate;
    this.#checksum = 0;
    this.#length = 0;
    this.#at = "body";
    return true;
  }

  #collect(inflate: InflateRaw): void {
    for (let chunk = inflate.read(); chunk !== null; chunk = inflate.read()) {
      this.#output.push(chunk);
      this.#checksum = crc32(chunk, this.#checksum);
      this.#length = (this.#length + chunk.length) >>> 0;
    }
  }

  async #body(): Promise<boolean> {
    const inflate = this.#inflate!;
    const piece = this.#input.subarray(0, PIECE_BYTES);
    const before = inflate.bytesWritten;
    const failure = await new Promise<Error | null>((resolve) => {
      inflate.write(piece, (error) => resolve(error ?? null));
    });
    // What was unpacked by the time of the callback may not have been announced yet.
    this.#collect(inflate);
    if (failure !== null) {
      this.#fault = this.#damaged("the compressed data is not valid", failure);
      return true;
    }
    const used = inflate.bytesWritten - before;
    this.#input = this.#input.subarray(used);
    if (used < piece.length) {
      this.close();
      this.#at = "trailer";
    }
    return true;
  }

  #trailer(): boolean {
    const input = this.#input;
    if (input.length < TRAILER_BYTES) return false;
    const view = new DataView(input.buffer, input.byteOffset);
    const sound = view.getUint32(0, true) === this.#checksum >>> 0 &&
      view.getUint32(4, true) === this.#length;
    if (!sound) {
      this.#fault = this.#damaged("its checksum is not that of the data");
      return true;
    }
    this.#input = input.subarray(TRAILER_BYTES);
    this.#members++;
    this.#at = "header";
    return true;
  }

  #damaged(why: string, cause?: unknown): Fault {
    return new Fault("input/damaged", `cannot read the input as gzip: ${why}`, {
      place: { source: this.#name },
      mend: this.#mend(),
      cause,
    });
  }
}

/** The length of a member's header; `null` where it is not all there yet. */
function headerLength(input: Uint8Array): number | null {
  const flags = input[3]!;
  let length = HEADER_BYTES;
  if ((flags & FLAG_EXTRA) !== 0) {
    if (input.length < length + 2) return null;
    length += 2 + input[length]! + 256 * input[length + 1]!;
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = input.indexOf(0, length);
    if (zero === -1) return null;
    length = zero + 1;
  }
  if ((flags & FLAG_HEADER_CRC) !== 0) length += 2;
  return input.length < length ? null : length;
}
