import { createGzip } from "node:zlib";
import type { Sink } from "../core/mod.ts";

/**
 * Compresses with gzip what goes to another sink.
 *
 * @param sink Where the compressed bytes go; closed together with this one.
 */
export function gzipInto(sink: Sink): Sink {
  const gzip = createGzip();
  let failure: { readonly cause: unknown } | null = null;
  // One reader hands on what the compressor gives; its failure is met at the next write.
  const writing = (async () => {
    try {
      for await (const chunk of gzip) await sink.write(chunk);
    } catch (cause) {
      failure = { cause };
      gzip.destroy();
    }
  })();
  let closing: Promise<void> | null = null;

  function check(): void {
    if (failure !== null) throw failure.cause;
  }

  return {
    name: sink.name,
    async write(bytes: Uint8Array): Promise<void> {
      check();
      await new Promise<void>((resolve) => {
        // Settled by the compressor having taken the bytes, or by its end.
        gzip.once("close", resolve);
        gzip.write(bytes, () => {
          gzip.off("close", resolve);
          resolve();
        });
      });
      check();
    },
    close(): Promise<void> {
      closing ??= (async () => {
        gzip.end();
        await writing;
        await sink.close();
        check();
      })();
      return closing;
    },
  };
}
