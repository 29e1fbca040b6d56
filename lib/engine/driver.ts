import { Fault, type Table } from "../core/mod.ts";

/** How a database is opened. */
export interface DriverOptions {
  /**
   * What keeps user SQL from files, network and settings: `sql` is DuckDB's
   * own lock, `full` adds the permissions of the worker.
   */
  readonly sandbox: "full" | "sql";
  /** Most bytes that DuckDB may use; its own default when null. */
  readonly memoryLimitBytes: number | null;
  /** How many threads may run a query. */
  readonly threads: number;
  /** Whether external access is turned off and the configuration locked. Only tests of the other wall leave it open. */
  readonly lock: boolean;
}

/**
 * One DuckDB with one connection, opened and locked.
 *
 * Calls are carried out in the order they were made; nobody needs to wait for
 * one before making the next. Errors of DuckDB are {@linkcode DatabaseError}.
 */
export interface Driver {
  /** `wasm` or `native`. */
  readonly name: "wasm" | "native";
  /** The version of DuckDB. */
  version(): Promise<string>;
  /** Creates or replaces a table. Types `ANY` and `NUMBER` become the narrowest that hold the values (V2). */
  load(name: string, table: Table): Promise<void>;
  /** Runs one statement and gives its answer. */
  query(sql: string): Promise<Table>;
  /** Ends the database. Calls that still run are rejected. */
  close(): Promise<void>;
}

/** What DuckDB says of an error. */
export interface DatabaseErrorInfo {
  /** Kind, such as `Binder` or `Out of Memory`. */
  readonly kind: string;
  /** The message, without its kind. */
  readonly message: string;
  /** Finer kind, such as `COLUMN_NOT_FOUND`. */
  readonly subtype: string | null;
  /** The name that was not found. */
  readonly name: string | null;
  /** What sort of thing was not found, such as `Table` or `Scalar Function`. */
  readonly type: string | null;
  /** Where in the statement, in bytes of UTF-8. */
  readonly position: number | null;
}

/** An error that DuckDB gave. */
export class DatabaseError extends Error {
  /** The name of the class. */
  override readonly name = "DatabaseError";
  /** What DuckDB says of it. */
  readonly info: DatabaseErrorInfo;

  /**
   * Reads the text of an error, which is JSON once `errors_as_json` is set.
   *
   * @param text The text as DuckDB gave it.
   * @param cause What led to it.
   */
  constructor(text: string, cause?: unknown) {
    const info = readInfo(text);
    super(info.message, cause === undefined ? undefined : { cause });
    this.info = info;
  }
}

function readInfo(text: string): DatabaseErrorInfo {
  const open = text.indexOf("{");
  try {
    const fields = JSON.parse(text.slice(open)) as Record<string, string>;
    return {
      kind: fields.exception_type ?? "Unknown",
      message: fields.exception_message ?? text,
      subtype: fields.error_subtype ?? null,
      name: fields.name ?? null,
      type: fields.type ?? null,
      position: fields.position === undefined ? null : Number(fields.position),
    };
  } catch {
    const match = /^(?:Error: )?([A-Za-z ]+?) Error: ([^]*)$/.exec(text);
    return {
      kind: match?.[1] ?? "Unknown",
      message: match?.[2] ?? text,
      subtype: null,
      name: null,
      type: null,
      position: null,
    };
  }
}

/** What is said when a database does not start. */
export function startFault(engine: "wasm" | "native", cause: unknown): Fault {
  return new Fault(
    "engine/start",
    `cannot start DuckDB (${engine}): ${
      (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0]
    }`,
    {
      mend: engine === "wasm"
        ? "Pass --engine native, or install weir again"
        : "Leave --engine native out: DuckDB in WebAssembly runs everywhere",
      cause,
    },
  );
}
