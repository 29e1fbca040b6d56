import type { Cursor } from "./cursor.ts";
import type { Token } from "./lex.ts";

/** Operators of other languages and of DuckDB that weir says in another way. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "&&": "Write AND",
  "~": "Write regexp_full_match(text, pattern)",
  "!~": "Write NOT regexp_full_match(text, pattern)",
  "~*": "Write regexp_matches(text, pattern, 'i')",
  "!~*": "Write NOT regexp_matches(text, pattern, 'i')",
  "~~": "Write LIKE",
  "!~~": "Write NOT LIKE",
  "^@": "Write starts_with(text, start)",
  "=>": "Write >= for at least, <= for at most",
  "!": "Write NOT in front, or <> between two values",
  "&": "Write AND; bits cannot be combined here",
  "|": "Write OR, or || to join texts",
};

/** Fails at an operator that is not of this language, and says what is. */
export function refuseSymbol(cursor: Cursor, token: Token): void {
  const mend = ELSEWHERE[token.value];
  if (mend === undefined) return;
  throw cursor.fault(
    "operator",
    `${token.value} is not an operator here`,
    token,
    mend,
  );
}

/** Fails at an operator that is a word and is not of this language, and says what is. */
export function refuseWord(cursor: Cursor, upper: string, word: Token): void {
  if (upper === "SIMILAR" || upper === "GLOB") {
    throw cursor.fault(
      "operator",
      `${upper} is not an operator here`,
      word,
      "Write LIKE, or regexp_full_match(text, pattern)",
    );
  }
  if (upper === "AT" && cursor.isWord("AT", "TIME", "ZONE")) {
    throw cursor.fault(
      "operator",
      "AT TIME ZONE is not an operator here: every moment is UTC",
      word,
      "Pass --zone to `read` for stamps without a zone, and --display-zone to show a zone",
    );
  }
  if (upper === "COLLATE") {
    throw cursor.fault(
      "operator",
      "COLLATE is not an operator here: texts compare byte by byte",
      word,
      "Write lower(text), or ILIKE for a match that ignores case",
    );
  }
}
