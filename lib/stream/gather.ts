import type { Account, Batch } from "../core/mod.ts";
import { type OpenWindow, openWindows } from "../window/mod.ts";
import { firstRows } from "./filter.ts";
import { Grouping } from "./fold/grouping.ts";
import { checkMemory, type MemoryBound } from "./memory_bound.ts";
import { RowPlaces } from "./place_rows.ts";
import { type Keeping, RowBuffer, sharedDictionaries } from "./row_buffer.ts";
import type { Emit, Step } from "./step.ts";
import { oldestOf } from "./report.ts";
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
  const grouping = new Grouping(options.keys);
  /** The rows of each group: of a window and key. */
  const buffers: RowBuffer[] = [];
  const places = new RowPlaces();
  const free: number[] = [];
  let panes = 0;
  const open = openWindows<number>({
    assigner: windowing?.assigner ?? { endOf: () => Infinity },
    delayUs: windowing?.delayUs ?? Infinity,
    create: () => free.pop() ?? panes++,
  });
  let all = new Uint32Array(0);
  let heldBytes = 0;
  let heldRows = 0;
  let newestUs = -Infinity;
  /** As far as the wall clock has moved it on. */
  let advancedUs = -Infinity;
  let completed = 0;

  function append(
    group: number,
    batch: Batch,
    selection: Uint32Array,
    selected: number,
  ): void {
    // A buffer has room before it has rows.
    heldBytes -= buffers[group]?.byteLength ?? 0;
    const buffer = buffers[group] ??= new RowBuffer(keeping, dictionaries);
    buffer.append(batch, selection, selected);
    heldBytes += buffer.byteLength;
  }

  /** Takes out the rows of a pane, a buffer for each key, in the order of the keys (D2). */
  function take(pane: number): RowBuffer[] {
    const groups = grouping.sorted(pane).subarray(0, grouping.count(pane));
    const taken = Array.from(groups, (group) => buffers[group]!);
    grouping.drop(pane, (group) => delete buffers[group]);
    free.push(pane);
    return taken;
  }

  function hand(
    taken: readonly OpenWindow<number>[],
    watermarkUs: number,
    emit: Emit,
  ): void {
    taken.forEach(({ startUs, endUs, state }, at) => {
      if (windowing !== null) {
        options.account.windows++;
        completed++;
      }
      const rows = take(state);
      rows.forEach((buffer, place) => {
        heldBytes -= buffer.byteLength;
        heldRows -= buffer.rows;
        const batch = buffer.batch();
        if (windowing === null) {
          emit(batch);
          return;
        }
        // A later window over these results may not complete between two of them.
        const last = at === taken.length - 1 && place === rows.length - 1;
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
    report: () => ({
      ...(windowing === null
        ? {}
        : { reached: { newestUs: advancedUs, newestRowUs: newestUs } }),
      held: {
        rows: heldRows,
        bytes: heldBytes,
        windows: windowing === null ? null : open.size,
        oldest: windowing === null
          ? []
          : oldestOf(open.values()).map(({ startUs, endUs, state }) => {
            const groups = grouping.list(state)
              .subarray(0, grouping.count(state));
            let [rows, bytes] = [0, 0];
            for (const group of groups) {
              rows += buffers[group]!.rows;
              bytes += buffers[group]!.byteLength;
            }
            return { startUs, endUs, key: [], rows, bytes };
          }),
        completed,
      },
    }),
    push(batch, emit) {
      all = firstRows(all, batch.selected);
      const selection = batch.selection ?? all;
      if (batch.selected > 0) {
        const of = places.of(batch, selection, (startUs) => open.at(startUs));
        const groups = grouping.assign({ ...batch, selection, panes: of });
        dealt(
          groups,
          selection,
          batch.selected,
          (group, rows) => append(group, batch, rows, rows.length),
        );
        heldRows += batch.selected;
      }
      const { newestAfterUs } = batch;
      if (windowing !== null && newestAfterUs !== undefined) {
        advancedUs = newestUs = newestAfterUs;
        const watermarkUs = watermarkAt(newestAfterUs, windowing);
        hand(open.completed(newestAfterUs), watermarkUs, emit);
      }
      checkMemory(heldBytes, open.size, options.memory);
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
      // The whole input is one window even where it has no rows.
      if (windowing === null && open.size === 0) {
        emit(new RowBuffer(keeping, dictionaries).batch());
      }
      hand(open.drain(), Infinity, emit);
    },
  };
}

/** Deals rows out to their groups, each group's rows in arrival order. */
function dealt(
  groups: Int32Array,
  selection: Uint32Array,
  selected: number,
  take: (group: number, rows: Uint32Array) => void,
): void {
  const only = groups[selection[0]!]!;
  let same = 1;
  while (same < selected && groups[selection[same]!] === only) same++;
  if (same === selected) {
    take(only, selection.subarray(0, selected));
    return;
  }
  const counts = new Map<number, number>();
  for (let at = 0; at < selected; at++) {
    const group = groups[selection[at]!]!;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const next = new Map<number, number>();
  let from = 0;
  for (const [group, count] of counts) {
    next.set(group, from);
    from += count;
  }
  const rows = new Uint32Array(selected);
  for (let at = 0; at < selected; at++) {
    const row = selection[at]!;
    const place = next.get(groups[row]!)!;
    rows[place] = row;
    next.set(groups[row]!, place + 1);
  }
  for (const [group, count] of counts) {
    const to = next.get(group)!;
    take(group, rows.subarray(to - count, to));
  }
}
