import type { Token } from "../sql/mod.ts";

/** The tokens of a query with what is asked of them again and again. */
export interface QueryTokens {
  /** The tokens, without a last `;`; the last is always `end`. */
  readonly tokens: readonly Token[];
  /** How many brackets each token stands in; a bracket stands outside of itself. */
  readonly depths: readonly number[];
  /** For each bracket the index of the one that closes or opens it; -1 for all else. */
  readonly partners: readonly number[];
  /** For each token the index of the innermost bracket that it stands in; -1 outside of all. */
  readonly parents: readonly number[];
}

const OPEN = new Set(["(", "[", "{"]);
const CLOSE = new Set([")", "]", "}"]);

/** Pairs the brackets of a query; gives the token of one that has no partner. */
export function pairBrackets(tokens: readonly Token[]): QueryTokens | Token {
  const depths: number[] = [];
  const partners: number[] = new Array<number>(tokens.length).fill(-1);
  const parents: number[] = [];
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    const operator = token.kind === "operator" ? token.value : "";
    if (CLOSE.has(operator)) {
      const from = open.pop();
      if (from === undefined) return token;
      partners[index] = from;
      partners[from] = index;
    }
    depths.push(open.length);
    parents.push(open.at(-1) ?? -1);
    if (OPEN.has(operator)) open.push(index);
  }
  const alone = open.at(-1);
  return alone === undefined
    ? { tokens, depths, partners, parents }
    : tokens[alone]!;
}

/** Whether a token is this bare word, whatever its case. */
export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.value.toLowerCase() === word;
}

/** Whether a token is this operator. */
export function isOperator(token: Token | undefined, value: string): boolean {
  return token?.kind === "operator" && token.value === value;
}

/** The lower-case word that a bare word is, else the empty text. */
export function wordOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.value.toLowerCase() : "";
}
