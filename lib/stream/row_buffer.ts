import {
  type Batch,
  type Column,
  ColumnBuilder,
  type Dictionary,
  type Layout,
  lineNumbers,
  type Lines,
} from "../core/mod.ts";

/** A dictionary that takes in the texts of other dictionaries, and outlives them. */
export class SharedDictionary implements Dictionary {
  readonly #texts: string[] = [];
  readonly #codes = new Map<string, number>();
  #from: Dictionary | null = null;
  #remap = new Int32Array(0);
  #known = 0;

  get size(): number {
    return this.#texts.length;
  }

  text(code: number): string {
    return this.#texts[code]!;
  }

  /** For each code of the other dictionary its code here. */
  codesFrom(dictionary: Dictionary): Int32Array {
    if (this.#from !== dictionary) {
      this.#from = dictionary;
      this.#known = 0;
    }
    if (this.#remap.length < dictionary.size) {
      const remap = new Int32Array(dictionary.size * 2);
      remap.set(this.#remap);
      this.#remap = remap;
    }
    for (; this.#known < dictionary.size; this.#known++) {
      const text = dictionary.text(this.#known);
      let code = this.#codes.get(text);
      if (code === undefined) {
        code = this.#texts.length;
        this.#texts.push(text);
        this.#codes.set(text, code);
      }
      this.#remap[this.#known] = code;
    }
    return this.#remap;
  }
}

const LF = 10;

/** The original lines of kept rows, copied. */
class LineBuffer {
  #bytes = new Uint8Array(1024);
  #used = 0;
  #starts: number[] = [];
  #ends: number[] = [];
  #numbers: number[] = [];
  /** The inputs of the rows: each from one row on to the next. */
  readonly #sources: { readonly from: number; readonly name: string }[] = [];

  get byteLength(): number {
    return this.#bytes.length +
      (this.#starts.length + this.#sources.length) * 32;
  }

  append(lines: Lines, row: number, number: number): void {
    const start = lines.starts[row]!;
    const length = lines.ends[row]! - start;
    if (this.#used + length + 1 > this.#bytes.length) {
      const bytes = new Uint8Array(
        Math.max(this.#bytes.length * 2, this.#used + length + 1),
      );
      bytes.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = bytes;
    }
    this.#bytes.set(lines.bytes.subarray(start, start + length), this.#used);
    this.#starts.push(this.#used);
    this.#numbers.push(number);
    this.#used += length;
    this.#ends.push(this.#used);
    // Lines stand one behind the other as in a file, so that they can be read again.
    this.#bytes[this.#used++] = LF;
    const name = lines.sourceOf?.(row) ?? lines.source;
    if (this.#sources.at(-1)?.name !== name) {
      this.#sources.push({ from: this.#starts.length - 1, name });
    }
  }

  lines(): Lines {
    const numbers = Float64Array.from(this.#numbers);
    const sources = this.#sources;
    return {
      bytes: this.#bytes,
      starts: Uint32Array.from(this.#starts),
      ends: Uint32Array.from(this.#ends),
      source: sources.length > 1 ? "the inputs" : sources[0]?.name ?? "",
      ...(sources.length > 1
        ? {
          sourceOf: (row) => sources.findLast(({ from }) => from <= row)!.name,
        }
        : {}),
      lineOf: (row) => numbers[row]!,
      numbers,
    };
  }
}

/** Which columns of a batch a {@linkcode RowBuffer} keeps. */
export interface Keeping {
  /** Indexes of columns in the batches to come. */
  readonly columns: readonly number[];
  /** The layout of each of those. */
  readonly layouts: readonly Layout[];
  /** Whether the original lines are kept. */
  readonly lines: boolean;
}

/** Dictionaries that the buffers of one step share, one for each kept column. */
export type SharedDictionaries = SharedDictionary[];

/** Dictionaries for the buffers of one step. */
export function sharedDictionaries(keeping: Keeping): SharedDictionaries {
  return keeping.columns.map(() => new SharedDictionary());
}

/**
 * Rows kept beyond their batch: columns that own their memory, and the
 * original lines where they are asked for.
 */
export class RowBuffer {
  readonly #keeping: Keeping;
  readonly #dictionaries: SharedDictionaries;
  readonly #builders: readonly ColumnBuilder[];
  readonly #coded: boolean[];
  readonly #lines: LineBuffer | null;
  #rows = 0;

  /**
   * Starts an empty buffer.
   *
   * @param keeping What to keep of each row.
   * @param dictionaries Made once by {@linkcode sharedDictionaries} for all buffers of a step.
   */
  constructor(keeping: Keeping, dictionaries: SharedDictionaries) {
    this.#keeping = keeping;
    this.#dictionaries = dictionaries;
    this.#builders = keeping.layouts.map((layout) => new ColumnBuilder(layout));
    this.#coded = keeping.columns.map(() => false);
    this.#lines = keeping.lines ? new LineBuffer() : null;
  }

  /** How many rows are kept. */
  get rows(): number {
    return this.#rows;
  }

  /** Bytes of memory held. */
  get byteLength(): number {
    let bytes = this.#lines?.byteLength ?? 0;
    for (const builder of this.#builders) bytes += builder.byteLength;
    return bytes;
  }

  /**
   * Copies rows of a batch.
   *
   * @param kept Whether the batch came from another buffer of the step, and so has the columns that are kept and no others.
   */
  append(
    batch: Batch,
    selection: Uint32Array,
    selected: number,
    kept = false,
  ): void {
    this.#keeping.columns.forEach((index, at) => {
      const column = batch.columns[kept ? at : index]!;
      const dictionary = column.dictionary;
      if (dictionary !== undefined) this.#coded[at] = true;
      this.#builders[at]!.appendMany(
        column,
        selection,
        selected,
        dictionary === undefined
          ? null
          : this.#dictionaries[at]!.codesFrom(dictionary),
      );
    });
    if (this.#lines !== null && batch.lines !== null) {
      const numbers = lineNumbers(batch.lines, batch.rows);
      for (let at = 0; at < selected; at++) {
        const row = selection[at]!;
        this.#lines.append(batch.lines, row, numbers[row]!);
      }
    }
    this.#rows += selected;
  }

  /** The rows as a batch. The buffer may be dropped after it, not appended to. */
  batch(): Batch {
    const columns = this.#builders.map((builder, at): Column =>
      this.#coded[at]
        ? { ...builder.view(), dictionary: this.#dictionaries[at]! }
        : builder.view()
    );
    return {
      rows: this.#rows,
      columns,
      selection: null,
      selected: this.#rows,
      lines: this.#lines?.lines() ?? null,
      timesUs: null,
      newestUs: null,
      windows: null,
    };
  }
}
