import type { PortableJob, PortableStep } from "../portable_job.ts";
import type { SparkNode } from "./nodes.ts";
import { Queries } from "./queries.ts";

/** A job as queries over views. */
export interface SparkProgram {
  /** What runs row by row, up to the last windows. */
  readonly rows: readonly SparkNode[];
  /** What runs over the results of windows; `null` where there are none. */
  readonly windows: readonly SparkNode[] | null;
  /** The delay of the watermark, in milliseconds; `null` where nothing waits for one. */
  readonly delayMs: number | null;
}

/**
 * A job as queries over views.
 *
 * @param streams Whether it runs over a stream too, and not in batches alone.
 * @throws {Fault} Where a part of it has no counterpart.
 */
export function sparkProgram(job: PortableJob, streams: boolean): SparkProgram {
  const windowed = job.steps.findIndex((step) =>
    step.kind === "aggregate" && step.window !== null
  );
  const queries = new Queries(job, streams && windowed !== -1);
  if (windowed === -1) {
    return { rows: queries.of(job.steps), windows: null, delayMs: null };
  }
  const { window } = job.steps[windowed] as PortableStep & {
    readonly kind: "aggregate";
  };
  const delayMs = window?.delayMs ?? null;
  return {
    rows: queries.of(job.steps.slice(0, windowed + 1)),
    windows: queries.of(job.steps.slice(windowed + 1)),
    // Two rows exactly a gap apart are one session: it is over a moment after its end.
    delayMs: delayMs === null
      ? null
      : delayMs + (window?.span.kind === "session" ? 1 : 0),
  };
}
