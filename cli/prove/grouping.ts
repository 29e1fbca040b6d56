import { groupedBy } from "../../lib/export/mod.ts";
import type { SourceText, StageSpec } from "../../lib/pipeline/mod.ts";
import {
  parseAssignments,
  parseItems,
  parseQuery,
  parseRenames,
  parseSelectList,
} from "../../lib/sql/mod.ts";

/** How a pipeline makes its results of the rows of a window. */
export interface Grouping {
  /** The field of the event time that the window names; `null` for that of the input. */
  readonly time: string | null;
  /** The stages before the window. */
  readonly before: readonly StageSpec[];
  /** Those between it and the stage that groups rows. */
  readonly between: readonly StageSpec[];
  /** What rows are grouped by: as it was written there, and what the results call it. */
  readonly keys: readonly { readonly text: string; readonly name: string }[];
  /** Conditions of that stage itself. */
  readonly conditions: readonly string[];
}

/** Stages that leave a row of the input what it is, one for one. */
const ROW_BY_ROW: ReadonlySet<StageSpec["verb"]> = new Set([
  "filter",
  "set",
  "drop",
  "rename",
]);
/** What the results call the bounds of their window. */
const BOUNDS: ReadonlySet<string> = new Set(["window_start", "window_end"]);

/**
 * How a pipeline groups the rows of windows; `null` where its results do not
 * follow from the rows of one group of one span of time, or are not known to.
 */
export function groupingOf(stages: readonly StageSpec[]): Grouping | null {
  const grouped = groupedBy(stages);
  const at = stages.findIndex(({ verb }) => verb === "window");
  if (grouped === null || at < 0 || grouped.stage < at) return null;
  const before = stages.slice(0, at).filter(isNoWrite);
  const between = stages.slice(at + 1, grouped.stage).filter(isNoWrite);
  const behind = stages.slice(grouped.stage + 1);
  const window = stages[at]!;
  if (
    window.verb !== "window" || window.rows != null || window.start != null ||
    window.end != null ||
    ![...before, ...between].every(({ verb }) => ROW_BY_ROW.has(verb)) ||
    !isRead(stages[grouped.stage]!)
  ) return null;
  const stage = stages[grouped.stage]!;
  const names = new Map([...namesOf(window), ...namesOf(stage)]);
  const keys: { readonly text: string; readonly name: string }[] = [];
  for (const text of grouped.texts) {
    if (BOUNDS.has(text)) continue;
    const name = names.get(text);
    if (name === undefined) return null;
    keys.push({ text, name });
  }
  const known = new Set([...BOUNDS, ...keys.map(({ name }) => name)]);
  if (!behind.every((one) => keepsNames(one, known))) return null;
  return {
    time: window.time,
    before,
    between,
    keys,
    conditions: conditionsOf(stage),
  };
}

/** Whether all is known that a stage groups by. */
function isRead(stage: StageSpec): boolean {
  if (stage.verb !== "sql") return true;
  const { query } = parseQuery(stage.query);
  return query !== null && query.groupBy !== "all";
}

/** Whether results are still one for one behind a stage, with the same under the names that tell their group. */
function keepsNames(stage: StageSpec, known: ReadonlySet<string>): boolean {
  switch (stage.verb) {
    case "filter":
    case "sort":
    case "limit":
    case "drop":
    case "write":
      return true;
    case "set":
      return parseAssignments(stage.assignments).every(({ name }) =>
        !known.has(name)
      );
    case "rename":
      return parseRenames(stage.list).every(({ to }) => !known.has(to));
    case "select":
      return parseSelectList(stage.list).every((item) =>
        !("expression" in item) || !known.has(item.name) ||
        spanText(stage.list, item.expression) === item.name
      );
    default:
      return false;
  }
}

function isNoWrite({ verb }: StageSpec): boolean {
  return verb !== "write";
}

/** What the results of a stage call its expressions. */
function namesOf(stage: StageSpec): readonly (readonly [string, string])[] {
  switch (stage.verb) {
    case "window":
      return stage.key === null ? [] : itemNames(stage.key);
    case "agg":
      return stage.by === null ? [] : itemNames(stage.by);
    case "top":
      return [
        ...(stage.by === null ? [] : itemNames(stage.by)),
        ...itemNames(stage.field),
      ];
    case "sql":
      return (parseQuery(stage.query).query?.items ?? []).flatMap((item) =>
        "expression" in item
          ? [[spanText(stage.query, item.expression), item.name] as const]
          : []
      );
    default:
      return [];
  }
}

function itemNames(list: SourceText): readonly (readonly [string, string])[] {
  return parseItems(list).map(({ expression, name }) =>
    [spanText(list, expression), name] as const
  );
}

function conditionsOf(stage: StageSpec): readonly string[] {
  if (stage.verb !== "sql") return [];
  const where = parseQuery(stage.query).query?.where ?? null;
  return where === null ? [] : [spanText(stage.query, where)];
}

function spanText(
  { text }: SourceText,
  { span }: { readonly span: { readonly start: number; readonly end: number } },
): string {
  return text.slice(span.start, span.end);
}
