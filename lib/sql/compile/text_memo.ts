import { type Column, type Dictionary, Tag } from "../../core/mod.ts";
import type { Checked } from "../checked.ts";
import { type Evaluate, interpreter, type RowSource } from "../interpret.ts";
import { readText } from "../read_value.ts";

/** What a test on a text gives: 0 stands for "not yet asked" in a table. */
export const FALSE = 1;
/** See {@linkcode FALSE}. */
export const TRUE = 2;
/** See {@linkcode FALSE}. */
export const UNKNOWN = 3;

/**
 * A condition on one text field, asked once for each text of a dictionary: for
 * a column of codes it costs a look in a table, whatever the condition is.
 */
export class TextMemo {
  readonly #evaluate: Evaluate;
  readonly #tables = new WeakMap<Dictionary, Uint8Array>();
  #text: string | null = null;

  /**
   * Compiles the condition.
   *
   * @param node A condition that cannot fail and names one field, as VARCHAR.
   * @param nowUs What `now()` is.
   */
  constructor(node: Checked, nowUs: number) {
    const source: RowSource = {
      field: () => () => this.#text,
      slot: () => () => null,
      incomparable: () => {},
      nowUs,
    };
    this.#evaluate = interpreter(node, source);
  }

  /** Asks the condition of one text. */
  ask(text: string | null): number {
    this.#text = text;
    const answer = this.#evaluate(0);
    return answer === null ? UNKNOWN : answer === true ? TRUE : FALSE;
  }

  /** Asks the condition of the value of a row, whatever its tag. */
  askRow(column: Column, row: number): number {
    return this.ask(readText(column, row));
  }

  /** The answers by code for the dictionary of a column; long enough for all of its codes. */
  table(column: Column): Uint8Array {
    const { dictionary } = column;
    if (dictionary === undefined) return NONE;
    let table = this.#tables.get(dictionary);
    if (table === undefined || table.length < dictionary.size) {
      const longer = new Uint8Array(Math.max(64, dictionary.size * 2));
      if (table !== undefined) longer.set(table);
      table = longer;
      this.#tables.set(dictionary, table);
    }
    return table;
  }

  /** Asks the condition of a code for the first time. */
  fill(column: Column, row: number): number {
    if (column.tags[row] !== Tag.CODE) return this.askRow(column, row);
    const code = column.numbers[row]!;
    const answer = this.ask(column.dictionary!.text(code));
    this.table(column)[code] = answer;
    return answer;
  }
}

const NONE = new Uint8Array(0);
