import {
  type Batch,
  type Column,
  type ColumnBuilder,
  compareValues,
  Tag,
  textAt,
  valueAt,
} from "../../core/mod.ts";
import { formatTimestamp } from "../../time/mod.ts";
import { Grouping } from "../fold/grouping.ts";
import { KeyCoder } from "../fold/key_coder.ts";

/**
 * Numbers the keys of `window --key`. A key keeps its code for as long as it
 * has open windows.
 */
export interface KeyCodes {
  /** Bytes of memory held, roughly. */
  readonly byteLength: number;
  /** The code of each selected row's key, at the row's own index. Valid until the next call. */
  of(batch: Batch, selection: Uint32Array): Int32Array;
  /** Orders codes as the values of their keys sort, from left to right (D2). */
  compare(a: number, b: number): number;
  /** Appends the values of a key so many times. */
  append(code: number, out: readonly ColumnBuilder[], rows: number): void;
  /** Appends the values of many keys, once each. */
  appendMany(codes: Int32Array, out: readonly ColumnBuilder[]): void;
  /** The values of a key as texts, for reports; `NULL` where there is none. */
  texts(code: number): string[];
  /** These keys, each named once, have no open windows any more. */
  release(codes: readonly number[]): void;
}

/** Starts with no keys; `columns` are the indexes of their columns. */
export function keyCodes(columns: readonly number[]): KeyCodes {
  const [only] = columns;
  return only !== undefined && columns.length === 1
    ? new ValueCodes(only)
    : new TupleCodes(columns);
}

/** Keys of one column: the code of a value is that of the key. */
class ValueCodes implements KeyCodes {
  readonly #column: number;
  readonly #coder = new KeyCoder();
  #codes = new Int32Array(0);

  constructor(column: number) {
    this.#column = column;
  }

  get byteLength(): number {
    return this.#coder.byteLength;
  }

  of(batch: Batch, selection: Uint32Array): Int32Array {
    if (this.#codes.length < batch.rows) {
      this.#codes = new Int32Array(batch.rows);
    }
    const column = batch.columns[this.#column]!;
    this.#coder.assign(column, selection, batch.selected, this.#codes);
    return this.#codes;
  }

  compare(a: number, b: number): number {
    const values = this.#coder.values();
    return a === b ? 0 : compareValues(valueAt(values, a), valueAt(values, b));
  }

  append(code: number, [out]: readonly ColumnBuilder[], rows: number): void {
    const values = this.#coder.values();
    for (let at = 0; at < rows; at++) out!.appendFrom(values, code);
  }

  appendMany(codes: Int32Array, [out]: readonly ColumnBuilder[]): void {
    const values = this.#coder.values();
    for (let at = 0; at < codes.length; at++) {
      out!.appendFrom(values, codes[at]!);
    }
  }

  texts(code: number): string[] {
    return [shown(this.#coder.values(), code)];
  }

  release(codes: readonly number[]): void {
    this.#coder.releaseMany(codes);
  }
}

/** Keys of several columns. */
class TupleCodes implements KeyCodes {
  readonly #grouping: Grouping;
  readonly #keys: number;
  #panes = new Int32Array(0);

  constructor(columns: readonly number[]) {
    this.#grouping = new Grouping(columns);
    this.#keys = columns.length;
  }

  get byteLength(): number {
    return this.#grouping.byteLength;
  }

  of(batch: Batch, selection: Uint32Array): Int32Array {
    if (this.#panes.length < batch.rows) {
      this.#panes = new Int32Array(batch.rows);
    }
    return this.#grouping.assign({ ...batch, selection, panes: this.#panes });
  }

  compare(a: number, b: number): number {
    if (a === b) return 0;
    const both = Uint32Array.of(a, b);
    for (let key = 0; key < this.#keys; key++) {
      const values = this.#grouping.values(key);
      const codes = this.#grouping.codes(key, both, 2);
      const difference = compareValues(
        valueAt(values, codes[0]!),
        valueAt(values, codes[1]!),
      );
      if (difference !== 0) return difference;
    }
    return 0;
  }

  append(code: number, out: readonly ColumnBuilder[], rows: number): void {
    const one = Uint32Array.of(code);
    for (let key = 0; key < this.#keys; key++) {
      const row = this.#grouping.codes(key, one, 1)[0]!;
      const values = this.#grouping.values(key);
      for (let at = 0; at < rows; at++) out[key]!.appendFrom(values, row);
    }
  }

  appendMany(codes: Int32Array, out: readonly ColumnBuilder[]): void {
    for (const code of codes) this.append(code, out, 1);
  }

  texts(code: number): string[] {
    const one = Uint32Array.of(code);
    return Array.from({ length: this.#keys }, (_, key) => {
      const row = this.#grouping.codes(key, one, 1)[0]!;
      return shown(this.#grouping.values(key), row);
    });
  }

  release(codes: readonly number[]): void {
    for (const code of codes) this.#grouping.remove(code);
  }
}

function shown(values: Column, row: number): string {
  return values.tags[row] === Tag.TIME
    ? formatTimestamp(values.numbers[row]!)
    : textAt(values, row) ?? "NULL";
}
