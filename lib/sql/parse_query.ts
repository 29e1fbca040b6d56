import { Fault } from "../core/mod.ts";
import type { OrderItem, SelectQuery } from "./ast.ts";
import { Cursor } from "./cursor.ts";
import type { SourceText } from "./lex.ts";
import {
  parseDirection,
  parseOrderItem,
  parseSelectItem,
  parseSeparated,
} from "./parse.ts";
import { parseOperators } from "./parse_expression.ts";

/** What became of the text of a query: read, or left to DuckDB and why. */
export type ParsedQuery =
  | { readonly query: SelectQuery; readonly reason: null }
  | {
    readonly query: null;
    /** What weir does not read itself, in a few words, for `explain`. */
    readonly reason: string;
  };

/** Clauses of a SELECT that only DuckDB reads, by the word that begins them. */
const LEFT_TO_DUCKDB = [
  "JOIN",
  "INNER",
  "LEFT",
  "RIGHT",
  "FULL",
  "CROSS",
  "NATURAL",
  "ASOF",
  "POSITIONAL",
  "SEMI",
  "ANTI",
  "UNION",
  "INTERSECT",
  "EXCEPT",
  "QUALIFY",
  "WINDOW",
  "USING",
  "TABLESAMPLE",
  "PIVOT",
  "UNPIVOT",
];

/**
 * Reads a query, if it is one SELECT over `events` of the kind that can be
 * folded: `SELECT [DISTINCT] list FROM events [WHERE] [GROUP BY] [HAVING]
 * [ORDER BY] [LIMIT]`, or the same with FROM first.
 *
 * DuckDB runs every query, so nothing here is an error: whatever is outside
 * the subset, wrong texts included, is left to DuckDB with the reason.
 *
 * @throws {Fault} Only where the text cannot be split into words, such as a quote that is not closed.
 *
 * @example A query that can be folded
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const source = "sql query";
 * assertEquals(parseQuery({ text: "FROM events SELECT count(*) AS n", source }).reason, null);
 * assertEquals(parseQuery({ text: "SELECT * FROM a JOIN b USING (k)", source }).reason, "it reads the table a");
 * ```
 */
export function parseQuery(source: SourceText): ParsedQuery {
  const cursor = new Cursor(source);
  try {
    const query = parseSelect(cursor);
    return { query, reason: null };
  } catch (error) {
    if (error instanceof Outside) return { query: null, reason: error.message };
    // A text that the parser cannot read may still be SQL: DuckDB's own message will say if not.
    if (error instanceof Fault) {
      const reason = error.message.replace(/^cannot read [^:]*: /u, "");
      return { query: null, reason };
    }
    throw error;
  }
}

/** Thrown inside the parser only, where the text leaves the subset. */
class Outside extends Error {}

function parseSelect(cursor: Cursor): SelectQuery {
  const { start } = cursor.peek();
  const fromFirst = cursor.isWord("FROM");
  if (fromFirst) parseFrom(cursor);
  let distinct = false;
  let items: SelectQuery["items"];
  if (cursor.acceptWord("SELECT")) {
    distinct = cursor.acceptWord("DISTINCT");
    if (distinct && cursor.isWord("ON")) {
      throw new Outside("it has DISTINCT ON");
    }
    if (!distinct) cursor.acceptWord("ALL");
    items = parseSeparated(cursor, () => parseSelectItem(cursor));
  } else if (fromFirst) {
    items = [{ star: true, exclude: [], span: cursor.spanFrom(start) }];
  } else {
    throw new Outside(
      cursor.isWord("WITH") ? "it has WITH" : "it is not one SELECT",
    );
  }
  if (!fromFirst) parseFrom(cursor);

  const where = cursor.acceptWord("WHERE") ? parseOperators(cursor) : null;
  const groupBy = parseGroupBy(cursor);
  const having = cursor.acceptWord("HAVING") ? parseOperators(cursor) : null;
  const order = parseOrderBy(cursor);
  const limit = parseCount(cursor, "LIMIT");
  const offset = parseCount(cursor, "OFFSET");
  cursor.acceptOperator(";");
  refuseRest(cursor);
  cursor.expectEnd("the end of the query");
  return {
    source: cursor.source,
    distinct,
    items,
    where,
    groupBy,
    having,
    ...order,
    limit,
    offset,
    span: cursor.spanFrom(start),
  };
}

function parseFrom(cursor: Cursor): void {
  refuseRest(cursor);
  if (!cursor.acceptWord("FROM")) throw new Outside("it has no FROM events");
  if (cursor.isOperator("(")) throw new Outside("it has a subquery in FROM");
  const { name } = cursor.expectName("the name of a table");
  if (name.toLowerCase() !== "events") {
    throw new Outside(
      cursor.isOperator("(")
        ? `it calls the table function ${name}`
        : `it reads the table ${name}`,
    );
  }
  if (cursor.isOperator(",")) throw new Outside("it reads several tables");
  refuseRest(cursor);
  if (cursor.isWord("AS") || cursor.peek().kind === "quotedName") {
    throw new Outside("it gives events another name");
  }
}

function refuseRest(cursor: Cursor): void {
  for (const word of LEFT_TO_DUCKDB) {
    if (cursor.isWord(word)) throw new Outside(`it has ${word}`);
  }
}

function parseGroupBy(cursor: Cursor): SelectQuery["groupBy"] {
  if (!cursor.acceptWord("GROUP", "BY")) return null;
  if (cursor.acceptWord("ALL")) return "all";
  return parseSeparated(cursor, () => {
    for (const word of ["GROUPING", "ROLLUP", "CUBE"]) {
      if (cursor.isWord(word)) throw new Outside(`it has ${word}`);
    }
    return parseOperators(cursor);
  });
}

function parseOrderBy(
  cursor: Cursor,
): Pick<SelectQuery, "orderBy" | "orderAll"> {
  if (!cursor.acceptWord("ORDER", "BY")) {
    return { orderBy: null, orderAll: null };
  }
  if (cursor.acceptWord("ALL")) {
    return { orderBy: "all", orderAll: parseDirection(cursor) };
  }
  const orderBy: OrderItem[] = parseSeparated(
    cursor,
    () => parseOrderItem(cursor),
  );
  return { orderBy, orderAll: null };
}

function parseCount(cursor: Cursor, word: string): number | null {
  if (!cursor.acceptWord(word)) return null;
  const count = cursor.next();
  if (count.kind !== "number" || !/^\d{1,15}$/u.test(count.value)) {
    throw new Outside(`its ${word} is not a plain number`);
  }
  if (cursor.isOperator("%") || cursor.isWord("PERCENT")) {
    throw new Outside(`its ${word} is a percentage`);
  }
  return Number(count.value);
}
