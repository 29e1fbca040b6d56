import { type ChunkBuffer, countLines } from "./chunk_buffer.ts";
import { csvCells, unescapeCsv } from "./csv_cells.ts";
import { headerNames, uniqueNames } from "./csv_header.ts";
import { judgeCsvRow } from "./csv_judge.ts";
import { type CsvLoop, CsvStop, scanCsv } from "./csv_loop.ts";
import { Mark, RawRows } from "./raw_rows.ts";
import { NO_SLOT, type Scanner } from "./scanner.ts";

/** How the names of the cells are come by. */
export interface CsvHeader {
  /** Whether the first row is a header. */
  readonly header: boolean;
  /** Names given by the user, in place of a header's. */
  readonly fields: readonly string[] | null;
}

/**
 * Scans CSV as RFC 4180 has it, with any one-byte delimiter. A quote inside a
 * bare cell is a character like any other.
 *
 * A row whose quotes are wrong ends with the physical line on which the
 * offending quote opens, so that one stray quote costs one row: reading goes
 * on with the next line.
 */
export class CsvScanner implements Scanner {
  /** `CSV` or `TSV`. */
  readonly title: string;
  readonly #header: CsvHeader;
  readonly #loop: CsvLoop;
  #fields: readonly string[] | null;
  #headerLine: Uint8Array | null = null;
  #wanted: readonly number[] = [];
  /** What an incomplete row waits for; `null` when there is none. */
  #awaited: number | null = null;
  /** Bytes after `buffer.begin` that do not hold what is waited for. */
  #lookedThrough = 0;

  /**
   * Scans one input.
   *
   * @param title What the format is called in messages.
   * @param delimiter The byte between cells.
   * @param header How the names of the cells are come by.
   */
  constructor(title: string, delimiter: number, header: CsvHeader) {
    this.title = title;
    this.#header = header;
    this.#fields = header.fields === null ? null : uniqueNames(header.fields);
    this.#loop = {
      delimiter,
      slotOfCell: new Int16Array(0),
      width: 0,
      at: 0,
      lines: 0,
      cells: 0,
    };
  }

  /** The names of the cells, once known. */
  get fields(): readonly string[] | null {
    return this.#fields;
  }

  /** The header as it came, once known. */
  get headerLine(): Uint8Array | null {
    return this.#headerLine;
  }

  /**
   * Reads the header, or counts the cells of the first row.
   *
   * @throws {Fault} If the header is not well-formed: without names nothing can be read.
   */
  begin(buffer: ChunkBuffer, source: string, last: boolean): boolean {
    const { header } = this.#header;
    if (!header && this.#fields !== null) return true;
    const { begin, line } = buffer;
    const first = new RawRows(1);
    this.scan(buffer, last, first);
    if (first.rows === 0) return last;
    const { bytes } = buffer;
    const start = first.starts[0]!;
    const end = first.ends[0]!;
    const cells = csvCells(bytes, start, end, this.#loop.delimiter);
    if (!header) {
      // A first row that is bad tells the count as well as it can, and is read again as a row.
      this.#fields = uniqueNames(cells.map(() => ""));
      buffer.begin = begin;
      buffer.line = line;
      buffer.skipping = false;
      return true;
    }
    const lineHere = line + countLines(bytes, begin, start);
    const spot = { source, bytes, start, end, line: lineHere };
    this.#headerLine = bytes.slice(start, end);
    this.#fields ??= headerNames(
      spot,
      cells,
      first.bad[0] ?? null,
      this.title,
    );
    return true;
  }

  /** Asks for cells. */
  want(slotOfCell: Int16Array<ArrayBuffer>): void {
    this.#loop.slotOfCell = slotOfCell;
    this.#wanted = [...slotOfCell.keys()].filter((cell) =>
      slotOfCell[cell] !== NO_SLOT
    );
  }

  /** Writes what a quoted text means. */
  unescape(
    bytes: Uint8Array,
    from: number,
    length: number,
    to: number,
  ): number {
    return unescapeCsv(bytes, from, length, to);
  }

  /** Scans rows that are complete. */
  scan(buffer: ChunkBuffer, last: boolean, rows: RawRows): void {
    if (!last && !this.#worthwhile(buffer)) return;
    this.#awaited = null;
    const loop = this.#loop;
    loop.at = buffer.begin;
    loop.lines = 0;
    loop.width = this.#fields?.length ?? 0;
    const { bytes, end, maxRowBytes } = buffer;
    for (;;) {
      const stop = scanCsv(loop, bytes, end, last, maxRowBytes, rows);
      if (stop === CsvStop.DONE) break;
      if (stop === CsvStop.COUNT) this.#count(bytes, rows);
      else if (!this.#judge(buffer, last, rows)) break;
    }
    buffer.begin = loop.at;
    buffer.line += loop.lines;
    this.#lookedThrough = end - loop.at;
  }

  /** Takes a row that the loop did not. @returns Whether it is one; where not, more bytes are needed. */
  #judge(buffer: ChunkBuffer, last: boolean, rows: RawRows): boolean {
    const loop = this.#loop;
    const start = loop.at;
    const verdict = judgeCsvRow(buffer, start, last, loop.delimiter);
    if (verdict.kind === "wait") {
      this.#awaited = verdict.awaited;
      return false;
    }
    const row = rows.rows++;
    rows.starts[row] = start;
    rows.ends[row] = verdict.end;
    rows.bad.push({ row, ...verdict.fault });
    loop.lines += countLines(buffer.bytes, start, verdict.next);
    loop.at = Math.min(verdict.next, buffer.end);
    return true;
  }

  /** Looks at a row with other than the usual number of cells: a short one is NULL at its end, a long one is bad. */
  #count(bytes: Uint8Array, rows: RawRows): void {
    const { cells, width, slotOfCell, delimiter } = this.#loop;
    // A first row, which is only looked at, has no count to be held to.
    if (rows.capacity === 1) return;
    const row = rows.rows - 1;
    if (cells < width) {
      for (const cell of this.#wanted) {
        if (cell < cells) continue;
        rows.marks[slotOfCell[cell]! * rows.capacity + row] = Mark.MISSING;
      }
      return;
    }
    const { header, fields } = this.#header;
    const who = fields !== null
      ? "--fields names"
      : header
      ? "the header has"
      : "the first row has";
    const all = csvCells(bytes, rows.starts[row]!, rows.ends[row]!, delimiter);
    rows.bad.push({
      row,
      code: "csv/long_row",
      what: `${cells} cells where ${who} ${width}`,
      at: all[width]!.start,
    });
  }

  /** Whether what an incomplete row waits for may have come: spares scanning a long row again for every few bytes. */
  #worthwhile(buffer: ChunkBuffer): boolean {
    const awaited = this.#awaited;
    const { begin, end, bytes, maxRowBytes } = buffer;
    if (awaited === null || end - begin > maxRowBytes) return true;
    const unread = bytes.subarray(begin + this.#lookedThrough, end);
    if (unread.includes(awaited)) return true;
    this.#lookedThrough = end - begin;
    return false;
  }
}
