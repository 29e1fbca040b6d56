import type { Token } from "../sql/mod.ts";
import type { Edit } from "./edits.ts";
import {
  BRACKET_WORDS,
  ORDERED_AGGREGATES,
  ROUNDING_AGGREGATES,
  SCALAR_FUNCTIONS,
  UNORDERED_AGGREGATES,
} from "./functions.ts";
import type { Statement } from "./statement.ts";
import { ALL_EVENTS, PANE_NUMBER, type TogetherForm } from "./together.ts";
import { isOperator, isWord, wordOf } from "./tokens.ts";

const NUMBER = `"${PANE_NUMBER}"`;

/** The clauses of a plain SELECT, in order; each holds the index of its first word. */
interface Clauses {
  readonly select: number;
  readonly from: number;
  readonly where: number;
  readonly group: number;
  readonly having: number;
  readonly order: number;
  readonly limit: number;
  readonly end: number;
}

/**
 * Rewrites a plain `SELECT ... FROM events` so that it answers for many panes
 * at once, by grouping by the pane as well; `null` where the query is not so
 * plain.
 *
 * The rows of each pane are read in the order they have by themselves, and
 * every aggregate takes them up in that order, so the answers are the same to
 * the last bit. What is left out is what could see other panes' rows (OVER,
 * subqueries), what could be carried out otherwise (sorted or DISTINCT
 * aggregates, sums of constants), and what is not known.
 *
 * A pane without rows that pass has no group here; its answer is that of an
 * empty pane.
 *
 * @param columns How many columns the answer has.
 */
export function groupedForm(
  statement: Statement,
  columns: number,
): TogetherForm | null {
  const { tokens } = statement;
  const clauses = statement.verb === "select" ? findClauses(statement) : null;
  if (clauses === null) return null;
  const calls = checkCalls(statement);
  if (calls === null) return null;
  const range = readLimit(statement, clauses);
  if (range === null) return null;
  const edits: Edit[] = [];
  const insert = (offset: number, text: string): void => {
    edits.push({ start: offset, end: offset, text });
  };

  if (!excludeFromStars(statement, clauses, edits)) return null;
  insert(tokens[clauses.from - 1]!.end, `, ${NUMBER}`);
  const events = tokens[clauses.from + 1]!;
  const aliased = clauses.where > clauses.from + 2;
  edits.push({
    start: events.start,
    end: events.end,
    text: `"${ALL_EVENTS}"${aliased ? "" : " AS events"}`,
  });

  const grouped = clauses.group < clauses.having;
  if (grouped) {
    const first = tokens[clauses.group + 2]!;
    if (
      isOperator(first, "(") ||
      /^(rollup|cube|grouping)$/u.test(wordOf(first))
    ) return null;
    if (wordOf(first) !== "all") insert(first.start, `${NUMBER}, `);
  } else if (calls.aggregates || clauses.having < clauses.order) {
    insert(tokens[clauses.having - 1]!.end, ` GROUP BY ${NUMBER}`);
  }

  const all = Array.from({ length: columns }, (_, at) => at + 1).join(", ");
  const last = tokens[clauses.end - 1]!.end;
  if (clauses.order === clauses.limit) {
    const before = tokens[clauses.order - 1]!.end;
    edits.push({
      start: before,
      end: last,
      text: ` ORDER BY ${columns + 1}, ${all}`,
    });
  } else {
    const first = tokens[clauses.order + 2]!;
    // ORDER BY ALL would sort by the pane last.
    if (wordOf(first) === "all") return null;
    insert(first.start, `${columns + 1}, `);
    edits.push({
      start: tokens[clauses.limit - 1]!.end,
      end: last,
      text: `, ${all}`,
    });
  }
  return { edits, ...range };
}

/** Finds the clauses; `null` unless they are SELECT ... FROM events [alias] and those known here, once each and in order. */
function findClauses({ tokens, depths }: Statement): Clauses | null {
  const end = tokens.length - 1;
  const found = new Map<string, number>();
  for (let at = 0; at < end; at++) {
    if (isWord(tokens[at], "select") && at > 0) return null;
    if (depths[at] !== 0) continue;
    const word = wordOf(tokens[at]);
    if (
      /^(union|intersect|except|qualify|window|using|with|offset|pivot|unpivot|join|tablesample|positional|asof|natural|cross)$/u
        .test(word) && !(word === "offset" && found.has("limit"))
    ) return null;
    if (/^(from|where|group|having|order|limit)$/u.test(word)) {
      // IS DISTINCT FROM is no clause.
      if (word === "from" && isWord(tokens[at - 1], "distinct")) continue;
      if (word === "group" && !isWord(tokens[at + 1], "by")) continue;
      if (word === "order" && !isWord(tokens[at + 1], "by")) continue;
      if (found.has(word)) return null;
      found.set(word, at);
    }
  }
  if (isWord(tokens[1], "distinct") && isWord(tokens[2], "on")) return null;
  const from = found.get("from");
  if (from === undefined) return null;
  const limit = found.get("limit") ?? end;
  const order = found.get("order") ?? limit;
  const having = found.get("having") ?? order;
  const group = found.get("group") ?? having;
  const where = found.get("where") ?? group;
  if (
    !(from < where && where <= group && group <= having && having <= order &&
      order <= limit)
  ) {
    return null;
  }
  if (!isEvents(tokens[from + 1])) return null;
  // [AS] alias, and nothing else.
  const alias = tokens.slice(from + 2, where).filter((token) =>
    !isWord(token, "as")
  );
  if (
    alias.length > 1 ||
    alias.some(({ kind }) => kind !== "word" && kind !== "quotedName")
  ) return null;
  return { select: 0, from, where, group, having, order, limit, end };
}

/** Whether a token names the table of the pane. */
export function isEvents(token: Token | undefined): boolean {
  return (token?.kind === "word" || token?.kind === "quotedName") &&
    token.value.toLowerCase() === "events";
}

/** Whether a token names the table of the windows before. */
export function isHistory(token: Token | undefined): boolean {
  return (token?.kind === "word" || token?.kind === "quotedName") &&
    token.value.toLowerCase() === "history";
}

/** Whether the functions called are known to give the same, and whether there are aggregates; `null` where they might not. */
function checkCalls(statement: Statement): { aggregates: boolean } | null {
  const { tokens, partners } = statement;
  let aggregates = false;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const word = wordOf(token);
    if (/^(over|lambda|columns|unnest|at)$/u.test(word)) return null;
    if (token.kind === "operator" && /^(->|\[|\{|=>|:=)$/u.test(token.value)) {
      return null;
    }
    if (token.kind === "quotedName" && isOperator(tokens[at + 1], "(")) {
      return null;
    }
    if (word === "" || !isOperator(tokens[at + 1], "(")) continue;
    // A dot before means a schema, or a call on a value.
    if (isOperator(tokens[at - 1], ".")) return null;
    const inner = tokens.slice(at + 2, partners[at + 1]!);
    if (BRACKET_WORDS.has(word) || SCALAR_FUNCTIONS.has(word)) continue;
    if (
      !UNORDERED_AGGREGATES.has(word) && !ORDERED_AGGREGATES.has(word) &&
      !ROUNDING_AGGREGATES.has(word)
    ) return null;
    aggregates = true;
    if (inner.some((each) => isWord(each, "order"))) return null;
    if (isWord(inner[0], "distinct") && word !== "count") return null;
    if (ROUNDING_AGGREGATES.has(word) && !sumsRows(inner)) return null;
  }
  return { aggregates };
}

const COMPARISONS = new Set(["=", "==", "<>", "!=", "<", ">", "<=", ">="]);
const ARITHMETIC = new Set(["+", "-", "*", "/", "(", ")", "."]);

/**
 * Whether the argument of a sum has a value of its own in each row, or is a
 * whole number: DuckDB multiplies a constant by the number of rows where there
 * are no groups, and adds it up where there are.
 */
function sumsRows(inner: readonly Token[]): boolean {
  if (
    inner.some((token) =>
      token.kind === "operator" && COMPARISONS.has(token.value)
    )
  ) {
    return isWord(inner[0], "case")
      ? wholeCase(inner)
      : !inner.some((token) => isWord(token, "case"));
  }
  let names = 0;
  for (const token of inner) {
    if (token.kind === "operator") {
      if (!ARITHMETIC.has(token.value)) return false;
    } else if (token.kind === "number") {
      if (!/^\d+$/u.test(token.value)) return false;
    } else if (token.kind === "quotedName") names++;
    else if (token.kind === "word") {
      if (/^(case|null|true|false)$/u.test(wordOf(token))) return false;
      names++;
    } else return false;
  }
  return names > 0;
}

/** Whether every branch of a CASE is a whole number or NULL. */
function wholeCase(inner: readonly Token[]): boolean {
  if (!isWord(inner.at(-1), "end")) return false;
  return inner.every((token, at) => {
    if (!isWord(token, "then") && !isWord(token, "else")) return true;
    const value = inner[at + 1];
    const after = wordOf(inner[at + 2]);
    return (value?.kind === "number" && /^\d+$/u.test(value.value) ||
      isWord(value, "null")) &&
      (after === "when" || after === "else" || after === "end");
  });
}

/** Takes the pane's number out of every `*`; `false` where that cannot be written. */
function excludeFromStars(
  { tokens, depths }: Statement,
  clauses: Clauses,
  edits: Edit[],
): boolean {
  for (let at = clauses.select + 1; at < clauses.from; at++) {
    if (!isOperator(tokens[at], "*") || depths[at] !== 0) continue;
    const before = tokens[at - 1]!;
    const item = isOperator(before, ",") || isOperator(before, ".") ||
      /^(select|distinct|all)$/u.test(wordOf(before));
    if (!item) continue;
    if (!isOperator(tokens[at + 1], ",") && at + 1 !== clauses.from) {
      return false;
    }
    const { end } = tokens[at]!;
    edits.push({ start: end, end, text: ` EXCLUDE (${NUMBER})` });
  }
  return true;
}

/** LIMIT n [OFFSET m], which are carried out for each pane afterwards. */
function readLimit(
  { tokens }: Statement,
  { limit, end }: Clauses,
): { limit: number; offset: number } | null {
  if (limit === end) return { limit: Infinity, offset: 0 };
  const rest = tokens.slice(limit, end);
  const [, count, offsetWord, offset] = rest;
  const whole = (token: Token | undefined): boolean =>
    token?.kind === "number" && /^\d{1,15}$/u.test(token.value);
  if (rest.length === 2 && whole(count)) {
    return { limit: Number(count!.value), offset: 0 };
  }
  if (
    rest.length === 4 && whole(count) && isWord(offsetWord, "offset") &&
    whole(offset)
  ) {
    return { limit: Number(count!.value), offset: Number(offset!.value) };
  }
  return null;
}
