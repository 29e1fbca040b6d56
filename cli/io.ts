import type { Account, Clock, Source } from "../lib/core/mod.ts";

/** What a run of the command has around it; tests bring their own. */
export interface MainIo {
  /** Standard input: a source, or a stream of bytes. */
  readonly stdin: Source | ReadableStream<Uint8Array>;
  /** Whether a source on standard input that is not known to be a regular file is one all the same; asked only where it matters. */
  readonly stdinIsFile?: () => Promise<boolean>;
  /** Writes results; the bytes are the writer's again once the promise is settled. */
  readonly stdout: (bytes: Uint8Array) => Promise<void>;
  /** Writes messages. */
  readonly stderr: (text: string) => void;
  /** Whether results go to a terminal. */
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Whether results may be coloured; no when not given. */
  readonly colour?: boolean;
  /** Whether messages may be coloured; no when not given. */
  readonly messageColour?: boolean;
  /** Whether standard input is typed by a person; no when not given. */
  readonly inputIsTerminal?: boolean;
  /** What time it is. */
  readonly clock: Clock;
  /** Stops the run; its reason is the exit status. */
  readonly signal?: AbortSignal;
  /** Told the account when it is begun, to print it on demand. */
  readonly onBegin?: (print: () => void) => void;
  /** Told the account at the end of a run. */
  readonly onAccount?: (account: Account) => void;
}

/** A stream of bytes as a source. */
export function streamSource(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader();
  let held = new Uint8Array(0);
  return {
    name: "stdin",
    regular: false,
    async read(into) {
      while (held.length === 0) {
        const { value, done } = await reader.read();
        if (done) return null;
        held = new Uint8Array(value);
      }
      const length = Math.min(into.length, held.length);
      into.set(held.subarray(0, length));
      held = held.subarray(length);
      return length;
    },
    close() {
      reader.cancel().catch(() => {});
    },
  };
}
