import type { FieldType } from "../../core/mod.ts";
import type { Zone } from "../../time/mod.ts";
import type { PathParts } from "../ast.ts";
import type { FieldUse, Slot } from "../checked.ts";

/** A value that could not be read as the type of its field (V2). */
export interface Unreadable {
  /** The field. */
  readonly path: PathParts;
  /** The type that it was to be read as. */
  readonly type: FieldType;
  /** Which of the columns it stands in. */
  readonly column: number;
  /** The value as text; not yet cut or escaped. */
  readonly text: string;
}

/** What a compiled expression is given beside its tree. */
export interface CompileOptions {
  /** What `now()` is, in microseconds (T8). */
  readonly nowUs: number;
  /** Where stamps without a zone were made (T3); UTC when not given. */
  readonly zone?: Zone;
  /** Called once for each value that cannot be read, and is NULL there: once a row and column. */
  readonly onUnreadable?: (row: number, value: Unreadable) => void;
  /** Called once for each row on which the expression fails, and is NULL (V5). */
  readonly onFailed?: (row: number) => void;
}

/**
 * Which column of a batch holds a field. Results of aggregates are asked for
 * by number, as the path `[0]`, `[1]` and so on; keys of groups as `[-1]`,
 * `[-2]` and so on. A field's own path always begins with a name.
 */
export type ColumnIndexOf = (path: PathParts) => number;

/** A slot as the field that it is read as. */
export function slotField(slot: Slot): FieldUse {
  const { type, span, index, of } = slot;
  const path = [of === "aggregate" ? index : -1 - index];
  return { kind: "field", path, declared: type, type, span };
}
