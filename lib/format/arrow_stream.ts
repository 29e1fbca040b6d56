import { layColumn } from "./arrow_lay.ts";
import { isTextual, layLimit } from "./arrow_limit.ts";
import {
  type ArrowBatchShape,
  type ArrowField,
  type ArrowMetadata,
  type ArrowType,
  batchMessage,
  dictionaryMessage,
  END_OF_STREAM,
  schemaMessage,
} from "./arrow_message.ts";
import { codesOf, type UsedCodes } from "./arrow_codes.ts";
import type { ArrowRows } from "./arrow_rows.ts";

/** Offsets into the text of a column have 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Lays an Arrow IPC stream of a given schema into one buffer that is used
 * again and again.
 */
export class ArrowStream {
  readonly #fields: readonly ArrowField[];
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** Values so far that did not convert to the type of their column, and were laid as NULL. */
  unreadable = 0;

  /**
   * Begins a stream with its schema.
   *
   * @param fields The schema.
   * @param metadata Names and values for the schema.
   * @param buffer A buffer to write into.
   */
  constructor(
    fields: readonly ArrowField[],
    metadata: ArrowMetadata = {},
    buffer: ArrayBuffer = new ArrayBuffer(4096),
  ) {
    this.#fields = fields;
    this.#bytes = new Uint8Array(buffer);
    this.#append(schemaMessage(fields, metadata));
  }

  /** How many fields there are. */
  get width(): number {
    return this.#fields.length;
  }

  /** Appends a batch, the dictionaries that it needs before it. */
  batch(rows: ArrowRows, metadata: ArrowMetadata = {}): void {
    const codes = this.#fields.map(({ dictionary }, at) =>
      dictionary === null ? null : codesOf(rows.columns[at]!, rows)
    );
    codes.forEach((used, at) => {
      if (used !== null) this.#dictionary(this.#fields[at]!.dictionary!, used);
    });
    this.#message(
      this.#fields.map(({ type, dictionary }) =>
        dictionary === null ? type : "int32"
      ),
      {
        ...rows,
        columns: rows.columns.map((column, at) => codes[at]?.column ?? column),
      },
      (shape) => batchMessage(shape, metadata),
    );
  }

  /** Appends what ends the stream. */
  end(): void {
    this.#append(END_OF_STREAM);
  }

  /** What was written since the last call; valid until the next call of any method. */
  bytes(): Uint8Array<ArrayBuffer> {
    const written = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return written;
  }

  /** Like {@linkcode ArrowStream.bytes}, but the bytes and their buffer are the caller's for good. */
  take(): Uint8Array<ArrayBuffer> {
    const written = this.bytes();
    this.#bytes = new Uint8Array(4096);
    return written;
  }

  #dictionary(id: number, used: UsedCodes): void {
    this.#message(
      ["utf8"],
      { columns: [used.texts], selection: null, count: used.size },
      (shape) => dictionaryMessage(id, shape),
    );
  }

  /** Appends a message and its body. The head is as long whatever numbers stand in it, so it is made once to know its length, and again when they are known. */
  #message(
    types: readonly ArrowType[],
    rows: ArrowRows,
    head: (shape: ArrowBatchShape) => Uint8Array,
  ): void {
    const headLength = head({
      rows: 0,
      nodes: types.map(() => [0, 0]),
      buffers: types.flatMap((type): [number, number][] =>
        isTextual(type) ? [[0, 0], [0, 0], [0, 0]] : [[0, 0], [0, 0]]
      ),
      bodyLength: 0,
    }).length;
    this.#reserve(types.reduce((sum, type, at) => {
      const limit = layLimit(type, rows.columns[at]!, rows);
      if (limit > MOST_BYTES) {
        throw new RangeError(
          `Cannot lay a column as its text is longer than 2 GiB: current length is ${limit}`,
        );
      }
      return sum + limit;
    }, headLength));
    const bodyAt = this.#length + headLength;
    const nodes: [number, number][] = [];
    const buffers: [number, number][] = [];
    let at = bodyAt;
    types.forEach((type, index) => {
      const laid = layColumn(this.#bytes, at, type, rows.columns[index]!, rows);
      nodes.push([rows.count, laid.nulls]);
      for (const [offset, length] of laid.buffers) {
        buffers.push([offset - bodyAt, length]);
      }
      this.unreadable += laid.unreadable;
      at = laid.end;
    });
    this.#bytes.set(
      head({ rows: rows.count, nodes, buffers, bodyLength: at - bodyAt }),
      this.#length,
    );
    this.#length = at;
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(length: number): void {
    const wanted = this.#length + length;
    if (wanted <= this.#bytes.length) return;
    // A large batch needs its limit and no more; small ones share a buffer.
    const grown = new Uint8Array(
      wanted > 1 << 20 ? wanted + 64 : Math.max(wanted, this.#bytes.length * 2),
    );
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
