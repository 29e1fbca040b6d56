import {
  isReserved,
  type SourceText,
  type Token,
  tokenize,
} from "../sql/mod.ts";
import { QueryBlocks } from "./query_blocks.ts";
import { type QueryPlaces, queryPlaces } from "./query_places.ts";

/** The names of fields that a query may mean. */
export interface QueryNames {
  /** Whether it asks for all fields, as `SELECT *` does. */
  readonly all: boolean;
  /** Paths, each as its parts, in order of first appearance. */
  readonly paths: readonly (readonly string[])[];
  /**
   * Paths that begin with a name that an `AS` or a lambda of the query gives
   * as well, and may mean what that names: they are of the rows only where the rows are
   * known to have such a field, since a column of that name would hide what
   * the query means.
   */
  readonly renamed: readonly (readonly string[])[];
}

/** Words of clauses that could be names and hardly ever are. */
const WORDS = new Set(
  `by interval over partition rows range preceding following unbounded nulls exclude replace recursive
  materialized groups ties others join left right full inner outer cross natural semi anti asof positional
  tablesample`.split(/\s+/u),
);

/**
 * Finds the names in a query that weir does not read itself.
 *
 * It goes by words, so it may find too many: a name that is no field becomes
 * a column of NULLs that nothing reads. What a `WITH` or a table's alias names
 * is left out, so that no such column hides it.
 *
 * @param known Tables that the query may name.
 */
export function queryNames(
  source: SourceText,
  known: readonly string[] = ["events"],
): QueryNames {
  const tokens = tokenize(source);
  const places = queryPlaces(tokens);
  const { tables, columns, aliases } = namesGiven(tokens, places, known);
  const blocks = new QueryBlocks(tokens, (at) => aliases.has(at));
  const paths = new Map<string, readonly string[]>();
  const renamed = new Map<string, readonly string[]>();
  let all = false;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const before = tokens[at - 1];
    if (isOperator(token, "*") && isSelectStar(before)) all = true;
    if (
      isWordOf(token, ["columns", "summarize", "pivot", "unpivot", "describe"])
    ) {
      all = true;
    }
    // FROM first and no SELECT behind it means all fields.
    if (at === 0 && isWordOf(token, ["from"])) {
      all ||= !tokens.some((other) => isWordOf(other, ["select"]));
    }
    // The unit of an interval stands behind its number.
    if (
      !isName(token) || places.others.has(at) || isOperator(before, ".") ||
      isWordOf(before, ["as"]) || before?.kind === "number" ||
      isPhrase(tokens, at) || isBareAlias(tokens, at)
    ) continue;
    const path = [token.value];
    let end = at + 1;
    while (
      isOperator(tokens[end], ".") && tokens[end + 1] !== undefined &&
      (tokens[end + 1]!.kind === "word" ||
        tokens[end + 1]!.kind === "quotedName")
    ) {
      path.push(tokens[end + 1]!.value);
      end += 2;
    }
    if (isOperator(tokens[end], "(")) continue;
    const name = path[0]!.toLowerCase();
    if (tables.has(name)) {
      if (path.length > 1) path.shift();
      else if (token.kind === "word") continue;
    }
    const doubtful = places.parameters.has(name) ||
      columns.has(name) && !tables.has(name) && !blocks.isField(at, name);
    const found = doubtful ? renamed : paths;
    found.set(JSON.stringify(path), path);
  }
  return { all, paths: [...paths.values()], renamed: [...renamed.values()] };
}

/** Whether a word is part of `CURRENT ROW` or `AT TIME ZONE`. */
function isPhrase(tokens: readonly Token[], at: number): boolean {
  return [["current", "row"], ["at", "time", "zone"]].some((phrase) =>
    phrase.some((_, place) =>
      phrase.every((word, other) =>
        isWordOf(tokens[at - place + other], [word])
      )
    )
  );
}

/** Names that the query itself gives: to tables and common table expressions, and to output columns. */
function namesGiven(
  tokens: readonly Token[],
  places: QueryPlaces,
  known: readonly string[],
): {
  readonly tables: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
  /** Where output columns get their names. */
  readonly aliases: ReadonlySet<number>;
} {
  const tables = new Set(known);
  const columns = new Set<string>();
  const aliases = new Set<number>();
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    const after = tokens[at + 1];
    if (!isName(token) || places.others.has(at)) return;
    const name = token.value.toLowerCase();
    // `x AS (`, `JOIN geo`, `events e`, `geo AS g`, `(SELECT ...) s`.
    const isTable = isWordOf(before, ["with", "recursive"]) ||
      places.tables.has(at - 1) ||
      (isWordOf(after, ["as"]) && isOperator(tokens[at + 2], "(")) ||
      isAliasOfTable(tokens, at, places);
    if (isTable) tables.add(name);
    else if (isWordOf(before, ["as"]) || isBareAlias(tokens, at)) {
      columns.add(name);
      aliases.add(at);
    } else if (isOperator(before, ")")) tables.add(name);
  });
  return { tables, columns, aliases };
}

/** Whether a name stands right behind another, as `total` does in `SELECT sum total, ...`. */
function isBareAlias(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  return before !== undefined && isName(before) &&
    !isPhrase(tokens, at - 1) &&
    (isOperator(after, ",") || isOperator(after, ")") ||
      isWordOf(after, ["from"]) || after?.kind === "end");
}

/** Whether a name stands behind that of a table, with or without AS. */
function isAliasOfTable(
  tokens: readonly Token[],
  at: number,
  places: QueryPlaces,
): boolean {
  const behind = isWordOf(tokens[at - 1], ["as"]) ? at - 2 : at - 1;
  const table = tokens[behind];
  return table !== undefined && table.kind !== "operator" &&
    places.tables.has(behind - 1);
}

function isSelectStar(before: Token | undefined): boolean {
  return isWordOf(before, ["select", "distinct", "all"]) ||
    isOperator(before, ",") || isOperator(before, ".");
}

function isName(token: Token): boolean {
  if (token.kind === "quotedName") return true;
  return token.kind === "word" && !isReserved(token.value) &&
    !WORDS.has(token.value.toLowerCase());
}

function isWordOf(token: Token | undefined, words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.value.toLowerCase());
}

function isOperator(token: Token | undefined, operator: string): boolean {
  return token?.kind === "operator" && token.value === operator;
}
