import type { FieldType } from "../../core/mod.ts";

/** One query over a view, which gives the next. */
export interface SparkQuery {
  readonly kind: "query";
  /** What its result is called. */
  readonly view: string;
  /** The view that it reads. */
  readonly from: string;
  /** Its text over finite input. */
  readonly sql: string;
  /** Its text over a stream; `null` where that is the same. */
  readonly streamSql: string | null;
  /** Whether it names the event time so that it stays above the watermark. */
  readonly guarded: boolean;
  /** The stages of the user's that it comes from. */
  readonly stages: readonly number[];
}

/** Rows that leave. */
export interface SparkOutput {
  readonly kind: "output";
  /** The folder below that of the job, or what its topic ends in. */
  readonly name: string;
  /** The view that leaves. */
  readonly from: string;
  readonly format: "ndjson" | "csv" | "tsv" | "lines";
  readonly fields: readonly {
    readonly name: string;
    readonly column: string;
    readonly type: FieldType;
  }[];
  /** The stage that it comes from. */
  readonly stage: number;
  /** The file that the stage names; `null` for the results. */
  readonly path: string | null;
}

export type SparkNode = SparkQuery | SparkOutput;
