import type { Sink } from "../core/mod.ts";

/** Bytes that are gathered before a write: one system call for many small results. */
const GATHER_BYTES = 256 * 1024;

/**
 * Gathers results and writes them while the next ones are made: two buffers,
 * one being filled, one being written.
 */
export class OutputBuffer {
  readonly #sink: Sink;
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
    return this.#used >= GATHER_BYTES;
  }

  /** Whether anything waits to be written. */
  get pending(): boolean {
    return this.#used > 0;
  }

  /** Takes bytes in; they are copied. */
  append(bytes: Uint8Array): void {
    if (this.#used + bytes.length > this.#filling.length) {
      const larger = new Uint8Array(
        Math.max(this.#filling.length * 2, this.#used + bytes.length),
      );
      larger.set(this.#filling.subarray(0, this.#used));
      this.#filling = larger;
    }
    this.#filling.set(bytes, this.#used);
    this.#used += bytes.length;
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
    const bytes = this.#filling.subarray(0, this.#used);
    this.#filling = this.#spare;
    this.#spare = new Uint8Array(bytes.buffer);
    this.#used = 0;
    this.#writing = this.#sink.write(bytes).then(undefined, (error) => {
      this.#error = error;
    });
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
