import {
  type Batch,
  type Column,
  compareValues,
  rowAt,
  Tag,
  type ToldWindow,
  valueAt,
  type WindowRows,
} from "../core/mod.ts";

/** Rows of a batch, by their places in the selection, and their window; no window for rows that are the whole input. */
export interface Span {
  /** Place of the first. */
  readonly from: number;
  /** Place after the last. */
  readonly to: number;
  /** Their window. */
  readonly window: ToldWindow | null;
}

/**
 * The windows of a batch, those of each key by themselves (W5): a fold hands
 * on the windows of all keys of a span as one, in which rows of a key stand
 * together.
 *
 * @param keys Indexes of the columns of `window --key`.
 */
export function keySpans(batch: Batch, keys: readonly number[]): Span[] {
  if (batch.windows === null) {
    return [{ from: 0, to: batch.selected, window: null }];
  }
  const columns = keys.map((key) => batch.columns[key]!);
  return batch.windows.flatMap((window) => spansOf(batch, window, columns));
}

function spansOf(
  batch: Batch,
  window: WindowRows,
  columns: readonly Column[],
): Span[] {
  if (columns.length === 0 || window.to - window.from < 2) {
    return [{ from: window.from, to: window.to, window }];
  }
  const spans: Span[] = [];
  let from = window.from;
  for (let at = from + 1; at <= window.to; at++) {
    const ended = at === window.to ||
      !columns.every((column) =>
        isSame(column, rowAt(batch, at - 1), rowAt(batch, at))
      );
    if (!ended) continue;
    spans.push({ from, to: at, window });
    from = at;
  }
  return spans;
}

/** Whether two rows have one key: numbers by their value, an object or list and its text apart. */
function isSame(column: Column, a: number, b: number): boolean {
  const isNested = (row: number) => column.tags[row] === Tag.NESTED;
  return isNested(a) === isNested(b) &&
    compareValues(valueAt(column, a), valueAt(column, b)) === 0;
}
