import type { Source } from "../core/mod.ts";

/** The most bytes of UTF-8 that one byte becomes: `€`, 0x80, takes three. */
const MOST_BYTES = 3;

/**
 * Reads a source in Latin-1 as UTF-8, which no bytes can fail to be. As on the
 * web, Latin-1 is Windows-1252: 0x80 to 0x9f are `€`, quotes and dashes.
 */
export function latin1Source(source: Source): Source {
  const latin1 = new TextDecoder("latin1");
  const encoder = new TextEncoder();
  let input = new Uint8Array(0);
  let waiting = new Uint8Array(0);

  function handOver(into: Uint8Array, bytes: Uint8Array): number {
    const text = latin1.decode(bytes);
    if (into.length >= bytes.length * MOST_BYTES) {
      return encoder.encodeInto(text, into).written;
    }
    waiting = encoder.encode(text);
    return handWaiting(into);
  }

  function handWaiting(into: Uint8Array): number {
    const length = Math.min(into.length, waiting.length);
    into.set(waiting.subarray(0, length));
    waiting = waiting.subarray(length);
    return length;
  }

  return {
    name: source.name,
    regular: source.regular,
    read(into: Uint8Array): number | null | Promise<number | null> {
      if (waiting.length > 0) return handWaiting(into);
      const wanted = Math.max(1, Math.floor(into.length / MOST_BYTES));
      if (input.length < wanted) input = new Uint8Array(wanted);
      const space = input.subarray(0, wanted);
      const got = source.read(space);
      const taken = (length: number | null) =>
        length === null ? null : handOver(into, space.subarray(0, length));
      return typeof got === "object" && got !== null
        ? got.then(taken)
        : taken(got);
    },
    close: () => source.close(),
  };
}
