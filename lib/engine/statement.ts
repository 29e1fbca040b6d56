import { Fault, type Place, placeInText, type Query } from "../core/mod.ts";
import { type Token, tokenize } from "../sql/mod.ts";
import {
  isOperator,
  pairBrackets,
  type QueryTokens,
  wordOf,
} from "./tokens.ts";

/** What a query begins with. `with` is told by what follows its tables. */
export type Verb =
  | "select"
  | "from"
  | "values"
  | "pivot"
  | "unpivot"
  | "summarize";

/** A query that may be run: one statement, which only reads. */
export interface Statement extends QueryTokens {
  /** What it begins with, behind brackets and `WITH`. */
  readonly verb: Verb;
}

const VERBS: ReadonlySet<string> = new Set(
  ["select", "from", "values", "pivot", "unpivot", "summarize"],
);

/** Functions that reach files or settings, or that read memory; DuckDB refuses most of them once more. */
const REACHING: ReadonlySet<string> = new Set(
  `read_csv read_csv_auto read_text read_blob read_json read_json_auto
  read_json_objects read_json_objects_auto read_ndjson read_ndjson_auto
  read_ndjson_objects read_parquet parquet_scan parquet_metadata parquet_schema
  parquet_file_metadata parquet_kv_metadata parquet_bloom_probe read_xlsx
  sniff_csv glob sqlite_scan sqlite_query sqlite_attach postgres_scan
  postgres_query postgres_attach mysql_query iceberg_scan delta_scan st_read
  arrow_scan arrow_scan_dumb seq_scan query query_table getenv checkpoint
  force_checkpoint enable_logging disable_logging truncate_duckdb_logs
  write_log duckdb_secrets which_secret`.split(/\s+/u),
);
const FILES = /^(read_|parquet_|sniff_|glob$|sqlite_|iceberg_|delta_|st_read$)/;

/**
 * Reads the user's query as the one statement that it may be (D4).
 *
 * This is the first wall and gives the message; DuckDB's lock and the worker's
 * permissions stand behind it.
 *
 * @throws {Fault} If it is none, more than one, does not only read, or names a file.
 */
export function readStatement(query: Query): Statement {
  const tokens = withoutLastSemicolon(tokenize(query));
  const place = (token: Token): Place =>
    placeInText(query.source, query.text, token.start, token.end);
  const refuse = (
    code: string,
    token: Token,
    what: string,
    mend: string,
  ): Fault =>
    new Fault(`sql/${code}`, `cannot run ${query.source}: ${what}`, {
      place: place(token),
      mend,
    });

  const first = tokens[0]!;
  if (first.kind === "end") {
    throw refuse(
      "empty",
      first,
      "it is empty",
      "Write a query over the table events, such as SELECT count(*) FROM events",
    );
  }
  const nul = tokens.find((token) =>
    token.kind !== "end" &&
    query.text.slice(token.start, token.end).includes("\0")
  );
  if (nul !== undefined) {
    throw refuse("nul", nul, "it holds a NUL byte", "Write chr(0) for it");
  }
  const semicolon = tokens.find((token) => isOperator(token, ";"));
  if (semicolon !== undefined) {
    throw refuse(
      "statements",
      semicolon,
      "it has more than one statement",
      "Keep one query a stage: join several with 'then sql'",
    );
  }
  const paired = pairBrackets(tokens);
  if ("kind" in paired) {
    throw refuse(
      "brackets",
      paired,
      `a ${paired.value} has no partner`,
      "Add the bracket that is missing, or take this one away",
    );
  }
  const verbAt = findVerb(paired);
  const verb = wordOf(tokens[verbAt]);
  if (!VERBS.has(verb)) {
    const found = tokens[verbAt]!;
    throw refuse(
      "read-only",
      found,
      found.kind === "end"
        ? "it ends too soon"
        : `${found.value.toUpperCase()} is not a query that only reads`,
      "Begin with SELECT, WITH, FROM, VALUES, PIVOT or SUMMARIZE",
    );
  }
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const name = token.kind === "quotedName"
      ? token.value.toLowerCase()
      : wordOf(token);
    if (REACHING.has(name) && isOperator(next, "(")) {
      throw FILES.test(name)
        ? fileFault(
          query,
          token,
          `${name} reads files`,
          next,
          tokens[index + 2],
        )
        : refuse(
          "reaching",
          token,
          `${name} reaches outside of the query`,
          "Take it out: a query sees events and the tables given by --table",
        );
    }
    if (token.kind === "string" && isTable(paired, index)) {
      throw fileFault(query, token, "it names a file", next, token);
    }
  }
  return { ...paired, verb: verb as Verb };
}

/** Functions whose arguments are told apart by FROM. */
const FROM_INSIDE: ReadonlySet<string> = new Set(
  ["extract", "trim", "substring", "overlay", "position"],
);

/** Whether a text stands where a table would. */
function isTable({ tokens, parents }: QueryTokens, index: number): boolean {
  const before = wordOf(tokens[index - 1]);
  if (before === "join") return true;
  return before === "from" && wordOf(tokens[index - 2]) !== "distinct" &&
    !FROM_INSIDE.has(wordOf(tokens[parents[index]! - 1]));
}

/** How weir takes files, with the command to paste (C10). */
function fileFault(
  query: Query,
  token: Token,
  what: string,
  open: Token | undefined,
  file: Token | undefined,
): Fault {
  const path = file?.kind === "string" && open !== undefined
    ? file.value
    : "FILE";
  const stem = path.split(/[\\/]/u).at(-1)!.split(".")[0]!;
  const name = /^[a-z_]\w*$/iu.test(stem) && path !== "FILE" ? stem : "name";
  return new Fault(
    "sql/file",
    `cannot run ${query.source}: ${what}, and queries see no files`,
    {
      place: placeInText(query.source, query.text, token.start, token.end),
      mend: `Name the file before the query and read it as events, or pass ` +
        `--table ${name}=${shellWord(path)} and write FROM ${name}`,
    },
  );
}

function shellWord(text: string): string {
  return /^[\w./=:@%+-]+$/u.test(text)
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
}

function withoutLastSemicolon(tokens: readonly Token[]): readonly Token[] {
  const kept = [...tokens];
  while (isOperator(kept.at(-2), ";")) kept.splice(-2, 1);
  return kept;
}

/** The index of the word that says what the statement does, behind opening brackets and the tables of `WITH`. */
function findVerb({ tokens, partners }: QueryTokens): number {
  let at = 0;
  while (isOperator(tokens[at], "(")) at++;
  if (wordOf(tokens[at]) !== "with") return at;
  at++;
  if (wordOf(tokens[at]) === "recursive") at++;
  // name [(columns)] [USING KEY (columns)] AS [NOT] [MATERIALIZED] (query)
  for (;;) {
    while (
      tokens[at]!.kind !== "end" && wordOf(tokens[at]) !== "as"
    ) {
      at = partners[at]! > at ? partners[at]! + 1 : at + 1;
    }
    at++;
    if (wordOf(tokens[at]) === "not") at++;
    if (wordOf(tokens[at]) === "materialized") at++;
    if (!isOperator(tokens[at], "(")) return Math.min(at, tokens.length - 1);
    at = partners[at]! + 1;
    if (!isOperator(tokens[at], ",")) break;
    at++;
  }
  while (isOperator(tokens[at], "(")) at++;
  return at;
}
