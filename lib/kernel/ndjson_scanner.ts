/** A field that the scanner hands over, and how: `core`'s `ProjectedField`. */
export interface ScannerField {
  /** Names of members and, counted from 1, positions in lists; not empty. */
  readonly path: readonly (string | number)[];
  /** What its slots hold. */
  readonly as: "value" | "text" | "time" | "code";
}

/** Texts by code, in order of first appearance: `core`'s `Dictionary`. */
export interface ScannerDictionary {
  /** How many texts there are. */
  readonly size: number;
  /** The text of a code. */
  text(code: number): string;
}

/** The values of one field: `core`'s `Column`. */
export interface ScannerColumn {
  /** What the slots hold. */
  readonly layout: "values" | "spans";
  /** One tag a row. */
  readonly tags: Uint8Array;
  /** The slots as doubles. */
  readonly numbers: Float64Array;
  /** The slots as pairs of offset and length. */
  readonly spans: Uint32Array;
  /** What the spans point into. */
  readonly bytes: Uint8Array;
  /** There for a field read as `code`. */
  readonly dictionary?: ScannerDictionary;
}

/** What fixes a scanner. */
export interface ScannerOptions {
  /** The fields to decode. */
  readonly fields: readonly ScannerField[];
  /** How many bytes of input it has room for; at least {@linkcode FIRST_INPUT_BYTES} are given. */
  readonly inputBytes?: number;
  /** Longest row in bytes, line end not counted; a longer one is bad. */
  readonly maxRowBytes: number;
  /** Whether a time without a zone is UTC, and not left to others. */
  readonly zonelessIsUtc: boolean;
}

/** What one call of {@linkcode NdjsonScanner.scan} found. */
export interface Scan {
  /** Rows, bad ones included. */
  readonly rows: number;
  /** How many of them are bad; their numbers stand in {@linkcode NdjsonScanner.bad}. */
  readonly badRows: number;
  /** Lines of white space that were skipped. */
  readonly blankLines: number;
  /** Where the next row begins. */
  readonly next: number;
}

/** Names of top-level fields met so far in rows that are not bad. */
export interface MetNames {
  /** In order of first appearance. */
  readonly names: readonly string[];
  /** Whether there were more than a scanner holds, {@linkcode MAX_NAMES}. */
  readonly overflow: boolean;
}

/**
 * Turns complete lines of NDJSON into columns, in memory of its own.
 *
 * Two of them exist, the WebAssembly kernel and its twin in plain TypeScript,
 * which give the same rows for the same bytes. Every view it hands out lies in
 * its memory and changes with the next scan.
 */
export interface NdjsonScanner {
  /** The memory that input is put into, between `inputStart` and `inputEnd`. */
  readonly bytes: Uint8Array;
  /** Offset of the first byte that input may take. */
  readonly inputStart: number;
  /** Offset after the last byte that input may take. One more byte, for a missing last newline, is always writable. */
  readonly inputEnd: number;
  /** First byte of each row. */
  readonly starts: Uint32Array;
  /** The newline of each row, or where a row that is too long was cut. */
  readonly ends: Uint32Array;
  /** Numbers of the bad rows, ascending. */
  readonly bad: Uint32Array;
  /** One column a field, in their order. */
  readonly columns: readonly ScannerColumn[];
  /**
   * Decodes rows until all lines are done or the columns are full.
   *
   * @param from Offset of the first byte of a line.
   * @param to Offset after a newline.
   */
  scan(from: number, to: number): Scan;
  /** Names of top-level fields met so far. */
  metNames(): MetNames;
  /**
   * Replaces the fields or makes room for more input. Codes of dictionaries
   * stay, where a field of the same path is read as `code` again.
   */
  renew(renewal: Renewal): void;
}

/** What {@linkcode NdjsonScanner.renew} changes and keeps. */
export interface Renewal {
  /** The fields to decode from now on. */
  readonly fields: readonly ScannerField[];
  /** How much room for input is needed. */
  readonly inputBytes: number;
  /** Input bytes from here ... */
  readonly keepFrom: number;
  /** ... to here are moved to the new `inputStart`. */
  readonly keepTo: number;
}

/** Room for input that a scanner starts with. */
export const FIRST_INPUT_BYTES = 1 << 20;
/** How many containers may be open at once; a row nested deeper is bad. */
export const MAX_DEPTH = 1_000;
/** How many names of top-level fields a scanner remembers. */
export const MAX_NAMES = 2_000;
/** How many texts a dictionary holds; later ones stay spans. */
export const DICTIONARY_TEXTS = 4_096;
/** How many bytes the texts of a dictionary may have in all. */
export const DICTIONARY_BYTES = 1 << 17;
/** An escaped text that takes more bytes in its row than this gets no code. */
export const MAX_ESCAPED_CODE = 4_096;
