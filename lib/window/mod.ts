/**
 * Floor 1: event-time windows. Which window a moment belongs to, which rows
 * are late, which windows are open and which complete. Pure: no streams, no clock.
 *
 * @module
 */
export type { TimeWindow } from "../core/mod.ts";
export type { Zone } from "../time/mod.ts";
export { tumblingWindow } from "./tumbling.ts";
export { parseWindowSize, WINDOW_SIZE_FORM, type WindowSize } from "./size.ts";
export {
  type CalendarBounds,
  calendarBounds,
  type CalendarOptions,
} from "./calendar.ts";
export {
  type AssignerOptions,
  type WindowAssigner,
  windowAssigner,
} from "./assigner.ts";
export { markRows } from "./mark_rows.ts";
export { type LateOptions, type LateSplit, splitLate } from "./late.ts";
export {
  DELAY_FORM,
  delayText,
  keepingDelayUs,
  LIVE_DELAY_US,
  parseDelay,
} from "./delay.ts";
export {
  type OpenWindow,
  type OpenWindows,
  openWindows,
  type OpenWindowsOptions,
} from "./open_windows.ts";
