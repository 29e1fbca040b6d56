import type { BinaryOperator, Expression } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { spanOf, type Token } from "./lex.ts";
import {
  parseBetween,
  type Parsed,
  parseIn,
  parseIs,
  parseLike,
} from "./parse_words.ts";
import { parsePrimary } from "./parse_primary.ts";
import { refuseSymbol, refuseWord } from "./parse_refusals.ts";
import { parseTypeName } from "./parse_type.ts";

/** How tightly things bind, loosest first, as DuckDB's grammar has it. */
const POWER = {
  or: 10,
  and: 20,
  not: 30,
  is: 40,
  comparison: 50,
  range: 60,
  other: 80,
  sum: 90,
  product: 100,
  power: 110,
  sign: 130,
  cast: 150,
} as const;

/** The operators that take two operands and mean the same wherever they stand. */
const BINARY: Readonly<
  Record<string, { operator: BinaryOperator; power: number }>
> = {
  "=": { operator: "=", power: POWER.comparison },
  // As in DuckDB, whose grammar takes it for an operator like any other: a || b == c || d is ((a || b) == c) || d.
  "==": { operator: "=", power: POWER.other },
  "<>": { operator: "<>", power: POWER.comparison },
  "!=": { operator: "<>", power: POWER.comparison },
  "<": { operator: "<", power: POWER.comparison },
  "<=": { operator: "<=", power: POWER.comparison },
  ">": { operator: ">", power: POWER.comparison },
  ">=": { operator: ">=", power: POWER.comparison },
  "||": { operator: "||", power: POWER.other },
  "->": { operator: "->", power: POWER.other },
  "->>": { operator: "->>", power: POWER.other },
  "+": { operator: "+", power: POWER.sum },
  "-": { operator: "-", power: POWER.sum },
  "*": { operator: "*", power: POWER.product },
  "/": { operator: "/", power: POWER.product },
  "//": { operator: "//", power: POWER.product },
  "%": { operator: "%", power: POWER.product },
  "^": { operator: "^", power: POWER.power },
  "**": { operator: "**", power: POWER.power },
};

/** Reads an expression whose operators bind at least so tightly. */
export function parseOperators(cursor: Cursor, power = 0): Expression {
  return parseLevel(cursor, power).node;
}

function parseLevel(cursor: Cursor, power: number): Parsed {
  return cursor.nested(() => {
    let parsed = parsePrefix(cursor);
    for (;;) {
      const found = parseInfix(cursor, parsed.node, power, parsed.limit);
      if (found === null) return parsed;
      parsed = found;
    }
  });
}

function parsePrefix(cursor: Cursor): Parsed {
  const token = cursor.peek();
  if (cursor.acceptWord("NOT")) {
    return prefixed(cursor, token, "not", POWER.not, POWER.not);
  }
  for (const operator of ["-", "+"] as const) {
    if (cursor.acceptOperator(operator)) {
      return prefixed(cursor, token, operator, POWER.sign, POWER.sign + 1);
    }
  }
  if (token.kind === "operator" && token.value === "!") {
    throw cursor.fault(
      "operator",
      "! is not an operator here",
      token,
      "Write NOT",
    );
  }
  return { node: parsePrimary(cursor, parseOperators), limit: Infinity };
}

function prefixed(
  cursor: Cursor,
  token: Token,
  operator: "not" | "-" | "+",
  power: number,
  limit: number,
): Parsed {
  const operand = parseLevel(cursor, power);
  const span = cursor.spanFrom(token.start);
  return {
    node: { kind: "unary", operator, operand: operand.node, span },
    limit: Math.min(limit, operand.limit),
  };
}

function parseInfix(
  cursor: Cursor,
  left: Expression,
  power: number,
  limit: number,
): Parsed | null {
  const token = cursor.peek();
  if (token.kind === "operator") {
    return parseSymbol(cursor, token, left, power, limit);
  }
  if (token.kind !== "word") return null;
  const mayFollow = (own: number) => own >= power && own < limit;

  if (cursor.isWord("OR") || cursor.isWord("AND")) {
    const operator = cursor.isWord("OR") ? "or" : "and";
    if (!mayFollow(POWER[operator])) return null;
    return binary(cursor, operator, left, POWER[operator] + 1);
  }
  if (
    cursor.isWord("IS") || cursor.isWord("ISNULL") || cursor.isWord("NOTNULL")
  ) {
    if (!mayFollow(POWER.is)) return null;
    return parseIs(cursor, left, parseLevel, POWER.is);
  }
  const negated = cursor.isWord("NOT");
  const word = cursor.peek(negated ? 1 : 0);
  if (word.kind !== "word") return null;
  const upper = word.value.toUpperCase();
  if (!["BETWEEN", "IN", "LIKE", "ILIKE"].includes(upper)) {
    if (["SIMILAR", "GLOB", "COLLATE", "AT"].includes(upper)) {
      refuseWord(cursor, upper, word);
    }
    return null;
  }
  if (!mayFollow(POWER.range)) return null;
  if (negated) cursor.next();
  cursor.next();
  switch (upper) {
    case "BETWEEN":
      return parseBetween(cursor, left, negated, parseLevel, POWER.range);
    case "IN":
      return parseIn(cursor, left, negated, parseLevel);
    default: {
      const insensitive = upper === "ILIKE";
      const flags = { negated, insensitive };
      return parseLike(cursor, left, flags, parseLevel, POWER.range);
    }
  }
}

function parseSymbol(
  cursor: Cursor,
  token: Token,
  left: Expression,
  power: number,
  limit: number,
): Parsed | null {
  if (token.value === "::") {
    if (POWER.cast < power) return null;
    cursor.next();
    const { type, typeSpan } = parseTypeName(cursor);
    const span = cursor.spanFrom(left.span.start);
    return {
      node: {
        kind: "cast",
        operand: left,
        type,
        typeSpan,
        trying: false,
        span,
      },
      limit: Infinity,
    };
  }
  refuseSymbol(cursor, token);
  const found = BINARY[token.value];
  if (found === undefined || found.power < power) return null;
  if (found.power === POWER.comparison && limit === POWER.comparison) {
    throw cursor.fault(
      "chained",
      "comparisons cannot be chained",
      token,
      "Join them with AND: `a < b AND b < c`",
    );
  }
  if (found.power >= limit) return null;
  return binary(cursor, found.operator, left, found.power + 1);
}

function binary(
  cursor: Cursor,
  operator: BinaryOperator,
  left: Expression,
  rightPower: number,
): Parsed {
  const operatorSpan = spanOf(cursor.next());
  const right = parseLevel(cursor, rightPower);
  const span = cursor.spanFrom(left.span.start);
  // Comparisons do not follow each other; other operators do, from left to right.
  const own = rightPower === POWER.comparison + 1
    ? POWER.comparison
    : rightPower;
  return {
    node: {
      kind: "binary",
      operator,
      operatorSpan,
      left,
      right: right.node,
      span,
    },
    limit: Math.min(own, right.limit),
  };
}
