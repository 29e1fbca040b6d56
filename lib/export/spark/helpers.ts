import { FALSE_WORDS, NUMBER, TRUE_WORDS } from "./casts.ts";
import { pyText } from "./text.ts";

/** A function or constant of Python that printed jobs may use. */
export interface Helper {
  /** Its name. */
  readonly name: string;
  /** What it uses itself. */
  readonly needs: readonly string[];
  /** Its text. */
  readonly source: string;
}

function helper(name: string, source: string, needs: string[] = []): Helper {
  return { name, needs, source: source.trim() };
}

const words = (list: readonly string[]) => list.map(pyText).join(", ");

/** All of them, in the order in which they are printed. Only those that a job uses are. */
export const HELPERS: readonly Helper[] = [
  helper(
    "utf8",
    `def utf8(column: str) -> Column:
    """Whether the bytes of a line are text. Spark 3.5 cannot tell."""
    return F.is_valid_utf8(column) if hasattr(F, "is_valid_utf8") else F.lit(True)`,
  ),
  helper(
    "JSON",
    `# JSON by the letter: Spark would also take single quotes, and NaN for a number.
JSON = {"allowSingleQuotes": "false", "allowNonNumericNumbers": "false"}`,
  ),
  helper(
    "member",
    `def member(text: Column, name: str) -> Column:
    """A member of a nested object, as text."""
    quoted = name.replace("\`", "\`\`")
    return F.from_json(text, f"\`{quoted}\` STRING", JSON)[name]`,
    ["JSON"],
  ),
  helper(
    "element",
    `def element(text: Column, place: int) -> Column:
    """An element of a list, counted from 1, as text."""
    return F.from_json(text, "ARRAY<STRING>", JSON)[place - 1]`,
    ["JSON"],
  ),
  helper(
    "bit",
    `def bit(text: Column) -> Column:
    """A truth value as a number."""
    return F.when(text == "true", 1).when(text == "false", 0)`,
  ),
  helper(
    "whole",
    `def whole(text: Column) -> Column:
    """BIGINT: halves go to the even neighbour; beyond 64 bits it is NULL."""
    # Spark would take the digits of every script.
    ascii = text.rlike(r"^[ -~\\s]*$")
    number = F.bround(F.when(ascii, text.cast("decimal(38, 10)")))
    return F.coalesce(number.cast("string").cast("bigint"), bit(text).cast("bigint"))`,
    ["bit"],
  ),
  helper(
    "real",
    `NUMBER = r"${NUMBER}"


def real(text: Column) -> Column:
    """DOUBLE: digits with a point or an exponent, and nothing else."""
    number = F.when(text.rlike(NUMBER), text.cast("double"))
    return F.coalesce(number, bit(text).cast("double"))`,
    ["bit"],
  ),
  helper(
    "truth",
    `def truth(text: Column) -> Column:
    """BOOLEAN, by the words that say it."""
    word = F.lower(text)
    return F.when(word.isin(${words(TRUE_WORDS)}), True).when(
        word.isin(${words(FALSE_WORDS)}), False
    )`,
  ),
  helper(
    "iso",
    `ISO = (
    r"^ *\\d{4}-\\d\\d-\\d\\d"
    r"(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?(?: ?(?:Z|UTC|[+-]\\d\\d(?::?\\d\\d)?))?)?)? *$"
)


def iso(text: Column) -> Column:
    """A moment as ISO 8601 has it, UTC where it names no zone, in milliseconds."""
    moment = F.translate(F.trim(text), ",", ".").cast("timestamp")
    return F.date_trunc("millisecond", F.when(text.rlike(ISO), moment))`,
  ),
  helper(
    "clf",
    `def clf(text: Column) -> Column:
    """A moment as access logs have it: 17/May/2015:10:05:03 +0000."""
    return F.to_timestamp(text, "dd/MMM/yyyy:HH:mm:ss Z")`,
  ),
  helper(
    "epoch",
    `def epoch(text: Column) -> Column:
    """A moment as a count since 1970: of seconds, milliseconds, microseconds or
    nanoseconds, by its size. Decimals, since doubles would lose milliseconds."""
    count = text.cast("decimal(29, 9)")
    size = F.abs(count)
    millis = (
        F.when(size < 10**11, count * 1000)
        .when(size < 10**14, count)
        .when(size < 10**17, count * F.lit(Decimal("0.001")))
        .otherwise(count * F.lit(Decimal("0.000001")))
    )
    return F.timestamp_millis(F.floor(millis).cast("bigint"))`,
  ),
  helper(
    "cell",
    `def cell(place: int) -> Column:
    """A cell of the row: NULL where it is empty, text where it stands in quotes."""
    text = F.col("_row")[place]
    inside = text.substr(F.lit(2), F.length(text) - 2)
    return F.when(
        text.startswith('"'), F.regexp_replace(inside, '""', '"')
    ).when(text != "", text)`,
  ),
  helper(
    "given",
    `def given(text: Column) -> Column:
    """What the server knew: it writes - for what it did not."""
    return F.when(text != "-", text)`,
  ),
  helper(
    "unescaped",
    `ESCAPES = {"b": "\\b", "n": "\\n", "r": "\\r", "t": "\\t", "v": "\\v", '"': '"', "\\\\": "\\\\"}


def unescaped(text: Column) -> Column:
    """What a quoted part means: servers write \\\\" and \\\\n, and bytes as \\\\xE4."""
    pieces = F.regexp_extract_all(
        text, F.lit(r"((?:\\\\x[0-9A-Fa-f]{2})+|\\\\.|[^\\\\]+|\\\\$)"), F.lit(1)
    )

    def meant(piece: Column) -> Column:
        characters = F.unhex(F.regexp_replace(piece, r"\\\\x", "")).cast("string")
        # Bytes that are no UTF-8 stay as they were written.
        result = F.when(
            piece.rlike(r"^\\\\x[0-9A-Fa-f]"),
            F.when(characters.rlike("\\ufffd"), piece).otherwise(characters),
        )
        for letter, character in ESCAPES.items():
            result = result.when(piece == "\\\\" + letter, character)
        return result.otherwise(piece)

    return F.when(
        F.instr(text, "\\\\") > 0, F.array_join(F.transform(pieces, meant), "")
    ).otherwise(text)`,
  ),
  helper(
    "quoted",
    `def quoted(text: Column) -> Column:
    """A part in quotes, which a line in the common format has not."""
    return F.when(text != "", given(unescaped(F.regexp_replace(text, '^"|"$', ""))))`,
    ["given", "unescaped"],
  ),
  helper(
    "stamp",
    `def stamp(column: str) -> Column:
    """A moment as text: UTC, with a fraction only where there is one."""
    text = F.date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
    return F.regexp_replace(text, r"\\.000Z$", "Z")`,
  ),
  helper(
    "finite",
    `def finite(column: str) -> Column:
    """A DOUBLE; JSON has no word for infinity, nor for what is no number."""
    return F.when(F.abs(column) < float("inf"), F.col(column))`,
  ),
];

/** The helpers that a text of Python uses, and those that they use. */
export function helpersIn(python: string): readonly Helper[] {
  const used = new Set<string>();
  const add = (name: string) => {
    if (used.has(name)) return;
    used.add(name);
    HELPERS.find((one) => one.name === name)?.needs.forEach(add);
  };
  for (const { name } of HELPERS) {
    if (new RegExp(`(?<![\\w."'])${name}(?=\\(|\\))`, "u").test(python)) {
      add(name);
    }
  }
  return HELPERS.filter(({ name }) => used.has(name));
}
