import type {
  BadRow,
  DecodedBatch,
  Decoder,
  DecoderOptions,
  ProjectedField,
} from "../core/mod.ts";
import { Fault, Tag } from "../core/mod.ts";
import { ColumnMemory, readCells, unescapeCells } from "./cell_values.ts";
import { ChunkBuffer, countLines } from "./chunk_buffer.ts";
import { RawRows } from "./raw_rows.ts";
import { invalidUtf8, rowFault, type Spot } from "./row_fault.ts";
import { NO_SLOT, type Scanner } from "./scanner.ts";
import type { TextCodes } from "./text_codes.ts";
import { firstInvalidUtf8, isAscii } from "./utf8.ts";

/** A column of the projection: its memory, and which of the wanted cells fills it. */
interface Output {
  readonly memory: ColumnMemory;
  readonly slot: number;
}

/**
 * A decoder of rows of text whose cells have names: everything that such
 * formats share, around the scanner of one of them.
 *
 * Scanning and making values are two passes, so that the first, the one loop
 * over all bytes, is plain enough for a kernel, and the second runs a column
 * at a time.
 */
export class CellDecoder implements Decoder {
  readonly #scanner: Scanner;
  readonly #source: string;
  readonly #buffer: ChunkBuffer;
  readonly #rows = new RawRows();
  readonly #selection = new Uint32Array(this.#rows.capacity);
  /** Dictionaries by name: codes stay valid when the projection is replaced. */
  readonly #codes = new Map<string, TextCodes>();
  #projection: readonly ProjectedField[];
  #outputs: readonly Output[] | null = null;
  #last = false;
  #atStart = true;
  #begun = false;

  /**
   * Starts at the first byte of an input.
   *
   * @param scanner Finds the rows and cells.
   * @param options What is wanted of them.
   */
  constructor(scanner: Scanner, options: DecoderOptions) {
    this.#scanner = scanner;
    this.#source = options.source;
    this.#buffer = new ChunkBuffer(options.maxRowBytes);
    this.#projection = options.projection;
  }

  /** The names of the cells, once known. */
  get fields(): readonly string[] | null {
    return this.#scanner.fields;
  }

  /** The header as it came, once known. */
  get headerLine(): Uint8Array | null {
    return this.#scanner.headerLine ?? null;
  }

  /** Free memory to read the next bytes into. */
  space(): Uint8Array {
    return this.#buffer.space();
  }

  /** Replaces the projection; holds from the next batch on. */
  project(projection: readonly ProjectedField[]): void {
    this.#projection = projection;
    this.#outputs = null;
  }

  /** Decodes the rows that are complete now. The names are known before the first batch is asked for. */
  decode(length: number, last: boolean): Iterable<DecodedBatch> {
    this.#buffer.filled(length);
    this.#last = last;
    this.#begin();
    return this.#batches();
  }

  *#batches(): Generator<DecodedBatch> {
    for (let batch = this.#next(); batch !== null; batch = this.#next()) {
      yield batch;
    }
  }

  #begin(): void {
    const buffer = this.#buffer;
    if (this.#begun) return;
    if (this.#atStart && !this.#passByteOrderMark()) return;
    this.#begun = this.#scanner.begin(buffer, this.#source, this.#last);
  }

  /** @returns Whether enough bytes were there to tell. */
  #passByteOrderMark(): boolean {
    const { bytes, begin, end } = this.#buffer;
    const first = bytes[begin]!;
    if (end === begin) return this.#last;
    if (first === 0xef || first >= 0xfe) {
      if (end - begin < 3 && !this.#last) return false;
      if (bytes[begin + 1] === 0xbb && bytes[begin + 2] === 0xbf) {
        this.#buffer.begin += 3;
      } else if (first + bytes[begin + 1]! === 0x1fd) {
        throw new Fault("input/utf16", "cannot read the input: it is UTF-16", {
          place: { source: this.#source, line: 1, column: 1 },
          mend: "Put `iconv -f UTF-16 -t UTF-8` before weir",
        });
      }
    }
    this.#atStart = false;
    return true;
  }

  #next(): DecodedBatch | null {
    const buffer = this.#buffer;
    if (!this.#begun) return null;
    buffer.skip();
    const rows = this.#rows;
    const from = buffer.begin;
    const line = buffer.line;
    this.#outputs ??= this.#allot();
    rows.clear();
    this.#scanner.scan(buffer, this.#last, rows);
    if (rows.rows === 0) return null;
    this.#checkUtf8(from);
    // A bad row has no cells, and what stands in its place is left from an earlier batch.
    for (const { row } of rows.bad) rows.blank(row);
    unescapeCells(buffer, rows, this.#scanner);
    for (const { memory, slot } of this.#outputs) {
      if (slot === NO_SLOT) memory.tags.fill(Tag.MISSING, 0, rows.rows);
      else readCells(memory, buffer.bytes, rows, slot);
    }
    return this.#batch(from, line);
  }

  #checkUtf8(from: number): void {
    const { bytes, begin } = this.#buffer;
    const rows = this.#rows;
    if (isAscii(bytes, from, begin)) return;
    if (firstInvalidUtf8(bytes, from, begin) === begin) return;
    const known = new Set(rows.bad.map((bad) => bad.row));
    for (let row = 0; row < rows.rows; row++) {
      const end = rows.ends[row]!;
      const at = firstInvalidUtf8(bytes, rows.starts[row]!, end);
      if (at < end && !known.has(row)) {
        rows.bad.push({ row, ...invalidUtf8(at) });
      }
    }
    rows.bad.sort((a, b) => a.row - b.row);
  }

  #batch(from: number, line: number): DecodedBatch {
    const { bytes } = this.#buffer;
    const { rows, starts, ends, bad } = this.#rows;
    const source = this.#source;
    const title = this.#scanner.title;
    const lineOf = lineCounter(bytes, starts, from, line);
    return {
      rows,
      columns: this.#outputs!.map(({ memory }) => memory.view(bytes)),
      selection: bad.length === 0 ? null : this.#selectGood(),
      selected: rows - bad.length,
      lines: { bytes, starts, ends, source, lineOf },
      bad: bad.map((raw): BadRow => ({
        row: raw.row,
        fault: () => {
          const { row } = raw;
          const spot: Spot = {
            source,
            bytes,
            start: starts[row]!,
            end: ends[row]!,
            line: lineOf(row),
          };
          return rowFault(spot, title, raw);
        },
      })),
      timesUs: null,
      newestUs: null,
      windows: null,
    };
  }

  #selectGood(): Uint32Array {
    const { bad, rows } = this.#rows;
    const selection = this.#selection;
    let selected = 0;
    let next = 0;
    for (let row = 0; row < rows; row++) {
      if (next < bad.length && bad[next]!.row === row) next++;
      else selection[selected++] = row;
    }
    return selection;
  }

  /** Gives each wanted cell a slot and each column its memory. */
  #allot(): readonly Output[] {
    const fields = this.#scanner.fields ?? [];
    const slotOfCell = new Int16Array(fields.length).fill(NO_SLOT);
    let slots = 0;
    const outputs = this.#projection.map(({ path, as }): Output => {
      const name = String(path[0]);
      // Cells are flat: a way into one leads nowhere.
      const cell = path.length === 1 ? fields.indexOf(name) : -1;
      const memory = new ColumnMemory(
        as,
        this.#rows.capacity,
        this.#codes.get(name),
      );
      if (memory.codes !== null) this.#codes.set(name, memory.codes);
      if (cell === -1) return { memory, slot: NO_SLOT };
      if (slotOfCell[cell] === NO_SLOT) slotOfCell[cell] = slots++;
      return { memory, slot: slotOfCell[cell]! };
    });
    this.#rows.allot(slots);
    this.#scanner.want(slotOfCell);
    return outputs;
  }
}

/** Counts lines up to a row; asked in order, as rows are, each byte is looked at once. */
function lineCounter(
  bytes: Uint8Array,
  starts: Uint32Array,
  from: number,
  line: number,
): (row: number) => number {
  let at = from;
  let counted = line;
  return (row) => {
    const start = starts[row]!;
    if (start < at) {
      at = from;
      counted = line;
    }
    counted += countLines(bytes, at, start);
    at = start;
    return counted;
  };
}
