import type { Lines } from "../core/mod.ts";

/** The lines of a batch without rows, or of rows that stand for none. */
export const NO_LINES: Lines = {
  bytes: new Uint8Array(0),
  starts: new Uint32Array(0),
  ends: new Uint32Array(0),
  source: "stdin",
  lineOf: () => 0,
};
