import { type Checked, fieldsOf, partsOf } from "../../sql/mod.ts";
import type { PortableStep } from "../portable_job.ts";
import { PATTERN_RULES } from "./functions_patterns.ts";

/**
 * The columns that are worth an UNNEST: those that search for a pattern, and
 * that more than one place reads. Flink would search again for each.
 */
export function costlyColumns(
  steps: readonly PortableStep[],
): ReadonlySet<string> {
  const read = new Map<string, number>();
  for (const column of steps.flatMap(columnsOf)) {
    read.set(column, (read.get(column) ?? 0) + 1);
  }
  return new Set(
    steps.flatMap((step) => step.kind === "select" ? step.columns : [])
      .filter(({ column, value }) =>
        searches(value) && (read.get(column) ?? 0) > 1
      )
      .map(({ column }) => column),
  );
}

function searches(node: Checked): boolean {
  return (node.kind === "call" && Object.hasOwn(PATTERN_RULES, node.name)) ||
    partsOf(node).some(searches);
}

/** The columns that a step reads, as often as it reads them. */
function columnsOf(step: PortableStep): readonly string[] {
  const of = (nodes: readonly (Checked | null)[]) =>
    nodes.flatMap((node) => node === null ? [] : fieldsOf(node))
      .map(({ path }) => String(path[0]));
  switch (step.kind) {
    case "select":
      return of([
        ...step.conditions.map(({ condition }) => condition),
        ...step.columns.map(({ value }) => value),
      ]);
    case "aggregate":
      return of([
        ...step.keys.map(({ value }) => value),
        ...step.calls.flatMap(({ args, filter }) => [...args, filter]),
      ]);
    case "top":
      return [...of(step.order.map(({ value }) => value)), ...step.by];
    case "write":
      return step.fields.map(({ column }) => column);
  }
}
