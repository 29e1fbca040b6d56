import type { FieldType } from "../core/mod.ts";
import type { Checked, CheckedAggregate, SourceText } from "../sql/mod.ts";
import type { Ref } from "./shape.ts";

/** A checked expression, and where the fields that it names come from. */
export interface PlannedExpression {
  /** The text that it stands in. */
  readonly source: SourceText;
  /** The checked tree. */
  readonly checked: Checked;
  /** The column of each field that it names, by the JSON of its path. */
  readonly refs: Readonly<Record<string, Ref>>;
}

/** What the window of a row follows from; lengths as the user wrote them. */
export type PlannedSpan =
  | { readonly kind: "tumbling"; readonly size: string }
  /** Windows of a size, one every so often; they share slices. */
  | { readonly kind: "hopping"; readonly size: string; readonly every: string }
  /** Windows that begin together and grow by a step up to a size. */
  | { readonly kind: "cumulate"; readonly size: string; readonly step: string }
  /** Rows at most a gap apart. */
  | {
    readonly kind: "session";
    readonly gapUs: number;
    /** How long one may be; `null` for any length. */
    readonly maxUs: number | null;
  }
  /** So many rows, in arrival order. */
  | { readonly kind: "count"; readonly rows: number; readonly every: number }
  /** From a row where one truth value holds to the next where the other does. */
  | { readonly kind: "predicate"; readonly start: Ref; readonly end: Ref }
  /** All rows. */
  | { readonly kind: "global" };

/** Windows as the plan fixes them: everything that assigns and completes them, as plain data. */
export interface PlannedWindow {
  /** What the window of a row follows from. */
  readonly span: PlannedSpan;
  /** How long windows wait for rows out of order; `null` for `end`. */
  readonly delayUs: number | null;
  /** Whose calendar. */
  readonly zone: string;
  /** A local time at which one window begins, in microseconds as if UTC. */
  readonly originUs: number | null;
  /** How far boundaries are moved. */
  readonly offsetUs: number;
  /** How long complete windows are kept for late rows. */
  readonly latenessUs: number;
  /** How far event time moves on between two firings of a complete window. */
  readonly refireUs: number;
  /** The same for windows that are not complete; `null` where those do not leave. */
  readonly updateUs: number | null;
  /** Whether only windows leave that have late rows read again. */
  readonly touched: boolean;
  /** Whether results are a changelog (W9). */
  readonly changes: boolean;
  /** Whether windows without rows leave as well. */
  readonly fill: boolean;
  /** Whether each key has a clock of its own. */
  readonly perKeyClock: boolean;
  /** Whether the time of a row is that at which it is read (T9). */
  readonly processingTime: boolean;
}

/** Whether windows are tumbling ones that leave once: their rows are known by the start of their window. */
export function isPlain(window: PlannedWindow): boolean {
  return !window.touched && window.span.kind === "tumbling" &&
    window.latenessUs === 0 &&
    window.updateUs === null && !window.fill && !window.perKeyClock;
}

/** Whether windows may leave more than once, so that results carry a revision (W8). */
export function isRevised(window: PlannedWindow): boolean {
  return window.latenessUs > 0 || window.updateUs !== null;
}

/** One aggregate call of a fold. */
export interface PlannedCall {
  /** The text that it stands in. */
  readonly source: SourceText;
  /** The call, checked. */
  readonly call: CheckedAggregate;
  /** The columns of its arguments. */
  readonly inputs: readonly Ref[];
  /** Its FILTER. */
  readonly filter: PlannedExpression | null;
  /** What its result is called in later refs. */
  readonly id: number;
}

/** One step of the run. */
export type PlannedStep =
  | {
    readonly kind: "filter";
    readonly expression: PlannedExpression;
    /** Whether dropped rows are rows of the input, and so are counted. */
    readonly counted: boolean;
  }
  | {
    readonly kind: "compute";
    readonly id: number;
    readonly expression: PlannedExpression;
  }
  | {
    readonly kind: "limit";
    readonly count: number;
    readonly perWindow: boolean;
    readonly counted: boolean;
  }
  | {
    readonly kind: "group-limit";
    readonly count: number;
    readonly columns: readonly Ref[];
  }
  | {
    readonly kind: "sort";
    readonly keys: readonly {
      readonly expression: PlannedExpression;
      readonly descending: boolean;
      readonly nullsFirst: boolean;
    }[];
  }
  | {
    readonly kind: "window";
    readonly window: PlannedWindow;
    /** What the bounds are called in later refs; added only where something reads them. */
    readonly startId: number;
    readonly endId: number;
    readonly counted: boolean;
    /** Whether it takes the results of windows, which may be out of the order of their times. */
    readonly ofResults: boolean;
  }
  | {
    readonly kind: "gather";
    readonly window: PlannedWindow | null;
    readonly keys: readonly Ref[];
    readonly lines: boolean;
    /** What the bounds of windows that are not plain, and their revision, are called in later refs. */
    readonly boundIds: readonly [start: number, end: number, revision: number];
    readonly counted: boolean;
  }
  | {
    /** Answers of windows become what changes in them. */
    readonly kind: "changes";
    /** What says that a row took the place of another; `null` where nothing does. */
    readonly identity: readonly Ref[] | null;
    /** The number of the firing, which is no change by itself. */
    readonly revision: Ref | null;
    /** What `op` is called in later refs. */
    readonly opId: number;
    readonly lines: boolean;
  }
  | {
    readonly kind: "fold";
    readonly window: PlannedWindow | null;
    /** Whether rows come in windows that are complete already. */
    readonly completed: boolean;
    readonly keys: readonly {
      readonly input: Ref;
      readonly id: number;
      readonly type: FieldType;
    }[];
    /** How many of the keys, the first ones, are those of the windows. */
    readonly windowKeys: number;
    readonly calls: readonly PlannedCall[];
    /** Whether a key with values of several kinds is text, as a column of DuckDB's is (V2). */
    readonly narrow: boolean;
    readonly startId: number;
    readonly endId: number;
    readonly revisionId: number;
    readonly counted: boolean;
  }
  | {
    readonly kind: "sql";
    readonly query: SourceText;
    /** The fields handed to the engine. */
    readonly fields: readonly PlannedField[];
    /** Edits of the lines, where all fields that the rows of a pane bring are handed over too; else `null`. */
    readonly all: PlannedEdits | null;
    readonly keys: readonly {
      readonly name: string;
      readonly input: Ref;
      readonly id: number;
    }[];
    readonly windowed: boolean;
    readonly startId: number;
    readonly endId: number;
    /** How many completed windows it sees as `history`, and the columns of `window --key`; `null` where it sees none. */
    readonly history: {
      readonly windows: number;
      readonly keys: readonly Ref[];
    } | null;
    /** Why rows are not folded, in a few words. */
    readonly unfolded: string;
    /** What the columns of the answer, without those that lead it, are called in later refs; `null` where they are known only when it is there. */
    readonly outputs: readonly number[] | null;
  }
  | {
    readonly kind: "flatten";
    readonly field: string | null;
    readonly rows: PlannedOutput;
  }
  /** Rows whose fields have no column end the run. */
  | {
    readonly kind: "columns";
    /** The columns that the beginning of the input has fixed. */
    readonly columns: readonly string[];
    /** All names that a row may have: those too that are left out or replaced. */
    readonly known: readonly string[];
    /** Whether rows are lines of the input, and so have a place. */
    readonly placed: boolean;
    readonly counted: boolean;
  }
  | {
    readonly kind: "write";
    readonly path: string;
    readonly output: PlannedOutput;
  };

/** A field as it is written out. */
export interface PlannedField {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: FieldType;
  /** Its column. */
  readonly input: Ref;
}

/** What is done to the members of original JSON objects. */
export interface PlannedEdits {
  /** Fields that lead every row. */
  readonly leading: readonly PlannedField[];
  /** Members that are replaced in place, or come last. */
  readonly put: readonly PlannedField[];
  /** Members that are left out. */
  readonly drop: readonly string[];
  /** Members that get another name, as pairs of old and new. */
  readonly rename: readonly (readonly [from: string, to: string])[];
}

/** How rows leave. */
export type PlannedOutput =
  /** As they came. */
  | { readonly kind: "lines" }
  /** As they stand, for another weir (C6): these columns, the lines, times and windows. */
  | { readonly kind: "weir"; readonly fields: readonly PlannedField[] }
  /** Not at all: the last stage has written them to a file. */
  | { readonly kind: "none" }
  /** The original JSON objects, edited. */
  | ({ readonly kind: "edited" } & PlannedEdits)
  /** These fields and no others. */
  | {
    readonly kind: "fields";
    readonly format: string;
    readonly fields: readonly PlannedField[];
  };
