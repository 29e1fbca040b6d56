import type { CallNode, Expression, TextNode } from "./ast.ts";
import { spanOf } from "./lex.ts";
import type { Cursor, ParseExpression } from "./cursor.ts";

const TIGHTER_THAN_IN = 80;

/** Reads `name(arguments)` and what may follow it. */
export function parseCall(cursor: Cursor, parse: ParseExpression): CallNode {
  const nameToken = cursor.next();
  const written = nameToken.value.toLowerCase();
  cursor.next();
  const special = parseSpecial(cursor, parse, written);
  const name = special?.name ?? written;
  let distinct = false;
  let star = false;
  const list: Expression[] = [];
  if (special !== null) {
    list.push(...special.list);
  } else if (cursor.acceptOperator("*")) {
    star = true;
  } else if (!cursor.isOperator(")")) {
    distinct = cursor.acceptWord("DISTINCT");
    if (!distinct) cursor.acceptWord("ALL");
    do {
      list.push(parse(cursor));
    } while (cursor.acceptOperator(","));
  }
  refuseOrder(cursor, name);
  cursor.expectOperator(")", `after the arguments of ${name}`);
  const filter = parseFilter(cursor, parse);
  refuseOver(cursor, name);
  return {
    kind: "call",
    name,
    nameSpan: spanOf(nameToken),
    arguments: list,
    star,
    distinct,
    filter,
    span: cursor.spanFrom(nameToken.start),
  };
}

/** `FILTER (WHERE c)`, and `FILTER (c)` as DuckDB also has it. */
function parseFilter(
  cursor: Cursor,
  parse: ParseExpression,
): Expression | null {
  if (!cursor.isWord("FILTER") || !cursor.isOperator("(", 1)) return null;
  cursor.next();
  cursor.next();
  cursor.acceptWord("WHERE");
  const condition = parse(cursor);
  cursor.expectOperator(")", "after the condition of FILTER");
  return condition;
}

function refuseOrder(cursor: Cursor, name: string): void {
  if (!cursor.isWord("ORDER", "BY")) return;
  throw cursor.fault(
    "aggregate-order",
    `${name} cannot be told an order here`,
    { start: cursor.peek().start, end: cursor.peek(1).end },
    name === "first" || name === "last" || name === "any_value"
      ? `Write arg_min(value, order) or arg_max(value, order)`
      : "Use the stage `sql`, which hands the whole query to DuckDB",
  );
}

function refuseOver(cursor: Cursor, name: string): void {
  if (!cursor.isWord("OVER")) return;
  throw cursor.fault(
    "window-function",
    `${name} cannot look at other rows here`,
    cursor.peek(),
    "Use the stage `sql`, which hands the whole query to DuckDB",
  );
}

/** What `name(` turned out to be. */
interface Call {
  readonly name: string;
  readonly list: readonly Expression[];
}

/** The functions whose arguments are joined by words; `null` for all others. */
function parseSpecial(
  cursor: Cursor,
  parse: ParseExpression,
  name: string,
): Call | null {
  switch (name) {
    case "extract": {
      const unit = cursor.peek();
      if (unit.kind !== "word" && unit.kind !== "string") return null;
      if (!isWordAt(cursor, 1, "FROM")) return null;
      cursor.next();
      cursor.next();
      const part: TextNode = {
        kind: "text",
        value: unit.value,
        span: spanOf(unit),
      };
      return { name, list: [part, parse(cursor)] };
    }
    case "position": {
      // IN after the first argument is a separator, so only what binds tighter may stand there.
      const needle = parse(cursor, TIGHTER_THAN_IN);
      cursor.expectWord("IN", "inside position");
      return { name, list: [parse(cursor), needle] };
    }
    case "substring": {
      const list = [parse(cursor)];
      if (cursor.acceptWord("FROM")) {
        list.push(parse(cursor));
        if (cursor.acceptWord("FOR")) list.push(parse(cursor));
      } else {
        while (cursor.acceptOperator(",")) list.push(parse(cursor));
      }
      return { name, list };
    }
    case "trim":
      return parseTrim(cursor, parse);
    default:
      return null;
  }
}

/** `trim(LEADING 'x' FROM s)` is `ltrim(s, 'x')`. */
function parseTrim(cursor: Cursor, parse: ParseExpression): Call | null {
  const name = cursor.acceptWord("LEADING")
    ? "ltrim"
    : cursor.acceptWord("TRAILING")
    ? "rtrim"
    : cursor.acceptWord("BOTH")
    ? "trim"
    : null;
  if (name === null) return null;
  if (cursor.acceptWord("FROM")) return { name, list: [parse(cursor)] };
  const first = parse(cursor);
  if (!cursor.acceptWord("FROM")) return { name, list: [first] };
  return { name, list: [parse(cursor), first] };
}

function isWordAt(cursor: Cursor, ahead: number, word: string): boolean {
  const token = cursor.peek(ahead);
  return token.kind === "word" && token.value.toUpperCase() === word;
}
