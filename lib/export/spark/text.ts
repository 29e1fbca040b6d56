/** A name in Spark's SQL. */
export function sqlName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/u.test(name) && !KEYWORDS.has(name)
    ? name
    : `\`${name.replaceAll("`", "``")}\``;
}

/** Words of a query that a reader would take for what they say; the rest Spark takes as names. */
const KEYWORDS: ReadonlySet<string> = new Set(
  ("all and any anti as asc between by case cast count cross current_date " +
    "current_timestamp date day desc distinct else end except exists false " +
    "filter first for from full group having hour in inner intersect interval " +
    "into is join last lateral left like limit minus month natural not null " +
    "offset on or order outer over partition range right rlike row rows " +
    "second select semi session_window some sum table then time timestamp " +
    "true union unique using values when where window with year")
    .split(" "),
);

/**
 * A text in Spark's SQL, in single quotes. A backslash escapes there, so it is
 * doubled; what cannot be seen is escaped.
 */
export function sqlText(text: string): string {
  const escaped = text.replace(/[\\']/gu, "\\$&")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, unseen);
  // Three quotes would end the Python text that the query stands in.
  return `'${escaped.replaceAll('"""', '\\"\\"\\"')}'`;
}

const SEEN: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function unseen(character: string): string {
  const point = character.codePointAt(0)!;
  return SEEN[character] ??
    (point > 0xffff
      ? `\\U${point.toString(16).padStart(8, "0")}`
      : `\\u${point.toString(16).padStart(4, "0")}`);
}

/** A text in Python. */
export function pyText(text: string): string {
  // What JSON escapes, Python reads in the same way.
  return JSON.stringify(text.toWellFormed()).replace(
    /[\p{Cf}\p{Zl}\p{Zp}]/gu,
    unseen,
  );
}

/** Lines of Python or SQL, moved to the right. */
export function indented(text: string, by: number): string {
  const margin = " ".repeat(by);
  return text.split("\n").map((line) => line === "" ? "" : margin + line)
    .join("\n");
}

/** What the user wrote as one line of a comment, cut where it is longer than that. */
export function commentText(text: string, longest = 100): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  const characters = [...line];
  return characters.length > longest
    ? `${characters.slice(0, longest - 3).join("")}...`
    : line;
}

const UNITS = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
  ["milliseconds", 1],
] as const;

/** A length of time as Spark writes intervals, in the largest unit that divides it: `5 minutes`. */
export function spanText(ms: number): string {
  const [unit, length] =
    UNITS.find(([, length]) => ms % length === 0 && ms >= length) ?? UNITS[4];
  const count = ms / length;
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}
