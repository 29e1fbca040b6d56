import type { Expression } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** An expression, and what may follow it. */
export interface Parsed {
  /** The expression. */
  readonly node: Expression;
  /**
   * What follows binds less tightly than this. Whatever binds tighter was read
   * with the last operand, unless it may not follow there: `a < b < c` means
   * nothing.
   */
  readonly limit: number;
}

/** Reads an expression whose operators bind at least so tightly. */
export type ParseLevel = (cursor: Cursor, power: number) => Parsed;

/** Reads `IS ...` behind an operand. */
export function parseIs(
  cursor: Cursor,
  operand: Expression,
  parse: ParseLevel,
  power: number,
): Parsed {
  const word = cursor.next();
  const is = (value: boolean | null, negated: boolean): Parsed => {
    const span = cursor.spanFrom(operand.span.start);
    return {
      node: { kind: "is", operand, value, negated, span },
      limit: Infinity,
    };
  };
  const upper = word.value.toUpperCase();
  if (upper !== "IS") return is(null, upper === "NOTNULL");
  const negated = cursor.acceptWord("NOT");
  if (cursor.acceptWord("DISTINCT", "FROM")) {
    const operator = negated ? "is not distinct from" : "is distinct from";
    const operatorSpan = cursor.spanFrom(word.start);
    const right = parse(cursor, power + 1);
    return {
      node: {
        kind: "binary",
        operator,
        operatorSpan,
        left: operand,
        right: right.node,
        span: cursor.spanFrom(operand.span.start),
      },
      limit: Math.min(power, right.limit),
    };
  }
  if (cursor.acceptWord("TRUE")) return is(true, negated);
  if (cursor.acceptWord("FALSE")) return is(false, negated);
  if (cursor.acceptWord("NULL") || cursor.acceptWord("UNKNOWN")) {
    return is(null, negated);
  }
  throw cursor.unexpected("NULL, TRUE, FALSE or DISTINCT FROM after IS");
}

/** Reads the bounds of BETWEEN. */
export function parseBetween(
  cursor: Cursor,
  operand: Expression,
  negated: boolean,
  parse: ParseLevel,
  power: number,
): Parsed {
  if (cursor.isWord("NOT")) throw cursor.unexpected("a bound after BETWEEN");
  const low = parse(cursor, power + 1).node;
  cursor.expectWord("AND", "between the bounds of BETWEEN");
  const high = parse(cursor, power + 1);
  const span = cursor.spanFrom(operand.span.start);
  return {
    node: { kind: "between", operand, low, high: high.node, negated, span },
    limit: Math.min(power, high.limit),
  };
}

/** Reads the list of IN. */
export function parseIn(
  cursor: Cursor,
  operand: Expression,
  negated: boolean,
  parse: ParseLevel,
): Parsed {
  cursor.expectOperator("(", "after IN");
  const list: Expression[] = [];
  do {
    list.push(parse(cursor, 0).node);
  } while (cursor.acceptOperator(",") && !cursor.isOperator(")"));
  cursor.expectOperator(")", "after the list of IN");
  const span = cursor.spanFrom(operand.span.start);
  return {
    node: { kind: "in", operand, list, negated, span },
    limit: Infinity,
  };
}

/** Reads the pattern of LIKE or ILIKE. */
export function parseLike(
  cursor: Cursor,
  operand: Expression,
  flags: { readonly negated: boolean; readonly insensitive: boolean },
  parse: ParseLevel,
  power: number,
): Parsed {
  const pattern = parse(cursor, power + 1);
  const escape = cursor.acceptWord("ESCAPE") ? parse(cursor, power + 1) : null;
  const span = cursor.spanFrom(operand.span.start);
  return {
    node: {
      kind: "like",
      operand,
      pattern: pattern.node,
      escape: escape?.node ?? null,
      ...flags,
      span,
    },
    limit: Math.min(power, (escape ?? pattern).limit),
  };
}
