import type { ToldWindow } from "../core/mod.ts";
import { Fold, type FoldShape } from "./fold/fold.ts";
import { firstRows } from "./filter.ts";
import type { Step } from "./step.ts";
import { PaneResults } from "./windows/pane_results.ts";

/** The one pane: windows come one after another. */
const PANE = 0;

/**
 * Folds the rows of windows that are complete already, which come a batch at a
 * time and each whole (W6).
 *
 * @param shape Keys and aggregate calls; the keys that lead the results of windows come first.
 */
export function foldCompletedStep(shape: FoldShape): Step {
  const fold = new Fold(shape);
  const keys = shape.keys.length;
  const results = new PaneResults(keys + shape.calls.length, null);
  const keyColumns = results.columns.slice(0, keys);
  const callColumns = results.columns.slice(keys);
  let all = new Uint32Array(0);
  let panes = new Int32Array(0);

  /** A window without rows has an answer where it was filled in, and nothing is grouped by beside what leads it (W10). */
  function answerEmpty({ leading }: ToldWindow): number {
    if (leading === undefined || keys > leading.length) return 0;
    leading.forEach((column, at) => keyColumns[at]!.appendFrom(column, 0));
    fold.appendEmpty(callColumns);
    return 1;
  }

  return {
    push(batch, emit) {
      all = firstRows(all, batch.selected);
      if (panes.length < batch.rows) panes = new Int32Array(batch.rows);
      const selection = batch.selection ?? all;
      for (const { from, to, ...window } of batch.windows ?? []) {
        if (from === to) {
          const withdrawn = window.telling?.kind === "withdrawal";
          results.add(window, withdrawn ? 0 : answerEmpty(window), emit);
          continue;
        }
        fold.add({
          ...batch,
          selection: selection.subarray(from, to),
          selected: to - from,
          panes,
        });
        fold.open(PANE);
        const rows = fold.append(PANE, keyColumns, callColumns);
        fold.drop(PANE);
        results.add(window, rows, emit);
      }
      results.flush(batch.newestAfterUs ?? -Infinity, emit);
    },
    end() {},
  };
}
