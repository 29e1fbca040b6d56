/** A text of the user's in the expression or query language, kept as it was written. */
export interface SourceText {
  /** The text. */
  readonly text: string;
  /** What it is called in messages, such as `filter expression`, or `job.weir` for a job file. */
  readonly source: string;
}

/** `filter EXPRESSION`: keep the rows for which it is true. */
export interface FilterSpec {
  /** The word that begins the stage. */
  readonly verb: "filter";
  /** The condition. */
  readonly expression: SourceText;
}
/** `set 'c = a + b, d = lower(e)'`: add or replace fields. */
export interface SetSpec {
  /** The word that begins the stage. */
  readonly verb: "set";
  /** The assignments. */
  readonly assignments: SourceText;
}
/** `select 'a, b + 1 AS c'`: these fields and no others. */
export interface SelectSpec {
  /** The word that begins the stage. */
  readonly verb: "select";
  /** The list. */
  readonly list: SourceText;
}
/** `drop 'a, b'`: all fields but these. */
export interface DropSpec {
  /** The word that begins the stage. */
  readonly verb: "drop";
  /** The list. */
  readonly list: SourceText;
}
/** `rename 'old AS new'`. */
export interface RenameSpec {
  /** The word that begins the stage. */
  readonly verb: "rename";
  /** The list. */
  readonly list: SourceText;
}
/** `limit N`: the first N rows of each window, or of the input. */
export interface LimitSpec {
  /** The word that begins the stage. */
  readonly verb: "limit";
  /** How many. */
  readonly count: number;
  /** N rows in all, after which the run ends. */
  readonly total: boolean;
}
/** `top N FIELD`: the most frequent values, or those with the greatest sum. */
export interface TopSpec {
  /** The word that begins the stage. */
  readonly verb: "top";
  /** How many. */
  readonly count: number;
  /** The field. */
  readonly field: SourceText;
  /** What is summed instead of counted; `null` to count. */
  readonly sum: SourceText | null;
  /** What it is grouped by; `null` for all rows together. */
  readonly by: SourceText | null;
}
/** `sort 'n DESC, host'`. */
export interface SortSpec {
  /** The word that begins the stage. */
  readonly verb: "sort";
  /** What is sorted by. */
  readonly order: SourceText;
}
/** `flatten [FIELD]`: a row for each element of a list; members of an object as fields of their own. */
export interface FlattenSpec {
  /** The word that begins the stage. */
  readonly verb: "flatten";
  /** The field; `null` for every object of the row. */
  readonly field: SourceText | null;
}
/** Which windows, and when they leave, beyond tumbling windows that leave once. */
export interface WindowKindSpec {
  /** `--every DURATION`: hopping windows; of `--rows`, a number of rows. */
  readonly every?: string | null;
  /** `--step DURATION`: cumulate windows. */
  readonly step?: string | null;
  /** `--session GAP`. */
  readonly session?: string | null;
  /** `--max DURATION` of a session. */
  readonly max?: string | null;
  /** `--rows N`. */
  readonly rows?: string | null;
  /** `--start EXPRESSION`. */
  readonly start?: SourceText | null;
  /** `--end EXPRESSION`. */
  readonly end?: SourceText | null;
  /** `--global`. */
  readonly global?: boolean;
  /** `--lateness DURATION`. */
  readonly lateness?: string | null;
  /** `--refire DURATION`. */
  readonly refire?: string | null;
  /** `--emit update[=DURATION]`. */
  readonly emit?: string | null;
  /** `--fill`. */
  readonly fill?: boolean;
  /** `--per-key-clock`. */
  readonly perKeyClock?: boolean;
  /** `--processing-time`. */
  readonly processingTime?: boolean;
}

/** `window SIZE`: cut event time into windows. */
export interface WindowSpec extends WindowKindSpec {
  /** The word that begins the stage. */
  readonly verb: "window";
  /** As written: `1m`, `2h`, `1d`, `1mo`; `null` where another flag says which windows. */
  readonly size: string | null;
  /** The field of the event time, if it is named here. */
  readonly time: string | null;
  /** `--watermark DELAY|end`, as written. */
  readonly watermark: string | null;
  /** The fields of `--key`; `null` for windows of all rows. */
  readonly key: SourceText | null;
  /** `--zone`, as written. */
  readonly zone: string | null;
  /** `--origin`, as written. */
  readonly origin: string | null;
  /** `--offset`, as written. */
  readonly offset: string | null;
}
/** `agg 'count(*) AS n' --by service`. */
export interface AggSpec {
  /** The word that begins the stage. */
  readonly verb: "agg";
  /** The list of aggregates. */
  readonly aggregates: SourceText;
  /** What it is grouped by; `null` for all rows together. */
  readonly by: SourceText | null;
}
/** `sql QUERY`: DuckDB over the table `events`. */
export interface SqlSpec {
  /** The word that begins the stage. */
  readonly verb: "sql";
  /** The query. */
  readonly query: SourceText;
  /** `--history N`: how many completed windows the query sees as `history`; `null` or not there for none. */
  readonly history?: number | null;
}
/** `write FILE`: rows to a file; in the middle of a pipeline they go on as well. */
export interface WriteSpec {
  /** The word that begins the stage. */
  readonly verb: "write";
  /** Where the rows are written. */
  readonly path: string;
  /** The format; by the ending of the path when null. */
  readonly format: string | null;
}

/** One stage as the user wrote it: words told apart, nothing looked up yet. */
export type StageSpec =
  | FilterSpec
  | SetSpec
  | SelectSpec
  | DropSpec
  | RenameSpec
  | LimitSpec
  | TopSpec
  | SortSpec
  | FlattenSpec
  | WindowSpec
  | AggSpec
  | SqlSpec
  | WriteSpec;

/** Options of reading, given to `read` or for the whole run. */
export interface ReadOptions {
  /** `--format`; detected from the first line when null. */
  readonly format: string | null;
  /** `--pattern REGEX`, where the format is `pattern`. */
  readonly pattern?: string | null;
  /** `--encoding`; UTF-8 when null. */
  readonly encoding: "utf-8" | "latin1" | null;
  /** `--fields a,b,c`. */
  readonly fields: readonly string[] | null;
  /** `false` with `--no-header`. */
  readonly header: boolean;
  /** `--types status=BIGINT,at=TIMESTAMP`. */
  readonly types: Readonly<Record<string, string>>;
  /** `--time FIELD`. */
  readonly time: string | null;
  /** `--zone`: where a stamp without a zone was made. */
  readonly zone: string | null;
  /** `--since TIME`, as written. */
  readonly since: string | null;
  /** `--until TIME`, as written. */
  readonly until: string | null;
}

/** Options of the whole run. Durations, times and sizes are as written; the plan reads them. */
export interface RunOptions {
  /** `-o`: `ndjson csv tsv table arrow weir lines`; chosen by the plan when null. */
  readonly output: string | null;
  /** `--bad`; `null` where it is not given, which is `skip` for rows and ends the run where a query fails (V5). */
  readonly bad: "skip" | "keep" | "fail" | null;
  /** `--bad-to FILE`. */
  readonly badTo: string | null;
  /** `--table NAME=FILE`. */
  readonly tables: Readonly<Record<string, string>>;
  /** `--engine`. */
  readonly engine: "wasm" | "native";
  /** `--param NAME=value`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `--late FILE`. */
  readonly late: string | null;
  /** `--max-memory SIZE`. */
  readonly maxMemory: string | null;
  /** `--max-ahead T`. */
  readonly maxAhead: string | null;
  /** `--now TIME`. */
  readonly now: string | null;
  /** `--idle T`. */
  readonly idle: string | null;
  /** `--precision ms`: event times in whole milliseconds, as clusters have them; microseconds when not given. */
  readonly precision?: "us" | "ms" | null;
  /** `--csv-safe`: text in CSV and TSV that a spreadsheet would run as a formula is guarded. */
  readonly csvSafe: boolean;
  /** `--display-zone ZONE`: for tables on a terminal. */
  readonly displayZone: string | null;
  /** `--threads N`. */
  readonly threads: number | null;
  /** `--stats`. */
  readonly stats: boolean;
  /** `--strict`. */
  readonly strict: boolean;
}

/** A whole run as the user wrote it. */
export interface RunSpec {
  /** Paths and globs, in order; `-` or none: stdin. */
  readonly inputs: readonly string[];
  /** Files of late rows that are read together with the inputs: only the windows that they touch are told; none when not given. */
  readonly restate?: readonly string[];
  /** How inputs are read. */
  readonly read: ReadOptions;
  /** The stages, in order. */
  readonly stages: readonly StageSpec[];
  /** The options of the run. */
  readonly options: RunOptions;
}
