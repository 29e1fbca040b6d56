import type { FieldType, Path } from "../core/mod.ts";
import type { Checked, FieldUse, SourceText } from "../sql/mod.ts";

/**
 * A pipeline as every engine can read it: plain data, in the order in which
 * rows go through, with nothing in it that names an engine. It is made from the
 * checked plan of a run, so all engines print what weir itself would do.
 *
 * Columns are known by names that are safe in every dialect: letters, digits
 * and `_`, no two alike but for their case. In the expressions of a job each
 * field is `[column]`, a path of one such name.
 */
export interface PortableJob {
  /** What the job is called: letters, digits, `_` and `-`. */
  readonly name: string;
  /** How the input is laid out. */
  readonly input: PortableInput;
  /** What is read out of each row. */
  readonly columns: readonly InputColumn[];
  /** What the event time of a row is read from; `null` where no stage asks for time. */
  readonly time: PortableTime | null;
  /** The steps, first to last; the last one is a `write`. */
  readonly steps: readonly PortableStep[];
  /** The stages as the user wrote them; steps name them by their index. */
  readonly stages: readonly string[];
}

/** How the input is laid out. */
export interface PortableInput {
  /** The format. */
  readonly format: "ndjson" | "csv" | "tsv" | "combined" | "pattern" | "lines";
  /** What takes lines apart, where the format is `pattern`. */
  readonly pattern?: PortablePattern;
  /** The names of all columns, in order, where a header or `--fields` fixes them; no two alike. */
  readonly fields: readonly string[] | null;
  /** What stands in the cells of the first line of each file, where that holds names; `null` where it does not. */
  readonly header: readonly string[] | null;
}

/** A regular expression whose named groups are the fields of a line. */
export interface PortablePattern {
  /** The expression, in the dialect of RE2, with `(?<name>...)` too. A line in which it matches nowhere is bad. */
  readonly text: string;
  /** The fields, in order, each with the number of its group, counted from 1. NULL where a group took no part, '' where it is empty. */
  readonly fields: readonly { readonly name: string; readonly group: number }[];
}

/** How the text of a moment is written. */
export type MomentForm =
  /** ISO 8601: `T` or a space, any fraction, zone `Z`, `+hh:mm`, or none for UTC; or a date alone. */
  | "iso"
  /** A count since the epoch: below 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds, else nanoseconds (T2). */
  | "epoch"
  /** `17/May/2015:10:05:03 +0000`. */
  | "clf";

/** A field of the input that the job reads. */
export interface InputColumn {
  /** Its name in the job. */
  readonly column: string;
  /** The way to it in a row: one name, or members of nested objects; `_raw` alone where `line` is true. */
  readonly path: Path;
  /** Its type: BOOLEAN, BIGINT, DOUBLE, VARCHAR, TIMESTAMP or DATE. What does not convert is NULL (V2). */
  readonly type: FieldType;
  /** How a TIMESTAMP is written; `null` for other types. */
  readonly form: MomentForm | null;
  /** Whether it is the line as it came, not a field of it. */
  readonly line: boolean;
}

/** What the event time is read from. Rows without one are bad, whatever their window. */
export interface PortableTime {
  /** The way to the field. */
  readonly path: Path;
  /** How it is written. */
  readonly form: MomentForm;
  /** The column that holds the event time: TIMESTAMP, in whole milliseconds, floored. */
  readonly column: string;
}

/** A column that a step makes. */
export interface MadeColumn {
  /** Its name in the job. */
  readonly column: string;
  /** Its type. */
  readonly type: FieldType;
}

/** Windows of event time; all lengths in milliseconds. */
export interface PortableWindow {
  /** Which windows. A session is known by its keys too. */
  readonly span:
    | {
      readonly kind: "tumbling";
      readonly sizeMs: number;
      readonly offsetMs: number;
    }
    | {
      readonly kind: "hopping";
      readonly sizeMs: number;
      readonly everyMs: number;
      readonly offsetMs: number;
    }
    | {
      readonly kind: "cumulate";
      readonly sizeMs: number;
      readonly stepMs: number;
      readonly offsetMs: number;
    }
    | { readonly kind: "session"; readonly gapMs: number };
  /** A window is complete when the newest event time less this reaches its end (W2); `null` for the end of the input. */
  readonly delayMs: number | null;
}

/** An aggregate over the rows of a group. */
export interface PortableCall extends MadeColumn {
  /** The aggregate's own name: `quantile_cont`, never `p99`. */
  readonly name: string;
  /** The columns that it takes of each row; none for `count(*)`. */
  readonly args: readonly FieldUse[];
  /** What it takes once: a fraction, a separator. */
  readonly constants: readonly (string | number)[];
  /** Whether each value counts once. */
  readonly distinct: boolean;
  /** Which rows count; `null` for all. */
  readonly filter: Checked | null;
  /** The text that it stands in, and where. */
  readonly source: SourceText;
  /** Where in that text. */
  readonly span: { readonly start: number; readonly end: number };
}

/** A column that is computed of each row. */
export interface ComputedColumn extends MadeColumn {
  /** Its value. */
  readonly value: Checked;
  /** The text that it stands in. */
  readonly source: SourceText;
}

/** What rows must be true for. */
export interface Condition {
  /** The condition. */
  readonly condition: Checked;
  /** The text that it stands in. */
  readonly source: SourceText;
}

/** What every step has. */
export interface OfStages {
  /** The indices of the stages that it comes from, in order. */
  readonly stages: readonly [number, ...number[]];
}

/** One step of a job. */
export type PortableStep =
  /** Keeps the rows for which all conditions are true, and adds columns to them. None of both reads a column that is made here. */
  | (OfStages & {
    readonly kind: "select";
    readonly conditions: readonly Condition[];
    readonly columns: readonly ComputedColumn[];
  })
  /** Rows become groups: of each window, or of all rows. */
  | (OfStages & {
    readonly kind: "aggregate";
    /** The windows; `null` where rows are results of windows already, or there are none. */
    readonly window: PortableWindow | null;
    /** The columns of the bounds, `window_start` and `window_end`: made here or, behind another aggregate, there already; `null` without windows. */
    readonly bounds: { readonly start: string; readonly end: string } | null;
    /** What rows are grouped by, and how many of them, the first ones, are keys of the windows. */
    readonly keys: readonly (MadeColumn & { readonly value: Checked })[];
    readonly windowKeys: number;
    readonly calls: readonly PortableCall[];
  })
  /** The first rows in an order: of each window, and of each group of `by` in it. */
  | (OfStages & {
    readonly kind: "top";
    readonly limit: number;
    readonly order: readonly {
      readonly value: Checked;
      readonly descending: boolean;
      readonly nullsFirst: boolean;
    }[];
    /** Columns that tell apart rows which are equal by the order: ascending, NULL last. */
    readonly ties: readonly string[];
    /** The columns that tell windows and groups apart. */
    readonly by: readonly string[];
    /** All columns of the rows. */
    readonly columns: readonly string[];
  })
  /** Rows leave; those of a `write` in the middle go on as well. */
  | (OfStages & {
    readonly kind: "write";
    /** The file that the stage names; `null` for stdout. */
    readonly path: string | null;
    readonly format: "ndjson" | "csv" | "tsv" | "lines";
    /** What is written, in order; the line alone where the format is `lines`. */
    readonly fields: readonly {
      readonly name: string;
      readonly column: string;
      readonly type: FieldType;
    }[];
  });
