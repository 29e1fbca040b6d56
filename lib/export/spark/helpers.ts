import { DECIMAL, FALSE_WORDS, REAL, TRUE_WORDS } from "./casts.ts";
import { pyText } from "./text.ts";

/** A function or constant of Python that printed jobs may use. */
export interface Helper {
  /** Its name. */
  readonly name: string;
  /** What it uses itself. */
  readonly needs: readonly string[];
  /** What it imports. */
  readonly imports: readonly string[];
  /** Its text. */
  readonly source: string;
}

function helper<Name extends string>(
  name: Name,
  source: string,
  needs: readonly string[] = [],
  imports: readonly string[] = [],
): Helper & { readonly name: Name } {
  return { name, needs, imports, source: source.trim() };
}

/** The import of what a function takes that takes functions. */
export const CALLABLE = "from collections.abc import Callable";

const words = (list: readonly string[]) => list.map(pyText).join(", ");

/** All of them, in the order in which they are printed. Only those that a job uses are. */
export const HELPERS = [
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
    "paired",
    `HALF = (
    r"(?<=(?<!\\\\)(?:\\\\\\\\){0,9})\\\\u[dD](?:[89abAB]..(?!\\\\u[dD][c-fC-F])"
    r"|(?<!\\\\u[dD][89abAB]..\\\\u[dD])[c-fC-F]..)"
)


def paired(line: Column) -> Column:
    """JSON with U+FFFD for each half of a character that is there without the other."""
    has = line.contains(r"\\ud") | line.contains(r"\\uD")
    return F.when(has, F.regexp_replace(line, HALF, "\\ufffd")).otherwise(line)`,
  ),
  helper(
    "member",
    `def member(text: Column, name: str, kind: str = "STRING") -> Column:
    """A member of an object, as text; of another kind where it has that without quotes."""
    quoted = name.replace("\`", "\`\`")
    return F.from_json(text, f"\`{quoted}\` {kind}", JSON)[name]`,
    ["JSON"],
  ),
  helper(
    "element",
    `def element(text: Column, place: int, kind: str = "STRING") -> Column:
    """An element of a list, counted from 1, in the same way."""
    return F.from_json(text, f"ARRAY<{kind}>", JSON)[place - 1]`,
    ["JSON"],
  ),
  helper(
    "none",
    `def none(kind: str) -> Column:
    """What stands without quotes where all is text."""
    return F.lit(None).cast(kind)`,
  ),
  helper(
    "whole",
    `NUMBER = r"${DECIMAL}"


def whole(text: Column, kept: Callable[[str], Column] = none) -> Column:
    """BIGINT; beyond 64 bits it is NULL. Halves of numbers go to the even
    neighbour, those of texts away from zero."""
    digits = F.replace(F.when(text.rlike(NUMBER), text), F.lit("_"), F.lit(""))
    said = digits.cast("decimal(38, 0)").cast("string").cast("bigint")
    for base, pattern in (16, r"0[xX]([0-9a-fA-F]{1,16})"), (2, r"0[bB]([01]{1,64})"):
        based = F.regexp_extract(text, rf"^\\s*{pattern}\\s*\\z", 1)
        said = F.coalesce(said, F.conv(based, base, 10).cast("bigint"))
    number = F.when(text.rlike("[.eE]"), kept("DOUBLE"))
    fits = (number >= -(2.0**63)) & (number < 2.0**63)
    return (
        F.when(text.rlike(r"^[+-]?\\d{1,18}\\z"), text.cast("bigint"))
        .when(text.isin("true", "false"), kept("BOOLEAN").cast("bigint"))
        .when(number.isNotNull(), F.when(fits, F.rint(number).cast("bigint")))
        .otherwise(said)
    )`,
    ["none"],
    [CALLABLE],
  ),
  helper(
    "real",
    `REAL = r"${REAL}"


def real(text: Column, kept: Callable[[str], Column] = none) -> Column:
    """DOUBLE: digits with a point or an exponent, nan, inf, and nothing else."""
    digits = F.replace(text, F.lit("_"), F.lit(""))
    return (
        F.when(text.rlike(REAL), digits.cast("double"))
        .when(text.isin("true", "false"), kept("BOOLEAN").cast("double"))
        # 1e400, as Spark spells it.
        .when(text.contains("Infinity"), kept("DOUBLE"))
    )`,
    ["none"],
    [CALLABLE],
  ),
  helper(
    "truth",
    `def truth(text: Column, kept: Callable[[str], Column] = none) -> Column:
    """BOOLEAN, by the words that say it; a number is true unless it is zero."""
    word = F.lower(text)
    return (
        F.when(word.isin(${words(TRUE_WORDS)}), True)
        .when(word.isin(${words(FALSE_WORDS)}), False)
        .when(text.rlike(r"^-?\\d|Infinity"), kept("DOUBLE") != 0)
    )`,
    ["none"],
    [CALLABLE],
  ),
  helper(
    "moment",
    `# Groups 3 to 9: hour, minute, second, fraction, and the zone's sign, hours and minutes.
CLOCK = (
    r"([01]\\d|2[0-3]|24(?=:00(?::00(?:[.,]0+)?)?(?![:.,\\d]))):([0-5]\\d)"
    r"(?::([0-5]\\d|60)(?:[.,](\\d+))?)?"
    r"(?: ?(?:[Zz]|UTC|GMT|UT|([+-])([01]\\d|2[0-3])(?::?([0-5]\\d))?))?"
)


def moment(text: Column, pattern: str, day: Column) -> Column:
    """A moment of a day: hour 24 and second 60 are those of the next day and minute.
    Years from 275761 on are no moments, and would stop the job."""

    def number(group: int) -> Column:
        part = F.regexp_extract(text, pattern, group)
        return F.coalesce(part.cast("bigint"), F.lit(0))

    clock = (number(3) * 60 + number(4)) * 60 + number(5)
    offset = (number(8) * 60 + number(9)) * 60
    offset = F.when(F.regexp_extract(text, pattern, 7) == "-", -offset).otherwise(offset)
    fraction = F.rpad(F.regexp_extract(text, pattern, 6).substr(1, 3), 3, "0")
    seconds = F.unix_date(day).cast("bigint") * 86400 + clock - offset
    millis = seconds * 1000 + fraction.cast("bigint")
    return F.when(F.abs(seconds) <= 8640000000000, F.timestamp_millis(millis))`,
  ),
  helper(
    "iso",
    `USUAL = (
    r"^\\d{4}-\\d\\d-\\d\\d[T ](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?"
    r"(?:Z|[+-](?:0\\d|1[0-7]):?[0-5]\\d)?\\z"
)
ISO = r"^ *((?:\\d{4}|[+-]\\d{6})([-/])\\d\\d\\2\\d\\d)(?:[Tt ]" + CLOCK + r")? *\\z"


def iso(text: Column) -> Column:
    """A moment as ISO 8601 has it, UTC where it names no zone, in milliseconds."""
    day = F.translate(F.regexp_extract(text, ISO, 1), "/", "-").cast("date")
    usual = F.when(text.rlike(USUAL), F.date_trunc("millisecond", text.cast("timestamp")))
    return F.coalesce(usual, F.when(text.rlike(ISO), moment(text, ISO, day)))`,
    ["moment"],
  ),
  helper(
    "clf",
    `CLF = r"^ *(\\d\\d?([-/ ])[A-Za-z]{3}\\2\\d{4})[: ]" + CLOCK + r" *\\z"


def clf(text: Column) -> Column:
    """A moment as access logs have it: 17/May/2015:10:05:03 +0000."""
    day = F.translate(F.regexp_extract(text, CLF, 1), "- ", "//")
    day = F.to_date(day, "d/MMM/yyyy")
    usual = F.to_timestamp(text, "dd/MMM/yyyy:HH:mm:ss Z")
    return F.coalesce(usual, F.when(text.rlike(CLF), moment(text, CLF, day)))`,
    ["moment"],
  ),
  helper(
    "epoch",
    `COUNT = r"^ *[+-]?\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d{1,3})? *\\z"


def epoch(text: Column) -> Column:
    """A moment as a count since 1970: of seconds, milliseconds, microseconds or
    nanoseconds, by its size. Decimals, since doubles would lose milliseconds."""
    count = F.when(text.rlike(COUNT), text.cast("decimal(30, 9)"))
    size = F.abs(count)
    millis = (
        F.when(size < 10**11, count * 1000)
        .when(size < 10**14, count)
        # From here on a double is 1e17.
        .when(size < 10**17 - 8, count * F.lit(Decimal("0.001")))
        .otherwise(count * F.lit(Decimal("0.000001")))
    )
    return F.timestamp_millis(F.floor(millis).cast("bigint"))`,
    [],
    ["from decimal import Decimal"],
  ),
  helper(
    "bare",
    `BARE = r"^(?:-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false)\\z"


def bare(place: int, kind: str) -> Column:
    """A cell that stands without quotes, and is a number or a truth value."""
    text = F.col("_row")[place]
    return F.when(text.rlike(BARE), text).cast(kind)`,
  ),
  helper(
    "took_part",
    `def took_part(pattern: str, group: int, groups: int) -> Column:
    """Whether a group took part in the match: regexp_extract gives "" where it did not."""
    # A group can be matched again only where it took part; that shows in what
    # stands around, as a line is not empty.
    told = rf"(?:{pattern})(?:\\{group}(?:(?<=([\\s\\S]))|(?=([\\s\\S]))))?"
    around = [F.regexp_extract("_line", told, groups + more) for more in (1, 2)]
    return F.concat(F.regexp_extract("_line", pattern, group), *around) != ""`,
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
        text,
        F.lit(r"((?:\\\\x[89A-Fa-f][0-9A-Fa-f])+|\\\\x[0-7][0-9A-Fa-f]|\\\\.|[^\\\\]+|\\\\$)"),
        F.lit(1),
    )

    def octets(piece: Column) -> Column:
        return F.unhex(F.regexp_replace(piece, r"\\\\x", ""))

    def is_text(piece: Column) -> Column:
        characters = octets(piece).cast("string")
        return (
            ~piece.rlike(r"^\\\\x[89A-Fa-f][0-9A-Fa-f]")
            | (F.encode(characters, "UTF-8") == octets(piece))
        )

    def joined(byte: str) -> Column:
        def meant(piece: Column) -> Column:
            result = F.when(piece.rlike(byte), octets(piece).cast("string"))
            for letter, character in ESCAPES.items():
                result = result.when(piece == "\\\\" + letter, character)
            return result.otherwise(piece)

        return F.array_join(F.transform(pieces, meant), "")

    # Bytes that are no UTF-8 together stay as they were written. All pieces are
    # asked once, not again for each of them: a line may have thousands.
    return (
        F.when(F.instr(text, "\\\\") == 0, text)
        .when(F.forall(pieces, is_text), joined(r"^\\\\x[0-9A-Fa-f]{2}"))
        .otherwise(joined(r"^\\\\x[0-7][0-9A-Fa-f]"))
    )`,
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
] as const;

/** The name of a helper. */
export type HelperName = typeof HELPERS[number]["name"];
