import type { Sink } from "../core/mod.ts";

/** Bytes that are gathered before a write: one system call for many small results. */
const GATHER_BYTES = 256 * 1024;
/** What is gathered beyond that, when one step of the work brings more, goes to blocks of this size. */
const BLOCK_BYTES = 1024 * 1024;

/**
 * Gathers results and writes them while the next ones are made: two buffers,
 * one being filled, one being written.
 */
export class OutputBuffer {
  readonly #sink: Sink;
  /** Blocks that are full, while one answer brings more than fits. */
  #blocks: Uint8Array<ArrayBuffer>[] = [];
  #filling = new Uint8Array(GATHER_BYTES);
  #spare = new Uint8Array(GATHER_BYTES);
  #used = 0;
  #writing: Promise<void> | null = null;
  #error: unknown = null;

  /**
   * Starts empty.
   *
   * @param sink Where the bytes go.
   */
  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** Whether enough is gathered that {@linkcode OutputBuffer.write} should be awaited before more is made. */
  get full(): boolean {
    return this.#blocks.length > 0 || this.#used === GATHER_BYTES;
  }

  /** Whether anything waits to be written. */
  get pending(): boolean {
    return this.#used > 0;
  }

  /** Takes bytes in; they are copied. */
  append(bytes: Uint8Array): void {
    let from = 0;
    while (from < bytes.length) {
      if (this.#used === this.#filling.length) {
        this.#blocks.push(this.#filling);
        this.#filling = new Uint8Array(BLOCK_BYTES);
        this.#used = 0;
      }
      const part = bytes.subarray(
        from,
        from + this.#filling.length - this.#used,
      );
      this.#filling.set(part, this.#used);
      this.#used += part.length;
      from += part.length;
    }
  }

  /**
   * Starts writing what was gathered, once the write before it is done.
   * That is what holds a fast input back to the pace of a slow reader.
   *
   * @throws What the sink threw, at the latest in the next call.
   */
  async write(): Promise<void> {
    await this.#settled();
    if (this.#used === 0) return;
    const blocks = [...this.#blocks, this.#filling.subarray(0, this.#used)];
    const [first] = blocks;
    this.#blocks = [];
    this.#filling = this.#spare;
    this.#spare = new Uint8Array(first!.buffer);
    this.#used = 0;
    this.#writing = this.#writeAll(blocks).catch((error) => {
      this.#error = error;
    });
  }

  async #writeAll(blocks: readonly Uint8Array[]): Promise<void> {
    for (const block of blocks) await this.#sink.write(block);
  }

  /** Writes everything and waits for it. */
  async drain(): Promise<void> {
    await this.write();
    await this.#settled();
  }

  async #settled(): Promise<void> {
    // Two callers may wait for the same write; neither may forget a newer one.
    while (this.#writing !== null) {
      const writing = this.#writing;
      await writing;
      if (this.#writing === writing) this.#writing = null;
    }
    if (this.#error !== null) throw this.#error;
  }
}
