import {
  type Batch,
  ColumnBuilder,
  type Decoder,
  type Encoder,
  rowAt,
} from "../core/mod.ts";
import { ByteWriter, JsonFlattener } from "../format/mod.ts";
import type { Emit, Step } from "../stream/mod.ts";
import { decodeAll } from "./inspect.ts";
import { NO_LINES } from "./no_lines.ts";

/** Options of {@linkcode flattenStep}. */
export interface FlattenOptions {
  /** The field to take apart; `null` for every object of the row. */
  readonly field: string | null;
  /** Writes rows as JSON lines. */
  readonly encoder: Encoder;
  /** Reads the lines that come of them. */
  readonly decoder: Decoder;
  /** How many columns the decoder projects. */
  readonly columns: number;
}

/**
 * Takes nested values apart: rows are written as JSON, taken apart, and read
 * again, because only the values tell what fields come of them. A row that
 * becomes several hands its time and its window on to each.
 */
export function flattenStep(options: FlattenOptions): Step {
  const { encoder, decoder, field } = options;
  const writer = new ByteWriter();
  const flattener = new JsonFlattener(writer, field);

  return {
    push(batch: Batch, emit: Emit): void {
      const text = encoder.encode(batch);
      const from: number[] = [];
      let start = 0;
      for (let position = 0; position < batch.selected; position++) {
        const end = text.indexOf(10, start);
        const rows = flattener.write(text, start, end);
        for (let row = 0; row < rows; row++) from.push(position);
        start = end + 1;
      }
      let first = 0;
      for (const decoded of decodeAll(decoder, writer.take(), false)) {
        emit(carried(batch, decoded, from, first));
        first += decoded.rows;
      }
      // Windows complete even where no row of theirs came along.
      if (batch.selected === 0) emit(emptied(batch, options.columns));
    },
    end() {},
  };
}

function emptied(batch: Batch, columns: number): Batch {
  const none = new ColumnBuilder().view();
  return {
    ...batch,
    rows: 0,
    columns: Array.from({ length: columns }, () => none),
    selection: null,
    lines: NO_LINES,
  };
}

/** The new rows with the times and windows of the rows that they came of. */
function carried(
  batch: Batch,
  decoded: Batch,
  from: readonly number[],
  first: number,
): Batch {
  const row = (at: number) => rowAt(batch, from[first + at]!);
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: decoded.rows }, (_, at) => values[row(at)]!);
  return {
    ...decoded,
    timesUs: batch.timesUs === null ? null : pick(batch.timesUs),
    newestUs: batch.newestUs === null ? null : pick(batch.newestUs),
    // Only with the last of the rows may windows complete.
    ...(batch.newestAfterUs === undefined ||
        first + decoded.rows < from.length
      ? {}
      : { newestAfterUs: batch.newestAfterUs }),
    ...(batch.windowStartsUs === undefined
      ? {}
      : { windowStartsUs: pick(batch.windowStartsUs) }),
    windows: batch.windows === null ? null : spans(batch, from, first, decoded),
    ...(batch.restated === undefined ? {} : {
      restated: Uint8Array.from(
        { length: decoded.rows },
        (_, at) => batch.restated![row(at)]!,
      ),
    }),
  };
}

function spans(
  batch: Batch,
  from: readonly number[],
  first: number,
  decoded: Batch,
): Batch["windows"] {
  let to = 0;
  return batch.windows!.map((window) => {
    const start = to;
    while (to < decoded.rows && from[first + to]! < window.to) to++;
    return { ...window, from: start, to };
  });
}
