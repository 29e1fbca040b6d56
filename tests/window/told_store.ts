// A store that keeps row numbers, and holds the machine to what PaneStore promises.
import { assert, assertEquals } from "@std/assert";
import {
  type ArrivingRows,
  type Firing,
  type LeavingWindows,
  NONE,
  type PaneRows,
  type PaneStore,
  type WindowMachine,
  windowMachine,
  type WindowOptions,
} from "../../lib/window/mod.ts";
import type { Answer, Row, Told } from "./told.ts";

/** Remembers what a machine tells. Rows of a batch are numbered from `first`. */
export class ToldStore implements PaneStore {
  readonly told: Told[] = [];
  readonly lateRows: [number, number][] = [];
  /** The number of the first row of the batch. */
  first = 0;
  /** The number in the stream of each row of the batch. */
  numbers: readonly number[] = [];
  /** Adds that were made: how often batches were cut. */
  adds = 0;
  readonly #panes = new Map<number, number[]>();
  /** The last rows of windows that may leave again. */
  readonly #windows = new Map<number, number>();
  readonly #ended = new Set<number>();
  readonly released: number[] = [];
  #inside = false;

  /** Calls the machine; at any other time the store may not be called. */
  within(call: () => void): void {
    this.#inside = true;
    call();
    this.#inside = false;
  }

  get panes(): number {
    return this.#panes.size;
  }

  get windows(): number {
    return this.#windows.size;
  }

  add({ selection, selected, panes, pane }: PaneRows): void {
    assert(this.#inside && selected > 0);
    this.adds++;
    const several = new Set<number>();
    for (let at = 0; at < selected; at++) {
      const row = selection[at]!;
      if (at > 0) assert(row > selection[at - 1]!, "rows are in order");
      several.add(panes[row]!);
      const rows = this.#panes.get(panes[row]!) ?? [];
      this.#panes.set(panes[row]!, rows);
      rows.push(this.numbers[row]!);
    }
    assertEquals(pane, several.size === 1 ? [...several][0] : NONE);
  }

  merge(into: number, from: number): void {
    const rows = this.#panes.get(from)!;
    this.#panes.get(into)!.push(...rows);
    rows.length = 0;
  }

  emit(firing: Firing): void {
    assert(this.#inside);
    const { kind, startUs, endUs, key, revision, window, last } = firing;
    const rows = firing.panes.flatMap((pane) => this.#panes.get(pane)!);
    assertEquals(new Set(rows).size, rows.length, "panes are apart");
    this.told.push({
      kind,
      startUs,
      endUs,
      key,
      revision,
      rows: rows.sort((a, b) => a - b),
    });
    if (window === NONE) {
      assertEquals([revision, last], [0, true]);
      return;
    }
    assert(!this.#ended.has(window), "the last firing is the last");
    if (last) this.#ended.add(window);
    const before = this.#windows.get(window);
    assertEquals(revision, kind === "withdrawal" ? before : (before ?? -1) + 1);
    this.#windows.set(window, revision);
  }

  leave({ count, startsUs, endsUs, keys, panes }: LeavingWindows): void {
    for (let at = 0; at < count; at++) {
      const pane = panes[at]!;
      this.emit({
        kind: "result",
        startUs: startsUs[at]!,
        endUs: endsUs[at]!,
        key: keys[at]!,
        window: NONE,
        revision: 0,
        last: true,
        panes: [pane],
      });
      this.drop(pane);
    }
  }

  drop(pane: number): void {
    assert(this.#panes.delete(pane), "a pane is dropped once");
  }

  forget(window: number): void {
    assert(this.#windows.delete(window), "a window is forgotten once");
    this.#ended.delete(window);
  }

  late(rows: Uint32Array, byUs: Float64Array): void {
    rows.forEach((row, at) =>
      this.lateRows.push([this.numbers[row]!, byUs[at]!])
    );
  }

  release(keys: readonly number[]): void {
    assertEquals(new Set(keys).size, keys.length, "each is named once");
    this.released.push(...keys);
  }
}

/** Runs a stream through a machine in batches of such lengths, over and over. */
export function run(
  rows: readonly Row[],
  options: WindowOptions,
  lengths: readonly number[],
): Answer & { machine: WindowMachine; store: ToldStore } {
  const store = new ToldStore();
  const machine = windowMachine(options, store);
  let newestUs = -Infinity;
  let from = 0;
  for (let batch = 0; from < rows.length; batch++) {
    const length = Math.max(1, lengths[batch % lengths.length]!);
    const piece = rows.slice(from, from + length);
    const { arriving, afterUs } = batchOf(piece, newestUs, machine.keyed);
    newestUs = afterUs;
    store.numbers = piece.map((_, row) => from + row);
    store.within(() =>
      // Progress without rows; a clock of a key would take it for the wall clock.
      arriving.selected === 0 && !options.perKeyClock && batch % 2 === 0
        ? machine.advance(afterUs)
        : machine.push(arriving)
    );
    assertEquals(machine.panes, store.panes);
    from += length;
  }
  store.within(() => machine.end());
  assertEquals([store.panes, store.windows], [0, 0], "all is dropped");
  const { partlyLate, refiring, outside, late } = machine.counts;
  assertEquals(late, store.lateRows.length);
  return {
    told: options.keyed && !machine.keyed
      ? store.told.flatMap((one) => byKey(one, rows, options))
      : store.told,
    late: store.lateRows,
    partlyLate,
    refiring,
    outside,
    machine,
    store,
  };
}

/** Rows as they come from the steps before: dropped ones are out of the selection, and garbage. */
function batchOf(
  rows: readonly Row[],
  newestUs: number,
  keyed: boolean,
): { arriving: ArrivingRows; afterUs: number } {
  const count = rows.length;
  const kept = rows.flatMap(({ dropped }, row) => dropped ? [] : [row]);
  const marks = new Float64Array(count);
  let afterUs = newestUs;
  rows.forEach(({ timeUs, dropped }, row) => {
    marks[row] = dropped ? 1e300 : afterUs;
    if (timeUs > afterUs) afterUs = timeUs;
  });
  return {
    afterUs,
    arriving: {
      timesUs: Float64Array.from(
        rows,
        ({ timeUs, dropped }) => dropped ? 0 : timeUs,
      ),
      newestUs: marks,
      newestAfterUs: afterUs,
      selection: kept.length === count
        ? null
        : Uint32Array.from([...kept, 0, 0]),
      selected: kept.length,
      ...(keyed ? { keys: Int32Array.from(rows, ({ key }) => key) } : {}),
      starts: Uint8Array.from(rows, ({ starts }) => starts ? 1 : 0),
      ends: Uint8Array.from(rows, ({ ends }) => ends ? 1 : 0),
    },
  };
}

/** What stores do with windows of all keys: tell of each key apart. */
function byKey(
  one: Told,
  rows: readonly Row[],
  { compareKeys = (a, b) => a - b }: WindowOptions,
): Told[] {
  const keys = [...new Set(one.rows.map((row) => rows[row]!.key))];
  return keys.sort(compareKeys).map((key) => ({
    ...one,
    key,
    rows: one.rows.filter((row) => rows[row]!.key === key),
  }));
}
