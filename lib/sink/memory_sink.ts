import type { Sink } from "../core/mod.ts";

/** A sink that keeps what was written. */
export interface MemorySink extends Sink {
  /** All bytes written so far. */
  bytes(): Uint8Array;
  /** All bytes written so far, as text. */
  text(): string;
  /** Whether it was closed. */
  readonly closed: boolean;
}

/** Keeps what is written, for tests and for programs that want the bytes. */
export function memorySink(name = "memory"): MemorySink {
  const chunks: Uint8Array[] = [];
  let closed = false;
  const bytes = () => {
    const all = new Uint8Array(
      chunks.reduce((sum, { length }) => sum + length, 0),
    );
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  };
  return {
    name,
    write(chunk: Uint8Array): Promise<void> {
      if (closed) {
        throw new TypeError(`Cannot write to ${name} as it is closed`);
      }
      chunks.push(chunk.slice());
      return Promise.resolve();
    },
    close(): Promise<void> {
      closed = true;
      return Promise.resolve();
    },
    bytes,
    text: () => new TextDecoder().decode(bytes()),
    get closed() {
      return closed;
    },
  };
}
