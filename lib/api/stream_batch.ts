import {
  type Batch,
  type Column,
  ColumnBuilder,
  type InputFormat,
  type ProjectedField,
} from "../core/mod.ts";
import {
  decodeAll,
  type PlanState,
  type Ref,
  refKey,
} from "../pipeline/mod.ts";

/** How the input of a batch is read; the same for all batches of a stream. */
export interface StreamInput {
  /** Name of the input, for messages. */
  readonly source: string;
  /** Its format. */
  readonly format: InputFormat;
  /** Names fixed by a header or the format; `null` where each row brings its own. */
  readonly fields: readonly string[] | null;
  /**
   * The field that holds the event time.
   *
   * @throws {Fault} Where none is known to hold it.
   */
  readonly time: () => string;
  /** Names fixed, or those of the first good row. */
  readonly met: readonly string[];
  /** Whether windows wait for the end of the input unless they say otherwise (T5). */
  readonly finite: boolean;
}

/**
 * The chunk of the streams that the library's transforms make: rows as
 * columns, with their original lines and what the stages so far have done.
 *
 * It owns its memory, so it may be kept, queued and collected. A field is
 * decoded from the lines when a transform first asks for it.
 */
export class StreamBatch {
  /** How the input is read. */
  readonly input: StreamInput;
  /** The fields at this place in the pipeline, and what stages before have left to do. */
  readonly state: PlanState;
  /** Rows, selection, times and windows. */
  readonly batch: Batch;
  /** Columns that stages before have made, by their ref. */
  readonly made: ReadonlyMap<string, Column>;

  /**
   * Wraps rows.
   *
   * @param input How the input is read.
   * @param state The shape of the rows.
   * @param batch The rows; their memory must be the batch's own.
   * @param made Columns that stages have made.
   */
  constructor(
    input: StreamInput,
    state: PlanState,
    batch: Batch,
    made: ReadonlyMap<string, Column>,
  ) {
    this.input = input;
    this.state = state;
    this.batch = batch;
    this.made = made;
  }

  /** How many rows are still in. */
  get size(): number {
    return this.batch.selected;
  }

  /** Whether a column is there without decoding. */
  has(ref: Ref): boolean {
    return this.made.has(refKey(ref));
  }

  /** Decodes fields of the rows from their lines. Cost: a pass over the lines, and a copy of the values. */
  decode(fields: readonly ProjectedField[]): readonly Column[] {
    const { lines, rows } = this.batch;
    if (lines === null || fields.length === 0) {
      return fields.map(() => missing(rows));
    }
    const { source, format, fields: names } = this.input;
    const decoder = format.decoder({
      source,
      projection: fields,
      header: false,
      ...(names === null ? {} : { fields: names }),
    });
    const builders = fields.map(({ as }) =>
      new ColumnBuilder(as === "text" ? "spans" : "values")
    );
    const bytes = rows === 0
      ? new Uint8Array(0)
      : lines.bytes.subarray(lines.starts[0]!, lines.ends[rows - 1]!);
    for (const part of decodeAll(decoder, bytes, true)) {
      part.columns.forEach((column, at) => {
        for (let row = 0; row < part.rows; row++) {
          builders[at]!.appendFrom(column, row);
        }
      });
    }
    return builders.map((builder) => builder.finish());
  }
}

function missing(rows: number): Column {
  const numbers = new Float64Array(rows);
  return {
    layout: "values",
    tags: new Uint8Array(rows),
    numbers,
    spans: new Uint32Array(numbers.buffer),
    bytes: new Uint8Array(0),
  };
}

/** A copy of a batch that owns its memory, in the columns asked for; lines are shared where they are owned already. */
export function ownedBatch(batch: Batch, columns: readonly Column[]): Batch {
  const copied = <T extends { slice(from: number, to: number): T }>(
    array: T | null,
    length: number,
  ): T | null => array === null ? null : array.slice(0, length);
  return {
    ...batch,
    columns,
    selection: copied(batch.selection, batch.selected),
    timesUs: copied(batch.timesUs, batch.rows),
    newestUs: copied(batch.newestUs, batch.rows),
    ...(batch.windowStartsUs === undefined
      ? {}
      : { windowStartsUs: batch.windowStartsUs.slice(0, batch.rows) }),
  };
}

/** A copy of a column that owns its memory. */
export function ownedColumn(column: Column, rows: number): Column {
  const builder = new ColumnBuilder(column.layout);
  for (let row = 0; row < rows; row++) builder.appendFrom(column, row);
  return builder.finish();
}
