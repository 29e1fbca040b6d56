import { Fault } from "../core/mod.ts";
import type { RunSpec, WindowSpec } from "./spec.ts";

/** The field that `--late` adds to rows, which is none of theirs (W11). */
export const LATE_BY = "_late_by_us";

/**
 * A run as it is repeated for late rows: its inputs are read again together
 * with the files of late rows, its windows wait for the end, and each that
 * has a late row is told once.
 *
 * @param late The files that `--late` has written.
 * @throws {Fault} Where windows cannot be told again.
 */
export function restatedRun(spec: RunSpec, late: readonly string[]): RunSpec {
  const windows = spec.stages.filter(({ verb }) => verb === "window");
  const [only] = windows as WindowSpec[];
  if (only === undefined || windows.length > 1) {
    throw new Fault(
      "restate/windows",
      only === undefined
        ? "cannot restate a job without windows, as no row is late for it"
        : "cannot restate windows over the results of windows, as those need the results that did not change",
      {
        mend: only === undefined
          ? "Put a window into the job"
          : "Run the whole job again over all rows, with window --watermark end",
      },
    );
  }
  if (only.processingTime === true) {
    throw new Fault(
      "restate/windows",
      "cannot restate windows of the time at which rows were read, as no row is late for them",
      { mend: "Take --processing-time out of the job" },
    );
  }
  return {
    ...spec,
    restate: late,
    stages: spec.stages.map((stage) =>
      stage.verb === "window" ? asOnce(stage) : stage
    ),
    // The late rows of the job are read here, and none is late now.
    options: { ...spec.options, late: null },
  };
}

/** Windows that wait for all rows, and leave once. */
function asOnce(stage: WindowSpec): WindowSpec {
  return {
    ...stage,
    watermark: "end",
    lateness: null,
    refire: null,
    emit: null,
    fill: false,
    perKeyClock: false,
  };
}
