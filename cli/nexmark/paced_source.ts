import type { Source } from "../../lib/core/mod.ts";

/** Few enough bytes that what is held is looked at often. */
const CHUNK_BYTES = 64 * 1024;

/**
 * A file as a pipe would bring it: in small pieces, and open for longer than
 * it brings bytes.
 *
 * @param beforeRead Called before every read; after the last byte it is waited
 * for before the end is told.
 */
export function pacedSource(
  source: Source,
  beforeRead: (ended: boolean) => Promise<void>,
): Source {
  return {
    name: source.name,
    regular: false,
    async read(into) {
      await beforeRead(false);
      const length = await source.read(into.subarray(0, CHUNK_BYTES));
      if (length === null) await beforeRead(true);
      return length;
    },
    close: () => source.close(),
  };
}
