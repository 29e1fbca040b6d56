import { Fault } from "../core/mod.ts";
import { DatabaseError } from "./driver.ts";

/** Whether it is the query that failed, not weir. */
export function isQueryError(error: unknown): boolean {
  return error instanceof DatabaseError || error instanceof Fault;
}

/** Whether a query may not fit the types of the columns. */
export function isBindError(error: unknown): boolean {
  const cause = error instanceof Fault ? error.cause : error;
  return cause instanceof DatabaseError && cause.info.kind === "Binder" &&
    cause.info.subtype !== "COLUMN_NOT_FOUND";
}

/**
 * A name that stands for the windows before cannot stand for a table as well.
 *
 * @throws {Fault} If one of the tables has it.
 */
export function refuseHistoryTable(tables: Iterable<string>): void {
  if (![...tables].some((name) => name.toLowerCase() === "history")) return;
  throw new Fault(
    "sql/history-table",
    "cannot tell the table history from the windows before, which have that name with --history",
    { mend: "Give the table another name: --table past=FILE" },
  );
}
