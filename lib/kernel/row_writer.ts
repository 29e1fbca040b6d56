import type { FieldNode } from "./field_tree.ts";
import { countToUs, isoToUs } from "./moment.ts";
import {
  MAX_ESCAPED_CODE,
  type ScannerColumn,
  type ScannerField,
} from "./ndjson_scanner.ts";
import type { RowVisitor } from "./row_visitor.ts";
import { Tag } from "./tag.ts";
import type { TextDictionary } from "./text_dictionary.ts";

/** 2^53 in digits. */
const EXACT_DIGITS = "9007199254740992";
const LOWER_T = 116;
const LOWER_F = 102;
const text = new TextDecoder("utf-8", { ignoreBOM: true });

/** A column of the twin. */
export interface TwinColumn extends ScannerColumn {
  /** How it reads values. */
  readonly as: ScannerField["as"];
  readonly dictionary?: TextDictionary;
}

/** Writes the values of a row into columns. */
export class RowWriter implements RowVisitor<FieldNode> {
  readonly #bytes: Uint8Array;
  readonly #columns: readonly TwinColumn[];
  readonly #zonelessIsUtc: boolean;
  #row = 0;
  /** Names of top-level members of the row, in order. */
  readonly names = new Set<string>();

  constructor(
    bytes: Uint8Array,
    columns: readonly TwinColumn[],
    zonelessIsUtc: boolean,
  ) {
    this.#bytes = bytes;
    this.#columns = columns;
    this.#zonelessIsUtc = zonelessIsUtc;
  }

  startRow(row: number): void {
    this.#row = row;
    this.names.clear();
    for (const column of this.#columns) column.tags[row] = Tag.MISSING;
  }

  member(
    node: FieldNode,
    start: number,
    end: number,
    escaped: boolean,
    depth: number,
  ): FieldNode | null {
    if (node.members.size === 0 && depth > 1) return null;
    const name = this.#textOf(start, end, escaped);
    if (depth === 1) this.names.add(name);
    return node.members.get(name) ?? null;
  }

  element(node: FieldNode, index: number): FieldNode | null {
    return node.elements.get(index) ?? null;
  }

  begin(node: FieldNode): void {
    for (const column of node.below) {
      this.#columns[column]!.tags[this.#row] = Tag.MISSING;
    }
  }

  string(node: FieldNode, start: number, end: number, escaped: boolean): void {
    for (const index of node.columns) {
      const column = this.#columns[index]!;
      if (column.as === "time" && !escaped && this.#time(column, start, end)) {
        continue;
      }
      if (this.#code(column, start, end, escaped)) continue;
      this.#span(column, escaped ? Tag.ESCAPED : Tag.STRING, start, end);
    }
  }

  #time(column: TwinColumn, start: number, end: number): boolean {
    const us = isoToUs(this.#text(start, end), this.#zonelessIsUtc);
    if (us !== null) this.#number(column, Tag.TIME, us);
    return us !== null;
  }

  #code(
    column: TwinColumn,
    start: number,
    end: number,
    escaped: boolean,
  ): boolean {
    const { dictionary } = column;
    if (dictionary === undefined) return false;
    if (escaped && end - start > MAX_ESCAPED_CODE) return false;
    const code = dictionary.codeOf(this.#textOf(start, end, escaped));
    if (code !== null) this.#number(column, Tag.CODE, code);
    return code !== null;
  }

  number(node: FieldNode, start: number, end: number, whole: boolean): void {
    if (node.columns.length === 0) return;
    const raw = this.#text(start, end);
    const tag = !whole || raw === "-0"
      ? Tag.DOUBLE
      : isExact(raw)
      ? Tag.INTEGER
      : Tag.BIG;
    for (const index of node.columns) {
      const column = this.#columns[index]!;
      const us = column.as === "time" ? countToUs(raw) : null;
      if (us !== null) this.#number(column, Tag.TIME, us);
      else if (column.layout === "spans" || tag === Tag.BIG) {
        this.#span(column, tag, start, end);
      } else this.#number(column, tag, Number(raw));
    }
  }

  literal(node: FieldNode, start: number, end: number): void {
    const first = this.#bytes[start]!;
    const tag = first === LOWER_T
      ? Tag.TRUE
      : first === LOWER_F
      ? Tag.FALSE
      : Tag.NULL;
    for (const index of node.columns) {
      this.#span(this.#columns[index]!, tag, start, end);
    }
  }

  container(node: FieldNode, start: number, end: number): void {
    for (const index of node.columns) {
      this.#span(this.#columns[index]!, Tag.NESTED, start, end);
    }
  }

  #number(column: TwinColumn, tag: Tag, value: number): void {
    column.tags[this.#row] = tag;
    column.numbers[this.#row] = value;
  }

  #span(column: TwinColumn, tag: Tag, start: number, end: number): void {
    column.tags[this.#row] = tag;
    column.spans[2 * this.#row] = start;
    column.spans[2 * this.#row + 1] = end - start;
  }

  /** What a string says. */
  #textOf(start: number, end: number, escaped: boolean): string {
    const raw = this.#text(start, end);
    return escaped ? (JSON.parse(`"${raw}"`) as string).toWellFormed() : raw;
  }

  #text(start: number, end: number): string {
    return text.decode(this.#bytes.subarray(start, end));
  }
}

function isExact(integer: string): boolean {
  const digits = integer.startsWith("-") ? integer.slice(1) : integer;
  return digits.length < EXACT_DIGITS.length ||
    (digits.length === EXACT_DIGITS.length && digits <= EXACT_DIGITS);
}
