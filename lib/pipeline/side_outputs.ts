import type { Batch, Lines, Sink } from "../core/mod.ts";
import { OutputBuffer } from "../sink/mod.ts";

/** A file that is written beside the results. */
export class SideOutput {
  readonly #buffer: OutputBuffer;
  readonly #sink: Sink;
  #taken = false;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#buffer = new OutputBuffer(sink);
  }

  take(bytes: Uint8Array): void {
    this.#taken ||= bytes.length > 0;
    this.#buffer.append(bytes);
  }

  write(): Promise<void> {
    return this.#buffer.write();
  }

  /** @param done Whether the run has come to its end; else a file that it had nothing for stays as it was. */
  async close(done: boolean): Promise<void> {
    if (!done && !this.#taken && this.#sink.discard !== undefined) {
      await this.#sink.discard();
      return;
    }
    await this.#buffer.drain();
    await this.#sink.close();
  }
}

/** The files that are written beside the results, each opened when it is first asked for. */
export class SideOutputs {
  readonly #create: (path: string) => Sink;
  readonly #open = new Map<string, SideOutput>();

  /**
   * Opens nothing yet.
   *
   * @param create Opens a file.
   */
  constructor(create: (path: string) => Sink) {
    this.#create = create;
  }

  /**
   * The file of a path.
   *
   * @param header Its first line, asked for when it is opened.
   */
  of(path: string, header: () => Uint8Array | null = () => null): SideOutput {
    let side = this.#open.get(path);
    if (side === undefined) {
      side = new SideOutput(this.#create(path));
      this.#open.set(path, side);
      const line = header();
      if (line !== null) side.take(line);
    }
    return side;
  }

  /** Writes what was gathered for each. */
  async write(): Promise<void> {
    for (const side of this.#open.values()) await side.write();
  }

  /**
   * Writes the rest, and closes them.
   *
   * @param done Whether the run has come to its end; else files that it had nothing for stay as they were.
   */
  async close(done: boolean): Promise<void> {
    for (const side of this.#open.values()) await side.close(done);
  }
}

/** A row as it came, with a line feed: a copy. */
export function lineBytes(
  lines: Lines,
  row: number,
): Uint8Array {
  const start = lines.starts[row]!;
  const end = lines.ends[row]!;
  const bytes = new Uint8Array(end - start + 1);
  bytes.set(lines.bytes.subarray(start, end));
  bytes[bytes.length - 1] = 10;
  return bytes;
}

/** One line as a batch of one row, for an encoder of lines. */
export function lineBatch(
  lines: Lines,
  row: number,
): Batch {
  return {
    rows: row + 1,
    columns: [],
    selection: Uint32Array.of(row),
    selected: 1,
    lines,
    timesUs: null,
    newestUs: null,
    windows: null,
  };
}
