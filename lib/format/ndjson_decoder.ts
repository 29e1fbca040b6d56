import {
  type DecodedBatch,
  type Decoder,
  type DecoderOptions,
  Fault,
  type ProjectedField,
} from "../core/mod.ts";
import {
  MAX_NAMES,
  NdjsonKernel,
  type NdjsonScanner,
  type ScannerOptions,
} from "../kernel/mod.ts";
import { ndjsonBatch } from "./ndjson_batch.ts";

const NEWLINE = 10;
/** The byte order mark of UTF-8, skipped at the very start. */
const MARK = [0xef, 0xbb, 0xbf];
/** Longest row when the caller sets none. */
const MAX_ROW_BYTES = 1 << 24;
/** A bound beyond this would not fit in the memory of the kernel. */
const MOST_ROW_BYTES = 1 << 28;
/** Less room than this is not offered: every call costs something. */
const LEAST_SPACE = 1 << 16;

/** What fixes a decoder of NDJSON. */
export interface NdjsonDecoderOptions extends DecoderOptions {
  /**
   * Whether a time without a zone is UTC; true when not given. If false, such
   * texts stay text, and whoever knows the zone reads them.
   */
  readonly zonelessIsUtc?: boolean;
  /** Makes the scanner; the kernel's when not given. */
  readonly scanner?: (options: ScannerOptions) => NdjsonScanner;
}

/**
 * Decodes NDJSON: one JSON value a line, of which members of objects are the
 * fields, and any other value the field `value`.
 *
 * Memory starts at a few MiB and grows only for a row that does not fit, up to
 * a little over `maxRowBytes`.
 */
export class NdjsonDecoder implements Decoder {
  /** Every row may bring its own. */
  readonly fields = null;
  readonly #source: string;
  readonly #maxRowBytes: number;
  readonly #scanner: NdjsonScanner;
  #projection: readonly ProjectedField[];
  #projected: readonly ProjectedField[];
  /** First byte that no batch has had yet. */
  #from: number;
  /** Offset after the last byte read. */
  #filled: number;
  /** Offset after the last complete row. */
  #complete: number;
  /** Line ends before `#from`. */
  #line = 0;
  #started = false;
  /** In a row that is too long, after the part of it that was handed out. */
  #skipping = false;
  /** Where the last batch began. */
  #mark = { from: 0, line: 0, complete: 0 };

  /**
   * Makes a decoder for one input.
   *
   * @throws {RangeError} If `maxRowBytes` is less than 1 or more than 256 MiB.
   */
  constructor(options: NdjsonDecoderOptions) {
    this.#source = options.source;
    const { maxRowBytes = MAX_ROW_BYTES } = options;
    if (!(maxRowBytes >= 1 && maxRowBytes <= MOST_ROW_BYTES)) {
      throw new RangeError(
        `Cannot bound rows as the bound must be from 1 to ${MOST_ROW_BYTES} bytes: current value is ${maxRowBytes}`,
      );
    }
    this.#maxRowBytes = maxRowBytes;
    this.#projection = this.#projected = options.projection;
    const make = options.scanner ?? ((given) => new NdjsonKernel(given));
    this.#scanner = make({
      fields: options.projection,
      maxRowBytes: this.#maxRowBytes,
      zonelessIsUtc: options.zonelessIsUtc ?? true,
    });
    this.#from = this.#filled = this.#complete = this.#scanner.inputStart;
  }

  /** Free memory to read the next bytes into. */
  space(): Uint8Array {
    const scanner = this.#scanner;
    const held = this.#filled - this.#from;
    const room = scanner.inputEnd - scanner.inputStart;
    if (held === 0 || scanner.inputEnd - this.#filled < LEAST_SPACE) {
      if (held > room / 2) {
        this.#renew(2 * room);
      } else {
        scanner.bytes.copyWithin(scanner.inputStart, this.#from, this.#filled);
        this.#rebase();
      }
    }
    return scanner.bytes.subarray(this.#filled, scanner.inputEnd);
  }

  /** What was held now stands where input starts. */
  #rebase(): void {
    const moved = this.#from - this.#scanner.inputStart;
    this.#from -= moved;
    this.#filled -= moved;
    this.#complete = Math.max(this.#from, this.#complete - moved);
  }

  #renew(inputBytes: number): void {
    this.#complete = Math.max(this.#complete, this.#from);
    const held = this.#filled - this.#from;
    const complete = this.#complete - this.#from;
    this.#scanner.renew({
      fields: this.#projection,
      inputBytes,
      keepFrom: this.#from,
      // With the newline that may have been put after the last byte.
      keepTo: Math.max(this.#filled, this.#complete),
    });
    this.#projected = this.#projection;
    this.#from = this.#scanner.inputStart;
    this.#filled = this.#from + held;
    this.#complete = this.#from + complete;
  }

  /** Decodes the rows that are complete now. */
  decode(length: number, last: boolean): Iterable<DecodedBatch> {
    const { bytes } = this.#scanner;
    const searched = this.#filled;
    this.#filled += length;
    if (last && this.#from < this.#filled) {
      bytes[this.#filled] = NEWLINE;
      this.#complete = this.#filled + 1;
    } else {
      const newline = bytes.subarray(searched, this.#filled)
        .lastIndexOf(NEWLINE);
      if (newline !== -1) this.#complete = searched + newline + 1;
    }
    if (!this.#started && this.#filled - this.#from >= MARK.length) {
      const marked = MARK.every((byte, at) => bytes[this.#from + at] === byte);
      if (marked) this.#from += MARK.length;
      this.#started = true;
    }
    return this.#batches(last);
  }

  *#batches(last: boolean): Iterable<DecodedBatch> {
    for (let batch = this.#next(); batch !== null; batch = this.#next()) {
      yield batch;
    }
    if (last) {
      this.#from = this.#filled = this.#complete = this.#scanner.inputStart;
    }
  }

  #next(): DecodedBatch | null {
    if (this.#projected !== this.#projection) this.#renew(0);
    if (this.#skipping && !this.#skip()) return null;
    while (this.#from < this.#complete) {
      this.#setMark();
      const { rows, badRows, blankLines, next } = this.#scanner.scan(
        this.#from,
        this.#complete,
      );
      this.#from = next;
      this.#line += rows + blankLines;
      if (rows > 0) return this.#batch(rows, badRows);
    }
    return this.#filled - this.#from > this.#maxRowBytes
      ? this.#tooLong()
      : null;
  }

  #setMark(): void {
    this.#mark = {
      from: this.#from,
      line: this.#line,
      complete: this.#complete,
    };
  }

  /** Goes on to the end of a row that is too long; whether it was there. */
  #skip(): boolean {
    const { bytes } = this.#scanner;
    const newline = bytes.subarray(this.#from, this.#complete).indexOf(NEWLINE);
    if (newline === -1) {
      this.#from = this.#filled;
      return false;
    }
    this.#from += newline + 1;
    this.#line++;
    this.#skipping = false;
    return true;
  }

  /** Hands out the beginning of a row that is too long, and drops the rest of it. */
  #tooLong(): DecodedBatch {
    const { starts, ends, bad, columns } = this.#scanner;
    this.#setMark();
    starts[0] = this.#from;
    ends[0] = this.#from + this.#maxRowBytes;
    bad[0] = 0;
    for (const column of columns) column.tags[0] = 0;
    this.#skipping = true;
    this.#from = this.#filled;
    return this.#batch(1, 1);
  }

  #batch(rows: number, badRows: number): DecodedBatch {
    return ndjsonBatch(this.#scanner, {
      rows,
      badRows,
      from: this.#mark.from,
      line: this.#mark.line,
      source: this.#source,
      maxRowBytes: this.#maxRowBytes,
    });
  }

  /**
   * Names of the top-level fields met so far in well-formed rows, in order of first appearance.
   *
   * @throws {Fault} If there are more than 2,000.
   */
  discovered(): readonly string[] {
    const { names, overflow } = this.#scanner.metNames();
    if (!overflow) return names;
    throw new Fault(
      "json/too_many_fields",
      `cannot take all fields of ${this.#source}: there are more than ${MAX_NAMES}`,
      {
        place: { source: this.#source },
        mend: "Name the fields that you need, as in select 'a, b'",
      },
    );
  }

  /** Replaces the projection; holds from the next batch on. */
  project(projection: readonly ProjectedField[]): void {
    this.#projection = projection;
  }

  /**
   * Makes the rows of the last batch come once more: the next batch, from the
   * loop that runs or the next call, begins where that one began. With
   * {@linkcode project} before or after it, that is how a stage that wants all
   * fields gets those that the batch has just brought to light.
   *
   * Only right after a batch, before `space` or another `decode`.
   */
  rewind(): void {
    this.#from = this.#mark.from;
    this.#line = this.#mark.line;
    this.#complete = this.#mark.complete;
    this.#skipping = false;
  }
}
