import { Fault, placeInText } from "../core/mod.ts";
import { type SourceText, type Token, tokenize } from "../sql/mod.ts";

/** What to write in place of an approximate aggregate, given what stands between its brackets. */
const EXACT: Readonly<Record<string, (inside: string) => string>> = {
  approx_count_distinct: (inside) => `count(DISTINCT ${inside})`,
  approx_quantile: (inside) => `quantile_cont(${inside})`,
};

/**
 * Refuses the approximate aggregates where a query goes to DuckDB: its own are
 * other sketches, and what they answer may depend on the order of rows (D5).
 *
 * @param unfolded Why the query is not folded, in a few words.
 * @throws {Fault} Where the query calls one.
 */
export function refuseSketches(source: SourceText, unfolded: string): void {
  const tokens = tokenize(source);
  const at = tokens.findIndex((token, index) =>
    isName(token) && /^approx_/iu.test(token.value) &&
    isOperator(tokens[index + 1], "(")
  );
  if (at === -1) return;
  const { start, end, value } = tokens[at]!;
  const name = value.toLowerCase();
  const exact = EXACT[name]?.(inside(source.text, tokens, at + 1));
  const why = unfolded === "" ? "" : `: ${unfolded}`;
  throw new Fault(
    "sql/sketch",
    `cannot run ${source.source}: ${
      exact === undefined
        ? `what ${name} answers may depend on the order of rows`
        : `${name} needs a query that folds, and this one does not${why}`
    }`,
    {
      place: placeInText(source.source, source.text, start, end),
      mend: exact === undefined
        ? "Write an exact aggregate; for the most frequent values count(*) with GROUP BY, ORDER BY and LIMIT"
        : `Write ${exact}: it is exact, and the rows are held in any case`,
    },
  );
}

/** What stands between a bracket and the one that closes it. */
function inside(text: string, tokens: readonly Token[], open: number): string {
  let depth = 0;
  for (const token of tokens.slice(open)) {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")") && --depth === 0) {
      return text.slice(tokens[open]!.end, token.start).trim();
    }
  }
  return "...";
}

function isName(token: Token): boolean {
  return token.kind === "word" || token.kind === "quotedName";
}

function isOperator(token: Token | undefined, operator: string): boolean {
  return token?.kind === "operator" && token.value === operator;
}
