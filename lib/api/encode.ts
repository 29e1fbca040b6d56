import type { Batch, Encoder } from "../core/mod.ts";
import {
  fixedColumnsStep,
  outputEncoder,
  type PlannedOutput,
  planOutput,
  Positions,
  projectionOf,
  type Ref,
  refKey,
} from "../pipeline/mod.ts";
import type { Step } from "../stream/mod.ts";
import { UTC } from "../time/mod.ts";
import type { StreamBatch } from "./stream_batch.ts";

/** Formats that rows leave in. */
export type OutputFormat = "ndjson" | "csv" | "tsv" | "table" | "lines";

const NONE = new Uint8Array(0);

/** Encodes the batches of one stream. */
class BatchEncoder {
  readonly #format: OutputFormat;
  #encoder: Encoder | null = null;
  #projection: readonly (Ref & { readonly kind: "input" })[] = [];
  #made: readonly Ref[] = [];
  #columns: Step | null = null;

  constructor(format: OutputFormat) {
    this.#format = format;
  }

  encode(chunk: StreamBatch): Uint8Array {
    this.#check();
    this.#encoder ??= this.#begin(chunk);
    const columns = [
      ...chunk.decode(this.#projection),
      ...this.#made.map((ref) => chunk.made.get(refKey(ref))!),
    ];
    return this.#encoder.encode(
      this.#withColumns({ ...chunk.batch, columns }),
    );
  }

  /**
   * Throws where a row had a field without a column: when more is asked for,
   * so that the rows before it are not lost with the stream.
   */
  #check(): void {
    this.#columns?.end(() => {});
  }

  #withColumns(batch: Batch): Batch {
    if (this.#columns === null) return batch;
    let kept: Batch = { ...batch, rows: 0, selection: null, selected: 0 };
    this.#columns.push(batch, (passed) => {
      kept = passed;
    });
    return kept;
  }

  end(): Uint8Array {
    this.#check();
    return this.#encoder?.end() ?? NONE;
  }

  #begin(chunk: StreamBatch): Encoder {
    let ids = 0;
    const { steps, output } = planOutput(chunk.state, {
      format: this.#format,
      otherwise: "ndjson",
    }, {
      parameters: {},
      defaultDelayUs: null,
      met: chunk.input.met,
      fixed: new Set(),
      tableFields: new Set(),
      declared: new Map(),
      nextId: () => ids++,
      onUse: () => {},
      needTime: () => {},
      onName: () => {},
      onNote: () => {},
    });
    const fixed = steps.find((step) => step.kind === "columns");
    this.#columns = fixed?.kind === "columns"
      ? fixedColumnsStep({ step: fixed, account: null, ofInput: false })
      : null;
    const refs = refsOf(output);
    this.#projection = projectionOf(refs);
    this.#made = refs.filter((ref) => ref.kind !== "input");
    const positions = new Positions();
    for (const ref of [...this.#projection, ...this.#made]) positions.add(ref);
    return outputEncoder(output, positions, {
      passedOn: () => {
        throw new TypeError("Cannot pass rows on to a weir from a transform");
      },
      header: () => null,
      terminalWidth: null,
      colour: false,
      displayZone: UTC,
      more: () => null,
    });
  }
}

function refsOf(output: PlannedOutput): Ref[] {
  const fields = output.kind === "fields"
    ? output.fields
    : output.kind === "edited"
    ? [...output.leading, ...output.put]
    : [];
  return [
    ...new Map(fields.map(({ input }) => [refKey(input), input])).values(),
  ];
}

/**
 * Encodes batches as bytes: one chunk of bytes for each batch that has rows.
 *
 * Columns of `csv`, `tsv` and `table` are fixed by the header or the format;
 * where each row brings its own fields, by `select` or else by the first good
 * row of the input.
 *
 * @param format `ndjson` when not given.
 * @throws {Fault} In the stream: where a row has a field that has no column.
 */
export function encode(
  format: OutputFormat = "ndjson",
): TransformStream<StreamBatch, Uint8Array> {
  const encoder = new BatchEncoder(format);
  const hand = (
    bytes: Uint8Array,
    controller: TransformStreamDefaultController<Uint8Array>,
  ) => {
    // The encoder writes over its bytes; the reader may keep them.
    if (bytes.length > 0) controller.enqueue(bytes.slice());
  };
  return new TransformStream({
    transform: (chunk, controller) => hand(encoder.encode(chunk), controller),
    flush: (controller) => hand(encoder.end(), controller),
  });
}

/** A value of a row: what JSON has, with whole numbers beyond 2^53 as `bigint`. */
export type RowValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly RowValue[]
  | { readonly [name: string]: RowValue };

/** A row as an object. Moments are ISO 8601 text. */
export type Row = { readonly [name: string]: RowValue };

/** Reads a line of NDJSON as a row; whole numbers stay exact. */
export function rowOf(line: string): Row {
  const exact = (
    _name: string,
    value: unknown,
    context?: { readonly source?: string },
  ): unknown =>
    typeof value === "number" && !Number.isSafeInteger(value) &&
      context?.source !== undefined && /^-?\d+$/.test(context.source)
      ? BigInt(context.source)
      : value;
  // The third argument of a reviver is younger than its type.
  return JSON.parse(line, exact as (name: string, value: unknown) => unknown);
}

/** Makes an object of each row, for programs that want values: the end of the fast path. */
export function objects(): TransformStream<StreamBatch, Row> {
  const encoder = new BatchEncoder("ndjson");
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return new TransformStream({
    transform(chunk, controller) {
      for (const line of decoder.decode(encoder.encode(chunk)).split("\n")) {
        if (line !== "") controller.enqueue(rowOf(line));
      }
    },
  });
}
