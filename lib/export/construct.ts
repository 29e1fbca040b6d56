import type { FieldType, Place } from "../core/mod.ts";
import type { Scalar } from "../sql/mod.ts";
import type {
  MomentForm,
  PortableCall,
  PortableWindow,
} from "./portable_job.ts";

/** What a pipeline can be moved to. `spark` is Spark over finite input, `spark-stream` Spark as rows come. */
export type TargetName = "flink" | "spark" | "spark-stream";

/** The targets, in the order in which they are told. */
export const TARGETS: readonly TargetName[] = [
  "flink",
  "spark",
  "spark-stream",
];

/**
 * What a target makes of a construct.
 *
 * - `exact`: the same rows as weir
 * - `approximate`: values that differ within a stated bound
 * - `order-dependent`: the same only where rows arrive in the same order
 * - `no`: it cannot be moved there
 */
export type Verdict = "exact" | "approximate" | "order-dependent" | "no";

/** A verdict with its reason. */
export interface Judgement {
  /** The verdict. */
  readonly verdict: Verdict;
  /** A stable code of the cause, such as `P006`; `null` where there is nothing to say. */
  readonly code: string | null;
  /** What differs or cannot be done; `null` where there is nothing to say. */
  readonly why: string | null;
  /** How to mend it; `null` where nothing does. */
  readonly mend: string | null;
}

/** The same rows as weir, nothing to say. */
export const EXACT: Judgement = {
  verdict: "exact",
  code: null,
  why: null,
  mend: null,
};

/** The same rows as weir, under a condition that is told. */
export function exactWhere(
  code: string,
  why: string,
  mend: string | null = null,
): Judgement {
  return { verdict: "exact", code, why, mend };
}

/** It cannot be moved there. */
export function no(
  code: string,
  why: string,
  mend: string | null = null,
): Judgement {
  return { verdict: "no", code, why, mend };
}

/** The same rows within a bound, or under a condition. */
export function within(
  verdict: "approximate" | "order-dependent",
  code: string,
  why: string,
  mend: string | null = null,
): Judgement {
  return { verdict, code, why, mend };
}

/** The forms of moments in words. */
const FORM_TEXTS: Readonly<Record<MomentForm, string>> = {
  iso: "ISO 8601",
  epoch: "counts since the epoch",
  clf: "as access logs have them",
};

/** Times are read as the first rows have them. */
export function timeOf(form: MomentForm, mixed: boolean): Judgement {
  return mixed
    ? no(
      "P009",
      "the first rows have times of several forms, and a cluster reads one",
      "Write the input anew with times of one form: weir INPUT set 'at = _time' -o ndjson",
    )
    : exactWhere(
      "P009",
      `times are read there as the first rows have them (${
        FORM_TEXTS[form]
      }); a row with another kind of time is bad`,
    );
}

/** A column whose moments the first rows write in several ways, none of them the event time. */
export function mixedTimes(form: MomentForm): Judgement {
  return within(
    "approximate",
    "P009",
    `the first rows have moments of several forms in it: those that are not ${
      FORM_TEXTS[form]
    } are NULL there`,
    "Write the input anew with moments of one form",
  );
}

/** Rows of CSV on a cluster are lines. */
export const OVER_LINES: Judgement = no(
  "P018",
  "rows go on over line ends in quotes, and a cluster cuts its input into lines first",
  "Write the input anew as NDJSON: weir INPUT select ... -o ndjson",
);

/** Where numbers that are none have no order. */
export function notANumber(value: string): Judgement {
  return within(
    "approximate",
    "P028",
    `${
      JSON.stringify(value)
    } is among its first values: which is the greatest number here and has no order there`,
    "Read it as text, --types x=VARCHAR, and leave such values out: TRY_CAST(nullif(x, 'NaN') AS DOUBLE)",
  );
}

/** Lines that are rows here alone. */
export const NOT_OBJECTS: Judgement = within(
  "approximate",
  "P011",
  "some of the first lines are no objects: each is a row with the field value here, and a bad line there",
  "Leave such lines out of the input",
);

/** A part of an expression may fail, where what stands around it does not hand NULL on. */
export const FAILS_ALONE: Judgement = within(
  "approximate",
  "P011",
  "where it fails, it alone is NULL there; here all of the expression is",
  "Keep it from failing: TRY_CAST(x AS ...), or CASE WHEN x > 0 THEN ln(x) END",
);

/** The same of a part that 64 bits may not hold. */
export const OVERFLOWS_ALONE: Judgement = exactWhere(
  "P028",
  "where 64 bits hold the result: one that they do not is NULL alone there; here all of the expression is",
);

/** A call of a function or an operator, as a target is asked about it. */
export interface Asked {
  /** The function's own name. */
  readonly name: string;
  /** The types of its arguments. */
  readonly types: readonly FieldType[];
  /** The type of its result. */
  readonly result: FieldType;
  /** The value of each argument that is a constant of the text; `undefined` for others. */
  readonly constants: readonly (Scalar | undefined)[];
}

/** What a construct is, apart from where it stands. */
export type ConstructKind =
  | {
    readonly kind: "format";
    readonly format: string;
    /** Whether rows have been seen that go on over a line end. */
    readonly overLines: boolean;
    /** Whether a line of NDJSON has been seen that is no object and has no time to make it bad. */
    readonly notObjects: boolean;
    /** Whether the first line of a file names the fields. */
    readonly header: boolean;
    /** What takes lines apart, where the format is `pattern`. */
    readonly pattern?: string;
  }
  | {
    readonly kind: "time";
    readonly form: MomentForm;
    /** Whether times of other forms have been seen. */
    readonly mixed: boolean;
  }
  | {
    readonly kind: "column";
    readonly type: FieldType;
    readonly form: MomentForm | null;
    readonly format: string;
    /** A value that is no finite number, such as NaN; `null` where none has been seen. */
    readonly notFinite: string | null;
    /** A text that few read as the number that it is to weir; `null` where none has been seen. */
    readonly oddNumber: string | null;
    /** Whether moments of other forms have been seen. */
    readonly mixed: boolean;
  }
  | { readonly kind: "function" } & Asked
  | {
    readonly kind: "cast";
    readonly from: FieldType;
    readonly to: FieldType;
  }
  /** A part of an expression that may fail, where that shows. */
  | {
    readonly kind: "failing";
    /** Whether it fails only where 64 bits do not hold its result. */
    readonly overflows: boolean;
  }
  | { readonly kind: "aggregate"; readonly call: PortableCall }
  | {
    readonly kind: "window";
    readonly window: PortableWindow;
    /** Whether each key has windows of its own. */
    readonly keyed: boolean;
    /** Whether rows of a window are grouped by more than that. */
    readonly grouped: boolean;
  }
  /** An aggregate over all rows, without windows. */
  | { readonly kind: "ungrouped" }
  /** An aggregate over the results of windows. */
  | { readonly kind: "again" }
  | { readonly kind: "top"; readonly windowed: boolean }
  | { readonly kind: "write"; readonly format: string }
  /** What no engine but weir does. */
  | {
    readonly kind: "local";
    readonly code: string;
    readonly why: string;
    readonly mend: string | null;
  };

/** One thing that a pipeline asks of an engine, and where the user wrote it. */
export interface Construct {
  /** What it is. */
  readonly what: ConstructKind;
  /** What it is called in the matrix: `window 1m`, `sum(bytes)`, `lower`. */
  readonly label: string;
  /** Where it stands; `null` where it is nowhere in the user's text. */
  readonly place: Place | null;
}
