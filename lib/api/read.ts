import type { Source } from "../core/mod.ts";
import { fileSource, gunzipSource, inputPaths } from "../source/mod.ts";
import { decode, type DecodeOptions } from "./decode.ts";
import type { StreamBatch } from "./stream_batch.ts";

/** Bytes asked for at once. */
const CHUNK_BYTES = 256 * 1024;

/** Files as a stream of batches, and as the first part of a pipeline. */
export class ReadStream extends ReadableStream<StreamBatch> {
  /** Paths and patterns, as they were given. */
  readonly inputs: readonly string[];
  /** How they are decoded. */
  readonly options: DecodeOptions;

  /**
   * Opens nothing yet: files are opened when the stream is first read.
   *
   * @param inputs Paths and patterns.
   * @param options How they are decoded.
   */
  constructor(inputs: readonly string[], options: DecodeOptions) {
    let batches: AsyncIterator<StreamBatch> | null = null;
    super({
      async pull(controller) {
        batches ??= readAll(inputs, options);
        const { value, done } = await batches.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await batches?.return?.();
      },
    }, { highWaterMark: 0 });
    this.inputs = inputs;
    this.options = options;
  }
}

/**
 * Reads files, compressed or not, one after another: paths, or patterns such as `logs/*.gz`.
 *
 * @throws {Fault} When it is first read and a file is not there.
 */
export function read(
  inputs: string | readonly string[],
  options: DecodeOptions = {},
): ReadStream {
  return new ReadStream(
    typeof inputs === "string" ? [inputs] : inputs,
    options,
  );
}

async function* readAll(
  inputs: readonly string[],
  options: DecodeOptions,
): AsyncGenerator<StreamBatch> {
  for (const path of inputPaths(inputs)) {
    const source = gunzipSource(fileSource(path));
    try {
      yield* bytesOf(source).pipeThrough(
        decode({ ...options, source: path }),
      );
    } finally {
      source.close();
    }
  }
}

function bytesOf(source: Source): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const bytes = new Uint8Array(CHUNK_BYTES);
      const length = await source.read(bytes);
      if (length === null) controller.close();
      else controller.enqueue(bytes.subarray(0, length));
    },
  }, { highWaterMark: 0 });
}
