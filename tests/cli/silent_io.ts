import type { MainIo } from "../../cli/io.ts";
import { FixedClock } from "../../lib/time/mod.ts";

/** What the command works with where nobody reads what it says. */
export const SILENT_IO: MainIo = {
  stdin: new ReadableStream(),
  stdout: () => Promise.resolve(),
  stderr: () => {},
  isTerminal: false,
  columns: 80,
  clock: new FixedClock(1_777_939_200_000_000),
};
