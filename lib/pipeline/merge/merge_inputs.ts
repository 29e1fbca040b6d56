import type { Clock } from "../../core/mod.ts";
import type { OpenInput } from "../drive.ts";
import { InputCursor, type Run, type TimesOf } from "./input_cursor.ts";

/** Regular files beyond so many are closed again until they are due. */
const OPEN_AT_ONCE = 4;
/** How often event time is looked at again while all inputs are silent. */
const IDLE_TICK_MS = 1_000;

/** An input that can be opened. */
export interface MergedInput {
  /** Whether its beginning is there at once; a live input is not waited for before others are read. It is when not given. */
  readonly isRegular?: boolean;
  /** Opens it at its beginning, each time anew where it is a regular file. */
  open(): Promise<OpenInput>;
  /** Told when all of its rows were taken, before it is closed. */
  done(input: OpenInput): void;
}

/** What a merge needs. */
export interface MergeOptions {
  /** The inputs, in the order of the arguments. */
  readonly inputs: readonly MergedInput[];
  /** Reads event times. */
  readonly timesOf: TimesOf;
  /** Whether rows are taken as they come, whatever their times: those that have the time of reading (T9). Not when not given. */
  readonly asTheyCome?: boolean;
  /** Called before live inputs are waited for: results that are ready leave. */
  readonly onPause: () => Promise<void>;
  /** How long a live input may be silent before the others go on without it (T7). */
  readonly idleUs: number;
  /** What time it is. */
  readonly clock: Clock;
  /** Told that an input is left out since it is silent. */
  readonly onIdle: () => void;
  /** Told, while all inputs are silent, by how much event time has gone on with the wall clock. */
  readonly onSilence: (byUs: number) => Promise<void>;
  /** Called so often while inputs are waited for; never where not given. */
  readonly ticks?: {
    readonly everyMs: number;
    readonly onTick: () => Promise<void>;
  };
  /** Told of bytes as they are read. */
  readonly onBytes: (length: number) => void;
  /** Stops the waiting. */
  readonly signal: AbortSignal;
}

/** How far one input is, for reports. */
export interface MergedClock {
  /** Its place among the arguments. */
  readonly at: number;
  /** The clock at its next row, or at its last one; `-Infinity` before the first. */
  readonly clockUs: number;
  /** Whether the others wait for it: its clock is the least, or its next row is not there yet. */
  readonly holds: boolean;
  /** Whether all of its rows were taken. */
  readonly ended: boolean;
  /** Whether the others go on without it, since nothing comes. */
  readonly silent: boolean;
}

/** One input and how far it is. */
interface Place {
  readonly from: MergedInput;
  cursor: InputCursor | null;
  /** The clock at its first row, while it is closed. */
  firstUs: number;
  ended: boolean;
  /** Whether it is being opened: its first line is waited for. */
  opening: boolean;
  /** The read, or the opening, that is under way. */
  reading: Promise<void> | null;
  /** Since when nothing has come. */
  sinceUs: number;
  silent: boolean;
}

/**
 * Reads several inputs as one: the next row is always of the input whose clock
 * is least, of the first named where several are (T6). So the newest time of
 * the merged rows is the least of the clocks of all inputs that go on, and
 * files that follow one another in time are read one after another.
 *
 * A live input that is silent for too long is left out until it goes on.
 */
export class MergeInputs {
  readonly #options: MergeOptions;
  readonly #places: readonly Place[];
  #started = false;
  #closed = false;
  /** The input whose rows were last. */
  #last = 0;

  /** Opens nothing yet. */
  constructor(options: MergeOptions) {
    this.#options = options;
    const sinceUs = options.clock.nowUs();
    this.#places = options.inputs.map((from): Place => ({
      from,
      cursor: null,
      firstUs: -Infinity,
      ended: false,
      opening: false,
      reading: null,
      sinceUs,
      silent: false,
    }));
  }

  /**
   * The next rows; `null` where all inputs have ended, or the run is stopped.
   *
   * @throws What reading threw.
   */
  async next(): Promise<Run | null> {
    if (!this.#started) await this.#start();
    for (;;) {
      await this.#ready();
      if (this.#options.signal.aborted) return null;
      const due = this.#due();
      if (due === null) return null;
      if (due.cursor === null) {
        await this.#open(due);
        continue;
      }
      return this.#rows(due, due.cursor);
    }
  }

  /** Looks at the first row of each input, and closes those that are due later. */
  async #start(): Promise<void> {
    this.#started = true;
    for (const place of this.#places) {
      if (place.from.isRegular === false) {
        this.#openMeanwhile(place);
        continue;
      }
      await this.#open(place);
      const { cursor } = place;
      if (cursor === null || !cursor.input.source.regular) continue;
      await this.#fill(place, cursor);
      place.firstUs = cursor.clockUs ?? -Infinity;
      const open = this.#places.filter(({ cursor, ended }) =>
        !ended && cursor?.input.source.regular === true
      );
      if (open.length <= OPEN_AT_ONCE) continue;
      const latest = open.reduce((a, b) => b.firstUs >= a.firstUs ? b : a);
      latest.cursor!.input.source.close();
      latest.cursor = null;
    }
  }

  async #open(place: Place): Promise<void> {
    const input = await place.from.open();
    place.cursor = new InputCursor(input, this.#options.timesOf);
  }

  /** Opens a live input, whose first line may be long in coming (T7). */
  #openMeanwhile(place: Place): void {
    place.opening = true;
    place.reading = this.#open(place).then(() => {
      place.reading = null;
      place.opening = false;
      place.silent = false;
      place.sinceUs = this.#options.clock.nowUs();
      if (this.#closed) place.cursor!.input.source.close();
    });
    // Whoever waits for it is told of what went wrong.
    place.reading.catch(() => {});
  }

  /** How far each input is. */
  clocks(): readonly MergedClock[] {
    const waited = this.#places.filter(({ reading, silent }) =>
      reading !== null && !silent
    );
    const due = this.#due();
    return this.#places.map((place, at) => ({
      at,
      clockUs: clockOf(place) ?? place.cursor?.newestUs ?? place.firstUs,
      holds: waited.length > 0 ? waited.includes(place) : place === due,
      ended: place.ended,
      silent: place.silent && !place.ended,
    }));
  }

  /** Closes all inputs that are open. */
  close(): void {
    this.#closed = true;
    for (const { cursor } of this.#places) cursor?.input.source.close();
  }

  /** Reads a regular file up to its next row. */
  async #fill(place: Place, cursor: InputCursor): Promise<void> {
    while (!place.ended && !cursor.advance()) {
      if (cursor.ended) this.#end(place, cursor);
      else this.#take(place, cursor, await cursor.read());
    }
  }

  #take(place: Place, cursor: InputCursor, length: number | null): void {
    place.sinceUs = this.#options.clock.nowUs();
    place.silent = false;
    cursor.take(length);
    this.#options.onBytes(length ?? 0);
  }

  #end(place: Place, cursor: InputCursor): void {
    place.ended = true;
    place.from.done(cursor.input);
    cursor.input.source.close();
  }

  /** Waits until each input has a row, has ended, or is silent. */
  async #ready(): Promise<void> {
    const { signal, onPause, asTheyCome = false } = this.#options;
    let paused = false;
    while (!signal.aborted) {
      const waiting: Place[] = [];
      for (const place of this.#places) {
        if (place.opening) {
          waiting.push(place);
          continue;
        }
        if (place.cursor === null || place.ended) continue;
        await this.#look(place, place.cursor);
        // Its read may have ended meanwhile: then it is looked at once more.
        if (!place.ended && place.cursor.clockUs === null) waiting.push(place);
      }
      const lasting = waiting.filter(({ silent }) => !silent);
      if (lasting.length === 0 && (waiting.length === 0 || this.#due())) return;
      if (asTheyCome && this.#due() !== null) return;
      if (!paused) await onPause();
      paused = true;
      await this.#wait(waiting);
    }
  }

  /** Brings one input to its next row where that takes no waiting. */
  async #look(place: Place, cursor: InputCursor): Promise<void> {
    while (!place.ended && place.reading === null && !cursor.advance()) {
      if (cursor.ended) {
        this.#end(place, cursor);
        return;
      }
      const reading = cursor.read();
      if (typeof reading !== "object" || reading === null) {
        this.#take(place, cursor, reading);
      } else if (cursor.input.source.regular) {
        this.#take(place, cursor, await reading);
      } else {
        place.reading = reading.then((length) => {
          place.reading = null;
          this.#take(place, cursor, length);
        });
        // Whoever waits for it is told of what went wrong.
        place.reading.catch(() => {});
      }
    }
  }

  /** Waits for the first of several live inputs, or for one to be silent for too long. */
  async #wait(waiting: readonly Place[]): Promise<void> {
    const { clock, idleUs, signal, onIdle, onSilence } = this.#options;
    const stopped = Promise.withResolvers<void>();
    const nextUs = Math.min(
      ...waiting.map(({ silent, sinceUs }) =>
        silent ? Infinity : sinceUs + idleUs - clock.nowUs()
      ),
    );
    const { everyMs = Infinity } = this.#options.ticks ?? {};
    const idleMs = nextUs === Infinity ? IDLE_TICK_MS : nextUs / 1_000;
    const waitMs = Math.min(idleMs, everyMs);
    const timer = setTimeout(stopped.resolve, Math.max(1, waitMs));
    const stop = () => stopped.resolve();
    signal.addEventListener("abort", stop);
    try {
      await Promise.race([
        stopped.promise,
        ...waiting.map(({ reading }) => reading),
      ]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
    await this.#options.ticks?.onTick();
    if (this.#options.asTheyCome === true) return;
    for (const place of waiting) {
      if (
        place.reading === null || clock.nowUs() - place.sinceUs < idleUs
      ) continue;
      if (!place.silent) onIdle();
      place.silent = true;
    }
    const open = this.#places.filter(({ ended }) => !ended);
    if (open.length > 0 && open.every(({ silent }) => silent)) {
      await onSilence(
        clock.nowUs() - Math.max(...open.map(({ sinceUs }) => sinceUs)),
      );
    }
  }

  /** The input whose clock is least; of live ones that are taken as they come each in turn. */
  #due(): Place | null {
    let due: Place | null = this.#options.asTheyCome === true
      ? this.#nextLive()
      : null;
    if (due !== null) return due;
    for (const place of this.#places) {
      const clockUs = clockOf(place);
      if (clockUs !== null && (due === null || clockUs < clockOf(due)!)) {
        due = place;
      }
    }
    return due;
  }

  #nextLive(): Place | null {
    const count = this.#places.length;
    for (let step = 1; step <= count; step++) {
      const place = this.#places[(this.#last + step) % count]!;
      const isLive = place.cursor?.input.source.regular === false;
      if (isLive && clockOf(place) !== null) return place;
    }
    return null;
  }

  #rows(due: Place, cursor: InputCursor): Run {
    let otherUs = Infinity;
    let first = true;
    const at = this.#last = this.#places.indexOf(due);
    if (this.#options.asTheyCome === true) {
      return cursor.rowsUpTo(Infinity, true);
    }
    this.#places.forEach((place, index) => {
      const clockUs = place === due ? null : clockOf(place);
      if (clockUs === null || clockUs > otherUs) return;
      // Of equal ones it is the first named that this one has to go before.
      if (clockUs < otherUs) first = true;
      otherUs = clockUs;
      if (index < at) first = false;
    });
    return cursor.rowsUpTo(otherUs, first);
  }
}

/** The clock of an input at its next row; `null` where it has none to give now. */
function clockOf(
  { cursor, ended, opening, firstUs }: Place,
): number | null {
  if (ended || opening) return null;
  return cursor === null ? firstUs : cursor.clockUs;
}
