import {
  type Account,
  type Batch,
  type Column,
  ColumnBuilder,
  type WindowRows,
} from "../core/mod.ts";
import { type OpenWindow, openWindows } from "../window/mod.ts";
import { Fold, type FoldShape } from "./fold/fold.ts";
import { firstRows } from "./filter.ts";
import { checkMemory, type MemoryBound } from "./memory_bound.ts";
import { RowPlaces } from "./place_rows.ts";
import type { Emit, Step } from "./step.ts";
import { oldestOf } from "./report.ts";
import { resultTimes, watermarkAt, type Windowing } from "./windowing.ts";

/** Groups that are handed on in one batch, so that many small windows cost little. */
const ROWS_A_BATCH = 8192;
/** Adding up what is held asks every aggregate, so it is done now and then. */
const PUSHES_A_CHECK = 64;

/** Options of {@linkcode foldStep}. */
export interface FoldOptions {
  /** Keys and aggregate calls. */
  readonly shape: FoldShape;
  /** The windows; `null` to fold the whole input. */
  readonly windowing: Windowing | null;
  /** What may be held. */
  readonly memory: MemoryBound;
  /** Where completed windows are counted. */
  readonly account: Account;
}

/**
 * Folds rows into partial aggregates as they come, and hands on the groups of
 * each completed window: `window_start` and `window_end` (with windows), the
 * keys, the result of each call; sorted by the keys within a window.
 *
 * Memory is a function of the groups of open windows, not of rows.
 */
export function foldStep(options: FoldOptions): Step {
  const { shape, windowing } = options;
  const fold = new Fold(shape);
  // The batch that is handed on is a view of these.
  const bounds = windowing === null
    ? []
    : [new ColumnBuilder(), new ColumnBuilder()];
  const keys = shape.keys.map(() => new ColumnBuilder());
  const results = shape.calls.map(() => new ColumnBuilder());
  const free: number[] = [];
  let panes = 0;
  const open = openWindows<FoldPane>({
    assigner: windowing?.assigner ?? { endOf: () => Infinity },
    delayUs: windowing?.delayUs ?? Infinity,
    create: () => ({ pane: free.pop() ?? panes++, rows: 0 }),
  });
  let all = new Uint32Array(0);
  const places = new RowPlaces();
  let rows = 0;
  let pushes = 0;
  let newestUs = -Infinity;
  /** As far as the wall clock has moved it on. */
  let advancedUs = -Infinity;
  let completed = 0;

  function hand(
    taken: readonly OpenWindow<FoldPane>[],
    watermarkUs: number,
    emit: Emit,
  ): void {
    // At the end of the input all goes at once with the fold.
    const last = watermarkUs === Infinity;
    let at = 0;
    while (at < taken.length) {
      const windows: WindowRows[] = [];
      let to = 0;
      while (at < taken.length && to < ROWS_A_BATCH) {
        const { startUs, endUs, state } = taken[at++]!;
        rows -= state.rows;
        const from = to;
        to += fold.append(state.pane, keys, results);
        if (!last) {
          fold.drop(state.pane);
          free.push(state.pane);
        }
        if (windowing === null) continue;
        windows.push({ startUs, endUs, from, to });
        bounds[0]!.appendTime(startUs, to - from);
        bounds[1]!.appendTime(endUs, to - from);
      }
      options.account.windows += windows.length;
      completed += windows.length;
      const builders = [...bounds, ...keys, ...results];
      const columns = builders.map((builder) => builder.view());
      const reachedUs = at === taken.length
        ? watermarkUs
        : taken[at - 1]!.endUs - 1;
      emit(foldedBatch(columns, to, windows, reachedUs));
      for (const builder of builders) builder.clear();
    }
  }

  return {
    get heldRows() {
      return rows;
    },
    get heldBytes() {
      return fold.byteLength;
    },
    report() {
      const bytes = fold.byteLength;
      let groups = 0;
      for (const { state } of open.values()) groups += fold.groups(state.pane);
      return {
        ...(windowing === null
          ? {}
          : { reached: { newestUs: advancedUs, newestRowUs: newestUs } }),
        held: {
          rows,
          bytes,
          windows: windowing === null ? null : open.size,
          oldest: windowing === null
            ? []
            : oldestOf(open.values()).map(({ startUs, endUs, state }) => ({
              startUs,
              endUs,
              key: [],
              rows: state.rows,
              // The groups of all windows stand in one table.
              bytes: Math.round(bytes * fold.groups(state.pane) / groups),
            })),
          completed,
        },
      };
    },
    push(batch, emit) {
      const { selected, newestAfterUs } = batch;
      if (selected > 0) {
        all = firstRows(all, selected);
        const selection = batch.selection ?? all;
        const panes = places.of(batch, selection, (startUs, count) => {
          const state = open.at(startUs);
          state.rows += count;
          return state.pane;
        });
        rows += selected;
        fold.add({ ...batch, selection, panes });
      }
      if (windowing !== null && newestAfterUs !== undefined) {
        advancedUs = newestUs = newestAfterUs;
        const watermarkUs = watermarkAt(newestAfterUs, windowing);
        hand(open.completed(newestAfterUs), watermarkUs, emit);
      }
      if (++pushes % PUSHES_A_CHECK === 0) {
        checkMemory(fold.byteLength, open.size, options.memory);
      }
    },
    advance(byUs, emit) {
      if (windowing === null) return;
      const reachedUs = advancedUs = newestUs + byUs;
      hand(
        open.completed(reachedUs),
        watermarkAt(reachedUs, windowing),
        emit,
      );
    },
    end(emit) {
      if (windowing === null) fold.open(open.at(-Infinity).pane);
      hand(open.drain(), Infinity, emit);
    },
  };
}

/** What is kept of a window: its pane of the fold. */
interface FoldPane {
  readonly pane: number;
  rows: number;
}

function foldedBatch(
  columns: readonly Column[],
  rows: number,
  windows: readonly WindowRows[],
  reachedUs: number,
): Batch {
  const batch: Batch = {
    rows,
    columns,
    selection: null,
    selected: rows,
    lines: null,
    timesUs: null,
    newestUs: null,
    windows: null,
  };
  return windows.length === 0
    ? batch
    : { ...batch, ...resultTimes(rows, windows, reachedUs), windows };
}
