import { Tag } from "../../core/mod.ts";
import { type Call, fieldsOf, type Membership } from "../checked.ts";
import { mayFail } from "../failing.ts";
import { byteTest } from "./byte_tests.ts";
import type { Emission } from "./emit_field.ts";
import type { Emitted } from "./emitter.ts";
import { FALSE, TextMemo, TRUE, UNKNOWN } from "./text_memo.ts";

/** Tests that are cheap once their operand is there: the operand is what may be a test on a text. */
const CHEAP: ReadonlySet<string> = new Set([
  "not",
  "is true",
  "is not true",
  "is false",
  "is not false",
  "is null",
  "is not null",
]);

/**
 * Code for a condition on one text field: for codes an answer from a table,
 * for plain bytes a test on the bytes where there is one; `null` where the
 * condition is of another kind.
 */
export function emitTextCondition(
  emission: Emission,
  node: Call | Membership,
): Emitted | null {
  if (node.type !== "BOOLEAN") return null;
  if (node.kind === "call" && CHEAP.has(node.name)) return null;
  const fields = fieldsOf(node);
  const field = fields[0];
  if (field === undefined || mayFail(node)) return null;
  const { emitter, indexOf, options } = emission;
  const index = indexOf(field.path);
  const alone = fields.every((each) =>
    each.type === "VARCHAR" && indexOf(each.path) === index
  );
  if (!alone) return null;

  const memo = new TextMemo(node, options.nowUs);
  const name = emitter.capture(memo);
  const { column, tags, numbers, spans, bytes } = emitter.column(index);
  const table = emitter.name();
  emitter.prologue(`const ${table} = ${name}.table(${column});`);
  const tag = emitter.name();
  emitter.push(`const ${tag} = ${tags}[i];`);
  const answer = emitter.declare("0");
  const test = byteTest(emitter, node);
  const [offset, length] = [emitter.name(), emitter.name()];
  const plain = test === null ? "" : `else if (${tag} === ${Tag.STRING}) {
    const ${offset} = ${spans}[2 * i], ${length} = ${spans}[2 * i + 1];
    ${answer} = ${test(bytes, offset, length)} ? ${TRUE} : ${FALSE};
  }`;
  const absent = memo.ask(null);
  emitter.push(`if (${tag} === ${Tag.CODE}) {
    ${answer} = ${table}[${numbers}[i]];
    if (${answer} === 0) ${answer} = ${name}.fill(${column}, i);
  } ${plain} else if (${tag} <= ${Tag.NULL}) ${answer} = ${absent};
  else ${answer} = ${name}.askRow(${column}, i);`);
  return {
    value: `(${answer} === ${TRUE})`,
    isNull: `(${answer} === ${UNKNOWN})`,
  };
}
