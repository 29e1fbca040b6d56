import type { Column } from "../core/mod.ts";

/** The rows that are written as one record batch. */
export interface ArrowRows {
  /** The columns, in the order of the fields. */
  readonly columns: readonly Column[];
  /** The rows to write, ascending; `null` when all are. It may be longer than `count`. */
  readonly selection: Uint32Array | null;
  /** How many rows to write. */
  readonly count: number;
}
