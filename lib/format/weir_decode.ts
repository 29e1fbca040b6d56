import {
  type Batch,
  Fault,
  type Field,
  type ReadAs,
  type WindowRows,
} from "../core/mod.ts";
import { type ArrowFrame, readFrame } from "./arrow_frames.ts";
import { decodeColumn, decodeLines, decodeTimes } from "./weir_columns.ts";
import {
  WEIR_KEY,
  WEIR_VERSION,
  type WeirBatchHead,
  type WeirHead,
} from "./weir_encode.ts";

/** Free memory that is offered to read into. */
const SPACE_BYTES = 1 << 18;
/** Buffers of a column: validity, offsets and text, and its kinds behind them. */
const BUFFERS_A_COLUMN = 5;

/**
 * Whether bytes begin as the stream of another weir (C6).
 *
 * @returns `null` while there are too few of them to tell.
 */
export function isWeirStream(bytes: Uint8Array): boolean | null {
  for (let at = 0; at < Math.min(4, bytes.length); at++) {
    if (bytes[at] !== 0xff) return false;
  }
  try {
    const frame = readFrame(bytes, 0);
    if (frame === null) return null;
    return frame.kind === "schema" && frame.metadata.has(WEIR_KEY);
  } catch {
    return false;
  }
}

/**
 * Reads the stream of another weir back into the batches that it was made of,
 * whatever chunks it comes in. Batches own their memory; all their rows are
 * selected.
 */
export class WeirDecoder {
  readonly #source: string;
  readonly #read: (field: Field) => ReadAs;
  #bytes = new Uint8Array(SPACE_BYTES * 2);
  #used = 0;
  #head: WeirHead | null = null;
  #ended = false;

  /**
   * Waits for a stream.
   *
   * @param source What it is called in messages.
   * @param read How each column is handed over; as values when not given. A
   * column asked for as `code` comes as text, as `time` with its moments.
   */
  constructor(
    source: string,
    read: (field: Field) => ReadAs = () => "value",
  ) {
    this.#source = source;
    this.#read = read;
  }

  /** What the schema says; `null` until it is there. */
  get head(): WeirHead | null {
    return this.#head;
  }

  /** Free memory to read the next bytes into, never empty; valid until the next call. */
  space(): Uint8Array {
    if (this.#bytes.length - this.#used < SPACE_BYTES) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = grown;
    }
    return this.#bytes.subarray(this.#used);
  }

  /**
   * Decodes the batches that are complete now.
   *
   * @param length How many bytes were written at the start of the space.
   * @param last Whether the input ends here.
   * @throws {Fault} If the stream is damaged, cut short, or of another version.
   */
  *decode(length: number, last: boolean): Generator<Batch> {
    this.#used += length;
    const bytes = this.#bytes.subarray(0, this.#used);
    let at = 0;
    try {
      while (!this.#ended) {
        const frame = this.#whole(() => readFrame(bytes, at));
        if (frame === null) break;
        at = frame.end;
        if (frame.kind === "end") this.#ended = true;
        else if (frame.kind === "schema") this.#whole(() => this.#begin(frame));
        else if (frame.kind === "batch") {
          yield this.#whole(() => this.#batch(bytes, frame));
        }
      }
    } finally {
      this.#bytes.copyWithin(0, at, this.#used);
      this.#used -= at;
    }
    if (last && !this.#ended) {
      throw this.#fault(
        "weir/truncated",
        "it ends before its last message",
        "Look for a message of the weir that wrote it: it did not come to its end",
      );
    }
  }

  /** Does a part of the work, and says of whatever it stumbles on that the stream is damaged. */
  #whole<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      throw this.#fault(
        "weir/damaged",
        cause instanceof SyntaxError ? cause.message : "it is damaged",
        "Join two weirs by a pipe, with nothing between them that changes bytes",
        cause,
      );
    }
  }

  #begin({ metadata }: ArrowFrame): void {
    const text = metadata.get(WEIR_KEY);
    if (text === undefined) {
      throw this.#fault(
        "weir/plain-arrow",
        "it is plain Arrow, not the stream of another weir",
        "Pass --table name=FILE to hand an Arrow file to a query",
      );
    }
    const head = JSON.parse(text) as WeirHead;
    if (head.version !== WEIR_VERSION) {
      throw this.#fault(
        "weir/version",
        `it has version ${head.version}, and this weir reads ${WEIR_VERSION}`,
        "Use the same version of weir at both ends of the pipe",
      );
    }
    this.#head = head;
  }

  #batch(bytes: Uint8Array, frame: ArrowFrame): Batch {
    const head = this.#head;
    const text = frame.metadata.get(WEIR_KEY);
    if (head === null || text === undefined) {
      throw new SyntaxError("a batch says nothing of its time");
    }
    // A copy begins where typed arrays can, and is the batch's own.
    const body = bytes.slice(frame.bodyAt, frame.end);
    const { rows } = frame;
    // The number of its line alone takes eight bytes of each row.
    if (rows * 8 > body.length) throw new SyntaxError("rows are missing");
    const buffer = (index: number): Uint8Array => {
      const [from, length] = frame.buffers[index] ?? [0, 0];
      return body.subarray(from, from + length);
    };
    const columns = head.fields.map((field, index) =>
      decodeColumn(
        buffer(index * BUFFERS_A_COLUMN + 1),
        buffer(index * BUFFERS_A_COLUMN + 2),
        buffer(index * BUFFERS_A_COLUMN + 4),
        rows,
        this.#read(field),
      )
    );
    const about = JSON.parse(text) as WeirBatchHead;
    const extra = head.fields.length * BUFFERS_A_COLUMN;
    const times = (index: number, missing: number): Float64Array =>
      decodeTimes(buffer(index), buffer(index + 1), rows, missing);
    return {
      rows,
      columns,
      selection: null,
      selected: rows,
      lines: about.source === undefined ? null : decodeLines(
        buffer(extra + 1),
        buffer(extra + 2),
        buffer(extra + 4),
        rows,
        about.source,
      ),
      timesUs: about.times ? times(extra + 5, NaN) : null,
      newestUs: about.newest ? times(extra + 7, -Infinity) : null,
      ...(about.after === undefined
        ? {}
        : { newestAfterUs: about.after ?? -Infinity }),
      ...(about.starts ? { windowStartsUs: times(extra + 9, NaN) } : {}),
      windows: about.windows === undefined ? null : about.windows.map(
        ([startUs, endUs, from, to]): WindowRows => ({
          startUs,
          endUs,
          from,
          to,
        }),
      ),
    };
  }

  #fault(code: string, what: string, mend: string, cause?: unknown): Fault {
    return new Fault(
      code,
      `cannot read ${this.#source} as the stream of another weir: ${what}`,
      { place: { source: this.#source }, mend, cause },
    );
  }
}
