import type {
  Account,
  Clock,
  Engine,
  Fault,
  Field,
  ProjectedField,
} from "../core/mod.ts";
import type { CompileOptions } from "../sql/mod.ts";
import type {
  MemoryBound,
  Step,
  StepReport,
  WindowStepOptions,
} from "../stream/mod.ts";
import type { OutputOptions } from "./encode.ts";
import type { Positions } from "./layout.ts";
import type { PlannedStep } from "./plan.ts";
import type { Ref } from "./shape.ts";

/** What the steps of a run share. */
export interface BuildContext {
  /** Counts rows. */
  readonly account: Account;
  /** What time it is. */
  readonly clock: Clock;
  /** What `now()` is, and who is told of values that could not be read. */
  readonly compile: CompileOptions;
  /** What open windows may hold. */
  readonly memory: MemoryBound;
  /** The engine, started on the first call. */
  readonly engine: () => Promise<Engine>;
  /** Values of `$NAME` for queries. */
  readonly parameters: Readonly<
    Record<string, string | number | bigint | boolean | null>
  >;
  /** Types that are declared or found by use, by field. */
  readonly types: ReadonlyMap<string, Field["type"]>;
  /** Whether a run goes on where a query fails on one window. */
  readonly skipFailed: boolean;
  /** Told of what ends the run from outside its own loop. */
  readonly onFailure: (error: unknown) => void;
  /** Told of a window on which the query failed. */
  readonly onFailed: (fault: Fault) => void;
  /** Told of late rows. */
  readonly onLate: WindowStepOptions["onLate"];
  /** Told of results of windows that are late for the window over them, and how many they are. */
  readonly onLateResults: (rows: number) => void;
  /** What encoders need to know. */
  readonly output: OutputOptions;
  /** Takes the bytes of a `write` stage. */
  readonly writeTo: (path: string) => (bytes: Uint8Array) => void;
  /** Makes the step that stands for what comes behind a query whose columns only its answer tells. */
  readonly late: (step: PlannedStep & { readonly kind: "sql" }) => LateSteps;
  /** How many steps that hold or make rows stand before the first; none when not given. */
  readonly depth?: number;
  /** Makes a step that is told of every batch of rows that were held or made, before the steps behind it look at them. */
  readonly watch?: (depth: number) => Step;
}

/** What comes behind a query whose columns only its answer tells. */
export interface LateSteps {
  /** Told of those columns. */
  readonly onFields: (fields: readonly Field[]) => void;
  /** Takes the answers. */
  readonly step: Step;
}

/** What a step of the plan tells while it runs. */
export interface Reporter {
  /** The step as it was planned; `null` for the one that reads event times. */
  readonly planned: PlannedStep | null;
  /** What it knows of time and what it holds. */
  readonly report: () => StepReport;
}

/** Steps ready to run. */
export interface Built {
  /** What the decoder is to project. */
  readonly projection: readonly ProjectedField[];
  /** The steps. */
  readonly steps: readonly Step[];
  /** Where the columns of the output stand. */
  readonly positions: Positions;
  /** Whether a completed window may end the run, so that the row that completed it is the last to be read. */
  readonly byRow: boolean;
  /** The steps that have something to tell, in order. */
  readonly reporters: readonly Reporter[];
  /** How many of the steps take rows of the input; the others those that a stage made. */
  readonly inputSteps: number;
}

/** Columns that are there before the first step. */
export interface BuildStart {
  /** Where they stand; `null` for the fields of an input, which are projected as needed. */
  readonly positions: Positions | null;
  /** A column read before the first step, such as that of the event time. */
  readonly also: readonly Ref[];
  /** Columns that come with the input behind those that are decoded. */
  readonly made?: readonly Ref[];
  /** Steps that come before all others and need to know where columns stand. */
  readonly first: (positions: Positions) => readonly Step[];
}
