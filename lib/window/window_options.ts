import type { SlicingOptions } from "./slicing.ts";

/** Tumbling, hopping and cumulate windows, whose bounds follow from time alone. */
export interface AlignedWindows extends SlicingOptions {
  /** Tells the kinds apart. */
  readonly kind: "aligned";
}

/**
 * Sessions: rows at most a gap apart (W4).
 *
 * With `maxUs` no session is that long or longer: a row joins a session only
 * if the first and last row of the two together are less than `maxUs` apart,
 * and the session ends at its first row and `maxUs` at the latest. A row that
 * is near several sessions joins the earliest that it fits, which then takes
 * up the later ones that fit as well; if none fits, the row begins one.
 */
export interface SessionWindows {
  /** Tells the kinds apart. */
  readonly kind: "session";
  /** How far apart the rows of a session may be, in microseconds. */
  readonly gapUs: number;
  /** How long a session may be (`--max`), in microseconds; endless when not given. */
  readonly maxUs?: number;
}

/** Windows of so many rows, in arrival order (W7). */
export interface CountWindows {
  /** Tells the kinds apart. */
  readonly kind: "count";
  /** How many rows a window has. */
  readonly rows: number;
  /** After how many rows the next begins; as many as it has when not given. More leaves rows between windows. */
  readonly every?: number;
}

/**
 * Windows from a row where one predicate is true to the next where another is,
 * both included, in arrival order (W7).
 *
 * A row where the first is true begins a window only if none is open: within
 * one it is a row like others. Where both are true the row ends the open window,
 * or is a window of its own. Rows between windows are in none.
 */
export interface PredicateWindows {
  /** Tells the kinds apart. */
  readonly kind: "predicate";
}

/** One window, which the end of the input completes; its bounds are the least and greatest time + 1 us. */
export interface GlobalWindow {
  /** Tells the kinds apart. */
  readonly kind: "global";
}

/** What a row's window follows from. */
export type WindowKind =
  | AlignedWindows
  | SessionWindows
  | CountWindows
  | PredicateWindows
  | GlobalWindow;

/**
 * Which windows there are, and when they leave.
 *
 * With lateness or updates a window may leave more than once (W8): when event
 * time has moved on by the interval since it left last, counted from its first
 * row before it has left, and from its end for late rows that open it; and in any case when it
 * is complete and when it is over. It leaves only with rows that have not left
 * before, so a window that was told of in full is not told again because it is complete.
 */
export interface WindowOptions {
  /** What a row's window follows from. */
  readonly windows: WindowKind;
  /** How long windows wait for rows out of order (T5), in microseconds; Infinity for `end`. */
  readonly delayUs: number;
  /** Whether each key has windows of its own (W5). */
  readonly keyed?: boolean;
  /** Orders the codes of keys as their values sort, bytewise (D2); by the codes themselves when not given. */
  readonly compareKeys?: (a: number, b: number) => number;
  /** How long windows are kept after they were complete (`--lateness`), in microseconds; 0 when not given. */
  readonly latenessUs?: number;
  /** How far event time moves on between two firings of a complete window (`--refire`), in microseconds; a second when not given. */
  readonly refireUs?: number;
  /** The same for windows that are not complete (`--emit update`); when not given they do not leave. */
  readonly updateUs?: number;
  /** Whether each key has a newest event time of its own (T9), over the rows that come here. */
  readonly perKeyClock?: boolean;
  /** Whether windows without rows leave as well, between the first and the last (W10). */
  readonly fill?: boolean;
  /**
   * After how many windows without rows of a key no more are filled for it;
   * 1,000 when not given. All rows count as one key where windows have none.
   */
  readonly fillLimit?: number;
}
