import { type FieldNode, fieldTree } from "./field_tree.ts";
import { JsonRow } from "./json_row.ts";
import {
  FIRST_INPUT_BYTES,
  MAX_NAMES,
  type MetNames,
  type NdjsonScanner,
  type Renewal,
  type Scan,
  type ScannerColumn,
  type ScannerField,
  type ScannerOptions,
} from "./ndjson_scanner.ts";
import type { RowFault } from "./row_visitor.ts";
import { RowWriter, type TwinColumn } from "./row_writer.ts";
import { TextDictionary } from "./text_dictionary.ts";

/** Rows of one scan. */
const ROWS = 4_096;
const OPEN_OBJECT = 123;

/**
 * Decodes NDJSON in plain TypeScript: the oracle that the kernel is held
 * against, value by value, and what stands in for it where WebAssembly cannot
 * run. Some fifty times slower: it checks each row before it writes anything.
 */
export class NdjsonTwin implements NdjsonScanner {
  #bytes: Uint8Array = new Uint8Array(0);
  #columns: readonly TwinColumn[] = [];
  #fields: readonly ScannerField[] = [];
  #root: FieldNode = fieldTree([]);
  #names = new Set<string>();
  #overflow = false;
  readonly #options: ScannerOptions;
  readonly starts = new Uint32Array(ROWS);
  readonly ends = new Uint32Array(ROWS);
  readonly bad = new Uint32Array(ROWS);
  readonly inputStart = 0;

  /** Makes a scanner for these fields. */
  constructor(options: ScannerOptions) {
    this.#options = options;
    this.renew({
      fields: options.fields,
      inputBytes: options.inputBytes ?? FIRST_INPUT_BYTES,
      keepFrom: 0,
      keepTo: 0,
    });
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get columns(): readonly ScannerColumn[] {
    return this.#columns;
  }

  get inputEnd(): number {
    return this.#bytes.length - 1;
  }

  metNames(): MetNames {
    return { names: [...this.#names], overflow: this.#overflow };
  }

  renew({ fields, inputBytes, keepFrom, keepTo }: Renewal): void {
    const kept = this.#bytes.subarray(keepFrom, keepTo);
    if (inputBytes > this.inputEnd) {
      this.#bytes = new Uint8Array(inputBytes + 1);
    }
    this.#bytes.set(kept);
    this.#root = fieldTree(fields);
    this.#columns = fields.map((field) => this.#column(field));
    this.#fields = fields;
  }

  #column({ path, as }: ScannerField): TwinColumn {
    const numbers = new Float64Array(ROWS);
    const column: TwinColumn = {
      as,
      layout: as === "text" ? "spans" : "values",
      tags: new Uint8Array(ROWS),
      numbers,
      spans: new Uint32Array(numbers.buffer),
      bytes: this.#bytes,
    };
    if (as !== "code") return column;
    const before = this.#fields.findIndex((field) =>
      field.as === "code" && JSON.stringify(field.path) === JSON.stringify(path)
    );
    const dictionary = this.#columns[before]?.dictionary ??
      new TextDictionary();
    return { ...column, dictionary };
  }

  scan(from: number, to: number): Scan {
    const { maxRowBytes, zonelessIsUtc } = this.#options;
    const writer = new RowWriter(this.#bytes, this.#columns, zonelessIsUtc);
    const walk = new JsonRow(this.#bytes, writer);
    let rows = 0;
    let badRows = 0;
    let blankLines = 0;
    let next = from;
    while (next < to && rows < ROWS) {
      const start = next;
      const end = this.#bytes.indexOf(10, start);
      next = end + 1;
      const first = firstByte(this.#bytes, start, end);
      if (first === null && end - start <= maxRowBytes) {
        blankLines++;
        continue;
      }
      const row = rows++;
      this.starts[row] = start;
      this.ends[row] = Math.min(end, start + maxRowBytes);
      writer.startRow(row);
      // Checked before anything is written: a bad row leaves no trace in columns, names and dictionaries.
      if (
        end - start > maxRowBytes ||
        ndjsonRowFault(this.#bytes, start, end) !== null
      ) {
        this.bad[badRows++] = row;
      } else if (first === OPEN_OBJECT) {
        walk.read(start, end, this.#root);
        this.#meet(writer.names);
      } else {
        walk.read(start, end, this.#root.members.get("value") ?? OUTSIDE);
        this.#meet(["value"]);
      }
    }
    return { rows, badRows, blankLines, next };
  }

  #meet(names: Iterable<string>): void {
    for (const name of names) {
      if (this.#names.has(name)) continue;
      if (this.#names.size === MAX_NAMES) this.#overflow = true;
      else this.#names.add(name);
    }
  }
}

/** A place that nothing leads to. */
const OUTSIDE: FieldNode = fieldTree([]);

/** Tells why a row is no JSON, and where; `null` where it is well-formed. */
export function ndjsonRowFault(
  bytes: Uint8Array,
  start: number,
  end: number,
): RowFault | null {
  const writer = new RowWriter(bytes, [], true);
  return new JsonRow(bytes, writer).read(start, end, OUTSIDE);
}

function firstByte(
  bytes: Uint8Array,
  start: number,
  end: number,
): number | null {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte !== 32 && byte !== 9 && byte !== 13) return byte;
  }
  return null;
}
