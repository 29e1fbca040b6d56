import { Fault, placeInText, type Query } from "../core/mod.ts";
import { parameterValue, quoteText, type Token } from "../sql/mod.ts";
import { formatTimestamp } from "../time/mod.ts";
import type { Edit } from "./edits.ts";
import { isOperator, type QueryTokens, wordOf } from "./tokens.ts";

/** A value that stands in the query in place of the user's words. */
export interface ValueEdit extends Edit {
  /** The user's words, which name the column of an answer. */
  readonly words: string;
  /** What DuckDB calls the value when it names a column after it; `null` where that is as the user wrote it. */
  readonly display: string | null;
}

/** Names of the present moment, and whether DuckDB has them with brackets. */
const NOW: Readonly<Record<string, "call" | "word" | "either">> = {
  now: "call",
  get_current_timestamp: "call",
  transaction_timestamp: "call",
  current_localtimestamp: "call",
  current_timestamp: "either",
  localtimestamp: "either",
  today: "call",
  current_date: "either",
  current_localtime: "call",
  get_current_time: "call",
  current_time: "either",
  localtime: "either",
};
const DAYS: ReadonlySet<string> = new Set(["today", "current_date"]);
const CLOCKS: ReadonlySet<string> = new Set(
  ["current_localtime", "get_current_time", "current_time", "localtime"],
);

/**
 * Puts values into a query as typed literals: parameters, the present moment
 * (T8), and numbers with a point, which are doubles everywhere (V3).
 *
 * A literal takes the place of a whole token and is written by us, so nothing
 * that stands in a value can become text of the query.
 *
 * @param query The query.
 * @param tokens Its tokens.
 * @param isField Whether a bare word is the name of a field.
 * @throws {Fault} If a parameter has no value.
 */
export function valueEdits(
  query: Query,
  { tokens }: QueryTokens,
  isField: (name: string) => boolean,
): ValueEdit[] {
  const edits: ValueEdit[] = [];
  const put = (
    from: Token,
    to: Token,
    text: string,
    display: string | null,
  ): void => {
    edits.push({
      start: from.start,
      end: to.end,
      text,
      words: query.text.slice(from.start, to.end),
      display,
    });
  };
  tokens.forEach((token, index) => {
    if (token.kind === "parameter") {
      const literal = parameterLiteral(query, token);
      put(token, token, literal, literal.slice(1, -1));
    } else if (token.kind === "number") {
      if (isPlainDecimal(token.value)) {
        put(token, token, `${token.value}e0`, null);
      }
    } else if (token.kind === "word" && !isOperator(tokens[index - 1], ".")) {
      const name = wordOf(token);
      const form = Object.hasOwn(NOW, name) ? NOW[name] : undefined;
      if (form === undefined) return;
      const call = isOperator(tokens[index + 1], "(") &&
        isOperator(tokens[index + 2], ")");
      const [type, value] = nowLiteral(query.nowUs, name);
      const literal = `${type} '${value}'`;
      const display = `CAST('${value}' AS ${type})`;
      if (call) put(token, tokens[index + 2]!, literal, display);
      else if (
        form === "either" && !isOperator(tokens[index + 1], "(") &&
        !isField(token.value)
      ) {
        put(token, token, literal, display);
      }
    }
  });
  return edits;
}

function isPlainDecimal(digits: string): boolean {
  return digits.includes(".") && !/e/iu.test(digits);
}

function nowLiteral(nowUs: number, name: string): [string, string] {
  const [day, clock] = formatTimestamp(nowUs).slice(0, -1).split("T");
  if (DAYS.has(name)) return ["DATE", day!];
  if (CLOCKS.has(name)) return ["TIME", clock!];
  return ["TIMESTAMP", `${day} ${clock}`];
}

function parameterLiteral(query: Query, token: Token): string {
  const { parameters } = query;
  const value = Object.hasOwn(parameters, token.value)
    ? parameters[token.value]
    : token.fallback === null
    ? undefined
    : parameterValue(token.fallback);
  if (value === undefined) {
    throw new Fault(
      "sql/parameter",
      `cannot run ${query.source}: the parameter $${token.value} has no value`,
      {
        place: placeInText(query.source, query.text, token.start, token.end),
        mend: `Pass --param ${token.value}=value`,
      },
    );
  }
  // In brackets, so that no operator before or behind can take a part of it.
  if (value === null) return "(NULL)";
  if (typeof value === "boolean") return `(${value})`;
  if (typeof value === "string") return `(${quoteText(value.toWellFormed())})`;
  if (typeof value === "bigint") return `(${value})`;
  if (!Number.isFinite(value)) return `('${value}'::DOUBLE)`;
  const digits = String(value);
  return Number.isSafeInteger(value) || digits.includes("e")
    ? `(${digits})`
    : `(${digits}e0)`;
}

/** Hands `time_bucket` the epoch as its origin where it has none: DuckDB's own is not aligned to it. */
export function bucketEdits(
  { tokens, depths, partners }: QueryTokens,
): Edit[] {
  const edits: Edit[] = [];
  tokens.forEach((token, index) => {
    if (
      wordOf(token) !== "time_bucket" || !isOperator(tokens[index + 1], "(")
    ) {
      return;
    }
    const close = partners[index + 1]!;
    let commas = 0;
    for (let at = index + 2; at < close; at++) {
      if (isOperator(tokens[at], ",") && depths[at] === depths[close]! + 1) {
        commas++;
      }
    }
    const { start } = tokens[close]!;
    if (commas === 1) {
      edits.push({ start, end: start, text: ", TIMESTAMP '1970-01-01'" });
    }
  });
  return edits;
}
