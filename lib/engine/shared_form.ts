import type { Query } from "../core/mod.ts";
import { groupedForm } from "./grouped_form.ts";
import { lateralForm } from "./lateral_form.ts";
import { readStatement } from "./statement.ts";

/** Whether the text of a query lets many panes with a `history` share it (D4); their values may still forbid it. */
export function isSharedForm(query: Query): boolean {
  const statement = readStatement(query);
  return groupedForm(statement, 1) !== null ||
    lateralForm(statement, [], 1, true) !== null;
}
