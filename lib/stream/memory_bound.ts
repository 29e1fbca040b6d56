import { Fault } from "../core/mod.ts";

/** What the rows of open windows may take, and what to say when they take more. */
export interface MemoryBound {
  /** Bytes that may be held. */
  readonly limitBytes: number;
  /** Ways out that this run has, ready to paste. */
  readonly mend: string;
}

/**
 * Ends the run when more is held than allowed (T5).
 *
 * @throws {Fault} When `heldBytes` is over the bound.
 */
export function checkMemory(
  heldBytes: number,
  windows: number,
  bound: MemoryBound,
): void {
  if (heldBytes <= bound.limitBytes) return;
  const held = `${Math.ceil(heldBytes / 1_048_576)} MiB`;
  const what = windows === 1
    ? `the rows of one window take ${held}`
    : `the rows of ${windows} open windows take ${held}`;
  throw new Fault(
    "memory/windows",
    `cannot hold more rows as ${what}, over --max-memory ${
      Math.floor(bound.limitBytes / 1_048_576)
    }MiB`,
    { mend: bound.mend },
  );
}
