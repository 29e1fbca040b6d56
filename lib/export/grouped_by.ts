import type { SourceText, StageSpec } from "../pipeline/mod.ts";
import { parseItems, parseQuery } from "../sql/mod.ts";

/** What the first stage that groups rows groups them by. */
export interface GroupedBy {
  /** The index of the stage. */
  readonly stage: number;
  /** The expressions, as they were written, keys of the windows first. */
  readonly texts: readonly string[];
}

/** What the rows of a pipeline are grouped by first, as text; `null` where they are not grouped. */
export function groupedBy(stages: readonly StageSpec[]): GroupedBy | null {
  const at = stages.findIndex(({ verb }) =>
    verb === "agg" || verb === "top" || verb === "sql"
  );
  const stage = stages[at];
  if (stage === undefined) return null;
  const keys = stages.slice(0, at).flatMap((one) =>
    one.verb === "window" && one.key !== null ? itemTexts(one.key) : []
  );
  return { stage: at, texts: [...new Set([...keys, ...ownTexts(stage)])] };
}

function ownTexts(stage: StageSpec): readonly string[] {
  switch (stage.verb) {
    case "agg":
      return stage.by === null ? [] : itemTexts(stage.by);
    case "top":
      return [
        ...(stage.by === null ? [] : itemTexts(stage.by)),
        stage.field.text.trim(),
      ];
    case "sql": {
      const { query } = parseQuery(stage.query);
      if (query === null || !Array.isArray(query.groupBy)) return [];
      return query.groupBy.map((node) => {
        // A number names a column of the answer.
        const item = node.kind === "number"
          ? query.items[Number(node.digits) - 1]
          : undefined;
        const { start, end } = item !== undefined && "expression" in item
          ? item.expression.span
          : node.span;
        return stage.query.text.slice(start, end);
      });
    }
    default:
      return [];
  }
}

function itemTexts(list: SourceText): readonly string[] {
  return parseItems(list).map(({ expression }) =>
    list.text.slice(expression.span.start, expression.span.end)
  );
}
