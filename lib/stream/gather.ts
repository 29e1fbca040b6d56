import {
  type Account,
  type Batch,
  compareValues,
  valueAt,
} from "../core/mod.ts";
import { type OpenWindow, openWindows } from "../window/mod.ts";
import { WindowSplitter } from "./by_window.ts";
import { GroupIndex } from "./fold/group_index.ts";
import { checkMemory, type MemoryBound } from "./memory_bound.ts";
import {
  type Keeping,
  RowBuffer,
  type SharedDictionaries,
  sharedDictionaries,
} from "./row_buffer.ts";
import type { Emit, Step } from "./step.ts";
import { resultTimes, watermarkAt, type Windowing } from "./windowing.ts";

/** Options of {@linkcode gatherStep}. */
export interface GatherOptions {
  /** What to keep of each row; the columns of the batches to come, in this order. */
  readonly keeping: Keeping;
  /** The windows; `null` to gather the whole input. */
  readonly windowing: Windowing | null;
  /** Indexes of the columns of `window --key`: each key has windows of its own (W5). */
  readonly keys: readonly number[];
  /** What may be held. */
  readonly memory: MemoryBound;
  /** Where completed windows are counted. */
  readonly account: Account;
}

/** The rows of one window, by key. */
class WindowState {
  readonly #options: GatherOptions;
  readonly #dictionaries: SharedDictionaries;
  readonly #index: GroupIndex;
  readonly buffers: RowBuffer[] = [];

  constructor(options: GatherOptions, dictionaries: SharedDictionaries) {
    this.#options = options;
    this.#dictionaries = dictionaries;
    this.#index = new GroupIndex(options.keys.length);
  }

  /** Takes rows in; tells by how many bytes the memory held has grown. */
  append(batch: Batch, selection: Uint32Array, selected: number): number {
    const { keys } = this.#options;
    if (keys.length === 0) {
      return this.#appendTo(0, batch, selection, selected);
    }
    const groups = new Int32Array(batch.rows);
    const columns = keys.map((key) => batch.columns[key]!);
    this.#index.assign(columns, selection, selected, groups);
    const dealt = new Map<number, number[]>();
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      const rows = dealt.get(groups[row]!);
      if (rows === undefined) dealt.set(groups[row]!, [row]);
      else rows.push(row);
    }
    let grown = 0;
    for (const [group, rows] of dealt) {
      grown += this.#appendTo(
        group,
        batch,
        Uint32Array.from(rows),
        rows.length,
      );
    }
    return grown;
  }

  #appendTo(
    group: number,
    batch: Batch,
    selection: Uint32Array,
    selected: number,
  ): number {
    const before = this.buffers[group]?.byteLength ?? 0;
    const buffer = this.buffers[group] ??= new RowBuffer(
      this.#options.keeping,
      this.#dictionaries,
    );
    buffer.append(batch, selection, selected);
    return buffer.byteLength - before;
  }

  /** The buffers in the order of their keys (D2). */
  inOrder(): RowBuffer[] {
    const { keys } = this.#options;
    if (keys.length === 0) return this.buffers;
    const columns = keys.map((_, key) => this.#index.key(key));
    const order = this.buffers.map((_, group) => group).sort((a, b) => {
      for (const { values, rows } of columns) {
        const difference = compareValues(
          valueAt(values, rows[a]!),
          valueAt(values, rows[b]!),
        );
        if (difference !== 0) return difference;
      }
      return a - b;
    });
    return order.map((group) => this.buffers[group]!);
  }
}

/**
 * Holds the rows of each window until it is complete, then hands them on as
 * one batch a window (and key), windows by end, start and key.
 *
 * Memory is the kept columns of the rows of open windows, and it is bounded:
 * the run ends with a fault that names the ways out.
 */
export function gatherStep(options: GatherOptions): Step {
  const { windowing, keeping } = options;
  const dictionaries = sharedDictionaries(keeping);
  const splitter = new WindowSplitter();
  const open = openWindows<WindowState>({
    assigner: windowing?.assigner ?? { endOf: () => Infinity },
    delayUs: windowing?.delayUs ?? Infinity,
    create: () => new WindowState(options, dictionaries),
  });
  let heldBytes = 0;
  let heldRows = 0;
  let newestUs = -Infinity;

  function hand(
    taken: readonly OpenWindow<WindowState>[],
    watermarkUs: number,
    emit: Emit,
  ): void {
    taken.forEach(({ startUs, endUs, state }, at) => {
      if (windowing !== null) options.account.windows++;
      const buffers = state.inOrder();
      buffers.forEach((buffer, place) => {
        heldBytes -= buffer.byteLength;
        heldRows -= buffer.rows;
        const batch = buffer.batch();
        if (windowing === null) {
          emit(batch);
          return;
        }
        // A later window over these results may not complete between two of them.
        const last = at === taken.length - 1 && place === buffers.length - 1;
        const reachedUs = last ? watermarkUs : endUs - 1;
        const windows = [{ startUs, endUs, from: 0, to: batch.rows }];
        emit({
          ...batch,
          ...resultTimes(batch.rows, windows, reachedUs),
          windows,
        });
      });
    });
  }

  return {
    get heldBytes() {
      return heldBytes;
    },
    get heldRows() {
      return heldRows;
    },
    push(batch, emit) {
      splitter.split(batch, (startUs, selection, selected) => {
        heldBytes += open.at(startUs).append(batch, selection, selected);
        heldRows += selected;
      });
      const { newestAfterUs } = batch;
      if (windowing !== null && newestAfterUs !== undefined) {
        newestUs = newestAfterUs;
        const watermarkUs = watermarkAt(newestAfterUs, windowing);
        hand(open.completed(newestAfterUs), watermarkUs, emit);
      }
      checkMemory(heldBytes, open.size, options.memory);
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
      // The whole input is one window even where it has no rows.
      if (windowing === null && open.size === 0) {
        emit(new RowBuffer(keeping, dictionaries).batch());
      }
      hand(open.drain(), Infinity, emit);
    },
  };
}
