import type { Source } from "../core/mod.ts";

/** What a source in memory can be told. */
export interface MemoryOptions {
  /** Its name in messages; `memory` when not given. */
  readonly name?: string;
  /** Whether it stands for a regular file; `true` when not given. */
  readonly regular?: boolean;
  /** The most bytes that one read gives; as many as fit when not given. */
  readonly chunkBytes?: number | (() => number);
}

/** Reads bytes or text from memory, in chunks of any size. */
export function memorySource(
  input: Uint8Array | string,
  options: MemoryOptions = {},
): Source {
  const bytes = typeof input === "string"
    ? new TextEncoder().encode(input)
    : input;
  const { chunkBytes = Infinity } = options;
  let at = 0;
  return {
    name: options.name ?? "memory",
    regular: options.regular ?? true,
    read(into: Uint8Array): number | null {
      if (at >= bytes.length) return null;
      const most = typeof chunkBytes === "number" ? chunkBytes : chunkBytes();
      const length = Math.min(
        into.length,
        bytes.length - at,
        Math.max(1, most),
      );
      into.set(bytes.subarray(at, at + length));
      at += length;
      return length;
    },
    close() {},
  };
}
