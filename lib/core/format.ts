import type { Batch } from "./batch.ts";
import type { Fault } from "./fault.ts";
import type { Field, FieldType, Path } from "./schema.ts";

/**
 * How a decoder hands a field over.
 *
 * - `value`: layout `values`; numbers as doubles, the rest as spans.
 * - `text`: layout `spans`; the value's own text, for writing it out again.
 * - `time`: layout `values`; where the decoder can read the value as a moment
 *   the tag is `TIME`, else it stays as it was and the time step reads it.
 * - `code`: layout `values`; strings as codes of a dictionary where the
 *   decoder can and until the dictionary is full, else as spans.
 */
export type ReadAs = "value" | "text" | "time" | "code";

/** A field that later stages name. */
export interface ProjectedField {
  /** The way to it; a list of one name for a top-level field. */
  readonly path: Path;
  /** How it is handed over. */
  readonly as: ReadAs;
}

/** A row that is not well-formed. Its columns are all `MISSING`, and it is not in the selection. */
export interface BadRow {
  /** The row in its batch. */
  readonly row: number;
  /** What is wrong with it, where, and the way to mend it. Made on demand: a file may be all bad. */
  fault(): Fault;
}

/** A batch as it leaves a decoder: `lines` always there, no times, no windows. */
export interface DecodedBatch extends Batch {
  /** The original bytes. */
  readonly lines: NonNullable<Batch["lines"]>;
  /** The rows that are not well-formed, ascending. */
  readonly bad: readonly BadRow[];
}

/** What fixes a decoder. */
export interface DecoderOptions {
  /** Name of the input, for messages. */
  readonly source: string;
  /** The fields to decode, in the order of the columns wanted. */
  readonly projection: readonly ProjectedField[];
  /** `false` for CSV without a header line. */
  readonly header?: boolean;
  /** Names of the fields, for CSV without a header or to replace it. */
  readonly fields?: readonly string[];
  /**
   * Whether a time without a zone is UTC; true when not given. If false, such
   * texts stay text, and whoever knows the zone reads them.
   */
  readonly zonelessIsUtc?: boolean;
  /** Longest row in bytes; a longer one is bad. 16 MiB when not given. */
  readonly maxRowBytes?: number;
}

/**
 * Turns the bytes of one input into batches.
 *
 * The caller reads bytes straight into {@linkcode Decoder.space} and says how
 * many; the decoder keeps an incomplete last row for the next call. Where the
 * input was cut into chunks never shows in the rows.
 */
export interface Decoder {
  /**
   * Names fixed by the format or by the header once it has been read; `null`
   * while unknown, and always where every row may bring its own (NDJSON).
   */
  readonly fields: readonly string[] | null;
  /**
   * The header as it came, without its line end, so that kept lines can follow
   * it; `null` while unknown. Only formats that have headers have it.
   */
  readonly headerLine?: Uint8Array | null;
  /**
   * Free memory to read the next bytes into, never empty. The view is valid
   * until the next call of any method; earlier batches are not any more.
   */
  space(): Uint8Array;
  /**
   * Decodes the rows that are complete now.
   *
   * @param length How many bytes were written at the start of the space.
   * @param last Whether the input ends here, so that the last row needs no line end.
   * @returns Batches, each valid until the next is asked for.
   */
  decode(length: number, last: boolean): Iterable<DecodedBatch>;
  /**
   * Fields met so far, in order of first appearance, where every row may
   * bring its own; asked by stages that want all fields.
   */
  discovered?(): readonly string[];
  /** Replaces the projection; holds from the next batch on. */
  project(projection: readonly ProjectedField[]): void;
}

/** What detection looks at: the beginning of an input. */
export interface Sample {
  /** The first non-blank line as text, at most 64 KiB of it, without its line end. */
  readonly line: string;
  /** The name of the input, for a hint by its ending. */
  readonly source: string;
}

/** One format of input: bytes to columns. */
export interface InputFormat {
  /** What `--format` calls it. */
  readonly name: string;
  /** A few lines that are recognised as this format. */
  readonly samples: readonly string[];
  /** The fields that the format itself fixes, with their types; `null` where a header or each row brings them. */
  readonly fixedFields: readonly Field[] | null;
  /** The field that holds the event time if the user names none; `null` where the format knows none. */
  readonly timeField: string | null;
  /** Why the sample is of this format, in a few words; `null` where it is not. */
  sniff(sample: Sample): string | null;
  /** A decoder for one input. */
  decoder(options: DecoderOptions): Decoder;
}

/** A column of the output: name and type. */
export interface OutputField {
  /** The name, as it is written. */
  readonly name: string;
  /** The type that the plan gives it. */
  readonly type: FieldType;
}

/** Turns batches into bytes of one output format. */
export interface Encoder {
  /** The selected rows of a batch as bytes, valid until the next call. A header comes with the first batch. */
  encode(batch: Batch): Uint8Array;
  /** What comes after the last row: a footer, or the header where there was no row. */
  end(): Uint8Array;
}
