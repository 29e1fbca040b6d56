import type { Field } from "../core/mod.ts";
import { isReserved, quoteName, type Token } from "../sql/mod.ts";
import type { Edit } from "./edits.ts";
import { isOperator, wordOf } from "./tokens.ts";

/**
 * The names that DuckDB knows columns by. DuckDB takes `Host` and `host` for
 * one name, weir does not (V6): of names that differ only by case the first
 * keeps its own, the others get names of their own.
 */
export interface SafeNames {
  /** The name that DuckDB gets for a name of the user's. */
  safe(name: string): string;
  /** Renames the columns of a table. */
  fields(fields: readonly Field[]): Field[];
  /** The name of an answer's column in the user's words. */
  original(name: string): string;
  /** The same for a text that quotes names, such as a message. */
  originalText(text: string): string;
  /** Edits that rewrite the names in a query. */
  readonly edits: readonly Edit[];
}

/**
 * Words that are more than names to DuckDB: where only their case differs from
 * a field's name they are left alone, since `NULLS LAST` does not mean a field
 * `Last`.
 */
const SPEAKING: ReadonlySet<string> = new Set(
  `after before century centuries cube current data date datetime day days
  decade decades double each escape exclude filter first following from groups
  hour hours if ignore int integer interval last materialized match matched
  microsecond microseconds millennia millennium millisecond milliseconds minute
  minutes month months next no nothing nulls of ordinality others over
  partition percent preceding quarter quarters range recursive respect replace
  rollup row rows sample second seconds sets text ties time timestamp
  timestamptz timetz type unbounded uuid value values varchar week weeks within
  without year years zone bigint blob bool boolean char decimal enum float
  hugeint json list map numeric real smallint string struct tinyint ubigint
  bit`.split(/\s+/u),
);

/**
 * Finds safe names for the columns of some tables and the names of a query.
 *
 * Renaming is the same everywhere in the query, so an alias that shares its
 * name with a field is renamed where it is made and where it is used.
 *
 * @param tables The columns of each table, by its name.
 * @param tokens The query.
 */
export function safeNames(
  tables: ReadonlyMap<string, readonly Field[]>,
  tokens: readonly Token[],
): SafeNames {
  const fields = new Set(
    [...tables.values()].flat().map((field) => field.name),
  );
  const tableNames = new Set(
    [...tables.keys()].map((name) => name.toLowerCase()),
  );
  const references = tokens.filter((token, index) =>
    isReference(token, index, tokens) &&
    !(tableNames.has(token.value.toLowerCase()) &&
      (isOperator(tokens[index + 1], ".") ||
        /^(from|join)$/u.test(wordOf(tokens[index - 1])) ||
        !fields.has(token.value)))
  );
  const safeOf = new Map<string, string>();
  const originalOf = new Map<string, string>();
  const taken = new Set(
    [...fields, ...references.map((token) => token.value)]
      .map((name) => name.toLowerCase()),
  );
  /** By lower case, who keeps the name. */
  const keeper = new Map<string, string>();
  const claim = (name: string): void => {
    if (safeOf.has(name)) return;
    const lower = name.toLowerCase();
    if (!keeper.has(lower) && name !== "" && !name.includes("\0")) {
      keeper.set(lower, name);
      safeOf.set(name, name);
      return;
    }
    const base = name === "" ? "empty" : name.replaceAll("\0", "\ufffd");
    let number = 2;
    while (taken.has(`${base}~${number}`.toLowerCase())) number++;
    const safe = `${base}~${number}`;
    taken.add(safe.toLowerCase());
    safeOf.set(name, safe);
    originalOf.set(safe, name);
  };
  for (const name of fields) claim(name);
  const edits: Edit[] = [];
  for (const token of references) {
    const lower = token.value.toLowerCase();
    if (!keeper.has(lower)) continue;
    if (!fields.has(token.value)) {
      // Only its case differs from a field's: another name, or no name at all.
      if (token.kind === "word" && SPEAKING.has(lower)) continue;
      claim(token.value);
    }
    const safe = safeOf.get(token.value)!;
    if (safe !== token.value) {
      edits.push({ start: token.start, end: token.end, text: quoteName(safe) });
    }
  }
  const renamed = [...originalOf].sort(([a], [b]) => b.length - a.length);
  return {
    safe: (name) => safeOf.get(name) ?? name,
    fields: (list) =>
      list.map((field) => ({
        ...field,
        name: safeOf.get(field.name) ?? field.name,
      })),
    original: (name) => originalOf.get(name) ?? originalText(name),
    originalText,
    edits,
  };

  function originalText(text: string): string {
    let mended = text;
    for (const [safe, name] of renamed) {
      mended = mended.replaceAll(quoteName(safe), quoteName(name))
        .replaceAll(safe, name);
    }
    return mended;
  }
}

/** Whether a token can name a column: not a keyword, a function or a type. */
function isReference(
  token: Token,
  index: number,
  tokens: readonly Token[],
): boolean {
  if (token.kind !== "word" && token.kind !== "quotedName") return false;
  const next = tokens[index + 1];
  const before = tokens[index - 1];
  if (isOperator(next, "(") && wordOf(before) !== "as") return false;
  if (isOperator(before, "::")) return false;
  if (token.kind === "quotedName") return true;
  if (isReserved(token.value)) return false;
  // DATE '2026-01-05' and the like.
  return next?.kind !== "string" || !SPEAKING.has(token.value.toLowerCase());
}
