import { type Account, type Batch, type Column, Tag } from "../core/mod.ts";
import { Lateness, splitLate, type WindowAssigner } from "../window/mod.ts";
import { ensureRows, narrowed } from "./filter.ts";
import type { Emit, Step } from "./step.ts";

/** Options of {@linkcode windowStep}. */
export interface WindowStepOptions {
  /** Cuts time into windows. */
  readonly assigner: WindowAssigner;
  /** How long windows wait for rows out of order; Infinity for `end`. */
  readonly delayUs: number;
  /** Whether a later stage names `window_start` or `window_end`: then they are added as columns. */
  readonly bounds: boolean;
  /** Where late rows are counted; `null` where rows no longer stand for rows of the input. */
  readonly account: Account | null;
  /** Told of the late rows of each batch, in order, and by how many microseconds each is late. */
  readonly onLate: (batch: Batch, rows: Uint32Array, byUs: number[]) => void;
}

/**
 * Gives each row the start of its window and takes out the late ones (W3).
 * The rows go on at once; a later step gathers or folds them until their
 * window is complete.
 */
export function windowStep(options: WindowStepOptions): Step {
  const { assigner, delayUs, account } = options;
  let startsUs = new Float64Array(0);
  let inTime = new Uint32Array(0);
  let late = new Uint32Array(0);
  const lateness = new Lateness();
  const counts = {
    get late() {
      return lateness.rows;
    },
    partlyLate: 0,
    refiring: 0,
    outside: 0,
    get missedByUs() {
      return lateness.mostUs;
    },
  };
  return {
    report: () => ({ late: { counts, lateness, refires: 0 } }),
    push(batch: Batch, emit: Emit): void {
      const { timesUs, newestUs } = batch;
      if (timesUs === null || newestUs === null) {
        throw new TypeError(
          "Cannot window rows as they have no event time: put a time step before",
        );
      }
      if (startsUs.length < batch.rows) startsUs = new Float64Array(batch.rows);
      assigner.assign(
        timesUs,
        batch.rows,
        batch.selection,
        batch.selected,
        startsUs,
      );
      const assigned: Batch = {
        ...batch,
        windowStartsUs: startsUs,
        windows: null,
        columns: options.bounds
          ? [...batch.columns, ...boundColumns(batch, startsUs, assigner)]
          : batch.columns,
      };
      if (delayUs === Infinity) {
        emit(assigned);
        return;
      }
      inTime = ensureRows(inTime, batch.selected);
      late = ensureRows(late, batch.selected);
      const split = splitLate({
        startsUs,
        newestUs,
        delayUs,
        assigner,
        selection: batch.selection,
        selected: batch.selected,
        inTime,
        late,
      });
      if (split.late === 0) {
        emit(assigned);
        return;
      }
      if (account !== null) {
        account.late += split.late;
        account.latestByUs = Math.max(account.latestByUs, split.latestByUs);
        account.missedByUs = account.latestByUs;
      }
      const rows = late.subarray(0, split.late);
      const byUs = Array.from(
        rows,
        (row) => newestUs[row]! - delayUs - assigner.endOf(startsUs[row]!),
      );
      for (const by of byUs) lateness.add(by);
      options.onLate(batch, rows, byUs);
      emit(narrowed(assigned, inTime, split.inTime));
    },
    end() {},
  };
}

/** `window_start` and `window_end` of each row, NULL where it has no window. */
function boundColumns(
  batch: Batch,
  startsUs: Float64Array,
  assigner: WindowAssigner,
): [Column, Column] {
  const ends = new Float64Array(batch.rows);
  const tags = new Uint8Array(batch.rows);
  let startUs = NaN;
  let endUs = NaN;
  for (let at = 0; at < batch.selected; at++) {
    const row = batch.selection === null ? at : batch.selection[at]!;
    if (startsUs[row] !== startUs) {
      startUs = startsUs[row]!;
      endUs = assigner.endOf(startUs);
    }
    ends[row] = endUs;
    tags[row] = Number.isNaN(startUs) ? Tag.NULL : Tag.TIME;
  }
  return [
    timeColumn(tags, startsUs.slice(0, batch.rows)),
    timeColumn(tags, ends),
  ];
}

/** A column of moments. */
export function timeColumn(
  tags: Uint8Array,
  numbers: Float64Array<ArrayBuffer>,
): Column {
  return {
    layout: "values",
    tags,
    numbers,
    spans: new Uint32Array(numbers.buffer),
    bytes: new Uint8Array(0),
  };
}
