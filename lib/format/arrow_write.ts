import { type Field, type FieldType, Tag } from "../core/mod.ts";
import type { ArrowField, ArrowMetadata, ArrowType } from "./arrow_message.ts";
import { type StoredType, storedType } from "./arrow_narrow.ts";
import type { ArrowRows } from "./arrow_rows.ts";
import { ArrowStream } from "./arrow_stream.ts";

const ARROW_TYPES: Readonly<Record<StoredType, ArrowType>> = {
  BOOLEAN: "bool",
  BIGINT: "int64",
  HUGEINT: "decimal38",
  DOUBLE: "float64",
  VARCHAR: "utf8",
  TIMESTAMP: "timestamp",
  DATE: "date32",
  INTERVAL: "interval",
};

/** How a stream is written. */
export interface ArrowWriterOptions {
  /** Names and values for the schema. */
  readonly metadata?: ArrowMetadata;
  /**
   * Lays columns of codes as dictionaries, which are sent again with each
   * batch. Faster to write and to insert, but not every reader takes a
   * dictionary that is replaced. `false` when not given.
   */
  readonly dictionaries?: boolean;
  /** Lays HUGEINT as DuckDB's own type, which few others read, rather than as decimal(38, 0). `false` when not given. */
  readonly duckdb?: boolean;
  /** A buffer to write into, such as one that an earlier writer gave up. */
  readonly buffer?: ArrayBuffer;
}

/**
 * Writes batches of rows as one Arrow IPC stream.
 *
 * The first batch fixes the schema: fields of type `ANY` and `NUMBER` get the
 * narrowest type that holds its values (V2), and later values that do not
 * convert are NULL, counted in {@linkcode ArrowWriter.unreadable}.
 *
 * @example Two rows
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ColumnBuilder } from "../core/mod.ts";
 * import { readArrowTable } from "./arrow_read.ts";
 *
 * const n = new ColumnBuilder();
 * n.appendNumber(1);
 * n.appendNull();
 * const writer = new ArrowWriter([{ name: "n", type: "ANY" }]);
 * writer.batch({ columns: [n.finish()], selection: null, count: 2 });
 * writer.end();
 *
 * const table = readArrowTable(writer.take());
 * assertEquals([table.rows, table.fields[0]], [2, { name: "n", type: "BIGINT" }]);
 * ```
 */
export class ArrowWriter {
  readonly #fields: readonly Field[];
  readonly #options: ArrowWriterOptions;
  #stream: ArrowStream | null = null;

  /**
   * Begins a stream.
   *
   * @param fields Name and type of each column.
   * @param options How the stream is written.
   */
  constructor(fields: readonly Field[], options: ArrowWriterOptions = {}) {
    this.#fields = fields;
    this.#options = options;
  }

  /** Values so far that did not convert to the type of their column, and were written as NULL. */
  get unreadable(): number {
    return this.#stream?.unreadable ?? 0;
  }

  /** Appends a batch, after the schema if it is the first. */
  batch(rows: ArrowRows, metadata: ArrowMetadata = {}): void {
    this.#stream ??= this.#begin(rows);
    this.#stream.batch(rows, metadata);
  }

  /** Appends what ends the stream; the schema too, where there was no batch. */
  end(): void {
    this.#stream ??= this.#begin(null);
    this.#stream.end();
  }

  /** What was written since the last call; valid until the next call of any method. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#stream?.bytes() ?? new Uint8Array(0);
  }

  /** Like {@linkcode ArrowWriter.bytes}, but the bytes and their buffer are the caller's for good. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#stream?.take() ?? new Uint8Array(0);
  }

  #begin(rows: ArrowRows | null): ArrowStream {
    const { metadata, buffer } = this.#options;
    let dictionaries = 0;
    const fields = this.#fields.map(({ name, type }, at): ArrowField => {
      const stored = rows === null
        ? typeOfNone(type)
        : storedType(type, rows.columns[at]!, rows.selection, rows.count);
      const coded = this.#options.dictionaries === true && rows !== null &&
        stored === "VARCHAR" && rows.columns[at]!.dictionary !== undefined &&
        onlyCodes(rows, at);
      return {
        name,
        type: stored === "HUGEINT" && this.#options.duckdb === true
          ? "hugeint"
          : ARROW_TYPES[stored],
        dictionary: coded ? dictionaries++ : null,
      };
    });
    return new ArrowStream(fields, metadata, buffer);
  }
}

/** The type of a column that never had a value. */
function typeOfNone(type: FieldType): StoredType {
  if (type === "NUMBER") return "DOUBLE";
  return type === "ANY" || type === "NULL" || type === "JSON"
    ? "VARCHAR"
    : type;
}

function onlyCodes(rows: ArrowRows, at: number): boolean {
  const { tags } = rows.columns[at]!;
  for (let position = 0; position < rows.count; position++) {
    const row = rows.selection === null ? position : rows.selection[position]!;
    if (tags[row]! > Tag.NULL && tags[row] !== Tag.CODE) return false;
  }
  return true;
}
