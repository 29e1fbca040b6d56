/**
 * Where bytes come from. Whoever opens a source closes it, however the run ends.
 */
export interface Source {
  /** Its name in messages: a path, or `stdin`. */
  readonly name: string;
  /** Whether it is a regular file, which ends by itself (T5). */
  readonly regular: boolean;
  /**
   * Reads into a buffer.
   *
   * @param into Where to write; at least one byte long.
   * @returns How many bytes were written, or `null` at the end of input. A
   * number, where it is known at once, spares the caller an await.
   */
  read(into: Uint8Array): number | null | Promise<number | null>;
  /** Gives the resource back. Calling it twice is harmless. */
  close(): void;
}

/** Where bytes of results go. */
export interface Sink {
  /** Its name in messages. */
  readonly name: string;
  /**
   * Writes all of the bytes, in order. The bytes belong to the sink until the
   * promise is settled; waiting for it is what holds a fast input back.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Flushes and closes. */
  close(): Promise<void>;
  /** Closes instead where nothing was written and nothing is to be: what was there before stays. Only sinks that replace something have it. */
  discard?(): Promise<void>;
}

/** The only source of "now" (T8). */
export interface Clock {
  /** Microseconds since the epoch. */
  nowUs(): number;
}
