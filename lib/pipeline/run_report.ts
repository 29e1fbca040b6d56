import type { ReachedReport, StepReport } from "../stream/mod.ts";
import type { Reporter } from "./build_context.ts";
import type { MergedClock } from "./merge/merge_inputs.ts";
import type { PlannedStep } from "./plan.ts";

/** How far one input is. */
export interface InputReport {
  /** Its name. */
  readonly name: string;
  /**
   * What is the matter with it: it is read, it is `silent` and so left out, it
   * is `due` later, or it has `ended`.
   */
  readonly state: "open" | "silent" | "due" | "ended";
  /** Its newest event time; `-Infinity` where it has none, or its rows are not read apart from others. */
  readonly newestUs: number;
  /** Whether the watermark waits for it. */
  readonly holds: boolean;
}

/** A step that has something to tell. */
export interface StageReport {
  /** The step as it was planned; `null` for the one that reads event times. */
  readonly planned: PlannedStep | null;
  /** What it tells. */
  readonly report: StepReport;
}

/** How far a run is, and what it holds. */
export interface RunReport {
  /** What time it is. */
  readonly nowUs: number;
  /** Whether some input is no regular file, so that its times can be compared with the clock. */
  readonly live: boolean;
  /** The inputs, in order. */
  readonly inputs: readonly InputReport[];
  /** How far event time has come; `null` where no stage asks for it. */
  readonly reached: ReachedReport | null;
  /** What the steps tell, in order. */
  readonly stages: readonly StageReport[];
}

/** What {@linkcode runReport} is made from. */
export interface Reported {
  /** What time it is. */
  readonly nowUs: number;
  /** Whether some input is no regular file. */
  readonly live: boolean;
  /** Names of the inputs. */
  readonly names: readonly string[];
  /** The steps that have something to tell. */
  readonly reporters: readonly Reporter[];
  /** How far each input is, where several are read as one; else `null`. */
  readonly clocks: readonly MergedClock[] | null;
  /** Of inputs that are read in turn: which is read. */
  readonly at: number;
  /** Whether that one is silent. */
  readonly silent: boolean;
}

/** Asks all steps how far they are and what they hold. */
export function runReport(reported: Reported): RunReport {
  const stages = reported.reporters.map(({ planned, report }) => ({
    planned,
    report: report(),
  }));
  // Rows of another weir come with their times: the first step that asks for them knows.
  const reached = stages.find(({ report }) => report.reached !== undefined)
    ?.report.reached ?? null;
  return {
    nowUs: reported.nowUs,
    live: reported.live,
    inputs: reported.clocks === null
      ? inTurn(reported, reached)
      : reported.clocks.map((clock) => ({
        name: reported.names[clock.at]!,
        state: clock.ended ? "ended" : clock.silent ? "silent" : "open",
        newestUs: clock.clockUs,
        holds: clock.holds,
      })),
    reached,
    stages,
  };
}

function inTurn(
  { names, at, silent }: Reported,
  reached: ReachedReport | null,
): InputReport[] {
  return names.map((name, index) => ({
    name,
    state: index < at
      ? "ended"
      : index > at
      ? "due"
      : silent
      ? "silent"
      : "open",
    newestUs: names.length === 1
      ? reached?.newestRowUs ?? -Infinity
      : -Infinity,
    holds: index === at && !silent,
  }));
}

/**
 * The report of a run that has ended: what was open when its input ended, and
 * what had been counted when all of it was answered.
 */
export function endedReport(atEnd: RunReport, after: RunReport): RunReport {
  return {
    ...atEnd,
    stages: atEnd.stages.flatMap(({ planned, report }, at) => {
      // How many answers were awaited then follows from the speed of the engine.
      if (planned?.kind === "sql") return [];
      const { held, late } = after.stages[at]!.report;
      return {
        planned,
        report: {
          ...report,
          ...(late === undefined ? {} : { late }),
          ...(report.held === undefined || held === undefined
            ? {}
            : { held: { ...report.held, completed: held.completed } }),
        },
      };
    }),
  };
}
