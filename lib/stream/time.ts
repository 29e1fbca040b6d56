import {
  type Account,
  type Batch,
  type Column,
  Fault,
  Tag,
  textAt,
} from "../core/mod.ts";
import {
  epochToUs,
  formatTimestamp,
  parseTimestamp,
  parseTimestampBytes,
  type Zone,
} from "../time/mod.ts";
import { ensureRows, narrowed } from "./filter.ts";
import type { Emit, Step } from "./step.ts";

/** Options of {@linkcode timeStep}. */
export interface TimeOptions {
  /** Index of the column that holds the time. */
  readonly column: number;
  /** Name of the field, for messages. */
  readonly field: string;
  /** Whether a row without a time goes on without one, instead of being bad. */
  readonly optional?: boolean;
  /** Where a stamp without a zone was made (T3). */
  readonly zone: Zone;
  /** A moment later than this is bad (T8), in microseconds; asked once a batch, since the clock moves on. */
  readonly latestUs: () => number;
  /** Rows before it are dropped; `-Infinity` for none. */
  readonly sinceUs: number;
  /** Rows at or after it are dropped; `Infinity` for none. */
  readonly untilUs: number;
  /** Times are floored to whole multiples of this many microseconds; as they are when not given. */
  readonly precisionUs?: number;
  /** Where bad and dropped rows are counted. */
  readonly account: Account;
  /** Told of each row without a usable time, before it is dropped. */
  readonly onBad: (batch: Batch, row: number, fault: () => Fault) => void;
  /**
   * What becomes of such rows: `aside`, when not given, tells of them and lets
   * the others go on together; `inTurn` tells of each between the rows around
   * it; `fail` does so with the first, and looks at none behind it.
   */
  readonly policy?: "aside" | "inTurn" | "fail";
}

/**
 * Reads the event time of each row (T1-T3), marks each row with the newest
 * that stood before it (T4), and drops rows without one as bad.
 */
export function timeStep(options: TimeOptions): Step {
  let timesUs = new Float64Array(0);
  let newestUs = new Float64Array(0);
  let buffer = new Uint32Array(0);
  let newest = -Infinity;
  /** The newest time that a row had. */
  let newestRow = -Infinity;
  const { account, sinceUs, untilUs, precisionUs = 1 } = options;

  /**
   * Marks rows as long as each has a moment that the decoder has read and
   * nothing is to be said of it, which is all of them in most batches.
   *
   * @returns How many rows that were.
   */
  function markPlain(batch: Batch, column: Column, latestUs: number): number {
    const { tags, numbers } = column;
    const { selection, selected } = batch;
    // Moments are whole microseconds.
    const lastUs = Math.min(latestUs, untilUs - 1);
    let reached = newest;
    let at = 0;
    for (; at < selected; at++) {
      const row = selection === null ? at : selection[at]!;
      const timeUs = numbers[row]!;
      if (tags[row] !== Tag.TIME || timeUs > lastUs || timeUs < sinceUs) break;
      newestUs[row] = reached;
      if (timeUs > reached) reached = timeUs;
    }
    newest = reached;
    if (reached > newestRow) newestRow = reached;
    return at;
  }

  return {
    push(batch: Batch, emit: Emit): void {
      if (newestUs.length < batch.rows) newestUs = new Float64Array(batch.rows);
      const column = batch.columns[options.column]!;
      const latestUs = options.latestUs();
      const plain = precisionUs > 1 ? 0 : markPlain(batch, column, latestUs);
      if (plain === batch.selected) {
        const { numbers } = column;
        emit({ ...batch, timesUs: numbers, newestUs, newestAfterUs: newest });
        return;
      }
      const { tags, numbers } = column;
      if (timesUs.length < batch.rows) timesUs = new Float64Array(batch.rows);
      buffer = ensureRows(buffer, batch.selected);
      let kept = 0;
      let handed = 0;
      const hand = () => {
        const marked = { ...batch, timesUs, newestUs, newestAfterUs: newest };
        const rows = buffer.subarray(handed, kept);
        handed = kept;
        emit(
          rows.length === batch.selected
            ? marked
            : narrowed(marked, rows, rows.length),
        );
      };
      for (let at = 0; at < batch.selected; at++) {
        const row = batch.selection === null ? at : batch.selection[at]!;
        if (at < plain) {
          timesUs[row] = numbers[row]!;
          buffer[kept++] = row;
          continue;
        }
        newestUs[row] = newest;
        const readUs = tags[row] === Tag.TIME
          ? numbers[row]!
          : timeAt(column, row, options.zone);
        const timeUs = floored(readUs, precisionUs);
        timesUs[row] = timeUs;
        if (Number.isNaN(timeUs) && options.optional === true) {
          buffer[kept++] = row;
          continue;
        }
        if (!(timeUs <= latestUs)) {
          account.bad++;
          if ((options.policy ?? "aside") !== "aside") hand();
          options.onBad(batch, row, () => timeFault(batch, row, options));
          if (options.policy === "fail") return;
          continue;
        }
        if (timeUs > newestRow) newestRow = timeUs;
        if (timeUs > newest) newest = timeUs;
        if (timeUs < sinceUs || timeUs >= untilUs) {
          account.filtered++;
          continue;
        }
        buffer[kept++] = row;
      }
      hand();
    },
    advance(byUs) {
      newest = Math.max(newest, newestRow + byUs);
    },
    report: () => ({
      reached: { newestUs: newest, newestRowUs: newestRow },
    }),
    end() {},
  };
}

/** A time at the precision of the run: finer digits are floored, before 1970 too. */
export function floored(timeUs: number, precisionUs: number): number {
  return precisionUs === 1
    ? timeUs
    : Math.floor(timeUs / precisionUs) * precisionUs;
}

/** The event time that a value of any kind stands for, in microseconds; NaN where it is none. */
export function timeAt(column: Column, row: number, zone: Zone): number {
  switch (column.tags[row]) {
    case Tag.TIME:
      return column.numbers[row]!;
    case Tag.INTEGER:
    case Tag.DOUBLE:
      return column.layout === "values"
        ? epochToUs(column.numbers[row]!)
        : epochToUs(textAt(column, row)!);
    case Tag.BIG:
      return epochToUs(textAt(column, row)!);
    case Tag.STRING: {
      const start = column.spans[2 * row]!;
      return parseTimestampBytes(
        column.bytes,
        start,
        start + column.spans[2 * row + 1]!,
        zone,
      );
    }
    case Tag.ESCAPED:
    case Tag.CODE:
      return parseTimestamp(textAt(column, row)!, zone) ?? NaN;
    default:
      return NaN;
  }
}

function timeFault(batch: Batch, row: number, options: TimeOptions): Fault {
  const column = batch.columns[options.column]!;
  const { lines } = batch;
  const place = lines === null ? undefined : {
    source: lines.source,
    line: lines.lineOf(row),
    column: 1,
    excerpt: new TextDecoder().decode(
      lines.bytes.subarray(lines.starts[row]!, lines.ends[row]!),
    ),
    caret: 0,
  };
  const timeUs = timeAt(column, row, options.zone);
  const where = place === undefined ? {} : { place };
  if (timeUs > options.latestUs()) {
    return new Fault(
      "time/ahead",
      `cannot use row as its time ${
        formatTimestamp(timeUs)
      } is too far ahead of the clock`,
      {
        ...where,
        mend:
          "Pass --max-ahead DURATION to allow more, or --now TIME to set the clock",
      },
    );
  }
  const tag = column.tags[row]!;
  const text = tag <= Tag.NULL ? null : textAt(column, row);
  return new Fault(
    "time/unreadable",
    text === null
      ? `cannot use row as it has no time in the field ${options.field}`
      : `cannot read ${
        JSON.stringify(text)
      } in the field ${options.field} as a time`,
    {
      ...where,
      mend:
        "Pass --time FIELD to name another field, or --bad-to FILE to keep such lines",
    },
  );
}
