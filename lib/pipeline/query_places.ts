import type { Token } from "../sql/mod.ts";

/** What the places of a query's tokens tell of their names. */
export interface QueryPlaces {
  /** Places of tokens that are part of a type, a key, or the part of a date. */
  readonly others: ReadonlySet<number>;
  /** Names of the parameters of lambdas, in lower case. */
  readonly parameters: ReadonlySet<string>;
  /** Places of FROM and JOIN that a table stands behind. */
  readonly tables: ReadonlySet<number>;
}

/** Calls in which FROM parts the arguments. */
const PARTED = new Set(["extract", "trim", "substring", "overlay"]);

/** Looks at where the tokens of a query stand, as far as that tells what a name there is. */
export function queryPlaces(tokens: readonly Token[]): QueryPlaces {
  const others = new Set<number>();
  const parameters = new Set<string>();
  const tables = new Set<number>();
  /** Places of the brackets that are open. */
  const open: number[] = [];
  tokens.forEach((token, at) => {
    const word = wordOf(token);
    const call = open.length === 0 ? "" : wordOf(tokens[open.at(-1)! - 1]);
    const next = tokens[at + 1];
    if (isOperator(token, "(")) open.push(at);
    else if (isOperator(token, ")")) open.pop();
    else if (isOperator(token, "::")) typeAt(tokens, at + 1, others);
    else if (word === "as" && /^(try_)?cast$/u.test(call)) {
      typeAt(tokens, at + 1, others);
    } else if (word === "from" || word === "join") {
      const before = wordOf(tokens[at - 1]);
      if (before !== "distinct" && !PARTED.has(call)) tables.add(at);
    } else if (word === "lambda") {
      for (let name = at + 1; nameOf(tokens[name]) !== ""; name += 2) {
        parameters.add(nameOf(tokens[name]));
        if (!isOperator(tokens[name + 1], ",")) break;
      }
    } else if (isOperator(token, "->") && next?.kind !== "string") {
      lambdaBefore(tokens, at, parameters);
    } else if (isTypeOfLiteral(tokens, at)) {
      typeAt(tokens, at, others);
    } else if (
      isOperator(next, "{") || isOperator(next, ":") ||
      isOperator(next, ":=") || isOperator(next, "=>") ||
      (call === "extract" && open.at(-1) === at - 1)
    ) others.add(at);
  });
  return { others, parameters, tables };
}

/** Whether a type begins here that a text or a parameter follows: `DATE '2024-01-31'`, `DATE $day`. */
function isTypeOfLiteral(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]!.kind !== "word") return false;
  const zoned = zoneAt(tokens, at + 1);
  const value = tokens[at + 1 + zoned]?.kind;
  return value === "string" || value === "parameter";
}

/** Takes note of the tokens of a type. */
function typeAt(
  tokens: readonly Token[],
  from: number,
  others: Set<number>,
): void {
  let to = from + 1;
  if (/^(precision|varying)$/u.test(wordOf(tokens[to]))) to++;
  if (isOperator(tokens[to], "(")) to = behind(tokens, to, "(", ")");
  to += zoneAt(tokens, to);
  while (isOperator(tokens[to], "[")) to = behind(tokens, to, "[", "]");
  for (let at = from; at < to; at++) others.add(at);
}

/** How many tokens `WITH TIME ZONE` or `WITHOUT TIME ZONE` takes here. */
function zoneAt(tokens: readonly Token[], at: number): number {
  return /^with(out)?$/u.test(wordOf(tokens[at])) &&
      wordOf(tokens[at + 1]) === "time" && wordOf(tokens[at + 2]) === "zone"
    ? 3
    : 0;
}

/** The place behind the bracket that closes one. */
function behind(
  tokens: readonly Token[],
  from: number,
  opening: string,
  closing: string,
): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    if (isOperator(tokens[at], opening)) depth++;
    else if (isOperator(tokens[at], closing) && --depth === 0) return at + 1;
  }
  return tokens.length;
}

/** The parameters of `x -> ...` and `(x, y) -> ...`. */
function lambdaBefore(
  tokens: readonly Token[],
  arrow: number,
  parameters: Set<string>,
): void {
  if (!isOperator(tokens[arrow - 1], ")")) {
    const name = nameOf(tokens[arrow - 1]);
    if (name !== "") parameters.add(name);
    return;
  }
  for (let at = arrow - 2; nameOf(tokens[at]) !== ""; at -= 2) {
    parameters.add(nameOf(tokens[at]));
    if (!isOperator(tokens[at - 1], ",")) break;
  }
}

function nameOf(token: Token | undefined): string {
  return token?.kind === "word" || token?.kind === "quotedName"
    ? token.value.toLowerCase()
    : "";
}

function wordOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.value.toLowerCase() : "";
}

function isOperator(token: Token | undefined, operator: string): boolean {
  return token?.kind === "operator" && token.value === operator;
}
