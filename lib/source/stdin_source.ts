import type { Source } from "../core/mod.ts";
import { readFault } from "./read_fault.ts";

/** The name of stdin in messages. */
const NAME = "stdin";

/** Where stdin's bytes come from: `Deno.stdin`, or a stand-in for tests. */
export interface InputHandle {
  /** Reads what is there, or waits for it. */
  read(into: Uint8Array): Promise<number | null>;
  /** Reads a regular file at once. */
  readSync(into: Uint8Array): number | null;
  /** Gives it back. */
  close(): void;
}

/**
 * Reads stdin. From a pipe each read hands on what is there, however little,
 * so that rows are seen as they arrive; a redirected file is read at once.
 *
 * @param handle What to read; `Deno.stdin` when not given.
 * @throws {Fault} From `read`, if reading fails.
 */
export function stdinSource(handle: InputHandle = Deno.stdin): Source {
  const regular = handle === Deno.stdin && isRedirectedFile();
  let closed = false;
  return {
    name: NAME,
    regular,
    read(into: Uint8Array): number | null | Promise<number | null> {
      if (!regular) return handle.read(into).catch(failed);
      try {
        return handle.readSync(into);
      } catch (cause) {
        throw readFault(NAME, cause);
      }
    },
    close(): void {
      if (closed) return;
      closed = true;
      handle.close();
    },
  };

  function failed(cause: unknown): null {
    // Closing ends a read that waits.
    if (closed) return null;
    throw readFault(NAME, cause);
  }
}

function isRedirectedFile(): boolean {
  return statOfPath() ?? false;
}

/**
 * Whether stdin is a regular file, with any permissions. Costs some 20 ms
 * where there are not all, so it is for those to whom the answer matters:
 * {@linkcode stdinSource} itself takes such a file for a pipe then.
 */
export async function isStdinFile(): Promise<boolean> {
  const told = statOfPath();
  if (told !== null) return told;
  const { fstatSync } = await import("node:fs");
  try {
    return fstatSync(0).isFile();
  } catch {
    return false;
  }
}

/** What the path of stdin stands for; `null` where that may not be asked. Deno has no stat of stdin itself. */
function statOfPath(): boolean | null {
  try {
    return Deno.statSync("/dev/stdin").isFile;
  } catch {
    return null;
  }
}
