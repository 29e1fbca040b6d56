import type { TimeWindow } from "./batch.ts";
import type { Column } from "./column.ts";
import type { Field } from "./schema.ts";

/** Rows as a table for an engine: the columns own their memory, and are the engine's from the call on. */
export interface Table {
  /** Name and type of each column. `ANY` and `NUMBER` become the narrowest type that holds the values here (V2). */
  readonly fields: readonly Field[];
  /** The columns, all of layout `values`. */
  readonly columns: readonly Column[];
  /** How many rows they hold. */
  readonly rows: number;
}

/** What one firing of a window hands on: its bounds, and its rows. */
export interface Pane extends Table {
  /** The window; `null` when the whole input is one. */
  readonly window: TimeWindow | null;
  /** The rows of windows that were complete before, oldest first, which the query may name as `history`; not there where it may not. */
  readonly history?: readonly Table[];
}

/** What a query answers: columns that own their memory. */
export type Rows = Table;

/** One read-only query of the user's over the table `events`. */
export interface Query {
  /** The text as the user wrote it. */
  readonly text: string;
  /** What the text is called in messages, such as `sql query`. */
  readonly source: string;
  /** Values for `$NAME`, never put into the text. */
  readonly parameters: Readonly<
    Record<string, string | number | bigint | boolean | null>
  >;
  /** What `now()` means, in microseconds (T8). */
  readonly nowUs: number;
}

/** Runs queries over panes. One thread, sandboxed, clean for every pane. */
export interface Engine {
  /** `wasm` or `native`. */
  readonly name: string;
  /** The version of DuckDB inside, once known. */
  version(): Promise<string>;
  /** Makes a table that every query may name, until the engine is closed. */
  addTable(name: string, table: Table): Promise<void>;
  /**
   * Runs one query over each pane, as `events`, and gives their answers in the same order.
   *
   * Rows come sorted as D1 says, without the window's bounds. Many small panes go over together (D4).
   *
   * @throws {Fault} Where the query does not bind or fails, with the user's own text and a caret.
   */
  run(query: Query, panes: readonly Pane[]): Promise<readonly Rows[]>;
  /** Ends the engine and its worker. */
  close(): Promise<void>;
}
