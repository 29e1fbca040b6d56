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

/** Windows as the plan fixes them: everything that an assigner needs, as plain data. */
export interface PlannedWindow {
  /** As the user wrote it, such as `1m`. */
  readonly size: string;
  /** How long windows wait for rows out of order; `null` for `end`. */
  readonly delayUs: number | null;
  /** Whose calendar. */
  readonly zone: string;
  /** A local time at which one window begins, in microseconds as if UTC. */
  readonly originUs: number | null;
  /** How far boundaries are moved. */
  readonly offsetUs: number;
}

/** One aggregate call of a fold. */
export interface PlannedCall {
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
  }
  | {
    readonly kind: "gather";
    readonly window: PlannedWindow | null;
    readonly keys: readonly Ref[];
    readonly lines: boolean;
  }
  | {
    readonly kind: "fold";
    readonly window: PlannedWindow | null;
    /** Whether rows come in windows that are complete already. */
    readonly completed: boolean;
    readonly keys: readonly { readonly input: Ref; readonly id: number }[];
    readonly calls: readonly PlannedCall[];
    /** Whether a key with values of several kinds is text, as a column of DuckDB's is (V2). */
    readonly narrow: boolean;
    readonly startId: number;
    readonly endId: number;
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
