/** Words that DuckDB keeps for itself: as a name they need double quotes (V6). */
const RESERVED: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric between both case cast check
  collate column constraint create default deferrable desc describe distinct do
  else end except false fetch for foreign from glob group having ilike in
  initially intersect into is isnull lambda lateral leading like limit not
  notnull null offset on only or order pivot pivot_longer pivot_wider placing
  primary qualify references returning select show similar some summarize
  symmetric table then to trailing true try_cast union unique unpivot using
  variadic when where window with`.split(/\s+/u),
);

/**
 * Words that mean something to DuckDB's grammar in some places. Bare, weir
 * takes them as the name of a field, since logs have fields such as `at`; they
 * are quoted on the way to DuckDB.
 */
const QUOTED_FOR_DUCKDB: ReadonlySet<string> = new Set(
  `anti asof at authorization binary by collation columns concurrently cross
  freeze full generated inner join left map natural outer overlaps positional
  right semi struct tablesample unpack verbose bigint bit boolean char
  character coalesce columns dec decimal exists extract float grouping
  grouping_id int integer interval national nchar none nullif numeric out
  overlay position precision real row setof smallint substring time timestamp
  treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists
  xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable map`
    .split(/\s+/u),
);

/** Whether a word cannot be a name as it stands. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word.toLowerCase());
}

/** Whether DuckDB and weir both read a word as a name, bare. */
export function isPlainName(word: string): boolean {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/u.test(word)) return false;
  const lower = word.toLowerCase();
  return !RESERVED.has(lower) && !QUOTED_FOR_DUCKDB.has(lower);
}

/**
 * A name as DuckDB's SQL has it, in double quotes unless it needs none. The
 * one quoting function for identifiers: names come from log lines.
 *
 * @example Odd names
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(quoteName("status"), "status");
 * assertEquals(quoteName('a"b; drop'), '"a""b; drop"');
 * ```
 */
export function quoteName(name: string): string {
  // DuckDB ends a statement at a NUL even inside quotes; no name of a column may hold one.
  if (isPlainName(name)) return name;
  return `"${name.replaceAll('"', '""').replaceAll("\0", "\ufffd")}"`;
}

/** A text as a literal of DuckDB's SQL. */
export function quoteText(text: string): string {
  if (!text.includes("\0")) return `'${text.replaceAll("'", "''")}'`;
  return text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`)
    .join(" || chr(0) || ");
}
