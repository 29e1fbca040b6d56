import type { ComparedRow } from "../../lib/export/mod.ts";
import type { ComparedField } from "../../lib/export/mod.ts";
import type { RunSpec, SourceText, StageSpec } from "../../lib/pipeline/mod.ts";
import { formatTimestamp } from "../../lib/time/mod.ts";
import { quoteName, quoteText } from "../../lib/sql/mod.ts";
import type { MainIo } from "../io.ts";
import { runHere } from "./run_here.ts";

/** Lines of the input that are shown for a result. */
const SHOWN = 3;

/** The lines of the input that a row of results was made from, at most three; none where that cannot be told. */
export async function rowsBehind(
  row: ComparedRow,
  fields: readonly ComparedField[],
  spec: RunSpec,
  io: MainIo,
): Promise<readonly string[]> {
  const at = spec.stages.findIndex(({ verb }) => verb === "window");
  const value = (name: string) => {
    const index = fields.findIndex((field) => field.name === name);
    return index < 0 ? null : row.values[index] ?? null;
  };
  const [start, end] = [value("window_start"), value("window_end")];
  if (at < 0 || typeof start !== "number" || typeof end !== "number") return [];
  const before = spec.stages.slice(0, at);
  // Behind a select the line itself can no longer be named.
  if (before.some(({ verb }) => verb === "select" || verb === "flatten")) {
    return [];
  }
  const grouped = new Set(
    spec.stages.slice(at).flatMap((stage) =>
      stage.verb === "agg" && stage.by !== null
        ? stage.by.text.split(",").map((name) => name.trim())
        : []
    ),
  );
  const conditions = [
    `_time >= TIMESTAMP ${quoteText(formatTimestamp(start))}`,
    `_time < TIMESTAMP ${quoteText(formatTimestamp(end))}`,
    ...fields.flatMap(({ name, type, identity }, index) => {
      const key = row.values[index];
      if (!identity || !grouped.has(name) || type !== "VARCHAR") return [];
      return [
        key === null
          ? `${quoteName(name)} IS NULL`
          : `${quoteName(name)} = ${quoteText(String(key))}`,
      ];
    }),
  ];
  const text = (text: string): SourceText => ({ text, source: "prove" });
  const stages: readonly StageSpec[] = [
    ...before,
    { verb: "filter", expression: text(conditions.join(" AND ")) },
    { verb: "select", list: text("_raw") },
    { verb: "limit", count: SHOWN, total: true },
  ];
  try {
    const { outputs } = await runHere({
      ...spec,
      stages,
      options: { ...spec.options, output: "ndjson" },
    }, io);
    return (outputs.get(null) ?? []).map((line) =>
      String((JSON.parse(line) as { _raw: unknown })._raw)
    );
  } catch {
    return [];
  }
}
