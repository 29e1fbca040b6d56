import {
  type Account,
  type Batch,
  type Column,
  ColumnBuilder,
  type WindowRows,
} from "../core/mod.ts";
import { type OpenWindow, openWindows } from "../window/mod.ts";
import { WindowSplitter } from "./by_window.ts";
import { Fold, type FoldScratch, type FoldShape } from "./fold/fold.ts";
import { KeyCoder } from "./fold/key_coder.ts";
import { checkMemory, type MemoryBound } from "./memory_bound.ts";
import type { Emit, Step } from "./step.ts";
import { resultTimes, watermarkAt, type Windowing } from "./windowing.ts";

/** Groups that are handed on in one batch, so that many small windows cost little. */
const ROWS_A_BATCH = 8192;
/** Values that windows share before new windows start with none. */
const CODES_A_GENERATION = 65_536;
/** Adding up what is held walks all windows, so it is done now and then. */
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
  const scratch: FoldScratch = {
    groups: new Int32Array(0),
    selection: new Uint32Array(0),
  };
  const splitter = new WindowSplitter();
  let coders = freshCoders();

  function freshCoders(): readonly KeyCoder[] {
    return shape.keys.map(() => new KeyCoder());
  }

  /** Windows share their coders, until those hold so much that ones which completed long ago must not be kept alive. */
  function currentCoders(): readonly KeyCoder[] {
    if (coders.some(({ size }) => size > CODES_A_GENERATION)) {
      coders = freshCoders();
    }
    return coders;
  }

  const open = openWindows<Fold>({
    assigner: windowing?.assigner ?? { endOf: () => Infinity },
    delayUs: windowing?.delayUs ?? Infinity,
    create: () => new Fold(shape, scratch, currentCoders()),
  });
  let rows = 0;
  let pushes = 0;
  let newestUs = -Infinity;

  function heldBytes(): number {
    let bytes = coders.reduce((sum, coder) => sum + coder.byteLength, 0);
    for (const { state } of open.values()) bytes += state.byteLength;
    return bytes;
  }

  function hand(
    taken: readonly OpenWindow<Fold>[],
    watermarkUs: number,
    emit: Emit,
  ): void {
    let at = 0;
    while (at < taken.length) {
      const bounds = windowing === null
        ? []
        : [new ColumnBuilder(), new ColumnBuilder()];
      const keys = shape.keys.map(() => new ColumnBuilder());
      const results = shape.calls.map(() => new ColumnBuilder());
      const windows: WindowRows[] = [];
      let to = 0;
      while (at < taken.length && to < ROWS_A_BATCH) {
        const { startUs, endUs, state } = taken[at++]!;
        rows -= state.rows;
        state.finish(keys, results);
        const from = to;
        to += state.size;
        if (windowing === null) continue;
        windows.push({ startUs, endUs, from, to });
        for (let row = from; row < to; row++) {
          bounds[0]!.appendTime(startUs);
          bounds[1]!.appendTime(endUs);
        }
      }
      options.account.windows += windows.length;
      const columns = [...bounds, ...keys, ...results].map((builder) =>
        builder.finish()
      );
      const reachedUs = at === taken.length
        ? watermarkUs
        : taken[at - 1]!.endUs - 1;
      emit(foldedBatch(columns, to, windows, reachedUs));
    }
  }

  return {
    get heldRows() {
      return rows;
    },
    get heldBytes() {
      return heldBytes();
    },
    push(batch, emit) {
      splitter.split(batch, (startUs, selection, selected) => {
        open.at(startUs).update(
          batch.columns,
          batch.rows,
          selection,
          selected,
        );
        rows += selected;
      });
      const { newestAfterUs } = batch;
      if (windowing !== null && newestAfterUs !== undefined) {
        newestUs = newestAfterUs;
        const watermarkUs = watermarkAt(newestAfterUs, windowing);
        hand(open.completed(newestAfterUs), watermarkUs, emit);
      }
      if (++pushes % PUSHES_A_CHECK === 0) {
        checkMemory(heldBytes(), open.size, options.memory);
      }
    },
    advance(byUs, emit) {
      if (windowing === null) return;
      const reachedUs = newestUs + byUs;
      hand(
        open.completed(reachedUs),
        watermarkAt(reachedUs, windowing),
        emit,
      );
    },
    end(emit) {
      if (windowing === null) open.at(-Infinity);
      hand(open.drain(), Infinity, emit);
    },
  };
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
