import type {
  Account,
  Clock,
  Engine,
  Fault,
  InputFormat,
  Sink,
  Source,
  Table,
} from "../core/mod.ts";
import type { Step } from "../stream/mod.ts";
import type { OutputOptions } from "./encode.ts";
import type { Plan } from "./make_plan.ts";
import type { OpenedInput } from "./open_input.ts";
import type { RunReport } from "./run_report.ts";
import type { SourceText } from "./spec.ts";

/** What a run needs from outside: inputs, outputs, the clock, the engine. */
export interface RunIo {
  /** Names of the inputs, in order. */
  readonly inputs: readonly string[];
  /** How many of them, the last ones, hold late rows that are read again; none when not given. */
  readonly restated?: number;
  /** Opens an input. */
  readonly open: (name: string) => Source;
  /** Whether an input is a regular file, which ends by itself (T5); all are as the first when not given. */
  readonly isRegular?: (name: string) => boolean;
  /** Takes the results. */
  readonly output: Sink;
  /** Opens a file for `write`, `--late` and `--bad-to`. */
  readonly create: (path: string) => Sink;
  /** The formats that inputs may be in, in the order in which detection tries them. */
  readonly formats: readonly InputFormat[];
  /** Encoders beside those of text; `null` for a format that is unknown. */
  readonly encoders: OutputOptions["more"];
  /** Starts the engine. */
  readonly engine: () => Engine;
  /** Reads the file of a `--table`. */
  readonly table: (path: string) => Promise<Table>;
  /**
   * Looks at a query before the first row.
   *
   * @throws {Fault} If it does more than read.
   */
  readonly checkQuery: (query: SourceText) => void;
  /** What time it is. */
  readonly clock: Clock;
  /** Columns of the terminal that results go to; `null` where they go elsewhere. */
  readonly terminalWidth: number | null;
  /** Whether results may be coloured. */
  readonly colour: boolean;
  /** Stops the run early. */
  readonly signal: AbortSignal;
  /** Told the plan before the first row. */
  readonly onPlan: (plan: Plan, opened: OpenedInput) => void;
  /** Told the steps before their first row, to look at what they hold; again for those behind a query whose columns only its answer tells. */
  readonly onSteps?: (steps: readonly Step[]) => void;
  /** Told of what the user should know and does not end the run. */
  readonly onNote: (note: Fault | string) => void;
  /** Where rows are counted. */
  readonly account: Account;
  /** Told, before the first row, how to ask what the run holds and how far it is, then and later. */
  readonly onReport?: (ask: () => RunReport) => void;
  /** Whether a run that has ended still tells what was open when its input ended; else nothing is open then. */
  readonly reportsEnd?: boolean;
}

/** What is known once a run has ended. */
export interface RunResult {
  /** Whether windows completed by the wall clock (T7): another run may answer otherwise. */
  readonly idle: boolean;
  /** Whether rows had the time at which they were read (T9): another run may answer otherwise. */
  readonly byClock: boolean;
  /** Fields that the pipeline names and no row had (C8), with the nearest name that there was. */
  readonly missing: readonly {
    readonly name: string;
    readonly nearest: string | null;
  }[];
}
