import {
  type Batch,
  type Column,
  type Field,
  lineNumbers,
  Tag,
} from "../core/mod.ts";
import type { ArrowField, ArrowType } from "./arrow_message.ts";
import type { ArrowRows } from "./arrow_rows.ts";
import { ArrowStream } from "./arrow_stream.ts";

/** The name of weir's entry in the metadata of schemas and batches. */
export const WEIR_KEY = "weir";
/** The version of the stream that is written, and read. */
export const WEIR_VERSION = 1;

/** What the schema of a stream says beside its fields. */
export interface WeirHead {
  /** The version of the stream. */
  readonly version: number;
  /** Names and types of the row's columns. */
  readonly fields: readonly Field[];
  /** Whatever the writing process wants the reading one to know. */
  readonly about: Readonly<Record<string, string>>;
}

/** What a batch says beside its columns. `null` times are `-Infinity`. */
export interface WeirBatchHead {
  /** Name of the input that the lines come from; not there without lines. */
  readonly source?: string;
  /** Whether rows have times. */
  readonly times: boolean;
  /** Whether rows have the newest time that stood before them. */
  readonly newest: boolean;
  /** Whether rows have open windows. */
  readonly starts: boolean;
  /** The newest time after the last row. */
  readonly after?: number | null;
  /** The completed windows: start, end, first row, row after the last. */
  readonly windows?: readonly (readonly [number, number, number, number])[];
}

/** The columns behind those of the row. */
const EXTRA: readonly (readonly [string, ArrowType])[] = [
  ["_raw", "binary"],
  ["_line", "int64"],
  ["_time", "timestampUtc"],
  ["_newest", "timestampUtc"],
  ["_window_start", "timestampUtc"],
  ["_window_end", "timestampUtc"],
];

/**
 * Writes batches as the stream that goes between weir processes (C6): Arrow
 * IPC, in which nothing about kinds, lines, time or windows is lost.
 *
 * Each column is two: the text of its values as it stands in the row, and
 * `_kind.NAME` with what each value is. `_raw`, `_line`, `_time`, `_newest`,
 * `_window_start` and `_window_end` follow. A batch without rows carries
 * progress alone.
 *
 * @example There and back
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ColumnBuilder, valueAt } from "../core/mod.ts";
 * import { WeirDecoder } from "./weir_decode.ts";
 *
 * const n = new ColumnBuilder();
 * n.appendNumber(7);
 * const encoder = new WeirEncoder([{ name: "n", type: "BIGINT" }]);
 * const bytes = encoder.encode({
 *   rows: 1, columns: [n.finish()], selection: null, selected: 1,
 *   lines: null, timesUs: Float64Array.of(5), newestUs: null, newestAfterUs: 5, windows: null,
 * }).slice();
 *
 * const decoder = new WeirDecoder("stdin");
 * decoder.space().set(bytes);
 * const [batch] = decoder.decode(bytes.length, false);
 * assertEquals([valueAt(batch!.columns[0]!, 0), batch!.timesUs![0], batch!.newestAfterUs], [7, 5, 5]);
 * ```
 */
export class WeirEncoder {
  readonly #stream: ArrowStream;

  /**
   * Begins a stream; its schema comes with the first bytes.
   *
   * @param fields Names and types of the columns of every batch.
   * @param about Whatever the reading process should know.
   */
  constructor(
    fields: readonly Field[],
    about: Readonly<Record<string, string>> = {},
  ) {
    const head: WeirHead = { version: WEIR_VERSION, fields, about };
    const columns = fields.flatMap(({ name }): [string, ArrowType][] => [
      [name, "ownText"],
      [`_kind.${name}`, "kind"],
    ]);
    this.#stream = new ArrowStream(
      [...columns, ...EXTRA].map(([name, type]): ArrowField => ({
        name,
        type,
        dictionary: null,
      })),
      { [WEIR_KEY]: JSON.stringify(head) },
    );
  }

  /** The selected rows of a batch and all that it says of time, as bytes that are valid until the next call. */
  encode(batch: Batch): Uint8Array {
    const rows: ArrowRows = {
      columns: [
        ...batch.columns.flatMap((column) => [column, column]),
        ...extraColumns(batch),
      ],
      selection: batch.selection,
      count: batch.selected,
    };
    this.#stream.batch(rows, { [WEIR_KEY]: JSON.stringify(headOf(batch)) });
    return this.#stream.bytes();
  }

  /** A batch of no rows that only says how far event time has come. */
  progress(newestAfterUs: number): Uint8Array {
    const { width } = this.#stream;
    this.#stream.batch(
      {
        columns: new Array<Column>(width).fill(timeColumn(null, 0)),
        selection: null,
        count: 0,
      },
      {
        [WEIR_KEY]: JSON.stringify(
          {
            times: false,
            newest: false,
            starts: false,
            after: finiteOrNull(newestAfterUs),
          } satisfies WeirBatchHead,
        ),
      },
    );
    return this.#stream.bytes();
  }

  /** What ends the stream. */
  end(): Uint8Array {
    this.#stream.end();
    return this.#stream.bytes();
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function headOf(batch: Batch): WeirBatchHead {
  const { lines, newestAfterUs, windows } = batch;
  return {
    ...(lines === null ? {} : { source: lines.source }),
    times: batch.timesUs !== null,
    newest: batch.newestUs !== null,
    starts: batch.windowStartsUs !== undefined,
    ...(newestAfterUs === undefined
      ? {}
      : { after: finiteOrNull(newestAfterUs) }),
    ...(windows === null ? {} : {
      windows: windows.map(({ startUs, endUs, from, to }) =>
        [startUs, endUs, from, to] as const
      ),
    }),
  };
}

function extraColumns(batch: Batch): Column[] {
  const { rows } = batch;
  const [starts, ends] = windowBounds(batch);
  return [
    rawColumn(batch),
    lineColumn(batch),
    timeColumn(batch.timesUs, rows),
    timeColumn(batch.newestUs, rows),
    timeColumn(starts, rows),
    timeColumn(ends, rows),
  ];
}

/** The bounds of each row's window: of its open one, else of the completed one that it belongs to. */
function windowBounds(
  batch: Batch,
): [Float64Array | null, Float64Array | null] {
  if (batch.windowStartsUs !== undefined) return [batch.windowStartsUs, null];
  if (batch.windows === null) return [null, null];
  const starts = new Float64Array(batch.rows).fill(NaN);
  const ends = new Float64Array(batch.rows).fill(NaN);
  for (const { startUs, endUs, from, to } of batch.windows) {
    for (let place = from; place < to; place++) {
      const row = batch.selection === null ? place : batch.selection[place]!;
      starts[row] = startUs;
      ends[row] = endUs;
    }
  }
  return [starts, ends];
}

/** Moments as a column; none, NaN and infinities are NULL. */
function timeColumn(timesUs: Float64Array | null, rows: number): Column {
  const tags = new Uint8Array(rows);
  const numbers = timesUs ?? new Float64Array(0);
  if (timesUs !== null) {
    for (let row = 0; row < rows; row++) {
      if (Number.isFinite(timesUs[row]!)) tags[row] = Tag.TIME;
    }
  }
  return {
    layout: "values",
    tags,
    numbers,
    spans: new Uint32Array(0),
    bytes: new Uint8Array(0),
  };
}

function rawColumn({ rows, lines }: Batch): Column {
  const numbers = new Float64Array(rows);
  const spans = new Uint32Array(numbers.buffer);
  const tags = new Uint8Array(rows);
  if (lines !== null) {
    tags.fill(Tag.STRING);
    for (let row = 0; row < rows; row++) {
      spans[2 * row] = lines.starts[row]!;
      spans[2 * row + 1] = lines.ends[row]! - lines.starts[row]!;
    }
  }
  const bytes = lines?.bytes ?? new Uint8Array(0);
  return { layout: "spans", tags, numbers, spans, bytes };
}

function lineColumn({ rows, lines }: Batch): Column {
  const numbers = lines === null
    ? new Float64Array(rows)
    : lineNumbers(lines, rows);
  return {
    layout: "values",
    tags: new Uint8Array(rows).fill(lines === null ? Tag.MISSING : Tag.INTEGER),
    numbers,
    spans: new Uint32Array(0),
    bytes: new Uint8Array(0),
  };
}
