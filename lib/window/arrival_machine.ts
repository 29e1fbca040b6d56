import type { ArrivingRows } from "./arriving_rows.ts";
import { grownInts } from "./grown.ts";
import { LateRows } from "./late_rows.ts";
import { NONE } from "./pane_store.ts";
import { Run } from "./run.ts";
import { type SoloOptions, SoloWindows } from "./solo_windows.ts";
import type { HeldWindow, WindowMachine } from "./window_machine.ts";

/** What fixes windows that follow from the order of rows. */
export interface ArrivalOptions
  extends Pick<SoloOptions, "refireUs" | "updateUs" | "compareKeys" | "store"> {
  /** Whether each key has windows of its own. */
  readonly keyed: boolean;
  /** What completes a window: so many rows, a predicate, or only the end of the input. */
  readonly until: number | "predicate" | "end";
}

/**
 * Windows that follow from the order of rows, one at a time for each key: of
 * so many rows, from predicate to predicate, or of all rows.
 *
 * No row is late for them. Their bounds are the least and greatest time of
 * their rows + 1 us, and what is not complete leaves at the end.
 */
export class ArrivalMachine implements WindowMachine {
  readonly keyed: boolean;
  readonly counts = new LateRows();
  readonly #options: ArrivalOptions;
  readonly #run = new Run();
  readonly #windows: SoloWindows;
  /** The open window of each key. */
  #open = new Int32Array(0);
  /** How many rows it has. */
  #rows = new Int32Array(0);
  /** Keys that have no open window any more. */
  readonly #idle: number[] = [];

  /** Starts without windows. */
  constructor(options: ArrivalOptions) {
    this.#options = options;
    this.keyed = options.keyed;
    this.#windows = new SoloWindows({
      ...options,
      gapUs: Infinity,
      maxUs: Infinity,
      delayUs: Infinity,
      latenessUs: 0,
      perKeyClock: false,
      run: this.#run,
      onGone: () => {},
    });
  }

  get lateness() {
    return this.counts.lateness;
  }

  get panes(): number {
    return this.#windows.panes;
  }

  push(batch: ArrivingRows): void {
    const { timesUs, newestUs, selection, selected, starts, ends } = batch;
    const keys = this.keyed ? batch.keys! : null;
    const { until } = this.#options;
    const windows = this.#windows;
    this.#run.reserve(timesUs.length, selected);
    for (let at = 0; at < selected; at++) {
      const row = selection === null ? at : selection[at]!;
      const timeUs = timesUs[row]!;
      if (timeUs !== timeUs) continue;
      const key = keys === null ? 0 : keys[row]!;
      const markUs = newestUs[row]!;
      if (windows.mayBeDue(markUs)) windows.ripenDue(markUs);
      if (key >= this.#open.length) this.#grow(key);
      let id = this.#open[key]!;
      const newUs = Math.max(markUs, timeUs);
      if (id !== NONE && windows.isWaiting(id)) {
        windows.settle(-Infinity);
      }
      if (id === NONE) {
        if (until === "predicate" && starts![row] !== 1) {
          this.counts.outside++;
          continue;
        }
        id = windows.open(keys === null ? NONE : key, timeUs, newUs);
        this.#open[key] = id;
        this.#rows[key] = 0;
      } else windows.stretch(id, timeUs);
      this.#run.add(row, id);
      windows.touch(id, newUs);
      const rows = ++this.#rows[key]!;
      if (until === "predicate" ? ends![row] === 1 : rows === until) {
        windows.close(id);
        this.#open[key] = NONE;
        this.#idle.push(key);
      }
    }
    windows.settle(batch.newestAfterUs);
    this.#release();
  }

  #grow(key: number): void {
    const limit = Math.max(64, key + 1, key * 2);
    this.#open = grownInts(this.#open, limit, NONE);
    this.#rows = grownInts(this.#rows, limit);
  }

  #release(): void {
    const { store } = this.#options;
    if (this.keyed && store.release !== undefined) {
      const idle = [...new Set(this.#idle)];
      store.release(idle.filter((key) => this.#open[key] === NONE));
    }
    this.#idle.length = 0;
  }

  advance(newestUs: number): void {
    this.#windows.settle(newestUs);
  }

  end(): void {
    this.#windows.end();
  }

  open(): Iterable<HeldWindow> {
    return this.#windows.held();
  }
}
