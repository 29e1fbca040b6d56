import { Fault, type Sink } from "../core/mod.ts";

/**
 * Thrown where the reader of stdout has left, as `head` does. It is no fault
 * of anyone's: the command ends quietly with status 0.
 */
export class BrokenPipe extends Error {
  /** The name of the class. */
  override readonly name = "BrokenPipe";
}

/** Where stdout's bytes go: `Deno.stdout`, or a stand-in for tests. */
export interface OutputHandle {
  /** Writes some of the bytes, at least one, and tells how many. */
  write(bytes: Uint8Array): Promise<number>;
}

/**
 * Writes to stdout. Waiting for a write is what holds a fast input back when
 * the reader is slow.
 *
 * @param handle What to write to; `Deno.stdout` when not given.
 * @throws {BrokenPipe} From `write`, if the reader has left.
 * @throws {Fault} From `write`, if the disk is full or the device fails.
 */
export function stdoutSink(handle: OutputHandle = Deno.stdout): Sink {
  return {
    name: "stdout",
    write: (bytes) => writeAll(handle, bytes, "stdout"),
    close: () => Promise.resolve(),
  };
}

/** Writes all of the bytes to a handle, however few it takes at a time. */
export async function writeAll(
  handle: OutputHandle,
  bytes: Uint8Array,
  name: string,
): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) {
      at += await handle.write(at === 0 ? bytes : bytes.subarray(at));
    }
  } catch (cause) {
    throw writeFault(name, cause);
  }
}

/** What a failed write means: the reader has left, or a fault that names the output. */
export function writeFault(name: string, cause: unknown): Error {
  const code = cause instanceof Error && "code" in cause
    ? cause.code
    : undefined;
  if (cause instanceof Deno.errors.BrokenPipe || code === "EPIPE") {
    return new BrokenPipe(`the reader of ${name} has left`, { cause });
  }
  const full = code === "ENOSPC";
  const why = full
    ? "no space is left"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new Fault("output/failed", `cannot write the output: ${why}`, {
    place: { source: name },
    mend: full
      ? "Free some space, or write to another disk"
      : "Check that the output can be written",
    cause,
  });
}
