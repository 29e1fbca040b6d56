import type { Column } from "../../core/mod.ts";
import type { Checked } from "../checked.ts";
import { simplify } from "../simplify.ts";
import { ColumnSource } from "./column_source.ts";
import { emitCondition } from "./emit_condition.ts";
import { Emitter } from "./emitter.ts";
import type { ColumnIndexOf, CompileOptions } from "./options.ts";

/**
 * Keeps the rows of a batch for which a condition is true, in order.
 *
 * @param columns The columns of the batch, of layout `values`.
 * @param rows How many rows they hold.
 * @param selection The rows to look at, ascending; `null` for all.
 * @param selected How many rows the selection holds.
 * @param out Where to write the rows kept; at least `selected` long, and written to beyond the rows kept. It may be `selection` itself.
 * @returns How many rows were kept.
 */
export type Predicate = (
  columns: readonly Column[],
  rows: number,
  selection: Uint32Array | null,
  selected: number,
  out: Uint32Array,
) => number;

/**
 * Compiles a condition to one loop over columns.
 *
 * The loop reads tags and slots in place and makes no objects; a row with a
 * value that it cannot hold (whole numbers beyond 2^53, values that cannot be
 * read, failures) is done by the interpreter, which also counts it.
 *
 * @param checked A checked condition, of type BOOLEAN.
 * @param indexOf Which column holds a field.
 * @param options Clock, zone and what to call for values that cannot be read.
 */
export function compilePredicate(
  checked: Checked,
  indexOf: ColumnIndexOf,
  options: CompileOptions,
): Predicate {
  const node = simplify(checked, options.nowUs);
  const source = new ColumnSource(indexOf, options);
  const emitter = new Emitter();
  const emission = { emitter, indexOf, options };
  const test = emitCondition(emission, node);
  emitter.push(`out[kept] = i; kept = (kept + (${test})) | 0;`);
  const turn = emitter.capture((columns: readonly Column[]) =>
    source.turnTo(columns)
  );
  const slow = emitter.capture(source.evaluator(node));
  return emitter.build(
    "columns, rows, selection, selected, out",
    `${turn}(columns); let kept = 0;`,
    `if (${slow}(i) === true) out[kept++] = i;`,
    "return kept;",
  ) as Predicate;
}
