import type { RunIo } from "../../lib/pipeline/mod.ts";
import { pacedSource } from "./paced_source.ts";

/** What was seen of a run. */
export interface Observed {
  /** The most bytes that its steps held at a time: rows of open windows, groups, keys. */
  readonly peakBytes: number;
  /** The bytes of its results that were there before the input ended. */
  readonly earlyBytes: number;
}

type Step = Parameters<NonNullable<RunIo["onSteps"]>>[0][number];

/**
 * Has a run read its input as from a live pipe, and looks at what it holds
 * between two reads, and at what it has answered when the last byte is read
 * and the pipe is still open.
 *
 * Bytes are as the steps count their own. Panes that wait for DuckDB, and what
 * DuckDB itself takes while it answers, are not among them.
 *
 * @param writtenBytes How many bytes of results were written so far.
 */
export function observing(
  around: RunIo,
  writtenBytes: () => number,
): { readonly io: RunIo; readonly observed: () => Observed } {
  const steps: Step[] = [];
  let peakBytes = 0;
  let earlyBytes = 0;

  async function look(ended: boolean): Promise<void> {
    const held = steps.reduce((sum, step) => sum + (step.heldBytes ?? 0), 0);
    if (held > peakBytes) peakBytes = held;
    if (!ended) return;
    // Answers may bring steps that answer in turn.
    for (let at = 0; at < steps.length; at++) await steps[at]!.settle?.();
    // What has left the last step is written in a turn of its own.
    await new Promise((resolve) => setTimeout(resolve, 0));
    earlyBytes = writtenBytes();
  }

  return {
    io: {
      ...around,
      open: (name) => pacedSource(around.open(name), look),
      onSteps: (more) => steps.push(...more),
    },
    observed: () => ({ peakBytes, earlyBytes }),
  };
}
