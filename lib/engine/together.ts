import type { Edit } from "./edits.ts";

/** How a query over one pane becomes a query over many, numbered by a column. */
export interface TogetherForm {
  /** Edits of the user's text, besides those that it gets in any case. */
  readonly edits: readonly Edit[];
  /** Rows of each pane's answer that are skipped. */
  readonly offset: number;
  /** Most rows of each pane's answer; `Infinity` without LIMIT. */
  readonly limit: number;
  /** Whether a pane without rows in the shared answer has none; else its answer is that of an empty pane. */
  readonly whole?: boolean;
}

/** The table that holds the rows of many panes. */
export const ALL_EVENTS = "events~";
/** The table that holds what many panes see as `history`. */
export const ALL_HISTORY = "history~";
/** The table of the panes' numbers. */
export const PANES = "panes~";
/** The column of their number. */
export const PANE_NUMBER = "pane~";
