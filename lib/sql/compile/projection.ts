import {
  type Column,
  EXACT_LIMIT,
  type FieldType,
  Tag,
} from "../../core/mod.ts";
import type { Checked } from "../checked.ts";
import { simplify } from "../simplify.ts";
import { ColumnSource } from "./column_source.ts";
import { ColumnWriter } from "./column_writer.ts";
import { emitValue } from "./emit_value.ts";
import { Emitter, notNull } from "./emitter.ts";
import type { ColumnIndexOf, CompileOptions } from "./options.ts";

/**
 * Computes an expression for the rows of a batch.
 *
 * @param columns The columns of the batch, of layout `values`.
 * @param rows How many rows they hold.
 * @param selection The rows to compute, ascending; `null` for all.
 * @param selected How many rows the selection holds.
 * @returns The values, each at the place of its row, NULL in rows that are not
 * selected. The memory is used again by the next call.
 */
export type Projection = (
  columns: readonly Column[],
  rows: number,
  selection: Uint32Array | null,
  selected: number,
) => Column;

/** The type of the column that an expression gives: an interval has no place in a column, and becomes its text. */
export function columnType(type: FieldType): FieldType {
  return type === "INTERVAL" ? "VARCHAR" : type;
}

/**
 * Compiles an expression to one loop over columns, as {@linkcode compilePredicate} does.
 *
 * @param checked A checked expression.
 * @param indexOf Which column holds a field.
 * @param options Clock, zone and what to call for values that cannot be read.
 */
export function compileProjection(
  checked: Checked,
  indexOf: ColumnIndexOf,
  options: CompileOptions,
): Projection {
  const node = simplify(checked, options.nowUs);
  const source = new ColumnSource(indexOf, options);
  const emitter = new Emitter();
  const writer = new ColumnWriter(columnType(node.type));
  const target = emitter.capture(writer);
  const { value, isNull } = emitValue(
    { emitter, indexOf, options },
    node,
  );
  if (isNull !== "true") {
    emitter.push(`if (${notNull(isNull)}) ${store(node.type, target, value)}`);
  }
  const begin = emitter.capture((columns: readonly Column[], rows: number) => {
    source.turnTo(columns);
    writer.begin(rows);
  });
  const slow = emitter.capture(source.evaluator(node));
  return emitter.build(
    "columns, rows, selection, selected",
    `${begin}(columns, rows); const { tags: writtenTags, numbers: writtenNumbers } = ${target};`,
    `${target}.write(i, ${slow}(i));`,
    `return ${target}.view();`,
  ) as Projection;
}

/** The statement that writes the value of a row; numbers go straight into the arrays. */
function store(type: FieldType, target: string, value: string): string {
  const put = (tag: Tag | string) =>
    `{ writtenTags[i] = ${tag}; writtenNumbers[i] = ${value}; }`;
  switch (type) {
    case "VARCHAR":
      return `${target}.writeText(i, ${value});`;
    case "BOOLEAN":
      return `writtenTags[i] = ${value} ? ${Tag.TRUE} : ${Tag.FALSE};`;
    case "BIGINT":
    case "HUGEINT":
      return put(Tag.INTEGER);
    case "DOUBLE":
      return put(Tag.DOUBLE);
    case "TIMESTAMP":
    case "DATE":
      return put(Tag.TIME);
    case "NUMBER": {
      const whole =
        `Math.floor(${value}) === ${value} && ${value} <= ${EXACT_LIMIT} && ${value} >= -${EXACT_LIMIT}`;
      return put(`${whole} ? ${Tag.INTEGER} : ${Tag.DOUBLE}`);
    }
    default:
      return `${target}.write(i, ${value});`;
  }
}
