import type { Column } from "../../core/mod.ts";
import { UTC } from "../../time/mod.ts";
import type { Checked, FieldUse, Slot } from "../checked.ts";
import { type Evaluate, interpreter, type RowSource } from "../interpret.ts";
import { readText, valueReader } from "../read_value.ts";
import { FAILED, type Scalar } from "../values.ts";
import {
  type ColumnIndexOf,
  type CompileOptions,
  slotField,
} from "./options.ts";

/**
 * The rows of one batch, for the interpreter: the slow path of compiled loops,
 * where unreadable values and failures are counted.
 */
export class ColumnSource implements RowSource {
  /** What `now()` is. */
  readonly nowUs: number;
  readonly #indexOf: ColumnIndexOf;
  readonly #options: CompileOptions;
  #columns: readonly Column[] = [];
  /** The last row in which a column was found unreadable, so that it counts once however often it is named. */
  readonly #told: number[] = [];

  /**
   * Reads nothing yet.
   *
   * @param indexOf Where each field stands.
   * @param options Clock, zone and what to call.
   */
  constructor(indexOf: ColumnIndexOf, options: CompileOptions) {
    this.#indexOf = indexOf;
    this.#options = options;
    this.nowUs = options.nowUs;
  }

  /** Turns to the columns of a batch. */
  turnTo(columns: readonly Column[]): void {
    this.#columns = columns;
    this.#told.fill(-1);
  }

  /** A function that reads a field. */
  field(field: FieldUse): Evaluate {
    const index = this.#indexOf(field.path);
    const read = valueReader(field.type, this.#options.zone ?? UTC);
    return (row) => {
      const value = read(this.#columns[index]!, row);
      if (value !== undefined) return value;
      this.#tell(field, index, row);
      return null;
    };
  }

  /** A function that reads the result of an aggregate or the key of a group, where the columns hold those. */
  slot(slot: Slot): Evaluate {
    return this.field(slotField(slot));
  }

  /** Counts two values that cannot be compared as one that cannot be read. */
  incomparable(field: FieldUse, row: number): void {
    this.#tell(field, this.#indexOf(field.path), row);
  }

  #tell(field: FieldUse, column: number, row: number): void {
    if (this.#told[column] === row) return;
    this.#told[column] = row;
    this.#options.onUnreadable?.(row, {
      path: field.path,
      type: field.type,
      column,
      text: readText(this.#columns[column]!, row) ?? "",
    });
  }

  /** A function that computes an expression for a row; NULL, and counted, where it fails. */
  evaluator(node: Checked): (row: number) => Scalar {
    const evaluate = interpreter(node, this);
    return (row) => {
      try {
        return evaluate(row);
      } catch (error) {
        if (error !== FAILED) throw error;
        this.#options.onFailed?.(row);
        return null;
      }
    };
  }
}
