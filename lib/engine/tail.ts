import type { Edit } from "./edits.ts";
import type { Statement } from "./statement.ts";
import { isOperator, wordOf } from "./tokens.ts";

/** Where the last clauses of a statement stand, outside of all brackets. */
export interface Tail {
  /** Index of the first token after ORDER BY; `null` where there is none. */
  readonly orderFrom: number | null;
  /** Index of the token after the sorting, or where it would go: LIMIT, OFFSET or the end. */
  readonly orderTo: number;
}

/** Finds ORDER BY, LIMIT and OFFSET of the outermost query. */
export function findTail({ tokens, depths }: Statement): Tail {
  let orderFrom: number | null = null;
  let orderTo = tokens.length - 1;
  for (let at = 0; at < tokens.length; at++) {
    if (depths[at] !== 0) continue;
    const word = wordOf(tokens[at]);
    if (word === "order" && wordOf(tokens[at + 1]) === "by") {
      orderFrom = at + 2;
    } else if (word === "limit" || word === "offset") {
      orderTo = at;
      break;
    }
  }
  return { orderFrom, orderTo };
}

/** Whether the order names all columns already: ORDER BY ALL. */
function sortsAll(statement: Statement, { orderFrom, orderTo }: Tail): boolean {
  return orderFrom !== null && wordOf(statement.tokens[orderFrom]) === "all" &&
    !isOperator(statement.tokens[orderFrom + 1], ",") &&
    orderTo > orderFrom;
}

/**
 * Makes the order of the answer complete (D1), before LIMIT: by all columns
 * from left to right where the user asks for none, else by all columns after
 * those that the user names.
 *
 * @param statement The query.
 * @param columns How many columns the answer has; not needed without ORDER BY.
 */
export function orderEdits(statement: Statement, columns: number): Edit[] {
  const tail = findTail(statement);
  if (sortsAll(statement, tail)) return [];
  const offset = statement.tokens[tail.orderTo - 1]!.end;
  const ordinals = Array.from({ length: columns }, (_, at) => at + 1);
  const text = tail.orderFrom === null
    ? " ORDER BY ALL"
    : `, ${ordinals.join(", ")}`;
  return [{ start: offset, end: offset, text }];
}
