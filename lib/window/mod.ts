/**
 * Floor 1: event-time windows. Which window a moment belongs to, which rows
 * are late, which windows are open and which complete. Pure: no streams, no clock.
 *
 * {@linkcode windowMachine} does all of it for windows of any kind, and drives
 * a {@linkcode PaneStore} that keeps the rows.
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
  type CalendarUnit,
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
export type { ArrivingRows } from "./arriving_rows.ts";
export {
  type Firing,
  type FiringKind,
  type LeavingWindows,
  NONE,
  type PaneRows,
  type PaneStore,
} from "./pane_store.ts";
export type {
  AlignedWindows,
  CountWindows,
  GlobalWindow,
  PredicateWindows,
  SessionWindows,
  WindowKind,
  WindowOptions,
} from "./window_options.ts";
export type { SliceBounds, Slicing } from "./slices.ts";
export { slicing, type SlicingOptions } from "./slicing.ts";
export type { HeldWindow, WindowMachine } from "./window_machine.ts";
export type { RowCounts } from "./late_rows.ts";
export { Lateness, type LatenessStep } from "./lateness.ts";
export { checkWindowOptions } from "./check_options.ts";
export { windowMachine } from "./machine.ts";
