import { NONE } from "../../window/mod.ts";
import type { PaneKeeper } from "./pane_keeper.ts";

/** Lets only those windows leave that have rows which are read again because they were late. */
export function touchedPanes(keeper: PaneKeeper): PaneKeeper {
  const touched = new Set<number>();
  return {
    get byteLength() {
      return keeper.byteLength;
    },
    add(batch, rows) {
      keeper.add(batch, rows);
      const { restated } = batch;
      if (restated === undefined) return;
      const { selection, selected, panes, pane } = rows;
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        if (restated[row] === 1) {
          touched.add(pane === NONE ? panes[row]! : pane);
        }
      }
    },
    merge(into, from) {
      keeper.merge(into, from);
      if (touched.has(from)) touched.add(into);
    },
    fire(firing, emit, telling) {
      if (firing.panes.some((pane) => touched.has(pane))) {
        keeper.fire(firing, emit, telling);
      }
    },
    drop(pane) {
      keeper.drop(pane);
      touched.delete(pane);
    },
    weight: (pane) => keeper.weight(pane),
    flush: (reachedUs, emit) => keeper.flush(reachedUs, emit),
  };
}
