import { type CompiledPattern, PatternTooHeavy } from "../regex/mod.ts";
import type { ChunkBuffer } from "./chunk_buffer.ts";
import { LineFramer } from "./line_framer.ts";
import { LineTexts } from "./line_texts.ts";
import type { PatternField } from "./pattern_fields.ts";
import { Mark, type RawFault, type RawRows } from "./raw_rows.ts";
import { invalidUtf8 } from "./row_fault.ts";
import { NO_SLOT, type Scanner } from "./scanner.ts";
import { firstInvalidUtf8 } from "./utf8.ts";

/** Scans text whose lines a pattern takes apart. */
export class PatternScanner implements Scanner {
  /** How messages go on from `cannot read row as`. */
  readonly title = "--pattern has it";
  /** The names of the groups. */
  readonly fields: readonly string[];
  readonly #pattern: CompiledPattern;
  readonly #groups: readonly number[];
  readonly #offsets: Int32Array;
  readonly #framer = new LineFramer();
  readonly #texts = new LineTexts();
  /** The wanted groups by slot. */
  #wanted: readonly number[] = [];

  /**
   * Scans one input.
   *
   * @param pattern What takes lines apart.
   * @param fields Its named groups.
   */
  constructor(pattern: CompiledPattern, fields: readonly PatternField[]) {
    this.#pattern = pattern;
    this.#groups = fields.map(({ group }) => group);
    this.fields = fields.map(({ name }) => name);
    this.#offsets = new Int32Array(2 * (pattern.captures + 1));
  }

  /** There is no header. */
  begin(): boolean {
    return true;
  }

  /** Asks for fields. */
  want(slotOfCell: Int16Array): void {
    this.#wanted = [...slotOfCell.keys()]
      .filter((cell) => slotOfCell[cell] !== NO_SLOT)
      .sort((a, b) => slotOfCell[a]! - slotOfCell[b]!)
      .map((cell) => this.#groups[cell]!);
  }

  /** Scans lines that are complete. */
  scan(buffer: ChunkBuffer, last: boolean, rows: RawRows): void {
    this.#texts.begin(buffer.end);
    this.#framer.frame(
      buffer,
      last,
      rows,
      (bytes, start, end, row) => this.#look(bytes, start, end, row, rows),
    );
  }

  #look(
    bytes: Uint8Array,
    start: number,
    end: number,
    row: number,
    rows: RawRows,
  ): RawFault | null {
    const texts = this.#texts;
    const text = texts.read(bytes, start, end);
    if (!texts.plain) {
      const at = firstInvalidUtf8(bytes, start, end);
      if (at < end) return invalidUtf8(at);
    }
    const found = this.#find(text);
    if (found === null) {
      return {
        code: "pattern/too_heavy",
        what: "it is too long for a pattern whose time nothing bounds",
        at: start,
      };
    }
    if (!found) {
      return { code: "pattern/no_match", what: "it does not match", at: start };
    }
    this.#take(start, row, rows);
    return null;
  }

  /** Whether a line matches; `null` where it is too long to tell. */
  #find(text: string): boolean | null {
    try {
      return this.#wanted.length === 0
        ? this.#pattern.matches(text)
        : this.#pattern.locate(text, this.#offsets);
    } catch (error) {
      if (error instanceof PatternTooHeavy) return null;
      throw error;
    }
  }

  /** Writes where the wanted groups of the last match stand. */
  #take(start: number, row: number, rows: RawRows): void {
    const { marks, spans, capacity } = rows;
    const wanted = this.#wanted;
    const offsets = this.#offsets;
    const texts = this.#texts;
    for (let slot = 0; slot < wanted.length; slot++) {
      const group = wanted[slot]!;
      const cell = slot * capacity + row;
      const from = offsets[2 * group]!;
      if (from < 0) {
        marks[cell] = Mark.NULL;
        continue;
      }
      const first = start + texts.byteOf(from);
      const length = start + texts.byteOf(offsets[2 * group + 1]!) - first;
      // A bare cell that is empty would be NULL.
      marks[cell] = length === 0 ? Mark.TEXT : Mark.BARE;
      spans[2 * cell] = first;
      spans[2 * cell + 1] = length;
    }
  }

  /** Nothing in a line stands for anything else. */
  unescape(): number {
    throw new TypeError("Cannot unescape a group: it has no escapes");
  }
}
