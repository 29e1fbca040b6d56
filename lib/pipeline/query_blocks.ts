import type { Token } from "../sql/mod.ts";

/** One SELECT of a query. */
interface Block {
  /** Whether names of its own that are no fields can only come of its own tables. */
  readonly closed: boolean;
  /** What stands in its FROM, in lower case; a subquery is the empty text. */
  readonly tables: string[];
  /** The item of its list that first gives each alias, in lower case. */
  readonly aliases: Map<string, number>;
}

/** Where a token stands. */
interface Standing {
  readonly block: Block;
  /** The item of the SELECT list that it is part of; -1 outside of the list. */
  readonly item: number;
}

interface Frame {
  block: Block;
  /** Whether its tokens are those of the block itself, and not in brackets within it. */
  readonly own: boolean;
  clause: string;
  item: number;
}

const CLAUSES = new Set(
  `select from where group having order window qualify limit offset union
  intersect except with`.split(/\s+/u),
);
const SETS = new Set(["union", "intersect", "except"]);

/**
 * Takes a query apart into its SELECTs, to tell which names are fields of
 * `events` for certain although the query gives the same name to a result.
 */
export class QueryBlocks {
  readonly #standings: Standing[] = [];

  /**
   * Reads a query.
   *
   * @param tokens The query.
   * @param isAlias Whether the token at a place names a result.
   */
  constructor(tokens: readonly Token[], isAlias: (at: number) => boolean) {
    const frames: Frame[] = [frameOf(blockOf(true))];
    tokens.forEach((token, at) => {
      const frame = frames.at(-1)!;
      const word = wordOf(token);
      if (frame.own && isClause(tokens, at)) {
        if (SETS.has(word)) frame.block = blockOf(frame.block.closed);
        frame.clause = word;
        frame.item = word === "select" ? 0 : -1;
      }
      const { block, clause, item } = frame;
      this.#standings.push({ block, item });
      if (frame.own) {
        if (isOperator(token, ",") && clause === "select") frame.item++;
        if (isAlias(at) && clause === "select") {
          const name = token.value.toLowerCase();
          if (!block.aliases.has(name)) block.aliases.set(name, item);
        }
        if (clause === "from" && isTable(tokens, at)) {
          block.tables.push(isOperator(token, "(") ? "" : word);
        }
      }
      if (isOperator(token, "(")) {
        frames.push(
          /^(select|from|with|values)$/u.test(wordOf(tokens[at + 1]))
            ? frameOf(blockOf(isClosed(tokens, at)))
            : { ...frame, own: false },
        );
      } else if (isOperator(token, ")") && frames.length > 1) frames.pop();
    });
  }

  /** Whether a name at a place can only be a field of `events`. */
  isField(at: number, name: string): boolean {
    const { block, item } = this.#standings[at]!;
    if (block.tables.length !== 1 || block.tables[0] !== "events") return false;
    const given = block.aliases.get(name.toLowerCase());
    // In its own item, and in those before it, an alias cannot be meant.
    return given === undefined ? block.closed : item !== -1 && item <= given;
  }
}

function blockOf(closed: boolean): Block {
  return { closed, tables: [], aliases: new Map() };
}

function frameOf(block: Block): Frame {
  return { block, own: true, clause: "", item: -1 };
}

/** Whether a subquery sees no names of the query around it: it is named by WITH, or is the first in FROM. */
function isClosed(tokens: readonly Token[], open: number): boolean {
  return /^(as|materialized|from)$/u.test(wordOf(tokens[open - 1]));
}

/** Whether a token begins a clause; IS DISTINCT FROM is none. */
function isClause(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!;
  return token.kind === "word" && CLAUSES.has(wordOf(token)) &&
    !(wordOf(token) === "from" && wordOf(tokens[at - 1]) === "distinct");
}

/** Whether a token begins a table of FROM. */
function isTable(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return /^(from|join|lateral)$/u.test(wordOf(before)) ||
    isOperator(before, ",");
}

function wordOf(token: Token | undefined): string {
  return token?.kind === "word" || token?.kind === "quotedName"
    ? token.value.toLowerCase()
    : "";
}

function isOperator(token: Token | undefined, operator: string): boolean {
  return token?.kind === "operator" && token.value === operator;
}
