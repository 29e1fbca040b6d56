import type { CaseNode, Expression, TextNode } from "./ast.ts";
import type { Cursor, ParseExpression } from "./cursor.ts";
import { spanOf, type Token } from "./lex.ts";
import { isReserved } from "./keywords.ts";
import { parseCall } from "./parse_call.ts";
import { parseName } from "./parse_name.ts";
import { parseTypeName } from "./parse_type.ts";

/** The units that may follow the number of an interval, by every name they go by. */
export const INTERVAL_UNITS: Readonly<Record<string, string>> = Object
  .fromEntries(
    [
      "microsecond",
      "millisecond",
      "second",
      "minute",
      "hour",
      "day",
      "week",
      "month",
      "quarter",
      "year",
      "decade",
      "century",
      "millennium",
    ].flatMap((unit) => {
      const plural = unit === "century"
        ? "centuries"
        : unit === "millennium"
        ? "millennia"
        : `${unit}s`;
      return [[unit, unit], [plural, unit]];
    }),
  );

/** Reads what an operator can stand beside: a value, a name, a call, something in parentheses. */
export function parsePrimary(
  cursor: Cursor,
  parse: ParseExpression,
): Expression {
  const token = cursor.peek();
  switch (token.kind) {
    case "number":
      cursor.next();
      return { kind: "number", digits: token.value, span: spanOf(token) };
    case "string":
      cursor.next();
      return { kind: "text", value: token.value, span: spanOf(token) };
    case "parameter":
      cursor.next();
      return {
        kind: "parameter",
        name: token.value,
        fallback: token.fallback,
        span: spanOf(token),
      };
    case "quotedName":
      return parseNameOrCall(cursor, parse);
    case "word":
      return parseWord(cursor, parse, token);
    case "operator":
      if (token.value === "(") return parseParentheses(cursor, parse);
      refuseSymbol(cursor, token);
  }
  throw cursor.unexpected("a value, a field or a function");
}

function parseParentheses(cursor: Cursor, parse: ParseExpression): Expression {
  const { start } = cursor.next();
  if (cursor.isWord("SELECT") || cursor.isWord("FROM")) {
    throw cursor.fault(
      "subquery",
      "a query inside an expression cannot be read here",
      cursor.peek(),
      "Use the stage `sql`, which hands the whole query to DuckDB",
    );
  }
  const inner = parse(cursor);
  cursor.expectOperator(")", "to close the parenthesis");
  // What stands before it in a larger span begins at its parenthesis.
  const node: Expression = { ...inner, span: cursor.spanFrom(start) };
  return parseSubscripts(cursor, node);
}

function parseWord(
  cursor: Cursor,
  parse: ParseExpression,
  token: Token,
): Expression {
  const upper = token.value.toUpperCase();
  switch (upper) {
    case "TRUE":
    case "FALSE":
      cursor.next();
      return { kind: "constant", value: upper === "TRUE", span: spanOf(token) };
    case "NULL":
      cursor.next();
      return { kind: "constant", value: null, span: spanOf(token) };
    case "CASE":
      return parseCase(cursor, parse);
    case "CAST":
    case "TRY_CAST":
      return parseCast(cursor, parse, upper === "TRY_CAST");
    case "INTERVAL":
      if (
        cursor.peek(1).kind === "string" || cursor.peek(1).kind === "number" ||
        cursor.isOperator("(", 1) || cursor.peek(1).kind === "parameter"
      ) {
        return parseInterval(cursor, parse);
      }
      break;
    case "TIMESTAMP":
    case "DATE":
    case "TIMESTAMPTZ":
    case "TIME":
      if (cursor.peek(1).kind === "string") return parseTypedText(cursor);
      break;
    case "CURRENT_DATE":
    case "CURRENT_TIMESTAMP":
    case "LOCALTIMESTAMP":
      if (!cursor.isOperator("(", 1)) {
        cursor.next();
        return {
          kind: "call",
          name: upper === "CURRENT_DATE" ? "current_date" : "now",
          nameSpan: spanOf(token),
          arguments: [],
          star: false,
          distinct: false,
          filter: null,
          span: spanOf(token),
        };
      }
      break;
    case "EXISTS":
      if (cursor.isOperator("(", 1)) {
        throw cursor.fault(
          "subquery",
          "EXISTS (...) cannot be read here",
          token,
          "Use the stage `sql`, which hands the whole query to DuckDB",
        );
      }
  }
  return parseNameOrCall(cursor, parse);
}

function parseNameOrCall(cursor: Cursor, parse: ParseExpression): Expression {
  const token = cursor.peek();
  // Reserved or not, what stands before a parenthesis is a function: `left(x, 1)`.
  const called = cursor.isOperator("(", 1);
  if (called && token.kind === "word" && !isReserved(token.value)) {
    return parseSubscripts(cursor, parseCall(cursor, parse));
  }
  return parseName(cursor);
}

/** Nothing but a field can be entered: a computed list is for DuckDB. */
function parseSubscripts(cursor: Cursor, node: Expression): Expression {
  if (cursor.isOperator("[") || cursor.isOperator(".")) {
    throw cursor.fault(
      "subscript",
      "only the name of a field can be entered with a point or brackets",
      cursor.peek(),
      "Use the stage `sql`, which hands the whole query to DuckDB",
    );
  }
  return node;
}

function parseCase(cursor: Cursor, parse: ParseExpression): CaseNode {
  const start = cursor.next().start;
  const operand = cursor.isWord("WHEN") ? null : parse(cursor);
  const branches: { when: Expression; then: Expression }[] = [];
  while (cursor.acceptWord("WHEN")) {
    const when = parse(cursor);
    cursor.expectWord("THEN", "after the condition of WHEN");
    branches.push({ when, then: parse(cursor) });
  }
  if (branches.length === 0) throw cursor.unexpected("WHEN after CASE");
  const otherwise = cursor.acceptWord("ELSE") ? parse(cursor) : null;
  cursor.expectWord("END", "after CASE");
  const span = cursor.spanFrom(start);
  return { kind: "case", operand, branches, otherwise, span };
}

function parseCast(
  cursor: Cursor,
  parse: ParseExpression,
  trying: boolean,
): Expression {
  const start = cursor.next().start;
  cursor.expectOperator("(", "after CAST");
  const operand = parse(cursor);
  cursor.expectWord("AS", "and a type inside CAST");
  const { type, typeSpan } = parseTypeName(cursor);
  cursor.expectOperator(")", "after the type");
  const span = cursor.spanFrom(start);
  return { kind: "cast", operand, type, typeSpan, trying, span };
}

function parseInterval(cursor: Cursor, parse: ParseExpression): Expression {
  const start = cursor.next().start;
  const amount: Expression = cursor.isOperator("(")
    ? parseParentheses(cursor, parse)
    : parsePrimary(cursor, parse);
  const token = cursor.peek();
  const unit = token.kind === "word"
    ? INTERVAL_UNITS[token.value.toLowerCase()] ?? null
    : null;
  if (unit !== null) cursor.next();
  else if (amount.kind !== "text") {
    throw cursor.unexpected("a unit such as MINUTE after the number");
  }
  return { kind: "interval", amount, unit, span: cursor.spanFrom(start) };
}

function parseTypedText(cursor: Cursor): Expression {
  const word = cursor.next();
  const token = cursor.next();
  const operand: TextNode = {
    kind: "text",
    value: token.value,
    span: spanOf(token),
  };
  const type = word.value.toUpperCase();
  return {
    kind: "cast",
    operand,
    type,
    typeSpan: spanOf(word),
    trying: false,
    span: cursor.spanFrom(word.start),
  };
}

function refuseSymbol(cursor: Cursor, token: Token): void {
  const what = token.value === "["
    ? "a list"
    : token.value === "{"
    ? "a struct"
    : token.value === "*"
    ? "`*`"
    : token.value === "?"
    ? "`?`"
    : null;
  if (what === null) return;
  throw cursor.fault(
    "unexpected",
    `${what} cannot be read as a value here`,
    token,
    token.value === "?"
      ? "Write $NAME and pass --param NAME=value"
      : token.value === "*"
      ? "Name the fields, or write count(*) to count rows"
      : "Use the stage `sql`, which hands the whole query to DuckDB",
  );
}
