import { Fault, type Pane, type Place, placeInText } from "../core/mod.ts";
import { isPlainName, nearestName, type Token } from "../sql/mod.ts";
import { formatTimestamp } from "../time/mod.ts";
import type { DatabaseError, DatabaseErrorInfo } from "./driver.ts";
import type { EditedText } from "./edits.ts";
import type { ReadQuery } from "./prepare.ts";
import { isOperator } from "./tokens.ts";

/** What was going on when DuckDB gave an error. */
export interface FaultContext {
  /** The query. */
  readonly read: ReadQuery;
  /** What DuckDB was given. */
  readonly sql: EditedText;
  /** The pane that stood as `events`; `null` where the query was only described. */
  readonly pane: Pane | null;
  /** Names of the columns that the query may name. */
  readonly columns: readonly string[];
  /** Names of the tables that the query may name. */
  readonly tables: readonly string[];
  /** The engine, `wasm` or `native`. */
  readonly engine: string;
}

/** Kinds of errors that are in the query itself, whatever the rows. */
const OF_THE_QUERY: ReadonlySet<string> = new Set([
  "Parser",
  "Binder",
  "Catalog",
  "Syntax",
  "Permission",
  "Parameter Not Resolved",
  "Not implemented",
]);

/** What is wrong, in the user's words, and where. */
interface Explained {
  readonly what: string;
  readonly mend?: string | undefined;
  /** The token that it is about, where DuckDB's own position is not it. */
  readonly token?: Token | undefined;
}

/** An error of DuckDB in the user's own words, where it stands in the user's own text (V5, C10). */
export function queryFault(error: DatabaseError, context: FaultContext): Fault {
  const { info } = error;
  const { read, pane } = context;
  const failed = !OF_THE_QUERY.has(info.kind);
  if (info.kind === "Out of Memory") {
    return memoryFault(error, read, pane, context.engine);
  }
  const { what, mend, token } = explain(info, context);
  return new Fault(
    failed ? "sql/failed" : "sql/query",
    `cannot run ${read.query.source}${
      failed && pane !== null ? inWindow(pane) : ""
    }: ${what}`,
    {
      place: placeOf(token ?? tokenAt(info, context), read),
      ...(mend === undefined ? {} : { mend }),
      cause: error,
    },
  );
}

function inWindow({ window }: Pane): string {
  if (window === null) return "";
  const [start, end] = [window.startUs, window.endUs].map(formatTimestamp);
  return ` on the window ${start} to ${end}`;
}

/** The token that DuckDB points at, else the first that it names; `undefined` where there is none. */
function tokenAt(
  info: DatabaseErrorInfo,
  { read, sql }: FaultContext,
): Token | undefined {
  const { tokens } = read.statement;
  if (info.position !== null) {
    const offset = sql.originalOffset(info.position);
    return tokens.find(({ end, kind }) => end > offset && kind !== "end") ??
      tokens.at(-1);
  }
  const named = [...info.message.matchAll(/["']([^"'\n]+)["']/gu)]
    .map((match) => match[1]!.toLowerCase());
  if (info.name !== null) named.unshift(info.name.toLowerCase());
  for (const name of named) {
    const found = tokens.find(({ kind, value }) =>
      (kind === "word" || kind === "quotedName") &&
      value.toLowerCase() === name
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a token stands; the first line of the query, without a caret, where there is none. */
function placeOf(token: Token | undefined, { query }: ReadQuery): Place {
  const { source, text } = query;
  if (token !== undefined) {
    return placeInText(source, text, token.start, token.end);
  }
  return { source, line: 1, column: 1, excerpt: text.split("\n", 1)[0]! };
}

function explain(info: DatabaseErrorInfo, context: FaultContext): Explained {
  const { read, columns, tables } = context;
  if (/exists in the (\w+) extension/u.test(info.message)) {
    return extension(info.message);
  }
  if (info.subtype === "COLUMN_NOT_FOUND" && info.name !== null) {
    const token = tokenAt(info, context);
    return noColumn(read.names.original(info.name), token, columns);
  }
  const qualified = /^Table "(.+?)" does not have a column named "(.+?)"/u
    .exec(info.message);
  if (qualified !== null) {
    const name = read.names.original(qualified[2]!);
    const { tokens } = read.statement;
    const at = tokens.indexOf(tokenAt(info, context) ?? tokens[0]!);
    const token = isOperator(tokens[at + 1], ".") ? tokens[at + 2] : tokens[at];
    return noColumn(name, token, columns);
  }
  if (info.kind === "Catalog" && info.name !== null) {
    const name = read.names.original(info.name);
    if (info.type === "Table") {
      return {
        what: `there is no table ${name}`,
        mend: `${offer(nearestName(name, ["events", ...tables]))}${
          name.toLowerCase() === "history"
            ? "pass --history N behind the query for the last N windows, or "
            : ""
        }pass --table ${name}=FILE to hand a file to the query`,
      };
    }
    const near = /Did you mean "(.+?)"/u.exec(info.message)?.[1];
    return {
      what: `there is no function ${name}`,
      mend: near === undefined ? undefined : `Did you mean ${near}?`,
    };
  }
  if (info.kind === "Permission") {
    return {
      what: "queries see no files, network or settings",
      mend: "Pass --table name=FILE and write FROM name",
    };
  }
  return {
    what: inUsersWords(info.message, read),
    mend: reservedName(info, context) ?? mendOf(info),
  };
}

function noColumn(
  name: string,
  token: Token | undefined,
  columns: readonly string[],
): Explained {
  const listed = columns.length === 0
    ? "events has no columns"
    : `events has ${columns.slice(0, 12).join(", ")}${
      columns.length > 12 ? ` and ${columns.length - 12} more` : ""
    }`;
  return {
    what: `there is no column ${name}`,
    mend: token?.kind === "quotedName"
      ? `Write '${name.replaceAll("'", "''")}' if it is a text: ` +
        `double quotes name a column. ${listed}`
      : `${offer(nearestName(name, columns))}${listed}`,
    token,
  };
}

function offer(near: string | null): string {
  return near === null ? "" : `Did you mean ${near}? Else `;
}

function extension(message: string): Explained {
  const [, name] = /exists in the (\w+) extension/u.exec(message)!;
  const [, thing] = /with name "(.+?)"/u.exec(message) ?? [];
  const mends: Readonly<Record<string, string>> = {
    json:
      "Name the path itself, such as user.id or tags[1]: weir reads JSON before the query does",
    icu:
      "Use times in UTC, and date_trunc on a TIMESTAMP; --display-zone shows other zones",
    parquet: "Pass --table name=FILE.parquet and write FROM name",
  };
  return {
    what: `${
      thing ?? "this"
    } is in DuckDB's extension ${name}, and queries load none`,
    mend: mends[name!],
  };
}

/** The way out where a field is called like a word of SQL (V6). */
function reservedName(
  info: DatabaseErrorInfo,
  context: FaultContext,
): string | undefined {
  if (info.subtype !== "SYNTAX_ERROR") return undefined;
  const { tokens } = context.read.statement;
  const at = tokens.indexOf(tokenAt(info, context) ?? tokens.at(-1)!);
  const found = [tokens[at], tokens[at - 1]].find((token) =>
    token?.kind === "word" && !isPlainName(token.value) &&
    context.columns.includes(token.value)
  );
  return found === undefined
    ? undefined
    : `Write "${found.value}" in double quotes: it is a word of SQL as well as a field`;
}

function mendOf(info: DatabaseErrorInfo): string | undefined {
  if (info.kind === "Conversion") {
    return "Write TRY_CAST for CAST to have NULL where a value does not convert";
  }
  if (info.message.startsWith("No function matches")) {
    return "Cast the argument (x::DOUBLE), or give the field a type with --types";
  }
  if (info.message.includes("must appear in the GROUP BY clause")) {
    return "Add it to GROUP BY, or write GROUP BY ALL";
  }
  return undefined;
}

/** What is said where DuckDB has too little memory for the rows of a pane, or for a query over them. */
export function memoryFault(
  cause: unknown,
  read: ReadQuery,
  pane: Pane | null,
  engine: string,
): Fault {
  return new Fault(
    "sql/memory",
    `cannot run ${read.query.source}${
      pane === null ? "" : inWindow(pane)
    }: DuckDB is out of memory`,
    {
      place: placeOf(undefined, read),
      mend: engine === "wasm"
        ? "Pass --engine native, which may use all memory, fold rows as they come with a stage 'agg', or make the windows smaller"
        : "Fold rows as they come with a stage 'agg', or make the windows smaller",
      cause,
    },
  );
}

/** A value shorter than this is too common to tell it from other text. */
const SHORTEST_SECRET = 4;

/** The first line of a message, with the user's own words where we put in others, and no parameter's value. */
function inUsersWords(message: string, { names, values }: ReadQuery): string {
  let line = names.originalText(message.split("\n", 1)[0]!.trim());
  for (const { text, display, words } of values) {
    line = line.replaceAll(text, words);
    if (display === null || !words.startsWith("$")) continue;
    const bare = display.replace(/^'([^]*)'$/u, "$1");
    for (const secret of [display, bare]) {
      if (secret.length >= SHORTEST_SECRET) {
        line = line.replaceAll(secret, words);
      }
    }
  }
  return line.replace(/[.!]$/u, "");
}
