import { isOperator, isWord, type QueryTokens, wordOf } from "./tokens.ts";

/** One SELECT of a query, and what it has. */
interface Block {
  readonly outermost: boolean;
  counts: boolean;
  groups: boolean;
  having: boolean;
  /** Whether it may drop rows of the tables that it reads. */
  drops: boolean;
}

/**
 * Whether a query counts all rows of a pane and drops the count again, by
 * HAVING or in a SELECT around it.
 *
 * As a subquery over the rows of each pane such a query answers wrongly:
 * DuckDB drops the count below the join that takes no row for a count of 0.
 */
export function filtersCounts(query: QueryTokens): boolean {
  const blocks = blocksOf(query);
  return blocks.some((block) =>
    block.counts && !block.groups &&
    (block.having ||
      (!block.outermost &&
        blocks.some((other) => other !== block && other.drops)))
  );
}

function blocksOf({ tokens, parents }: QueryTokens): Block[] {
  const blocks: Block[] = [];
  /** The last SELECT of each bracket that holds a query; sets begin another. */
  const last = new Map<number, Block>();
  const begin = (bracket: number): Block => {
    const block = {
      outermost: bracket === -1,
      counts: false,
      groups: false,
      having: false,
      drops: false,
    };
    blocks.push(block);
    last.set(bracket, block);
    return block;
  };
  begin(-1);
  for (const [at, token] of tokens.entries()) {
    const word = wordOf(token);
    if (
      isOperator(token, "(") &&
      /^(select|from|with)$/u.test(wordOf(tokens[at + 1]))
    ) begin(at);
    if (word === "") continue;
    let bracket = parents[at]!;
    while (!last.has(bracket)) bracket = parents[bracket]!;
    const block = last.get(bracket)!;
    if (/^count(_star)?$/u.test(word) && isOperator(tokens[at + 1], "(")) {
      block.counts = true;
    } else if (word === "group" && isWord(tokens[at + 1], "by")) {
      // ALL may be none.
      block.groups = !isWord(tokens[at + 2], "all");
    } else if (word === "having") block.having = block.drops = true;
    else if (word === "where" || word === "join") block.drops = true;
    else if (/^(union|intersect|except)$/u.test(word)) begin(bracket);
  }
  return blocks;
}
