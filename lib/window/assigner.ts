import { UTC, type Zone } from "../time/mod.ts";
import { calendarBounds } from "./calendar.ts";
import type { WindowSize } from "./size.ts";
import { tumblingWindow } from "./tumbling.ts";

/**
 * Event time to the window that covers it, where bounds follow from time
 * alone (aligned windows).
 *
 * A span found here is the unit that rows are stored by. Tumbling windows are
 * their own spans; windows that overlap will share spans as slices. Windows
 * that follow from the rows (sessions, counts) have no assigner.
 */
export interface WindowAssigner {
  /** First moment of the span that holds a moment. */
  startOf(timeUs: number): number;
  /** First moment after the span that begins at `startUs`. */
  endOf(startUs: number): number;
  /**
   * Writes the start of each row's span to `out[row]`, NaN where the row has no time.
   *
   * Rows of one span after another cost a comparison each. Rows that are not
   * selected are not touched.
   *
   * @param timesUs Event times by row, NaN where there is none.
   * @param rows How many rows there are.
   * @param selection The rows to assign; `null` for all.
   * @param selected How many rows of the selection count.
   * @param out As long as `rows` at least.
   */
  assign(
    timesUs: Float64Array,
    rows: number,
    selection: Uint32Array | null,
    selected: number,
    out: Float64Array,
  ): void;
}

/** Where the windows of an assigner lie. */
export interface AssignerOptions {
  /** The size of a window. */
  readonly size: WindowSize;
  /** Whose calendar days, weeks and months are meant (`--zone`); UTC when not given. Fixed sizes do not ask. */
  readonly zone?: Zone;
  /**
   * A local time at which one calendar window begins (`--origin`), as
   * microseconds since 1970-01-01 00:00 as if it were UTC. When not given:
   * 1970-01-01, for weeks Monday 1969-12-29.
   */
  readonly originUs?: number;
  /** How far boundaries are moved (`--offset`), in microseconds; of calendar windows on the clock of the zone. */
  readonly offsetUs?: number;
}

/**
 * Makes the assigner of tumbling windows of a size (W1).
 *
 * @throws {RangeError} If the count of the size is not a positive integer, or a fixed size has an origin.
 *
 * @example Days in Paris have 23 hours when summer time begins
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findZone } from "../time/mod.ts";
 *
 * const days = windowAssigner({
 *   size: { unit: "day", count: 1 },
 *   zone: findZone("Europe/Paris")!,
 * });
 * const startUs = days.startOf(Date.UTC(2024, 2, 31, 12) * 1_000);
 * assertEquals((days.endOf(startUs) - startUs) / 3_600_000_000, 23);
 * ```
 */
export function windowAssigner(options: AssignerOptions): WindowAssigner {
  const { size, zone = UTC, originUs, offsetUs = 0 } = options;
  if (!Number.isSafeInteger(size.count) || size.count <= 0) {
    throw new RangeError(
      `Cannot cut windows as size must be a positive whole number of units: current value is ${size.count}`,
    );
  }
  if (size.unit === "us") {
    if (originUs !== undefined) {
      throw new RangeError(
        "Cannot count windows of a fixed size from an origin: they are aligned to the epoch, and moved by an offset",
      );
    }
    const sizeUs = size.count;
    return aligned(
      (timeUs) => tumblingWindow(timeUs, sizeUs, offsetUs).startUs,
      (startUs) => startUs + sizeUs,
    );
  }
  const { startOf, endOf } = calendarBounds({
    unit: size.unit,
    count: size.count,
    zone,
    originUs,
    offsetUs,
  });
  return aligned(startOf, endOf);
}

function aligned(
  startOf: (timeUs: number) => number,
  endOf: (startUs: number) => number,
): WindowAssigner {
  // The span before the last one: rows a little out of order go back to it.
  let otherStartUs = NaN;
  let otherEndUs = NaN;
  let lastStartUs = NaN;
  let lastEndUs = NaN;

  /** Makes the span that holds a moment the last one. */
  function move(timeUs: number): void {
    let startUs = otherStartUs;
    let endUs = otherEndUs;
    if (!(timeUs >= startUs && timeUs < endUs)) {
      startUs = startOf(timeUs);
      endUs = endOf(startUs);
    }
    otherStartUs = lastStartUs;
    otherEndUs = lastEndUs;
    lastStartUs = startUs;
    lastEndUs = endUs;
  }

  function assign(
    timesUs: Float64Array,
    rows: number,
    selection: Uint32Array | null,
    selected: number,
    out: Float64Array,
  ): void {
    // Locals, since a variable of the closure costs a load for every row.
    let startUs = lastStartUs;
    let endUs = lastEndUs;
    const count = selection === null ? rows : selected;
    for (let at = 0; at < count; at++) {
      const row = selection === null ? at : selection[at]!;
      const timeUs = timesUs[row]!;
      if (timeUs >= startUs && timeUs < endUs) {
        out[row] = startUs;
      } else if (timeUs !== timeUs) {
        out[row] = NaN;
      } else {
        move(timeUs);
        startUs = lastStartUs;
        endUs = lastEndUs;
        out[row] = startUs;
      }
    }
  }

  return { startOf, endOf, assign };
}
