import type { Edit } from "./edits.ts";

/** How a query over one pane becomes a query over many, numbered by a column. */
export interface TogetherForm {
  /** Edits of the user's text, besides those that it gets in any case. */
  readonly edits: readonly Edit[];
  /** Rows of each pane's answer that are skipped. */
  readonly offset: number;
  /** Most rows of each pane's answer; `Infinity` without LIMIT. */
  readonly limit: number;
}

/** The table that holds the rows of many panes. */
export const ALL_EVENTS = "events~";
/** The table of the panes' numbers. */
export const PANES = "panes~";
/** The column of their number. */
export const PANE_NUMBER = "pane~";
