import type { Table, ToldWindow } from "../../core/mod.ts";
import { checkMemory, type MemoryBound } from "../memory_bound.ts";

/** Names no window. */
const NONE = -1;

/** A completed window that is remembered. */
interface Remembered {
  readonly startUs: number;
  readonly endUs: number;
  readonly table: Table;
  readonly bytes: number;
  /** What it is called while it may leave again. */
  name: number;
}

/** Options of {@linkcode WindowHistory}. */
export interface WindowHistoryOptions {
  /** How many windows of a key are remembered. */
  readonly windows: number;
  /** What they may take. */
  readonly memory: MemoryBound;
}

/**
 * The rows of the last completed windows, of each key by itself.
 *
 * A window that leaves again takes the place of what was remembered of it, and
 * one that is not complete yet is not remembered.
 */
export class WindowHistory {
  readonly #options: WindowHistoryOptions;
  readonly #keys = new Map<string, Remembered[]>();
  #bytes = 0;

  /** Starts with none. */
  constructor(options: WindowHistoryOptions) {
    this.#options = options;
  }

  /** Bytes of memory held, roughly. */
  get byteLength(): number {
    return this.#bytes;
  }

  /** The rows of the windows that came before one, by their ends. */
  before(key: string, window: ToldWindow): readonly Table[] {
    return (this.#keys.get(key) ?? [])
      .filter((other) => compare(other, window) < 0)
      .slice(-this.#options.windows)
      .map(({ table }) => table);
  }

  /** Remembers a window, if it is complete, and no more than are asked for. */
  take(key: string, window: ToldWindow, table: Table): void {
    const { telling, startUs, endUs } = window;
    let list = this.#keys.get(key) ?? [];
    for (const forgotten of telling?.forgotten ?? []) this.#release(forgotten);
    if (telling !== undefined) {
      const { window: name } = telling;
      list = list.filter((other) => other.name !== name || this.#drop(other));
    }
    if (telling?.kind !== "update" && telling?.kind !== "withdrawal") {
      const bytes = bytesOf(table);
      const name = telling === undefined || telling.last
        ? NONE
        : telling.window;
      list = [...list, { startUs, endUs, table, bytes, name }].sort(compare);
      this.#bytes += bytes;
    }
    // One more than is asked for: the newest may leave again, and is not before itself.
    const most = this.#options.windows + (telling === undefined ? 0 : 1);
    while (list.length > most) this.#drop(list.shift()!);
    this.#keys.set(key, list);
    checkMemory(this.#bytes, this.#keys.size, this.#options.memory);
  }

  #drop({ bytes }: Remembered): false {
    this.#bytes -= bytes;
    return false;
  }

  /** A name may come again for another window. */
  #release(name: number): void {
    for (const list of this.#keys.values()) {
      for (const other of list) if (other.name === name) other.name = NONE;
    }
  }
}

function compare(
  a: { readonly startUs: number; readonly endUs: number },
  b: { readonly startUs: number; readonly endUs: number },
): number {
  return a.endUs - b.endUs || a.startUs - b.startUs;
}

function bytesOf({ columns }: Table): number {
  return columns.reduce(
    (sum, { tags, numbers, bytes }) =>
      sum + tags.byteLength + numbers.byteLength + bytes.byteLength,
    0,
  );
}
