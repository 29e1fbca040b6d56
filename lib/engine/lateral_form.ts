import type { Field } from "../core/mod.ts";
import { quoteName } from "../sql/mod.ts";
import type { Edit } from "./edits.ts";
import {
  BRACKET_WORDS,
  SCALAR_FUNCTIONS,
  UNORDERED_AGGREGATES,
} from "./functions.ts";
import { filtersCounts } from "./filtered_counts.ts";
import { isEvents, isHistory } from "./grouped_form.ts";
import type { Statement } from "./statement.ts";
import { findTail } from "./tail.ts";
import {
  ALL_EVENTS,
  ALL_HISTORY,
  PANE_NUMBER,
  PANES,
  type TogetherForm,
} from "./together.ts";
import { isOperator, isWord, type QueryTokens, wordOf } from "./tokens.ts";

/**
 * Rewrites a query so that it answers for many panes at once, as a subquery
 * over the rows of each (D4); `null` where that could give another answer.
 *
 * DuckDB turns such a subquery into joins, which keep which rows there are but
 * not their order. So nothing may go by the order of rows, nor by rounding:
 * what is left is filters, joins, groups, sets, and aggregates that are exact.
 * DuckDB gives NULL for an aggregate over no rows except for counts, so others
 * that have a value there are left out too.
 *
 * @param statement The query.
 * @param events The columns of a pane, as DuckDB knows them.
 * @param columns How many columns the answer has.
 * @param history Whether panes have a `history` of the same columns.
 */
export function lateralForm(
  statement: Statement,
  events: readonly Field[],
  columns: number,
  history = false,
): TogetherForm | null {
  const { tokens, depths } = statement;
  if (
    statement.verb === "pivot" || statement.verb === "unpivot" ||
    statement.verb === "summarize" || !isUnordered(statement) ||
    filtersCounts(statement)
  ) return null;
  const tail = findTail(statement);
  // Each pane's rows come back sorted by all columns, which is another order
  // than the user's unless the user asks for none.
  if (tail.orderFrom !== null) return null;
  if (tail.orderTo !== tokens.length - 1) return null;

  const edits: Edit[] = [];
  const names = events.map(({ name }) => quoteName(name)).join(", ");
  const rowsOf = (table: string) =>
    `(SELECT ${names} FROM "${table}" AS "all~" ` +
    `WHERE "all~"."${PANE_NUMBER}" = "${PANES}"."${PANE_NUMBER}")`;
  for (const [at, token] of tokens.entries()) {
    const past = history && isHistory(token);
    if (!past && !isEvents(token)) continue;
    const before = wordOf(tokens[at - 1]);
    if (isOperator(tokens[at + 1], ".") && !isOperator(tokens[at - 1], ".")) {
      continue;
    }
    if (before !== "from" && before !== "join") return null;
    edits.push({
      start: token.start,
      end: token.end,
      text: rowsOf(past ? ALL_HISTORY : ALL_EVENTS) +
        (hasAlias(statement, at) ? "" : past ? " AS history" : " AS events"),
    });
  }
  if (edits.length === 0 || depths.length === 0) return null;
  const answer = Array.from({ length: columns }, (_, at) => `c${at}`);
  edits.unshift({
    start: 0,
    end: 0,
    text:
      `SELECT q.*, "${PANES}"."${PANE_NUMBER}" FROM "${PANES}", LATERAL (\n`,
  });
  const end = tokens.at(-2)!.end;
  const all = answer.map((_, at) => at + 1).join(", ");
  edits.push({
    start: end,
    end,
    text: `\n) AS q(${answer.join(", ")}) ORDER BY ${columns + 1}, ${all}`,
  });
  return { edits, offset: 0, limit: Infinity, whole: history };
}

const CLAUSES =
  /^(where|group|having|order|limit|offset|union|intersect|except|select|on|using|join|left|right|full|inner|cross|natural|qualify|window)$/u;

function hasAlias({ tokens }: QueryTokens, at: number): boolean {
  const next = tokens[at + 1]!;
  if (next.kind === "quotedName") return true;
  return next.kind === "word" && !CLAUSES.test(wordOf(next));
}

/** Whether nothing in a query goes by the order of rows or by rounding, as far as is known. */
function isUnordered({ tokens, partners }: QueryTokens): boolean {
  for (const [at, token] of tokens.entries()) {
    const word = wordOf(token);
    if (
      /^(over|lambda|columns|unnest|limit|offset|fetch|using|tablesample|sample|recursive|lateral|qualify|positional|asof|pivot|unpivot|rollup|cube|sets|at|order|any|some)$/u
        .test(word) && !(word === "using" && isOperator(tokens[at + 1], "("))
    ) return false;
    if (isWord(token, "distinct") && isWord(tokens[at + 1], "on")) return false;
    if (token.kind === "operator" && /^(->|\[|\{|=>|:=)$/u.test(token.value)) {
      return false;
    }
    if (token.kind === "quotedName" && isOperator(tokens[at + 1], "(")) {
      return false;
    }
    if (isOperator(token, "(") && isQuery(tokens[at + 1]!)) {
      // A subquery that stands for one value must have one row: not checked alike.
      const before = wordOf(tokens[at - 1]);
      const open = at > 0 && isOperator(tokens[at - 1], "(");
      if (
        at > 0 && !open &&
        !/^(from|join|as|in|exists|materialized|union|all|except|intersect)$/u
          .test(before)
      ) return false;
    }
    if (word === "" || !isOperator(tokens[at + 1], "(")) continue;
    if (isOperator(tokens[at - 1], ".")) return false;
    if (BRACKET_WORDS.has(word) || SCALAR_FUNCTIONS.has(word)) continue;
    // A table of WITH with names for its columns.
    const after = tokens[partners[at + 1]! + 1];
    if (isWord(after, "as")) continue;
    if (!UNORDERED_AGGREGATES.has(word)) return false;
    const inner = tokens.slice(at + 2, partners[at + 1]!);
    if (isWord(inner[0], "distinct") && word !== "count") return false;
  }
  return true;
}

function isQuery(token: { kind: string; value: string }): boolean {
  return token.kind === "word" &&
    /^(select|from|with|values)$/iu.test(token.value);
}
