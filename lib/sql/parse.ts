import type {
  Expression,
  Item,
  NameNode,
  OrderItem,
  Rename,
  StarItem,
} from "./ast.ts";
import { Cursor } from "./cursor.ts";
import { defaultName } from "./default_name.ts";
import { isReserved } from "./keywords.ts";
import type { SourceText } from "./lex.ts";
import { parseOperators } from "./parse_expression.ts";
import { parseName } from "./parse_name.ts";

/**
 * Reads one expression: all of the text.
 *
 * @throws {Fault} Where it cannot be read, with the spot and the way to mend it.
 *
 * @example A condition
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const node = parseExpression({ text: "status >= 500", source: "filter expression" });
 * assertEquals(node.kind, "binary");
 * ```
 */
export function parseExpression(source: SourceText): Expression {
  const cursor = new Cursor(source);
  const expression = parseOperators(cursor);
  refuseList(cursor);
  cursor.expectEnd("an operator or the end");
  return expression;
}

/** Reads `a, b + 1 AS c`, or `*` among them. */
export function parseSelectList(source: SourceText): (Item | StarItem)[] {
  const cursor = new Cursor(source);
  return parseAll(cursor, () => parseSelectItem(cursor));
}

/** Reads `count(*) AS n, p99(ms)`: a select list without `*`. */
export function parseItems(source: SourceText): Item[] {
  const cursor = new Cursor(source);
  return parseAll(cursor, () => parseItem(cursor));
}

/** Reads `c = a + b, d = lower(e)`; the name of each item is what is assigned. */
export function parseAssignments(source: SourceText): Item[] {
  const cursor = new Cursor(source);
  return parseAll(cursor, () => {
    const { name, span } = cursor.expectName("the name of the field to set");
    if (cursor.isOperator("==")) {
      throw cursor.fault(
        "assignment",
        `${name} is compared here, not set`,
        cursor.peek(),
        `Write one =: \`${name} = ...\``,
      );
    }
    cursor.expectOperator("=", `after ${name}, which is to be set`);
    const expression = parseOperators(cursor);
    return {
      expression,
      name,
      named: true,
      span: cursor.spanFrom(span.start),
    };
  });
}

/** Reads `old AS new, "odd name" AS plain`. */
export function parseRenames(source: SourceText): Rename[] {
  const cursor = new Cursor(source);
  return parseAll(cursor, () => {
    const from = parseName(cursor);
    cursor.expectWord("AS", "between the old name and the new one");
    const { name } = cursor.expectName("the new name");
    return { from, to: name, span: cursor.spanFrom(from.span.start) };
  });
}

/** Reads `a, b.c, "odd name"`. */
export function parseNames(source: SourceText): NameNode[] {
  const cursor = new Cursor(source);
  return parseAll(cursor, () => parseName(cursor));
}

/** Reads `n DESC, host NULLS FIRST`. */
export function parseOrder(source: SourceText): OrderItem[] {
  const cursor = new Cursor(source);
  return parseAll(cursor, () => parseOrderItem(cursor));
}

function parseAll<T>(cursor: Cursor, parseOne: () => T): T[] {
  const all = parseSeparated(cursor, parseOne);
  cursor.expectEnd("a comma or the end");
  return all;
}

/** Reads one thing and, after each comma, one more; a comma at the end is let pass, as DuckDB does. */
export function parseSeparated<T>(cursor: Cursor, parseOne: () => T): T[] {
  const all = [parseOne()];
  while (cursor.acceptOperator(",")) {
    if (cursor.ended || cursor.isWord("FROM")) break;
    all.push(parseOne());
  }
  return all;
}

/** Reads one column of a select list. */
export function parseSelectItem(cursor: Cursor): Item | StarItem {
  const start = cursor.peek().start;
  if (!cursor.acceptOperator("*")) return parseItem(cursor);
  const exclude: string[] = [];
  if (cursor.acceptWord("EXCLUDE")) {
    if (cursor.acceptOperator("(")) {
      exclude.push(
        ...parseSeparated(
          cursor,
          () => cursor.expectName("the name of a field").name,
        ),
      );
      cursor.expectOperator(")", "after the names to leave out");
    } else {
      exclude.push(cursor.expectName("the name of a field").name);
    }
  }
  return { star: true, exclude, span: cursor.spanFrom(start) };
}

function parseItem(cursor: Cursor): Item {
  const expression = parseOperators(cursor);
  const { start } = expression.span;
  if (cursor.acceptWord("AS")) {
    const token = cursor.peek();
    // After AS any word may name a column, reserved or not.
    if (token.kind === "word" || token.kind === "quotedName") cursor.next();
    else throw cursor.unexpected("a name after AS");
    const span = cursor.spanFrom(start);
    return { expression, name: token.value, named: true, span };
  }
  const alias = cursor.peek();
  if (
    alias.kind === "quotedName" ||
    (alias.kind === "word" && !isReserved(alias.value))
  ) {
    cursor.next();
    const span = cursor.spanFrom(start);
    return { expression, name: alias.value, named: true, span };
  }
  const span = cursor.spanFrom(start);
  return { expression, name: defaultName(expression), named: false, span };
}

/** Reads one part of ORDER BY. */
export function parseOrderItem(cursor: Cursor): OrderItem {
  const expression = parseOperators(cursor);
  const direction = parseDirection(cursor);
  const span = cursor.spanFrom(expression.span.start);
  return { expression, ...direction, span };
}

/** Reads `DESC NULLS FIRST`, each part optional. */
export function parseDirection(
  cursor: Cursor,
): Omit<OrderItem, "expression" | "span"> {
  const descending = cursor.acceptWord("DESC") ||
    cursor.acceptWord("DESCENDING");
  if (!descending && !cursor.acceptWord("ASC")) cursor.acceptWord("ASCENDING");
  const nullsFirst = cursor.acceptWord("NULLS", "FIRST");
  if (!nullsFirst) cursor.acceptWord("NULLS", "LAST");
  return { descending, nullsFirst };
}

/** `a = 1, b = 2` in a filter, or `a = 1; b = 2`: say what a filter wants. */
function refuseList(cursor: Cursor): void {
  const token = cursor.peek();
  if (
    token.kind !== "operator" || (token.value !== "," && token.value !== ";")
  ) {
    return;
  }
  throw cursor.fault(
    "list",
    "one expression is wanted, and a list stands here",
    token,
    "Join conditions with AND or OR",
  );
}
