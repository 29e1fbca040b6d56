import { Fault, Faults, type FieldType } from "../../lib/core/mod.ts";
import type {
  Canonical,
  ComparedField,
  ComparedRow,
} from "../../lib/export/mod.ts";
import type { RunSpec, SourceText, StageSpec } from "../../lib/pipeline/mod.ts";
import { quoteText } from "../../lib/sql/mod.ts";
import { formatTimestamp } from "../../lib/time/mod.ts";
import type { MainIo } from "../io.ts";
import { type Grouping, groupingOf } from "./grouping.ts";
import { runHere } from "./run_here.ts";

/** Lines of the input that are shown for a result. */
const SHOWN = 3;

/**
 * The lines of the input that a row of results was made from, at most three;
 * none where they cannot be told from those of other rows.
 */
export async function rowsBehind(
  row: ComparedRow,
  fields: readonly ComparedField[],
  spec: RunSpec,
  io: MainIo,
): Promise<readonly string[]> {
  const grouping = groupingOf(spec.stages);
  const stages = grouping === null ? null : stagesTo(row, fields, grouping);
  if (grouping === null || stages === null) return [];
  try {
    const { outputs } = await runHere({
      ...spec,
      read: { ...spec.read, time: grouping.time ?? spec.read.time },
      stages: [
        ...stages,
        { verb: "select", list: text("_raw") },
        { verb: "limit", count: SHOWN, total: true },
      ],
      options: { ...spec.options, output: "ndjson", late: null, badTo: null },
    }, io);
    return (outputs.get(null) ?? []).map((line) =>
      String((JSON.parse(line) as { _raw: unknown })._raw)
    );
  } catch (error) {
    if (error instanceof Fault || error instanceof Faults) return [];
    throw error;
  }
}

/** The stages that leave only the rows of one group of one window; `null` where the row does not tell which. */
function stagesTo(
  { values }: ComparedRow,
  fields: readonly ComparedField[],
  { before, between, keys, conditions }: Grouping,
): readonly StageSpec[] | null {
  const named = (name: string) => {
    const at = fields.findIndex((field) => field.name === name);
    return at < 0 ? null : { value: values[at] ?? null, ...fields[at]! };
  };
  const [start, end] = [named("window_start"), named("window_end")];
  if (typeof start?.value !== "number" || typeof end?.value !== "number") {
    return null;
  }
  // A `write` before the groups has rows of the input.
  if (!start.identity || !end.identity) return null;
  const inGroup: string[] = conditions.map((condition) => `(${condition})`);
  for (const { text, name } of keys) {
    const found = named(name);
    // A value that is no key tells no group, whatever it is called.
    if (found === null || !found.identity) return null;
    const value = literal(found.value, found.type);
    if (value === null) return null;
    inGroup.push(`(${text}) ${value}`);
  }
  return [
    ...before,
    filter([
      `_time >= TIMESTAMP ${quoteText(formatTimestamp(start.value))}`,
      `_time < TIMESTAMP ${quoteText(formatTimestamp(end.value))}`,
    ]),
    ...between,
    ...(inGroup.length === 0 ? [] : [filter(inGroup)]),
  ];
}

const text = (text: string): SourceText => ({ text, source: "prove" });

function filter(conditions: readonly string[]): StageSpec {
  return { verb: "filter", expression: text(conditions.join(" AND ")) };
}

/** The end of a condition that a key has a value; `null` where the value is not written as weir reads it. */
function literal(value: Canonical, type: FieldType): string | null {
  if (value === null) return "IS NULL";
  switch (typeof value) {
    case "string":
      return type === "VARCHAR" ? `= ${quoteText(value)}` : null;
    case "bigint":
    case "boolean":
      return `= ${value}`;
    default:
      // Moments are numbers too.
      return type === "DOUBLE" && Number.isFinite(value) ? `= ${value}` : null;
  }
}
