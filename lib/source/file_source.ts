import type { Source } from "../core/mod.ts";
import { missingFile } from "./missing_file.ts";
import { directoryFault, readFault } from "./read_fault.ts";

/**
 * Opens a file for reading. A regular file is read at once, without an await
 * a chunk; a pipe or a device by the same path is waited for.
 *
 * @param path Where the file is.
 * @throws {Fault} If it is not there, is a directory, or may not be read; from `read`, if reading fails.
 */
export function fileSource(path: string): Source {
  const file = open(path);
  const { isFile, isDirectory } = file.statSync();
  if (isDirectory) {
    file.close();
    throw directoryFault(path);
  }
  let closed = false;
  return {
    name: path,
    regular: isFile,
    read(into: Uint8Array): number | null | Promise<number | null> {
      if (!isFile) return file.read(into).catch(failed);
      try {
        return file.readSync(into);
      } catch (cause) {
        throw readFault(path, cause);
      }
    },
    close(): void {
      if (closed) return;
      closed = true;
      file.close();
    },
  };

  function failed(cause: unknown): null {
    // Closing ends a read that waits.
    if (closed) return null;
    throw readFault(path, cause);
  }
}

function open(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) throw missingFile(path, cause);
    throw readFault(path, cause);
  }
}
