import {
  type Batch,
  type Column,
  type Encoder,
  type OutputField,
  rowAt,
  spanText,
  Tag,
  unescapeJson,
} from "../core/mod.ts";
import { ByteWriter } from "./byte_writer.ts";
import { JsonMembers } from "./json_members.ts";
import { JsonValues } from "./json_values.ts";

const COMMA = 44;
const COLON = 58;
const LEFT_BRACE = 123;
const RIGHT_BRACE = 125;
/** The field that a line is which holds no object (D7). */
const VALUE_FIELD = "value";
const encoder = new TextEncoder();

/** A field whose value comes from a column of the batch. */
export interface PutField extends OutputField {
  /** The column, by its position. */
  readonly column: number;
}

/** What is done to every line. Names in `drop` and `rename` are those of the input; those in `leading` and `put` are of the output. */
export interface JsonEdits {
  /** Members that lead every row; the input's own members of these names are left out. */
  readonly leading?: readonly PutField[];
  /** Members that are replaced where they stand, or else come last. */
  readonly put?: readonly PutField[];
  /** Members that are left out. */
  readonly drop?: readonly string[];
  /** Members that get another name, as pairs of old and new; what had the new name is left out. */
  readonly rename?: readonly (readonly [from: string, to: string])[];
}

/** What becomes of a member of the input: left out, or written under a key, with its own value or that of a put field. */
interface Edit {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly drop: boolean;
  /** The new key with its quotes; `null` where the old one stays. */
  readonly key: Uint8Array | null;
  /** Position in `put`; `null` where the value stays. */
  readonly put: number | null;
}

/**
 * Writes rows that are still JSON lines, with members added, replaced, left
 * out or renamed. All else keeps its bytes and its order.
 *
 * A put field without a value in a row (`MISSING`) leaves its member out.
 * Where a line repeats a key, the first is replaced and the others are left
 * out. A line that holds no object is a member `value`.
 */
export function encodeEditedNdjson(edits: JsonEdits): Encoder {
  const writer = new ByteWriter();
  const line = new EditedLine(writer, edits);
  return {
    encode(batch: Batch): Uint8Array {
      const { lines, columns } = batch;
      if (lines === null) {
        throw new TypeError(
          "Cannot edit lines: the rows stand for no lines of the input",
        );
      }
      const { bytes, starts, ends } = lines;
      for (let position = 0; position < batch.selected; position++) {
        const row = rowAt(batch, position);
        line.write(bytes, starts[row]!, ends[row]!, columns, row);
      }
      return writer.take();
    },
    end: () => writer.take(),
  };
}

class EditedLine {
  readonly #writer: ByteWriter;
  readonly #values: JsonValues;
  readonly #leading: readonly PutField[];
  readonly #put: readonly PutField[];
  readonly #keys: ReadonlyMap<PutField, Uint8Array>;
  readonly #edits: ReadonlyMap<string, Edit>;
  /** The edits by the length of their name in bytes. */
  readonly #byLength: readonly (readonly Edit[] | undefined)[];
  readonly #members = new JsonMembers();
  /** The number of the line in which a put field was last written. */
  readonly #written: Float64Array;
  #line = 0;
  #first = true;

  constructor(writer: ByteWriter, edits: JsonEdits) {
    this.#writer = writer;
    this.#values = new JsonValues(writer);
    this.#leading = edits.leading ?? [];
    this.#put = edits.put ?? [];
    this.#written = new Float64Array(this.#put.length);
    this.#keys = new Map(
      [...this.#leading, ...this.#put].map((
        field,
      ) => [field, stringOf(field.name)]),
    );
    this.#edits = editsByName(edits);
    const byLength: Edit[][] = [];
    for (const edit of this.#edits.values()) {
      (byLength[edit.bytes.length] ??= []).push(edit);
    }
    this.#byLength = byLength;
  }

  write(
    bytes: Uint8Array,
    start: number,
    end: number,
    columns: readonly Column[],
    row: number,
  ): void {
    const writer = this.#writer;
    this.#line++;
    this.#first = true;
    writer.byte(LEFT_BRACE);
    for (const field of this.#leading) this.#field(field, columns, row);
    const members = this.#members;
    let tail = 0;
    let tailEnd = 0;
    if (members.enter(bytes, start, end)) {
      tail = this.#editMembers(bytes, columns, row);
      tailEnd = tail;
      while (bytes[tailEnd] !== RIGHT_BRACE) tailEnd++;
    } else {
      this.#editValue(bytes);
    }
    for (let put = 0; put < this.#put.length; put++) {
      if (this.#written[put] !== this.#line) {
        this.#field(this.#put[put]!, columns, row);
      }
    }
    // White space before the brace stays before the brace.
    writer.copy(bytes, tail, tailEnd - tail);
    writer.byte(RIGHT_BRACE);
    writer.lineEnd();
  }

  /** Writes the members of the object entered. @returns Offset after the last. */
  #editMembers(
    bytes: Uint8Array,
    columns: readonly Column[],
    row: number,
  ): number {
    const members = this.#members;
    const writer = this.#writer;
    // What stays is copied in runs, with all that stands between members; a run ends where a member is left out.
    let run = members.at;
    let running = false;
    for (let before = run; members.next(); before = members.at) {
      const edit = this.#editOf(bytes);
      if (edit !== undefined && this.#leavesOut(edit, columns, row)) {
        if (running) writer.copy(bytes, run, before - run);
        running = false;
        continue;
      }
      if (!running) {
        run = afterComma(bytes, before, members.keyStart);
        this.#separate();
        running = true;
      }
      if (edit === undefined) continue;
      if (edit.key !== null) {
        writer.copy(bytes, run, members.keyStart - 1 - run);
        writer.copy(edit.key, 0, edit.key.length);
        run = members.keyEnd + 1;
      }
      if (edit.put !== null) {
        const put = this.#put[edit.put]!;
        writer.copy(bytes, run, members.valueStart - run);
        this.#values.write(columns[put.column]!, row, put);
        run = members.valueEnd;
      }
    }
    if (running) writer.copy(bytes, run, members.at - run);
    return members.at;
  }

  /** Whether a member is left out; where not and it takes a put field, that is written now. */
  #leavesOut(edit: Edit, columns: readonly Column[], row: number): boolean {
    if (edit.drop) return true;
    if (edit.put === null) return false;
    // A key that is repeated is replaced once.
    if (this.#written[edit.put] === this.#line) return true;
    this.#written[edit.put] = this.#line;
    const { column } = this.#put[edit.put]!;
    return columns[column]!.tags[row] === Tag.MISSING;
  }

  /** Writes the value of a line that holds no object; a put `value` comes last instead. */
  #editValue(bytes: Uint8Array): void {
    const edit = this.#edits.get(VALUE_FIELD);
    if (edit !== undefined && (edit.drop || edit.put !== null)) return;
    const key = edit?.key ?? stringOf(VALUE_FIELD);
    const { valueStart, valueEnd } = this.#members;
    this.#separate();
    this.#writer.copy(key, 0, key.length);
    this.#writer.byte(COLON);
    this.#writer.copy(bytes, valueStart, valueEnd - valueStart);
  }

  #field(field: PutField, columns: readonly Column[], row: number): void {
    const column = columns[field.column]!;
    if (column.tags[row] === Tag.MISSING) return;
    this.#separate();
    const key = this.#keys.get(field)!;
    this.#writer.copy(key, 0, key.length);
    this.#writer.byte(COLON);
    this.#values.write(column, row, field);
  }

  #separate(): void {
    if (!this.#first) this.#writer.byte(COMMA);
    this.#first = false;
  }

  #editOf(bytes: Uint8Array): Edit | undefined {
    const { keyStart, keyEnd, keyEscaped } = this.#members;
    const length = keyEnd - keyStart;
    if (keyEscaped) {
      return this.#edits.get(unescapeJson(spanText(bytes, keyStart, length)));
    }
    const edits = this.#byLength[length];
    if (edits === undefined) return undefined;
    for (const edit of edits) {
      let at = 0;
      while (at < length && bytes[keyStart + at] === edit.bytes[at]) at++;
      if (at === length) return edit;
    }
    return undefined;
  }
}

/** Works out once what becomes of every name of the input that is touched at all. */
function editsByName(edits: JsonEdits): Map<string, Edit> {
  const put = edits.put ?? [];
  const putAt = (name: string) => {
    const at = put.findIndex((field) => field.name === name);
    return at === -1 ? null : at;
  };
  const byName = new Map<string, Edit>();
  const add = (name: string, edit: Partial<Edit>) =>
    byName.set(name, {
      name,
      bytes: encoder.encode(name),
      drop: false,
      key: null,
      put: null,
      ...edit,
    });
  for (const [at, { name }] of put.entries()) add(name, { put: at });
  for (const [, to] of edits.rename ?? []) add(to, { drop: true });
  for (const { name } of edits.leading ?? []) add(name, { drop: true });
  for (const name of edits.drop ?? []) add(name, { drop: true });
  for (const [from, to] of edits.rename ?? []) {
    add(from, { key: stringOf(to), put: putAt(to) });
  }
  return byName;
}

function stringOf(name: string): Uint8Array {
  return encoder.encode(JSON.stringify(name.toWellFormed()));
}

/** Offset after the comma between two members, if there is one. */
function afterComma(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) if (bytes[at] === COMMA) return at + 1;
  return from;
}
