import type { Fault, Source } from "../core/mod.ts";
import type { Gunzip } from "./gunzip.ts";

const MAGIC_1 = 0x1f;
const MAGIC_2 = 0x8b;
/** Compressed bytes read at once. */
const READ_BYTES = 1 << 16;

/** What decompression may report without ending the input. */
export interface GunzipOptions {
  /** Takes a fault that does not stop the input, such as bytes after the compressed data. */
  readonly warn?: (fault: Fault) => void;
}

/**
 * Puts decompression in front of a source, for the case that it is gzip: told
 * by its first two bytes, of any number of members, in bounded memory. Any
 * other source is handed through untouched.
 *
 * @throws {Fault} From `read`, after all good bytes, if the data is cut off or damaged.
 */
export function gunzipSource(
  source: Source,
  options: GunzipOptions = {},
): Source {
  let gunzip: Gunzip | null = null;
  let plain = false;
  const held = new Uint8Array(2);
  let heldBytes = 0;
  let ended = false;

  function readFirst(into: Uint8Array): number | null | Promise<number | null> {
    const got = source.read(held.subarray(heldBytes));
    return typeof got === "object" && got !== null
      ? got.then((length) => look(into, length))
      : look(into, got);
  }

  function look(
    into: Uint8Array,
    length: number | null,
  ): number | null | Promise<number | null> {
    heldBytes += length ?? 0;
    const cannotBe = heldBytes > 0 && held[0] !== MAGIC_1;
    if (length !== null && heldBytes < 2 && !cannotBe) return readFirst(into);
    if (heldBytes === 2 && held[0] === MAGIC_1 && held[1] === MAGIC_2) {
      return openGunzip(into);
    }
    plain = true;
    ended = length === null;
    return handHeld(into);
  }

  function handHeld(into: Uint8Array): number | null | Promise<number | null> {
    if (heldBytes === 0) return ended ? null : source.read(into);
    const length = Math.min(into.length, heldBytes);
    into.set(held.subarray(0, length));
    held.copyWithin(0, length, heldBytes);
    heldBytes -= length;
    // What else is there at once goes along, so that a file still begins with a full chunk.
    if (heldBytes > 0 || ended || !source.regular || into.length === length) {
      return length;
    }
    const more = source.read(into.subarray(length));
    if (typeof more === "number") return length + more;
    if (more === null) {
      ended = true;
      return length;
    }
    return more.then((rest) => {
      ended = rest === null;
      return length + (rest ?? 0);
    });
  }

  async function openGunzip(into: Uint8Array): Promise<number | null> {
    // Not imported before it is needed: plain input starts sooner without it.
    const { Gunzip } = await import("./gunzip.ts");
    gunzip = new Gunzip(source.name);
    gunzip.feed(held);
    return unpack(gunzip, into);
  }

  async function unpack(
    gunzip: Gunzip,
    into: Uint8Array,
  ): Promise<number | null> {
    for (;;) {
      const length = await gunzip.pull(into);
      if (length > 0) return length;
      if (ended) {
        const fault = gunzip.end();
        if (fault !== null) {
          if (fault.code !== "input/trailing_bytes") throw fault;
          options.warn?.(fault);
        }
        return null;
      }
      const room = new Uint8Array(READ_BYTES);
      const got = await source.read(room);
      if (got === null) ended = true;
      else gunzip.feed(room.subarray(0, got));
    }
  }

  return {
    name: source.name,
    regular: source.regular,
    read(into: Uint8Array): number | null | Promise<number | null> {
      if (plain) {
        return heldBytes > 0 || ended ? handHeld(into) : source.read(into);
      }
      return gunzip === null ? readFirst(into) : unpack(gunzip, into);
    },
    close(): void {
      gunzip?.close();
      source.close();
    },
  };
}
