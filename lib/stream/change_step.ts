import {
  type Batch,
  type Column,
  ColumnBuilder,
  rowAt,
  textAt,
  valueAt,
  type WindowRows,
} from "../core/mod.ts";
import { checkMemory, type MemoryBound } from "./memory_bound.ts";
import { type Keeping, RowBuffer, sharedDictionaries } from "./row_buffer.ts";
import type { Emit, Step } from "./step.ts";
import { resultTimes } from "./windowing.ts";

/** Options of {@linkcode changeStep}. */
export interface ChangeOptions {
  /** What to keep of each row: the columns of the batches to come, in this order, before `op`. */
  readonly keeping: Keeping;
  /** Which of those that are kept tell two rows apart. */
  readonly compared: readonly number[];
  /** Which of them say that a row took the place of another; `null` where rows have no such name. */
  readonly identity: readonly number[] | null;
  /** What may be held. */
  readonly memory: MemoryBound;
}

/** One line of a changelog. */
interface Change {
  readonly op: "+I" | "-U" | "+U" | "-D";
  /** Whether the row is one that was told before. */
  readonly old: boolean;
  readonly row: number;
}

/**
 * Tells what changes in the answers of windows that leave more than once (W9).
 *
 * Of each window it remembers the rows that were told last. When the window
 * leaves again, rows that no longer hold are withdrawn, and rows that are new
 * are told: first `-D` in the order in which they were told, then `+I`, and
 * `-U` with its `+U` behind it, in the order of the new answer. Rows that stay
 * are not told again. A window that has joined another is withdrawn whole.
 *
 * Memory is the last answer of each window that may still leave, and it is bounded.
 */
export function changeStep(options: ChangeOptions): Step {
  const { keeping, identity, memory } = options;
  const kept = sharedDictionaries(keeping);
  const handed = sharedDictionaries(keeping);
  const told = new Map<number, { batch: Batch; bytes: number }>();
  let heldBytes = 0;

  function forget(window: number): void {
    heldBytes -= told.get(window)?.bytes ?? 0;
    told.delete(window);
  }

  /** What a window changes, and remembers its rows. */
  function changes(
    batch: Batch,
    { from, to, telling }: WindowRows,
  ): { before: Batch | null; now: Batch; list: Change[] } {
    for (const window of telling?.forgotten ?? []) forget(window);
    const rows = new Uint32Array(to - from);
    for (let at = from; at < to; at++) rows[at - from] = rowAt(batch, at);
    const buffer = new RowBuffer(keeping, kept);
    buffer.append(batch, rows, rows.length);
    const now = buffer.batch();
    if (telling === undefined) {
      return { before: null, now, list: difference(null, now) };
    }
    const before = told.get(telling.window)?.batch ?? null;
    forget(telling.window);
    if (!telling.last) {
      told.set(telling.window, { batch: now, bytes: buffer.byteLength });
      heldBytes += buffer.byteLength;
    }
    return { before, now, list: difference(before, now) };
  }

  function difference(before: Batch | null, now: Batch): Change[] {
    const columns = options.compared;
    const left = new Map<string, { row: number; text: string }[]>();
    for (let row = 0; row < (before?.rows ?? 0); row++) {
      const text = rowText(before!, row, columns, true);
      const name = identity === null
        ? text
        : rowText(before!, row, identity, false);
      const same = left.get(name);
      if (same === undefined) left.set(name, [{ row, text }]);
      else same.push({ row, text });
    }
    const fresh: Change[] = [];
    for (let row = 0; row < now.rows; row++) {
      const text = rowText(now, row, columns, true);
      const name = identity === null
        ? text
        : rowText(now, row, identity, false);
      const old = left.get(name)?.shift();
      if (old === undefined) fresh.push({ op: "+I", old: false, row });
      else if (old.text !== text) {
        fresh.push({ op: "-U", old: true, row: old.row });
        fresh.push({ op: "+U", old: false, row });
      }
    }
    const gone = [...left.values()].flat().map(({ row }) => row)
      .sort((a, b) => a - b);
    return [
      ...gone.map((row): Change => ({ op: "-D", old: true, row })),
      ...fresh,
    ];
  }

  return {
    get heldBytes() {
      return heldBytes;
    },
    push(batch, emit) {
      const out = new RowBuffer(keeping, handed);
      const ops = new ColumnBuilder();
      const windows: WindowRows[] = [];
      for (const window of batch.windows ?? []) {
        const { before, now, list } = changes(batch, window);
        if (list.length === 0) continue;
        const from = out.rows;
        for (const { old, rows } of stretches(list)) {
          out.append(old ? before! : now, rows, rows.length, true);
        }
        for (const { op } of list) ops.appendText(op);
        windows.push({ ...window, from, to: out.rows });
      }
      checkMemory(heldBytes, told.size, memory);
      if (windows.length > 0) hand(batch, out, ops, windows, emit);
    },
    end() {},
  };
}

function hand(
  from: Batch,
  out: RowBuffer,
  ops: ColumnBuilder,
  windows: readonly WindowRows[],
  emit: Emit,
): void {
  const batch = out.batch();
  emit({
    ...batch,
    columns: [...batch.columns, ops.finish()],
    ...resultTimes(batch.rows, windows, from.newestAfterUs ?? -Infinity),
    windows,
  });
}

/** Rows that follow one another and are all old, or all new. */
function* stretches(
  list: readonly Change[],
): Generator<{ readonly old: boolean; readonly rows: Uint32Array }> {
  for (let from = 0; from < list.length;) {
    const { old } = list[from]!;
    let to = from + 1;
    while (to < list.length && list[to]!.old === old) to++;
    yield {
      old,
      rows: Uint32Array.from(list.slice(from, to), ({ row }) => row),
    };
    from = to;
  }
}

const decoder = new TextDecoder();

/** The values of a row in one text, which no other row with other values has. */
function rowText(
  batch: Batch,
  row: number,
  columns: readonly number[],
  line: boolean,
): string {
  let text = "";
  for (const index of columns) {
    const cell = cellText(batch.columns[index]!, row);
    text += `${cell.length}:${cell}`;
  }
  if (!line || batch.lines === null) return text;
  const { bytes, starts, ends } = batch.lines;
  return text + decoder.decode(bytes.subarray(starts[row]!, ends[row]!));
}

function cellText(column: Column, row: number): string {
  const value = column.layout === "spans"
    ? textAt(column, row)
    : valueAt(column, row);
  return `${column.tags[row]} ${Object.is(value, -0) ? "-0" : value}`;
}
