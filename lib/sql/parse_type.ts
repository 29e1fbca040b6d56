import type { Cursor } from "./cursor.ts";
import type { Span } from "./lex.ts";

/** A type's name as the user wrote it. */
export interface TypeName {
  /** Upper case, one space between words, without what stands in parentheses. */
  readonly type: string;
  /** Where it stands. */
  readonly typeSpan: Span;
}

/** Reads the name of a type: `BIGINT`, `VARCHAR(20)`, `DOUBLE PRECISION`. */
export function parseTypeName(cursor: Cursor): TypeName {
  const first = cursor.peek();
  if (first.kind !== "word" && first.kind !== "quotedName") {
    throw cursor.unexpected("the name of a type");
  }
  cursor.next();
  let type = first.value.toUpperCase();
  if (type === "DOUBLE" && cursor.acceptWord("PRECISION")) type = "DOUBLE";
  if (type === "CHARACTER" && cursor.acceptWord("VARYING")) type = "VARCHAR";
  if (cursor.isOperator("(")) skipParameters(cursor);
  if (type === "TIMESTAMP" || type === "TIME") {
    if (cursor.acceptWord("WITH", "TIME", "ZONE")) type += " WITH TIME ZONE";
    else cursor.acceptWord("WITHOUT", "TIME", "ZONE");
  }
  if (cursor.isOperator("[")) type += "[]";
  return { type, typeSpan: cursor.spanFrom(first.start) };
}

/** What a type is limited to changes nothing: DuckDB ignores the length of VARCHAR too. */
function skipParameters(cursor: Cursor): void {
  cursor.next();
  do {
    if (cursor.peek().kind !== "number") {
      throw cursor.unexpected("a number in the parameters of a type");
    }
    cursor.next();
  } while (cursor.acceptOperator(","));
  cursor.expectOperator(")", "after the parameters of a type");
}
