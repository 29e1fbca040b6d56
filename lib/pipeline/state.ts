import type { FieldType } from "../core/mod.ts";
import type { ParameterValue, Use } from "../sql/mod.ts";
import type { PlannedStep, PlannedWindow } from "./plan.ts";
import type { Ref, Shape, ShapeField } from "./shape.ts";

/** A window stage whose windows no step has completed yet. */
export interface PendingWindow {
  /** Where its windows lie. */
  readonly window: PlannedWindow;
  /** Fields of `--key`, which give each key windows of its own. */
  readonly keys: readonly (ShapeField & { readonly input: Ref })[];
  /** `window_start`. */
  readonly start: ShapeField;
  /** `window_end`. */
  readonly end: ShapeField;
  /** `revision`, where windows may leave more than once. */
  readonly revision: ShapeField | null;
}

/** Answers that are to become a changelog, as late as can be (W9). */
export interface PendingChanges {
  /** What says that a row took the place of another; `null` where nothing does. */
  readonly identity: readonly Ref[] | null;
  /** The number of the firing. */
  readonly revision: Ref | null;
  /** Whether a step has made them a changelog already. */
  readonly told: boolean;
}

/** How rows stand at one place in the pipeline, and the steps that brought them there. */
export interface PlanState {
  /** The fields of the rows. */
  readonly shape: Shape;
  /** The steps so far. */
  readonly steps: readonly PlannedStep[];
  /** Whether rows still stand for rows of the input, one for one, and so are counted when dropped. */
  readonly counted: boolean;
  /** Whether some stage changed fields or made other rows, so that lines cannot leave as they came. */
  readonly changed: boolean;
  /** Whether batches carry the original lines. */
  readonly lines: boolean;
  /** The window stage whose windows are still open, if any. */
  readonly pending: PendingWindow | null;
  /** Whether rows come in batches of whole completed windows. */
  readonly completed: boolean;
  /** Columns that are the same for all rows of a completed window, and lead its results behind the bounds: the keys of `window --key`, and `revision`. */
  readonly leading: readonly (ShapeField & { readonly input: Ref })[];
  /** Whether rows come in one batch that is the whole input. */
  readonly whole: boolean;
  /** Whether windows of one span come as one, those of all keys: a fold hands them on so, rows of a key together. */
  readonly together?: boolean;
  /** The last window stage, for a second query or fold over its results. */
  readonly window: PlannedWindow | null;
  /** What the answers of windows are to become; not there where they stay as they are. */
  readonly changes?: PendingChanges;
  /** Whether the columns of the last query are known only when its first answer is there; no stage can be planned behind it before. */
  readonly late: boolean;
}

/** What the stages of one plan share. */
export interface PlanContext {
  /** Values of `$NAME`. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Delay of windows that do not say: Infinity for finished input, a few seconds for live (T5); `null` stands for Infinity. */
  readonly defaultDelayUs: number | null;
  /** Names met at the beginning of the input; none where they are too many. */
  readonly met: readonly string[];
  /** Names of the first good row; those met when not given. */
  readonly first?: readonly string[];
  /** Whether there are too many names to lay rows out as columns; no when not given. */
  readonly tooMany?: boolean;
  /** The format in which lines that nothing changed are written anew; not there where they leave as they came. */
  readonly rewritten?: string;
  /** Whether late rows are read again, so that only their windows are told; no when not given. */
  readonly restating?: boolean;
  /** Fields whose values the format itself reads as their type. */
  readonly fixed: ReadonlySet<string>;
  /** Names of the fields of all `--table`s, in lower case. */
  readonly tableFields: ReadonlySet<string>;
  /** Types that the user declared, by field. */
  readonly declared: ReadonlyMap<string, FieldType>;
  /** A new number for a computed column. */
  nextId(): number;
  /** Told of every use that fixes the type of an undeclared field. */
  onUse(use: Use, shape: Shape): void;
  /**
   * Told that a stage needs the event time.
   *
   * @throws {Fault} Where no field is known to hold it.
   */
  needTime(): void;
  /** Told of a name that the input may not have. */
  onName(name: string): void;
  /** A remark for the user, such as a field that got another name. */
  onNote(note: string): void;
}

/** How rows stand as they come from the input. */
export function firstState(shape: Shape): PlanState {
  return {
    shape,
    steps: [],
    counted: true,
    changed: false,
    lines: true,
    pending: null,
    leading: [],
    completed: false,
    whole: false,
    window: null,
    late: false,
  };
}
