import { Fault, type Sink } from "../core/mod.ts";
import { writeAll } from "./stdout_sink.ts";

/** How a file is opened. */
export interface FileSinkOptions {
  /** Goes on at the end of a file that is there, instead of emptying it. */
  readonly append?: boolean;
  /** Compresses with gzip; by the ending `.gz` of the path when not given. */
  readonly gzip?: boolean;
}

/**
 * Opens a file for writing, compressed where its name ends in `.gz`.
 *
 * @param path Where the file is to be. What is in it stays until the first bytes are written or it is closed, and altogether with `append`.
 * @throws {Fault} If it cannot be opened; from `write` and `close`, if the disk is full.
 */
export function fileSink(path: string, options: FileSinkOptions = {}): Sink {
  const file = open(path, options.append ?? false);
  const gzip = options.gzip ?? path.endsWith(".gz");
  const plain = plainSink(file, path, options.append ?? false);
  return gzip ? gzipSink(plain) : plain;
}

function plainSink(file: Deno.FsFile, path: string, append: boolean): Sink {
  let closed = false;
  let emptied = append;
  const empty = (): void => {
    // Pipes and devices hold nothing.
    if (!emptied && file.statSync().isFile) file.truncateSync();
    emptied = true;
  };
  const discard = (): Promise<void> => {
    if (!closed) file.close();
    closed = true;
    return Promise.resolve();
  };
  return {
    name: path,
    write(bytes) {
      empty();
      return writeAll(file, bytes, path);
    },
    close(): Promise<void> {
      if (!closed) empty();
      return discard();
    },
    discard,
  };
}

/** Compresses what goes to another sink. The compressor is imported when the first bytes come. */
function gzipSink(sink: Sink): Sink {
  let gzip: Promise<Sink> | null = null;
  const opened = () =>
    gzip ??= import("./gzip_sink.ts").then(({ gzipInto }) => gzipInto(sink));
  return {
    name: sink.name,
    write: async (bytes) => await (await opened()).write(bytes),
    close: async () => await (await opened()).close(),
    discard: async () => await sink.discard?.(),
  };
}

function open(path: string, append: boolean): Deno.FsFile {
  const options = { write: true, create: true, append };
  try {
    return Deno.openSync(path, options);
  } catch (cause) {
    const missing = cause instanceof Deno.errors.NotFound;
    const why = missing
      ? "its folder is not there"
      : cause instanceof Deno.errors.IsADirectory
      ? "it is a directory"
      : cause instanceof Deno.errors.PermissionDenied
      ? "permission denied"
      : cause instanceof Error
      ? cause.message
      : String(cause);
    throw new Fault("output/unwritable", `cannot open the output: ${why}`, {
      place: { source: path },
      mend: missing
        ? "Make the folder first, with `mkdir -p`"
        : "Name a file that can be written",
      cause,
    });
  }
}
