/**
 * How each stage is planned: from its words to steps and the shape behind it.
 *
 * @module
 */
import type { StageSpec } from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { planAgg, planTop } from "./agg.ts";
import { refuseChanges, takesChanges, tellChanges } from "./changes.ts";
import {
  planDrop,
  planFilter,
  planRename,
  planSelect,
  planSet,
} from "./rows.ts";
import { planSql } from "./sql.ts";
import { planFlatten, planWrite } from "./write.ts";
import { planLimit, planSort } from "./sort_limit.ts";
import { ownWindows, planWindow } from "./window.ts";

/**
 * Plans one stage.
 *
 * @throws {Fault} Where the stage cannot be run on rows of this shape.
 */
export function planStage(
  before: PlanState,
  stage: StageSpec,
  context: PlanContext,
): PlanState {
  refuseChanges(before, stage);
  const own = answers(stage) ? before : ownWindows(before);
  const state = takesChanges(stage) ? tellChanges(own, context) : own;
  switch (stage.verb) {
    case "filter":
      return planFilter(state, stage, context);
    case "set":
      return planSet(state, stage, context);
    case "select":
      return planSelect(state, stage, context);
    case "drop":
      return planDrop(state, stage, context);
    case "rename":
      return planRename(state, stage, context);
    case "limit":
      return planLimit(state, stage, context);
    case "top":
      return planTop(state, stage, context);
    case "sort":
      return planSort(state, stage, context);
    case "flatten":
      return planFlatten(state, stage, context);
    case "window":
      return planWindow(state, stage, context);
    case "agg":
      return planAgg(state, stage, context);
    case "sql":
      return planSql(state, stage, context);
    case "write":
      return planWrite(state, stage, context);
  }
}

/** Whether a stage takes all rows of a window and answers for them. */
function answers({ verb }: StageSpec): boolean {
  return verb === "agg" || verb === "top" || verb === "sql";
}
